/** Steps as people name them on a command line: by number, by a range of numbers, or by id. */

import { nearestName } from '../catalogue/nearest.ts';
import type { Plan } from '../checklist/plan.ts';

export type Named =
  | { readonly ok: true; readonly steps: readonly string[] }
  | { readonly ok: false; readonly expected: string };

type Steps = Pick<Plan, 'steps'>;

function outOfRange(plan: Steps): Named {
  const { length } = plan.steps;
  return {
    ok: false,
    expected: length === 0 ? 'a step, but the plan has none' : `a number from 1 to ${length}, or a step's id`,
  };
}

/** The ids behind `12`, `12-15` or an id. */
export function stepsNamed(plan: Steps, text: string): Named {
  const wanted = text.trim();
  const byId = plan.steps.find((step) => step.id === wanted.toLowerCase());
  if (byId) return { ok: true, steps: [byId.id] };
  const range = /^(\d{1,6})(?:\s*-\s*(\d{1,6}))?$/.exec(wanted);
  if (range) {
    const from = Number(range[1]);
    const to = Number(range[2] ?? range[1]);
    if (from < 1 || to > plan.steps.length || from > to) return outOfRange(plan);
    return { ok: true, steps: plan.steps.slice(from - 1, to).map((step) => step.id) };
  }
  const near = nearestName(
    wanted.toLowerCase(),
    plan.steps.map((step) => step.id),
  );
  const refused = outOfRange(plan);
  return refused.ok || near === undefined
    ? refused
    : { ok: false, expected: `${refused.expected}; did you mean "${near}"?` };
}

/** `12`, for messages; 0 where the plan has no such step. */
export function numberOf(plan: Steps, step: string): number {
  return plan.steps.findIndex((each) => each.id === step) + 1;
}
