/** What keys do on the screens beside the plan: saving, and changing an answer. */

import { isUnsure } from './answers.ts';
import type { Core } from './core.ts';
import { unquoted, type WizardEvent } from './events.ts';
import { refusedFormat } from './files.ts';
import type { Choice } from './form.ts';
import { bodyHeight } from './layout.ts';
import { moveCursor } from './list.ts';
import { askedIn, type Model, placeOf } from './model.ts';
import { backFrom, place, revisit } from './moves.ts';
import { QUESTIONS } from './questions.ts';

const LONGEST_PATH = 260;

/** The name that stands in the input before anything is typed. */
export const PROPOSED_FILE = 'exchange-update.md';

export function fileName(model: Model): string {
  return placeOf(model, 'save').text ?? PROPOSED_FILE;
}

function refusePath(path: string): string | null {
  if (path === '') return 'A file name is needed, for example exchange-update.md.';
  if (/[\\/]$/.test(path)) return 'This names a folder; add a file name.';
  return refusedFormat(path);
}

function confirmOverwrite(model: Model, path: string, event: WizardEvent): Model {
  if (event.type !== 'text') return model;
  const answer = event.text.trim().toLowerCase();
  if (answer === 'y')
    return { ...model, overwrite: null, notice: null, request: { kind: 'save', path, overwrite: true } };
  return answer === 'n'
    ? { ...model, overwrite: null, notice: { bad: false, text: 'Kept. Choose another name.' } }
    : model;
}

/** The name of the file, the question before overwriting, and what came of saving. */
export function reduceSave(model: Model, event: WizardEvent): Model {
  switch (event.type) {
    case 'saved':
      return { ...backFrom(model), notice: { bad: false, text: `Saved to ${event.path}` } };
    case 'save-failed':
      return { ...model, overwrite: null, notice: { bad: true, text: event.message } };
    case 'file-exists':
      return {
        ...model,
        overwrite: event.path,
        notice: { bad: true, text: `${event.path} exists. Overwrite it? y or n` },
      };
    default:
  }
  if (model.overwrite !== null) return confirmOverwrite(model, model.overwrite, event);
  const text = fileName(model);
  const change = (next: string) => place(model, { text: next.slice(0, LONGEST_PATH) });
  // Typing replaces the proposed name, as an input with selected text does.
  if (event.type === 'text') return change((placeOf(model).text ?? '') + event.text);
  if (event.type !== 'key') return model;
  if (event.key === 'backspace') return change([...text].slice(0, -1).join(''));
  if (event.key === 'clear') return change('');
  if (event.key !== 'enter') return model;
  const path = unquoted(text);
  const refused = refusePath(path);
  return refused === null
    ? { ...model, notice: null, request: { kind: 'save', path, overwrite: false } }
    : { ...model, notice: { bad: true, text: refused } };
}

/** The answers that can be changed, in the order of asking. */
export function answerRows(core: Core, model: Model): readonly Choice[] {
  const state = askedIn(core, model);
  return QUESTIONS.flatMap((item) => {
    const answer = state.answers[item.id];
    if (!answer) return [];
    return [
      {
        value: item.id,
        label: item.title(state),
        hint: isUnsure(answer) ? 'not sure' : item.short(answer, state),
      },
    ];
  });
}

export function reduceAnswers(core: Core, model: Model, event: WizardEvent): Model {
  const rows = answerRows(core, model);
  const cursor = Math.min(placeOf(model).cursor ?? 0, rows.length - 1);
  if (event.type === 'text') {
    const key = event.text === 'j' ? 'down' : event.text === 'k' ? 'up' : null;
    if (key) return place(model, { cursor: moveCursor(cursor, key, rows.length, 1) });
    return event.text === 'q' ? backFrom(model) : model;
  }
  if (event.type !== 'key') return model;
  if (event.key !== 'enter')
    return place(model, { cursor: moveCursor(cursor, event.key, rows.length, bodyHeight(core, model)) });
  const chosen = QUESTIONS.find((item) => item.id === rows[cursor]?.value);
  return chosen ? revisit(model, chosen.id) : model;
}
