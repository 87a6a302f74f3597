/** What keys do on the plan and on the other screens that are read. */
import { chosenRoute } from '../render/words.ts';
import type { Core } from './core.ts';
import type { Line } from './document.ts';
import type { KeyName, WizardEvent } from './events.ts';
import { bodyHeight } from './layout.ts';
import { type Model, placeOf, planOf } from './model.ts';
import { backFrom, goTo, place } from './moves.ts';
import { documentOf, moveInDocument } from './read-document.ts';

const MOVES: Readonly<Record<string, KeyName>> = { j: 'down', k: 'up', g: 'home', G: 'end' };

function moved(core: Core, model: Model, all: readonly Line[], key: KeyName): Model {
  const cursor = Math.min(placeOf(model).cursor ?? 0, Math.max(0, all.length - 1));
  return place(model, { cursor: moveInDocument(all, cursor, key, bodyHeight(core, model)) });
}

/** Folds change the lines, so the cursor goes to the head of the step it stood in. */
function withOpen(core: Core, model: Model, open: readonly string[], step: string | undefined): Model {
  const next = { ...model, open };
  if (step === undefined) return { ...next, notice: null };
  const head = documentOf(core, next).findIndex((line) => line.step === step && line.head);
  return place(next, { cursor: Math.max(0, head) });
}

function fold(core: Core, model: Model, all: readonly Line[]): Model {
  const step = all[placeOf(model).cursor ?? 0]?.step;
  if (step === undefined) {
    const none = planOf(core, model)?.steps.length === 0;
    const text = none
      ? 'This plan has no steps. q leaves, w says why.'
      : 'Enter unfolds a step; Tab goes to the next one.';
    return { ...model, notice: { bad: false, text } };
  }
  const open = model.open.includes(step) ? model.open.filter((id) => id !== step) : [...model.open, step];
  return withOpen(core, model, open, step);
}

function foldAll(core: Core, model: Model, all: readonly Line[]): Model {
  const ids = planOf(core, model)?.steps.map((step) => step.id) ?? [];
  const open = ids.every((id) => model.open.includes(id)) ? [] : ids;
  return withOpen(core, model, open, all[placeOf(model).cursor ?? 0]?.step);
}

function otherRoute(core: Core, model: Model): Model {
  const plan = planOf(core, model);
  const shown = plan && chosenRoute(plan, model.route);
  const other = plan?.routes.find((route) => route.id !== shown?.id);
  if (!other) return { ...model, notice: { bad: false, text: 'There is only this route.' } };
  const { plan: _place, ...places } = model.places;
  return { ...model, route: other.recommended ? undefined : other.id, places, open: [], notice: null };
}

function finish(core: Core, model: Model): Model {
  const code = planOf(core, model)?.verdict === 'no-path' ? 3 : 0;
  return { ...model, request: { kind: 'exit', code } };
}

function command(core: Core, model: Model, letter: string, all: readonly Line[]): Model {
  switch (letter) {
    case ' ':
      return fold(core, model, all);
    case 'a':
      return foldAll(core, model, all);
    case 'w':
      return goTo(model, 'why');
    case 'r':
      return otherRoute(core, model);
    case 's':
      return goTo(model, 'save');
    case 'e':
      return goTo(model, 'answers');
    case 'q':
      return finish(core, model);
    default: {
      const key = MOVES[letter];
      return key ? moved(core, model, all, key) : model;
    }
  }
}

/** The plan screen. Letters are commands; several that arrive at once are done one after the other. */
export function reducePlan(core: Core, model: Model, event: WizardEvent): Model {
  if (event.type === 'text') {
    return [...event.text.slice(0, 20)].reduce(
      (state, letter) =>
        state.screen === 'plan' ? command(core, state, letter, documentOf(core, state)) : state,
      model,
    );
  }
  if (event.type === 'saved') return { ...model, notice: { bad: false, text: `Saved to ${event.path}` } };
  if (event.type !== 'key') return model;
  const all = documentOf(core, model);
  if (event.key !== 'enter') return moved(core, model, all, event.key);
  return all[placeOf(model).cursor ?? 0]?.finish ? finish(core, model) : fold(core, model, all);
}

/** Help and "why": scrolling, and back with Esc or q. */
export function reduceRead(core: Core, model: Model, event: WizardEvent): Model {
  if (event.type === 'text') {
    if (event.text === 'q' || event.text === '?' || event.text === 'w') return backFrom(model);
    const key = event.text === ' ' ? 'page-down' : MOVES[event.text];
    return key ? moved(core, model, documentOf(core, model), key) : model;
  }
  if (event.type !== 'key') return model;
  return event.key === 'enter' ? backFrom(model) : moved(core, model, documentOf(core, model), event.key);
}
