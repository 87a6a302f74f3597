/** Adding to a checklist: the one way in which it changes. Pure; the stamp comes from outside. */
import { type Checklist, type Entry, LIMITS, type Stamp, type StepChange } from './checklist.ts';

export type Changing =
  | { readonly ok: true; readonly checklist: Checklist }
  | { readonly ok: false; readonly problem: string };

function textOf(change: StepChange): string | null {
  switch (change.kind) {
    case 'done':
    case 'failed':
    case 'reopened':
      return change.remark;
    case 'skipped':
      return change.reason;
    case 'note':
      return change.text;
    case 'evidence':
      return null;
  }
}

function refusal(checklist: Checklist, change: StepChange): string | null {
  if (!checklist.plan.steps.some((step) => step.id === change.step)) return 'the plan has no such step';
  const text = textOf(change);
  if (change.kind === 'skipped' && text?.trim() === '') return 'a skipped step needs a reason';
  if (change.kind === 'note' && text?.trim() === '') return 'the note is empty';
  if (text !== null && text.length > LIMITS.note)
    return `the text has ${text.length} characters, at most ${LIMITS.note} are kept`;
  if (checklist.log.length >= LIMITS.entries) return `the log is full (${LIMITS.entries} entries)`;
  return null;
}

/** The checklist with one more entry, or why not. */
export function changed(checklist: Checklist, change: StepChange, stamp: Stamp): Changing {
  const problem = refusal(checklist, change);
  if (problem !== null) return { ok: false, problem };
  const entry: Entry = { ...stamp, ...change };
  return { ok: true, checklist: { ...checklist, log: [...checklist.log, entry] } };
}
