/** Going from screen to screen: forward over the next open question, back through the history. */
import { type Answers, QUESTION_IDS, type QuestionId } from './answers.ts';
import type { Core } from './core.ts';
import { type Model, type Place, type Screen, settled } from './model.ts';
import { nextQuestion, uncounted } from './questions.ts';

/** Opens a screen from which Esc leads back here. */
export function goTo(model: Model, screen: Screen): Model {
  const { [screen]: _left, ...places } = model.places;
  return {
    ...model,
    screen,
    history: [...model.history, model.screen],
    places,
    notice: null,
    overwrite: null,
  };
}

/** Back to where somebody came from; nothing happens on the first screen. */
export function backFrom(model: Model): Model {
  const screen = model.history.at(-1);
  if (screen === undefined)
    return { ...model, notice: { bad: false, text: 'This is the first question. Ctrl-C leaves.' } };
  return { ...model, screen, history: model.history.slice(0, -1), notice: null, overwrite: null };
}

export function place(model: Model, change: Place): Model {
  const own = { ...model.places[model.screen], ...change };
  return { ...model, places: { ...model.places, [model.screen]: own }, notice: null };
}

/**
 * Takes answers and goes on. What was highlighted on later screens is forgotten, their answers are kept, and
 * so is the route as long as there is one of its kind.
 */
export function answered(core: Core, model: Model, id: QuestionId, given: Answers): Model {
  const answers = { ...model.answers, ...given };
  const earlier = new Set<string>(QUESTION_IDS.slice(0, QUESTION_IDS.indexOf(id)));
  const places = Object.fromEntries(Object.entries(model.places).filter(([screen]) => earlier.has(screen)));
  return settled(core, uncounted(core, model.answers), {
    ...model,
    answers,
    screen: nextQuestion(core, answers) ?? 'plan',
    history: [...model.history.filter((screen) => screen !== id), id],
    places,
    open: [],
    notice: null,
  });
}

/** Opens a question from the list of answers; Esc from there leads to the questions before it. */
export function revisit(model: Model, id: QuestionId): Model {
  const earlier = new Set<string>(QUESTION_IDS.slice(0, QUESTION_IDS.indexOf(id)));
  return {
    ...model,
    screen: id,
    history: model.history.filter((screen) => earlier.has(screen)),
    notice: null,
  };
}
