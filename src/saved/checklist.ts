/**
 * A checklist in somebody's hands: the plan as it was approved, and a log of everything done with it since.
 * The log only grows. What a step's state is now follows from the log (`state.ts`), so two copies of a
 * checklist can be put together by putting their logs together, and nothing that was done is ever lost.
 */
import type { Plan } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';

export const CHECKLIST_SCHEMA = 'cupath.checklist/1';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** When and by whom. */
export interface Stamp {
  /** Unlike that of any other entry, on whatever machine it is made. */
  readonly id: string;
  /** ISO time in UTC, such as `2026-11-24T20:15:03Z`. */
  readonly at: string;
  /** Name of the account. */
  readonly by: string;
  /** Name of the computer; null: not known. */
  readonly on: string | null;
}

/** What somebody did with a step, or wrote down about it. */
export type StepChange =
  | { readonly kind: 'done' | 'failed' | 'reopened'; readonly step: string; readonly remark: string | null }
  | { readonly kind: 'skipped'; readonly step: string; readonly reason: string }
  | { readonly kind: 'note'; readonly step: string; readonly text: string }
  | { readonly kind: 'evidence'; readonly step: string; readonly evidence: Evidence };

export interface Evidence {
  /** Name of the file, or `pasted`. */
  readonly name: string;
  /** Length and digest of what was attached, as it was. */
  readonly bytes: number;
  readonly sha256: string;
  /** The text itself; null where it is too long or no text: then only the digest is kept. */
  readonly text: string | null;
}

/** The data that a plan was made with. */
export interface CatalogueMark {
  readonly asOf: string;
  readonly digest: string;
}

/** The plan was replaced by one made anew; `reopened` are the steps whose ticks no longer apply. */
export interface Replanned {
  readonly kind: 'replanned';
  readonly from: CatalogueMark;
  readonly to: CatalogueMark;
  readonly reopened: readonly string[];
}

export type StepEntry = Stamp & StepChange;
export type Entry = StepEntry | (Stamp & Replanned);

export interface Checklist {
  /** The same for all copies of this checklist. */
  readonly id: string;
  /** Rises by one with every save. */
  readonly revision: number;
  /** ISO time of the first save. */
  readonly created: string;
  /** The arguments of `cupath plan` that ask the question again, unquoted. */
  readonly arguments: readonly string[];
  readonly plan: Plan;
  /** The plan as it stands in the file (`cupath.plan/1`); written back as it was read. */
  readonly planJson: Json;
  readonly log: readonly Entry[];
}

/** The route whose steps the plan holds, where one was asked for. */
export function askedRoute({ arguments: asked }: Pick<Checklist, 'arguments'>): RouteId | undefined {
  const route = asked[asked.indexOf('--route') + 1];
  if (!asked.includes('--route')) return undefined;
  return route === 'supported' || route === 'direct' ? route : undefined;
}

/** Limits, so that a hostile or broken file costs neither memory nor time. */
export const LIMITS = {
  /** Of the whole file: ten times the longest plan with every output attached. */
  fileBytes: 16 * 1024 * 1024,
  entries: 20_000,
  /** Characters of a note, a reason or a remark. */
  note: 4_000,
  /** Characters of evidence that are kept in the file itself. */
  evidence: 64 * 1024,
} as const;

/** The value that is written: keys in a fixed order. */
export function checklistJson(checklist: Checklist): Json {
  const { id, revision, created, planJson, log } = checklist;
  return {
    ...{ schema: CHECKLIST_SCHEMA, id, revision, created },
    ...{ arguments: checklist.arguments, plan: planJson, log: log.map(entryJson) },
  };
}

function markJson({ asOf, digest }: CatalogueMark): Json {
  return { asOf, digest };
}

function entryJson(entry: Entry): Json {
  const { id, at, by, on } = entry;
  const stamp = { id, at, by, on };
  switch (entry.kind) {
    case 'done':
    case 'failed':
    case 'reopened':
      return { ...stamp, kind: entry.kind, step: entry.step, remark: entry.remark };
    case 'skipped':
      return { ...stamp, kind: entry.kind, step: entry.step, reason: entry.reason };
    case 'note':
      return { ...stamp, kind: entry.kind, step: entry.step, text: entry.text };
    case 'evidence': {
      const { name, bytes, sha256, text } = entry.evidence;
      return { ...stamp, kind: entry.kind, step: entry.step, evidence: { name, bytes, sha256, text } };
    }
    case 'replanned':
      return {
        ...{ ...stamp, kind: entry.kind, from: markJson(entry.from), to: markJson(entry.to) },
        reopened: entry.reopened,
      };
  }
}
