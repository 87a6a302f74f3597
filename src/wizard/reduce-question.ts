/** What keys do on the screen of a question, by its form. */
import { type QuestionId, UNSURE } from './answers.ts';
import type { Core } from './core.ts';
import { type KeyName, unquoted, type WizardEvent } from './events.ts';
import type { Choice } from './form.ts';
import { listHeight } from './layout.ts';
import { moveCursor } from './list.ts';
import { askedIn, cursorIn, type Model, textOf, tickedIn } from './model.ts';
import { answered, place } from './moves.ts';
import { manyRows, visibleChoices, wizardQuestion } from './questions.ts';

const LONGEST_FILTER = 200;
const LONGEST_NAME = 260;

function choose(core: Core, model: Model, id: QuestionId, choice: Choice): Model {
  return answered(core, model, id, choice.answers ?? { [id]: [choice.value] });
}

function typed(model: Model, id: QuestionId, longest: number, event: WizardEvent): Model | null {
  const text = textOf(model, id);
  const change = (next: string) => place(model, { text: next.slice(0, longest), cursor: 0 });
  if (event.type === 'text') return change((text + event.text).trimStart());
  if (event.type !== 'key') return null;
  if (event.key === 'backspace') return change([...text].slice(0, -1).join(''));
  return event.key === 'clear' || event.key === 'escape' ? change('') : null;
}

function reduceSearch(core: Core, model: Model, id: QuestionId, event: WizardEvent): Model {
  const edited = typed(model, id, LONGEST_FILTER, event);
  if (edited)
    return edited.places[id]?.text === '' ? { ...edited, places: { ...edited.places, [id]: {} } } : edited;
  if (event.type !== 'key') return model;
  const { choices } = visibleChoices(wizardQuestion(id), askedIn(core, model), textOf(model, id));
  const cursor = cursorIn(core, model, id);
  if (event.key === 'enter') {
    const choice = choices[cursor];
    if (choice) return choose(core, model, id, choice);
    return { ...model, notice: { bad: true, text: 'Nothing fits this filter. Esc clears it.' } };
  }
  return place(model, { cursor: moveCursor(cursor, event.key, choices.length, listHeight(core, model)) });
}

/** A short list is drawn and moved by its own component; here arrive its choice and its highlight. */
function reduceChoice(core: Core, model: Model, id: QuestionId, event: WizardEvent): Model {
  if ((event.type !== 'choose' && event.type !== 'highlight') || event.question !== id) return model;
  const { choices } = visibleChoices(wizardQuestion(id), askedIn(core, model), '');
  const cursor = choices.findIndex((choice) => choice.value === event.value);
  const choice = choices[cursor];
  if (!choice) return model;
  return event.type === 'choose' ? choose(core, model, id, choice) : place(model, { cursor });
}

const LETTER_KEYS: Readonly<Record<string, KeyName>> = { j: 'down', k: 'up' };

function reduceMany(core: Core, model: Model, id: QuestionId, event: WizardEvent): Model {
  const { choices } = visibleChoices(wizardQuestion(id), askedIn(core, model), '');
  const ticked = tickedIn(model, id);
  const rows = manyRows(wizardQuestion(id), choices, ticked);
  const cursor = Math.min(cursorIn(core, model, id), rows.length - 1);
  const row = rows[cursor];
  const toggle = (value: string) =>
    place(model, {
      cursor,
      ticked: ticked.includes(value) ? ticked.filter((item) => item !== value) : [...ticked, value],
    });
  const inOrder = choices.map((choice) => choice.value).filter((value) => ticked.includes(value));
  if (event.type === 'text') {
    if (event.text === ' ' && row && row.value !== '' && row.value !== UNSURE) return toggle(row.value);
    const key = LETTER_KEYS[event.text];
    return key
      ? place(model, { cursor: moveCursor(cursor, key, rows.length, listHeight(core, model)) })
      : model;
  }
  if (event.type !== 'key' || !row) return model;
  if (event.key !== 'enter')
    return place(model, { cursor: moveCursor(cursor, event.key, rows.length, listHeight(core, model)) });
  if (row.value === UNSURE) return answered(core, model, id, { [id]: [UNSURE] });
  // Nobody has said anything yet: neither the option under the cursor nor "none of these" may become a fact.
  if (row.value !== '' && ticked.length === 0) return answered(core, model, id, { [id]: [UNSURE] });
  return answered(core, model, id, { [id]: inOrder });
}

function reduceText(core: Core, model: Model, id: QuestionId, event: WizardEvent): Model {
  const edited = typed(model, id, LONGEST_NAME, event);
  if (edited) return edited;
  if (event.type !== 'key' || event.key !== 'enter') return model;
  const text = unquoted(textOf(model, id));
  const refused = wizardQuestion(id).refuse?.(text) ?? null;
  if (refused !== null) return { ...model, notice: { bad: true, text: refused } };
  return answered(core, model, id, { [id]: [text === '' ? UNSURE : text] });
}

export function reduceQuestion(core: Core, model: Model, id: QuestionId, event: WizardEvent): Model {
  switch (wizardQuestion(id).form) {
    case 'search':
      return reduceSearch(core, model, id, event);
    case 'choice':
      return reduceChoice(core, model, id, event);
    case 'many':
      return reduceMany(core, model, id, event);
    case 'text':
      return reduceText(core, model, id, event);
  }
}
