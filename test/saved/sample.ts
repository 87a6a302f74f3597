/** A checklist of the sample plan, and stamps in order. */
import { newChecklist } from '../../src/commands/new-checklist.ts';
import { changed } from '../../src/saved/change.ts';
import type { Checklist, Stamp, StepChange } from '../../src/saved/checklist.ts';
import { samplePlan } from '../render/sample-plan.ts';

export const fresh: Checklist = newChecklist(samplePlan, {
  generated: '2026-11-24T08:00:00Z',
  arguments: ['--from', '2016-cu12', '--to', '2016-cu23', '--today', '2026-11-24'],
});

export function stamp(number: number, by = 'anna'): Stamp {
  const at = new Date(Date.UTC(2026, 10, 24, 20, number)).toISOString().replace(/\.\d+Z$/, 'Z');
  return { id: `${by}-${number}`, at, by, on: 'JUMP01' };
}

/** Id of the step with this number. */
export function step(number: number): string {
  const found = samplePlan.steps[number - 1];
  if (!found) throw new Error(`the sample has no step ${number}`);
  return found.id;
}

/** The checklist after these changes, one a minute. */
export function worked(start: Checklist, changes: readonly StepChange[], by = 'anna'): Checklist {
  return changes.reduce((before, change, index) => {
    const result = changed(before, change, stamp(start.log.length + index, by));
    if (!result.ok) throw new Error(result.problem);
    return result.checklist;
  }, start);
}

export function done(number: number): StepChange {
  return { kind: 'done', step: step(number), remark: null };
}
