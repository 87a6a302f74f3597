/** Going from screen to screen: forward over the next open question, back through the history. */
import { type Answers, QUESTION_IDS, type QuestionId } from './answers.ts';
import type { Core } from './core.ts';
import { isEdited, type Model, type Place, type Screen, settled } from './model.ts';
import { isQuestionId, nextQuestion, uncounted } from './questions.ts';

/** Opens a screen from which Esc leads back here. */
export function goTo(model: Model, screen: Screen): Model {
  const { [screen]: _left, ...places } = model.places;
  return {
    ...model,
    screen,
    history: [...model.history, model.screen],
    places,
    edit: screen === 'plan' ? null : model.edit,
    notice: null,
    overwrite: null,
  };
}

/** The plan as it was before an answer was opened to be changed. */
export function unedited(model: Model): Model {
  const { edit } = model;
  return edit === null ? model : { ...model, ...edit.before, screen: 'plan', edit: null, notice: null };
}

/** Back to where somebody came from: the plan where a question was opened from it; nothing happens on the first screen. */
export function backFrom(model: Model): Model {
  if (isEdited(model)) return unedited(model);
  const screen = model.history.at(-1);
  if (screen === undefined)
    return { ...model, notice: { bad: false, text: 'This is the first question. Ctrl-C leaves.' } };
  return { ...model, screen, history: model.history.slice(0, -1), notice: null, overwrite: null };
}

export function place(model: Model, change: Place): Model {
  const own = { ...model.places[model.screen], ...change };
  return { ...model, places: { ...model.places, [model.screen]: own }, notice: null };
}

/** Do these values say what stands answered already? The order of ticks means nothing. */
function saysTheSame(answers: Answers, given: Answers): boolean {
  const text = (values: readonly string[] | undefined) => JSON.stringify(values && [...values].sort());
  return Object.entries(given).every(
    ([id, values]) => isQuestionId(id) && text(values) === text(answers[id]),
  );
}

/**
 * Takes answers and goes on. What was highlighted on later screens is forgotten, their answers are kept, and
 * so is the route as long as there is one of its kind.
 */
export function answered(core: Core, model: Model, id: QuestionId, given: Answers): Model {
  if (isEdited(model) && model.edit !== null && saysTheSame(model.edit.before.answers, given))
    return unedited(model);
  const answers = { ...model.answers, ...given };
  const screen = nextQuestion(core, answers) ?? 'plan';
  const earlier = new Set<string>(QUESTION_IDS.slice(0, QUESTION_IDS.indexOf(id)));
  const places = Object.fromEntries(Object.entries(model.places).filter(([one]) => earlier.has(one)));
  return settled(core, uncounted(core, model.answers), {
    ...model,
    answers,
    screen,
    history: [...model.history.filter((one) => one !== id), id],
    places,
    open: [],
    edit: screen === 'plan' ? null : model.edit,
    notice: null,
  });
}

/** Opens a question from the list of answers, which was opened from the plan: Esc leads back to that plan. */
export function revisit(model: Model, id: QuestionId): Model {
  const earlier = new Set<string>(QUESTION_IDS.slice(0, QUESTION_IDS.indexOf(id)));
  const { answers, places, open, route } = model;
  const { [id]: _left, ...others } = places;
  // The last screen of the history is the plan itself.
  const before = { answers, history: model.history.slice(0, -1), places, open, route };
  return {
    ...model,
    screen: id,
    edit: { id, before },
    places: others,
    history: model.history.filter((screen) => earlier.has(screen)),
    notice: null,
  };
}
