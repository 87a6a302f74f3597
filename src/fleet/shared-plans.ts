/** One plan for all servers that ask the same question: made once, split into what is done once and per server. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { OUTSIDE_WINDOW } from '../checklist/phases.ts';
import type { Plan, Route, Span, Step } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import { plannedSteps } from '../checklist/window.ts';
import type { Question } from '../planner/question.ts';
import type { SharedPlan } from './fleet-plan.ts';
import { placeOf } from './organisation.ts';
import { keyOf } from './question.ts';
import { NO_TIME } from './spans.ts';

export interface Split {
  readonly shared: SharedPlan;
  readonly question: Question;
  readonly first: readonly Step[];
  readonly last: readonly Step[];
  readonly blocks: Plan['blocks'];
}

/** Minutes of steps, wherever they are done; those that the plan does not count on count for the high figure only. */
export function minutesOf(steps: readonly Step[]): Span {
  const planned = plannedSteps(steps);
  let sum = NO_TIME;
  for (const step of steps) {
    const { minutes } = step;
    const sure = planned.has(step);
    sum = {
      low: sum.low + (sure ? minutes.low : 0),
      typical: sum.typical + (sure ? minutes.typical : 0),
      high: sum.high + minutes.high,
    };
  }
  return sum;
}

/** Minutes of the steps that a window has to hold. */
export function windowMinutes(steps: readonly Step[]): Span {
  return minutesOf(steps.filter(({ phase }) => !OUTSIDE_WINDOW.has(phase)));
}

/** Restarts that a window has to hold. */
function windowReboots(steps: readonly Step[]): number {
  const planned = plannedSteps(steps);
  return steps.filter((step) => step.reboot && planned.has(step) && !OUTSIDE_WINDOW.has(step.phase)).length;
}

export function chosenRoute(plan: Plan, question: Pick<Question, 'route'>): Route | undefined {
  return plan.routes.find((route) => route.id === question.route) ?? plan.routes[0];
}

/** `A` ... `Z`, `AA` ... */
export function letters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : letters(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

function fateOf(plan: Plan, route: Route | undefined): SharedPlan['fate'] {
  if (plan.verdict === 'no-path') return 'no-path';
  if (plan.verdict === 'current') return 'current';
  return route?.hops.some((hop) => hop.act === 'migrate') ? 'migrate' : 'update';
}

const EARLY: ReadonlySet<Step['phase']> = new Set(['before', 'dependencies']);

/** The steps on the server as it is, and those of the move to new servers and after it. */
function atMove(
  steps: readonly Step[],
  route: Route | undefined,
): readonly [own: readonly Step[], move: readonly Step[]] {
  // The media of the move are fetched with all others, and what leans on the old server is looked for early.
  const moves = steps.findIndex(
    (step) => !EARLY.has(step.phase) && step.hop !== null && route?.hops[step.hop]?.act === 'migrate',
  );
  return moves < 0 ? [steps, []] : [steps.slice(0, moves), steps.slice(moves)];
}

function stopsOf(route: Route | undefined): readonly string[] {
  const stops: string[] = [];
  for (const hop of route?.hops ?? []) {
    if (hop.act === 'migrate') break;
    if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place') stops.push(hop.release);
  }
  return stops;
}

/** A plan without these steps, and without the time of those among them that belong to the move. */
export function withoutSteps(
  shared: SharedPlan,
  question: Pick<Question, 'route'>,
  dropped: ReadonlySet<string>,
): SharedPlan {
  const [, move] = atMove(shared.plan.steps, chosenRoute(shared.plan, question));
  return {
    ...shared,
    plan: { ...shared.plan, steps: shared.plan.steps.filter(({ id }) => !dropped.has(id)) },
    moveMinutes: minutesOf(move.filter(({ id }) => !dropped.has(id))),
  };
}

function split(plan: Plan, question: Question, id: string): Split {
  const route = chosenRoute(plan, question);
  const fate = fateOf(plan, route);
  const steps = plan.steps.filter((step) => placeOf(step) === 'server');
  const [own, move] = atMove(steps, route);
  const worked = fate === 'current' ? [] : own;
  const minutes = windowMinutes(worked);
  const shared: SharedPlan = {
    id,
    base: null,
    plan: {
      ...plan,
      steps,
      routes: plan.routes.map((each) =>
        each === route ? { ...each, minutes: windowMinutes(steps), reboots: windowReboots(steps) } : each,
      ),
    },
    fate,
    minutes,
    moveMinutes: minutesOf(move),
    reboots: windowReboots(worked),
    stops: stopsOf(route),
    hasWindow: worked.some((step) => !OUTSIDE_WINDOW.has(step.phase)),
  };
  const wide = (place: 'first' | 'last') =>
    fate === 'current' ? [] : plan.steps.filter((step) => placeOf(step) === place);
  return { shared, question, first: wide('first'), last: wide('last'), blocks: plan.blocks };
}

export type Planner = (question: Question) => Split;

/** Plans by the key of their question: what several planners share, each with letters of its own. */
export type Answers = Map<string, Plan>;

/** A planner that answers each distinct question once. */
export function sharedPlanner(catalogue: Catalogue, command: string, answers: Answers = new Map()): Planner {
  const known = new Map<string, Split>();
  return (question) => {
    const key = keyOf(question);
    const found = known.get(key);
    if (found) return found;
    const plan = answers.get(key) ?? planUpdate(catalogue, question, () => command);
    answers.set(key, plan);
    const made = split(plan, question, letters(known.size));
    known.set(key, made);
    return made;
  };
}
