/**
 * The state of the wizard: one plain value, changed only by the reducer.
 */
import type { Plan } from '../checklist/plan.ts';
import type { GivenAnswers, Question, RouteId } from '../planner/question.ts';
import { ROUTE_NAMES } from '../render/words.ts';
import { type Answers, answersOf, QUESTION_IDS, type QuestionId, UNSURE } from './answers.ts';
import type { Core } from './core.ts';
import type { Asked } from './form.ts';
import {
  asked,
  isQuestionId,
  manyRows,
  nextQuestion,
  uncounted,
  visibleChoices,
  withoutLevel,
  wizardQuestion,
} from './questions.ts';

/** A question, or one of the screens around the plan. */
export type Screen = QuestionId | 'plan' | 'why' | 'help' | 'save' | 'answers';

/** Where somebody is on a screen, and what was typed or ticked there but not confirmed yet. */
export interface Place {
  /** Row or line; absent: the answer given before, else the proposed one. */
  readonly cursor?: number;
  /** Filter of a list, or the text of an input. */
  readonly text?: string;
  readonly ticked?: readonly string[];
}

/** What the reducer asks the outside to do; the outside answers with an event. */
export type Request =
  | { readonly kind: 'save'; readonly path: string; readonly overwrite: boolean }
  /** Leave; 130 after Ctrl-C, 3 when the plan has no path. */
  | { readonly kind: 'exit'; readonly code: 0 | 3 | 130 };

/** A question that was opened from the plan to change its answer, and what to go back to if it stays as it is. */
export interface Edit {
  readonly id: QuestionId;
  readonly before: Pick<Model, 'answers' | 'history' | 'places' | 'open' | 'route'>;
}

