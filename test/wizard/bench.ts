/** What the wizard's tests share: the real catalogue on a fixed day, and typing into the reducer. */
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { type Core, remembering } from '../../src/wizard/core.ts';
import type { KeyName, WizardEvent } from '../../src/wizard/events.ts';
import { firstModel, type Model, type Size } from '../../src/wizard/model.ts';
import { programCore } from '../../src/wizard/program.ts';
import { reduce } from '../../src/wizard/state.ts';

const catalogue = loadCatalogue(fileURLToPath(new URL('../../data', import.meta.url)), []);

export const core: Core = remembering(
  programCore(catalogue, { today: '2026-11-24', ascii: false, generated: '2026-11-24T08:00:00Z' }),
);

/** For terminals that show nothing but ASCII. */
export const asciiCore: Core = remembering(
  programCore(catalogue, { today: '2026-11-24', ascii: true, generated: '2026-11-24T08:00:00Z' }),
);

export const USUAL: Size = { columns: 80, rows: 24 };

const KEY_NAMES: readonly string[] = [
  'up',
  'down',
  'left',
  'right',
  'page-up',
  'page-down',
  'home',
  'end',
  'enter',
  'escape',
  'tab',
  'back-tab',
  'backspace',
  'clear',
  'quit',
] satisfies KeyName[];

function isKeyName(text: string): text is KeyName {
  return KEY_NAMES.includes(text);
}

/** `<enter>` is a key, everything else is typed text. */
export function eventOf(text: string): WizardEvent {
  const name = /^<(.*)>$/.exec(text)?.[1];
  return name !== undefined && isKeyName(name) ? { type: 'key', key: name } : { type: 'text', text };
}

export function send(model: Model, ...events: ReadonlyArray<string | WizardEvent>): Model {
  return events.reduce<Model>(
    (state, event) => reduce(core, state, typeof event === 'string' ? eventOf(event) : event),
    model,
  );
}

/** The wizard after these events, from its start. */
export function wizardAfter(...events: ReadonlyArray<string | WizardEvent>): Model {
  return send(firstModel(core, USUAL), ...events);
}

/** A choice of a short list, as its component reports it. */
export function choose(
  question: 'role' | 'windows' | 'dag' | 'hybrid' | 'esu' | 'forest-level',
  value: string,
): WizardEvent {
  return { type: 'choose', question, value };
}

/** Exchange 2016 CU12 with its last SU unknown, target the newest CU of the line: the plan has two routes. */
export const TO_ROLE = ['2016 cu12', '<enter>', '<end>', '<enter>', '<down>', '<enter>'] as const;
