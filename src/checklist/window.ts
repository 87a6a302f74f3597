/** What belongs to the window of a plan, and how long that takes. */
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
 * Minutes of the window. Conditional steps count for the high figure only; what is done before the window or
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

/** The same for filled steps. */
export function stepMinutes(steps: readonly Pick<Step, 'phase' | 'minutes' | 'condition'>[]): Span {
  return workMinutes(
    steps.map(({ phase, minutes, condition }) => ({ phase, minutes, sure: condition === null })),
  );
}
