/** What belongs to the window of a plan, and how long that takes. */
import { grouped } from '../catalogue/catalogue.ts';
import { OUTSIDE_WINDOW } from './phases.ts';
import type { Span, Step } from './plan.ts';

/** Is the step done in the window: into maintenance mode, the installations, out of it, verification? */
export function isInWindow(step: Pick<Step, 'phase'>): boolean {
  return !OUTSIDE_WINDOW.has(step.phase);
}

/** A step as far as its time is concerned; `sure`: it is done whatever is found on the way. */
export interface TimedWork extends Pick<Step, 'phase' | 'minutes'> {
  readonly sure: boolean;
}

/**
 * Minutes of the window. Steps that are not sure count for the high figure only; what is done before the window or
 * after it does not count at all.
 */
export function workMinutes(work: readonly TimedWork[]): Span {
  return work.filter(isInWindow).reduce<Span>(
    (sum, { minutes, sure }) => ({
      low: sum.low + (sure ? minutes.low : 0),
      typical: sum.typical + (sure ? minutes.typical : 0),
      high: sum.high + minutes.high,
    }),
    { low: 0, typical: 0, high: 0 },
  );
}

type Conditional = Pick<Step, 'phase' | 'hop' | 'condition'>;

/**
 * The steps that the plan counts on: those without a condition, and those of an act that as a whole hangs on what
 * nobody said (the .NET that is installed, the SU). The plan assumes that such an act is done, so its time counts;
 * a step of it that has a condition of its own besides does not.
 */
export function plannedSteps<T extends Conditional>(steps: readonly T[]): ReadonlySet<T> {
  const acts = grouped(
    steps.filter(({ hop, phase }) => hop !== null && phase !== 'before'),
    ({ hop }) => String(hop),
  );
  const found = new Set(steps.filter(({ condition }) => condition === null));
  for (const act of acts.values()) {
    const conditions = act.flatMap(({ condition }) => (condition === null ? [] : [condition]));
    if (conditions.length < act.length) continue;
    const shared = conditions.reduce((shortest, each) => (each.length < shortest.length ? each : shortest));
    for (const step of act) if (step.condition === shared) found.add(step);
  }
  return found;
}

/**
 * The same as `workMinutes` for filled steps.
 * @param among all steps of the plan, where `steps` are some of them
 */
export function stepMinutes<T extends Conditional & Pick<Step, 'minutes'>>(
  steps: readonly T[],
  among: readonly T[] = steps,
): Span {
  const planned = plannedSteps(among);
  return workMinutes(
    steps.map((step) => ({ phase: step.phase, minutes: step.minutes, sure: planned.has(step) })),
  );
}