export interface Model {
  readonly answers: Answers;
  readonly screen: Screen;
  /** The screens that Esc goes back through, the last one first to come. */
  readonly history: readonly Screen[];
  readonly places: Readonly<Partial<Record<Screen, Place>>>;
  /** Ids of the unfolded steps. */
  readonly open: readonly string[];
  /** From the plan until the next one. */
  readonly edit: Edit | null;
  /** The route looked at; absent: the recommended one. */
  readonly route: RouteId | undefined;
  readonly notice: { readonly bad: boolean; readonly text: string } | null;
  /** A file that exists and is overwritten when this is confirmed. */
  readonly overwrite: string | null;
  readonly columns: number;
  readonly rows: number;
  readonly request: Request | null;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What was answered on a server beyond what it was opened with. */
export interface Kept {
  readonly answers: Answers;
  readonly route: RouteId | undefined;
}

/** What somebody has answered or changed since the wizard was opened with these answers. */
export function keptFrom(model: Model, resume: GivenAnswers): Kept {
  const opened = answersOf(resume);
  const changed = Object.entries(model.answers).filter(
    ([id, answer]) => isQuestionId(id) && JSON.stringify(answer) !== JSON.stringify(opened[id]),
  );
  return { answers: Object.fromEntries(changed), route: model.route };
}

/**
 * The wizard at its first open question; with everything answered, at the plan.
 * @param kept what was answered the last time; it goes over the answers to begin with
 */
export function firstModel(core: Core, size: Size, resume?: GivenAnswers, kept?: Kept): Model {
  const answers = { ...(resume ? answersOf(resume) : {}), ...kept?.answers };
  const screen = nextQuestion(core, answers) ?? 'plan';
  const given = Object.keys(asked(core, answers).answers).filter(isQuestionId);
  const place = (id: Screen) => (isQuestionId(id) ? QUESTION_IDS.indexOf(id) : QUESTION_IDS.length);
  return settled(core, [], {
    answers,
    screen,
    // What was given and comes later is met again on the way forward.
    history: given.filter((id) => place(id) < place(screen)),
    places: {},
    open: [],
    edit: null,
    route: kept?.route ?? resume?.route,
    notice: null,
    overwrite: null,
    ...size,
    request: null,
  });
}

/** What was given or answered and is not used with the answers as they are now, as flags, with the reason. */
function unusedText(core: Core, answers: Answers, ids: readonly QuestionId[]): string {
  const unused = Object.fromEntries(ids.map((id) => [id, answers[id]]));
  const flags = core.flags(withoutLevel(core, unused));
  return flags === '' ? '' : `Not used: ${flags} (does not fit what runs or where it goes)`;
}

/**
 * Says in the notice what does not count any more, and lets go of a route that the plan does not have.
 * @param before what did not count already, and was said then
 */
export function settled(core: Core, before: readonly QuestionId[], model: Model): Model {
  const { answers, route } = model;
  const unused = uncounted(core, answers).filter((id) => !before.includes(id));
  const plan = planOf(core, model);
  const gone =
    route !== undefined &&
    plan !== null &&
    asked(core, answers).answers.target !== undefined &&
    !plan.routes.some(({ id }) => id === route);
  const texts = [
    unusedText(core, answers, unused),
    gone ? `Not used: --route ${route} (with these answers there is no ${ROUTE_NAMES[route]})` : '',
  ].filter((text) => text !== '');
  return {
    ...model,
    route: gone ? undefined : route,
    notice: texts.length === 0 ? model.notice : { bad: true, text: texts.join('\n') },
  };
}

/** What is answered; computed anew, since it follows from the answers alone. */
export function askedIn(core: Core, model: Model): Asked {
  return asked(core, model.answers);
}

/** The question for the planner with the route that is looked at, once there is a target; null without a level. */
export function plannedQuestion(core: Core, model: Model): Question | null {
  const { question, answers } = askedIn(core, model);
  return question && { ...question, route: answers.target === undefined ? undefined : model.route };
}

/** What is answered of the planner's question; a target that is only assumed is left out. */
export function givenIn(core: Core, model: Model): GivenAnswers {
  const { question, answers } = askedIn(core, model);
  const { route } = model;
  if (!question) return { ...withoutLevel(core, model.answers), route };
  const { from, to, ...rest } = question;
  return { from, to: answers.target === undefined ? undefined : to, ...rest, route };
}

/** The plan for the answers so far; null until product and CU are known. */
export function planOf(core: Core, model: Model): Plan | null {
  const question = plannedQuestion(core, model);
  return question && core.plan(question);
}

/** Is this a question that may stay open, so that the plan can be seen at once? */
export function mayStop(core: Core, model: Model): boolean {
  if (!isQuestionId(model.screen) || wizardQuestion(model.screen).required) return false;
  return askedIn(core, model).answers.target !== undefined;
}

/** Is this the question that was opened from the plan? */
export function isEdited({ edit, screen }: Model): boolean {
  return edit !== null && edit.id === screen;
}

export function placeOf(model: Model, screen: Screen = model.screen): Place {
  return model.places[screen] ?? {};
}

/** What stands in the filter or input of a question: what was typed, else for an input the answer given before. */
export function textOf(model: Model, id: QuestionId): string {
  const { text } = placeOf(model, id);
  if (text !== undefined) return text;
  const given = model.answers[id]?.[0];
  return wizardQuestion(id).form === 'text' && given !== undefined && given !== UNSURE ? given : '';
}

export function tickedIn(model: Model, id: QuestionId): readonly string[] {
  return placeOf(model, id).ticked ?? (model.answers[id] ?? []).filter((value) => value !== UNSURE);
}

/** The highlighted row of a question's list, within bounds. */
export function cursorIn(core: Core, model: Model, id: QuestionId): number {
  const state = askedIn(core, model);
  const item = wizardQuestion(id);
  const { choices } = visibleChoices(item, state, textOf(model, id));
  const placed = placeOf(model, id).cursor;
  const rows = item.form === 'many' ? manyRows(item, choices, tickedIn(model, id)) : choices;
  if (placed !== undefined) return Math.max(0, Math.min(placed, rows.length - 1));
  const given = model.answers[id];
  const wanted = given ? (given[0] ?? '') : item.preselect?.(state);
  return Math.max(
    0,
    rows.findIndex((choice) => choice.value === wanted),
  );
}
