/**
 * The table of questions, and which one comes next: those without which there is no plan, then only those
 * whose answers change this plan. Whether they do is found out by planning with each answer.
 */
import type { Plan } from '../checklist/plan.ts';
import { type GivenAnswers, openQuestion, type Question } from '../planner/question.ts';
import {
  type Answer,
  type Answers,
  answerValue,
  isUnsure,
  QUESTION_IDS,
  type QuestionId,
  startOf,
  UNSURE,
} from './answers.ts';
import type { Core } from './core.ts';
import type { Asked, Choice, Found, WizardQuestion } from './form.ts';
import { LEVEL_QUESTIONS, stillFits } from './level-questions.ts';
import { ORGANISATION_QUESTIONS } from './organisation-questions.ts';
import { NAME_QUESTIONS, SERVER_QUESTIONS } from './server-questions.ts';

/** In the order of asking. */
export const QUESTIONS: readonly WizardQuestion[] = [
  ...LEVEL_QUESTIONS,
  ...SERVER_QUESTIONS,
  ...ORGANISATION_QUESTIONS,
  ...NAME_QUESTIONS,
];
const byId = new Map<string, WizardQuestion>(QUESTIONS.map((item) => [item.id, item]));

/** The question of this id; every id of `QUESTION_IDS` has one. */
export function wizardQuestion(id: QuestionId): WizardQuestion {
  const found = byId.get(id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
}

export function isQuestionId(id: string): id is QuestionId {
  return QUESTION_IDS.some((item) => item === id);
}

/**
 * What stands answered, read in the order of asking: answers to questions that do not apply, or that no
 * longer fit earlier answers, are kept by the wizard but not counted here.
 */
export function asked(core: Core, answers: Answers): Asked {
  const counted: Partial<Record<QuestionId, Answer>> = {};
  let state: Asked = { core, answers: counted, question: null };
  for (const item of QUESTIONS) {
    const answer = answers[item.id];
    if (!answer || !item.applies(state) || !stillFits(state, item.id, answer)) continue;
    counted[item.id] = answer;
    const start = startOf(core.catalogue, counted);
    const base = state.question ?? (start ? openQuestion(start, { kind: 'latest' }, core.today) : null);
    const open = base && start ? { ...base, from: start } : null;
    const question = open && !isUnsure(answer) ? item.put(open, answer, core) : open;
    state = { core, answers: counted, question };
  }
  return state;
}

/** What stands answered but does not count with the level and the target that are known; none without a level. */
export function uncounted(core: Core, answers: Answers): readonly QuestionId[] {
  const { answers: counted, question } = asked(core, answers);
  if (question === null) return [];
  const { product: _product, release: _release, update: _update, ...others } = answers;
  return Object.entries(others).flatMap(([id, answer]) =>
    isQuestionId(id) && answer !== undefined && !isUnsure(answer) && counted[id] === undefined ? [id] : [],
  );
}

/** Answers as flags give them, whatever the level; the level itself is left out. */
export function withoutLevel(core: Core, answers: Answers): GivenAnswers {
  // What is answered is put into a question, and a question has a level: any serves, since it is left out again.
  const [release] = core.catalogue.releases.values();
  if (!release) return { facts: {}, media: [], accept: [] };
  const anywhere = openQuestion(
    { kind: 'level', release, update: null, updateKnown: false },
    { kind: 'latest' },
    core.today,
  );
  const {
    from: _from,
    to,
    today: _today,
    ...others
  } = QUESTIONS.reduce((question, item) => {
    const answer = answers[item.id];
    return answer === undefined || isUnsure(answer) ? question : item.put(question, answer, core);
  }, anywhere);
  return answerValue(answers, 'target') === undefined ? others : { to, ...others };
}

/** The part of a plan that the administrator would do differently: equal strings, equal work. */
function work(plan: Plan): string {
  return JSON.stringify([
    plan.verdict,
    plan.to,
    plan.routes.map((route) => [route.id, route.recommended, route.hops, route.risks]),
    plan.steps.map((step) => [step.id, step.title, step.condition, step.commands, step.verify]),
    plan.blocks,
  ]);
}

function probesOf(item: WizardQuestion, state: Asked): readonly Answer[] {
  if (item.probes) return item.probes(state);
  const values = item.choices(state).map((choice) => choice.value);
  const single = values.map((value) => [value]);
  return item.form === 'many' ? [[], ...single, values] : single;
}

/** Does any answer to this question change the plan as it stands? */
export function matters(item: WizardQuestion, state: Asked): boolean {
  const { core, question } = state;
  if (!question) return false;
  const open = work(core.plan(question));
  return probesOf(item, state).some((answer) => work(core.plan(item.put(question, answer, core))) !== open);
}

/** The next question to ask; null when the plan stands. */
export function nextQuestion(core: Core, answers: Answers): QuestionId | null {
  const state = asked(core, answers);
  const next = QUESTIONS.find((item) => {
    if (item.unasked || state.answers[item.id] !== undefined || !item.applies(state)) return false;
    return item.required || matters(item, state);
  });
  return next?.id ?? null;
}

/** The choices of a question as listed, "Not sure" last or where the question puts it. */
function listed(item: WizardQuestion, state: Asked): readonly Choice[] {
  const choices = item.choices(state);
  if (item.unsure === null || item.form === 'text') return choices;
  const above = item.aboveUnsure?.(state) ?? choices.length;
  const unsure = { value: UNSURE, label: 'Not sure', detail: item.unsure };
  return [...choices.slice(0, above), unsure, ...choices.slice(above)];
}

/** What a list shows for a filter text; an empty text shows everything. */
export function visibleChoices(item: WizardQuestion, state: Asked, filter: string): Found {
  const text = filter.trim();
  if (text === '' || item.form !== 'search') return { choices: listed(item, state), note: null };
  if (item.search) return item.search(state, text);
  const words = text.toLowerCase().split(/\s+/);
  const fits = (choice: Choice) => {
    const own = `${choice.label} ${choice.hint ?? ''} ${choice.value}`.toLowerCase();
    return words.every((word) => own.includes(word));
  };
  return { choices: listed(item, state).filter(fits), note: null };
}

/** The rows of a list with ticks: the options, then a row that confirms, then "Not sure". */
export function manyRows(
  item: WizardQuestion,
  choices: readonly Choice[],
  ticked: readonly string[],
): readonly Choice[] {
  const options = choices.filter((choice) => choice.value !== UNSURE);
  const unsure = choices.filter((choice) => choice.value === UNSURE);
  const label = ticked.length > 0 ? `Done, ${ticked.length} ticked` : item.none;
  return [...options, ...(label === undefined ? [] : [{ value: '', label }]), ...unsure];
}

const NAMES: Readonly<Partial<Record<QuestionId, string>>> = {
  update: 'SU',
  dotnet: '.NET',
  windows: 'Windows',
  dag: 'DAG',
  also: 'other Exchange',
  prepared: 'AD preparation',
  'dc-windows': 'DCs',
  'forest-level': 'forest',
  esu: 'ESU',
  server: 'server name',
  'dag-name': 'DAG name',
  iso: 'ISO',
};

/** The answers so far in a few words each, in the order of asking. */
export function trail(state: Asked): readonly string[] {
  return QUESTIONS.flatMap((item) => {
    const answer = state.answers[item.id];
    if (!answer) return [];
    return [isUnsure(answer) ? `${NAMES[item.id] ?? item.id} not sure` : item.short(answer, state)].filter(
      (word) => word !== '',
    );
  });
}

/** The planner's question for the answers so far; null until product and CU are known. */
export function questionOf(core: Core, answers: Answers): Question | null {
  return asked(core, answers).question;
}
