/** Two copies of one checklist put together. */
import type { Entry } from './checklist.ts';

/**
 * The entries of both logs, each once: first all of `base` in its order, then what only `other` has, in its
 * order. Entries are never changed, so one id is one entry.
 */
export function logsTogether(base: readonly Entry[], other: readonly Entry[]): readonly Entry[] {
  const known = new Set(base.map((entry) => entry.id));
  return [...base, ...other.filter((entry) => !known.has(entry.id))];
}

/** The entries of `log` that `other` lacks. */
export function onlyIn(log: readonly Entry[], other: readonly Entry[]): readonly Entry[] {
  const known = new Set(other.map((entry) => entry.id));
  return log.filter((entry) => !known.has(entry.id));
}

function ticks(entry: Entry): boolean {
  return entry.kind !== 'note' && entry.kind !== 'evidence';
}

/** Do both sides say something about what became of the same step, or did one of them change the plan? */
export function contradict(ours: readonly Entry[], theirs: readonly Entry[]): boolean {
  if (ours.length === 0) return false;
  if (theirs.some((entry) => entry.kind === 'replanned')) return true;
  if (ours.some((entry) => entry.kind === 'replanned')) return theirs.length > 0;
  const steps = new Set(theirs.filter(ticks).flatMap((entry) => ('step' in entry ? [entry.step] : [])));
  return ours.some((entry) => ticks(entry) && 'step' in entry && steps.has(entry.step));
}
