/** What a log says about each step now. */
import type { Entry, StepEntry } from './checklist.ts';

export type Status = 'open' | 'done' | 'skipped' | 'failed';

/** Everything that is recorded about one step. */
export interface StepRecord {
  readonly status: Status;
  /** The entry that gave it this status; null: it was never touched, or a new plan opened it again. */
  readonly last: StepEntry | null;
  readonly notes: readonly (StepEntry & { readonly kind: 'note' })[];
  readonly evidence: readonly (StepEntry & { readonly kind: 'evidence' })[];
  /** True where a tick was taken back because a new plan changed the step. */
  readonly outdated: boolean;
}

/** By step id; steps that nobody touched are absent. */
export type Records = ReadonlyMap<string, StepRecord>;

export const UNTOUCHED: StepRecord = { status: 'open', last: null, notes: [], evidence: [], outdated: false };

function after(record: StepRecord, entry: StepEntry): StepRecord {
  switch (entry.kind) {
    case 'done':
    case 'failed':
    case 'skipped':
      return { ...record, status: entry.kind, last: entry, outdated: false };
    case 'reopened':
      return { ...record, status: 'open', last: entry, outdated: false };
    case 'note':
      return { ...record, notes: [...record.notes, entry] };
    case 'evidence':
      return { ...record, evidence: [...record.evidence, entry] };
  }
}

/** Folds a log, oldest entry first. */
export function recordsOf(log: readonly Entry[]): Records {
  const records = new Map<string, StepRecord>();
  for (const entry of log) {
    if (entry.kind !== 'replanned') {
      records.set(entry.step, after(records.get(entry.step) ?? UNTOUCHED, entry));
      continue;
    }
    for (const step of entry.reopened) {
      const record = records.get(step);
      if (record !== undefined && record.status !== 'open')
        records.set(step, { ...record, status: 'open', last: null, outdated: true });
    }
  }
  return records;
}

/** The record of a step, touched or not. */
export function recordOf(records: Records, step: string): StepRecord {
  return records.get(step) ?? UNTOUCHED;
}

/** Nothing is left to do here: it was done, or skipped with a reason. */
export function isClosed({ status }: StepRecord): boolean {
  return status === 'done' || status === 'skipped';
}

/** Why it was skipped, what went wrong, or what was remarked with the tick; null: nothing was said. */
export function remarkOf({ last }: StepRecord): string | null {
  if (last === null) return null;
  if (last.kind === 'skipped') return last.reason;
  return last.kind === 'note' || last.kind === 'evidence' ? null : last.remark;
}
