/** Times of steps and software: what is thought usual lies between the best and the worst case. */
import type { Merged } from './merge.ts';
import { type CatalogueProblem, problemAt } from './problem.ts';

/** A time that shrinks from one figure to the next would make the end of a window earlier than its middle. */
export function shrinkingTimes({ entries }: Merged): readonly CatalogueProblem[] {
  return [...entries.steps, ...entries.software].flatMap((entry) => {
    const { low, typical, high } = entry.value.minutes;
    const [name, limit] = typical < low ? ['typical', `low (${low})`] : ['high', `typical (${typical})`];
    if (low <= typical && typical <= high) return [];
    return [problemAt(entry.at(['minutes', name]), `expected at least the minutes of ${limit}`)];
  });
}
