/** Sums of minutes. */
import type { Span } from '../checklist/plan.ts';

export const NO_TIME: Span = { low: 0, typical: 0, high: 0 };

export function plus(a: Span, b: Span): Span {
  return { low: a.low + b.low, typical: a.typical + b.typical, high: a.high + b.high };
}

export function sumOf(spans: readonly Span[]): Span {
  return spans.reduce(plus, NO_TIME);
}

function finishing(minutes: readonly number[], lanes: number): number {
  const ends = new Array<number>(Math.min(lanes, Math.max(1, minutes.length))).fill(0);
  for (const each of minutes) {
    const free = ends.indexOf(Math.min(...ends));
    ends[free] = (ends[free] ?? 0) + each;
  }
  return Math.max(...ends);
}

/** When `lanes` people have done all of them, each taking the next one when done. */
export function inParallel(spans: readonly Span[], lanes: number): Span {
  if (lanes === 1) return sumOf(spans);
  return {
    low: finishing(
      spans.map((span) => span.low),
      lanes,
    ),
    typical: finishing(
      spans.map((span) => span.typical),
      lanes,
    ),
    high: finishing(
      spans.map((span) => span.high),
      lanes,
    ),
  };
}
