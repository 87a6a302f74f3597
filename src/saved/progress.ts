/** How far a checklist is, and how long it will still take. */
import type { Span, Step } from '../checklist/plan.ts';
import { isInWindow, stepMinutes } from '../checklist/window.ts';
import { isClosed, type Records, recordOf } from './state.ts';

export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  /** Neither done nor skipped; failed steps count, because they still have to be done. */
  readonly left: number;
  /** Minutes of the whole window, as planned: the steps before the window do not count. */
  readonly window: Span;
  /** Minutes of the window's steps that are left. */
  readonly windowLeft: Span;
  /** Minutes since the first of the window's steps was ticked; null: none was yet. */
  readonly spent: number | null;
  /** Minutes by which it takes longer (negative: shorter) than the typical estimate of what is ticked. */
  readonly behind: number | null;
}

/** As much of a plan as counting needs. */
export interface PlanSteps {
  readonly steps: readonly Pick<Step, 'id' | 'phase' | 'hop' | 'minutes' | 'condition'>[];
}

const MINUTE = 60_000;

/**
 * Counts and times.
 * @param now ISO time in UTC, or null where only what is recorded shall count (a filed checklist)
 */
export function progressOf(plan: PlanSteps, records: Records, now: string | null): Progress {
  const { steps } = plan;
  const count = (status: string) => steps.filter(({ id }) => recordOf(records, id).status === status).length;
  const open = steps.filter(({ id }) => !isClosed(recordOf(records, id)));
  const window = stepMinutes(steps);
  const windowLeft = stepMinutes(open, steps);
  const ticked = steps
    .filter(isInWindow)
    .flatMap((step) => {
      const record = recordOf(records, step.id);
      return isClosed(record) && record.last !== null ? [{ step, at: Date.parse(record.last.at) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const [first] = ticked;
  const finished = open.every((step) => !isInWindow(step));
  const end = finished || now === null ? ticked.at(-1)?.at : Date.parse(now);
  const spent =
    first === undefined || end === undefined ? null : Math.max(0, Math.round((end - first.at) / MINUTE));
  // When the first step began is not recorded, so its own time counts on neither side.
  const estimated = stepMinutes(
    ticked.slice(1).map(({ step }) => step),
    steps,
  ).typical;
  return {
    total: steps.length,
    done: count('done'),
    skipped: count('skipped'),
    failed: count('failed'),
    left: open.length,
    window,
    windowLeft,
    spent,
    behind: spent === null || ticked.length < 2 ? null : spent - estimated,
  };
}

/** The first step at or after a place that is open, going round; null: none is. Failed steps are not "open". */
export function nextOpen(plan: PlanSteps, records: Records, from: number): number | null {
  const count = plan.steps.length;
  for (let offset = 0; offset < count; offset++) {
    const at = (from + offset) % count;
    const step = plan.steps[at];
    if (step && recordOf(records, step.id).status === 'open') return at;
  }
  return null;
}
