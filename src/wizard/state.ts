/**
 * The reducer: model and event in, model out. Pure; what must touch the world leaves as a request.
 */
import type { Core } from './core.ts';
import type { WizardEvent } from './events.ts';
import { isEdited, type Model, mayStop, placeOf, type Size } from './model.ts';
import { backFrom, goTo, place, unedited } from './moves.ts';
import { isQuestionId } from './questions.ts';
import { documentOf, samePlace } from './read-document.ts';
import { reducePlan, reduceRead } from './reduce-plan.ts';
import { reduceQuestion } from './reduce-question.ts';
import { reduceAnswers, reduceSave } from './reduce-side.ts';

function onScreen(core: Core, model: Model, event: WizardEvent): Model {
  const { screen } = model;
  if (isQuestionId(screen)) return reduceQuestion(core, model, screen, event);
  switch (screen) {
    case 'plan':
      return reducePlan(core, model, event);
    case 'why':
    case 'help':
      return reduceRead(core, model, event);
    case 'save':
      return reduceSave(model, event);
    case 'answers':
      return reduceAnswers(core, model, event);
  }
}

/** Another width wraps a document anew: the cursor stays in the text where it was. */
function resized(core: Core, model: Model, size: Size): Model {
  const next = { ...model, ...size };
  const { cursor } = placeOf(model);
  if (isQuestionId(model.screen) || cursor === undefined || size.columns === model.columns) return next;
  const moved = samePlace(documentOf(core, model), documentOf(core, next), cursor);
  return { ...place(next, { cursor: moved }), notice: model.notice };
}

/** One step of the wizard. Unknown keys change nothing. */
export function reduce(core: Core, previous: Model, event: WizardEvent): Model {
  // A request was handed out with the model that carries it, and is not handed out again.
  const model: Model = previous.request === null ? previous : { ...previous, request: null };
  if (event.type === 'resize') return resized(core, model, { columns: event.columns, rows: event.rows });
  if (event.type === 'key' && event.key === 'quit') return { ...model, request: { kind: 'exit', code: 130 } };
  if (event.type === 'text' && event.text === '?' && model.screen !== 'save' && model.screen !== 'help') {
    return goTo(model, 'help');
  }
  if (event.type === 'key' && event.key === 'tab' && isEdited(model)) return unedited(model);
  if (event.type === 'key' && event.key === 'tab' && mayStop(core, model)) return goTo(model, 'plan');
  if (event.type === 'key' && event.key === 'escape') {
    const filter = isQuestionId(model.screen) ? placeOf(model).text : undefined;
    if (filter === undefined || filter === '') return backFrom(model);
  }
  return onScreen(core, model, event);
}
