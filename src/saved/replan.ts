/**
 * A plan made anew beside the one that was approved: what is different, and which ticks still apply. A tick
 * applies as long as the work is the same, that is the commands, the checks and the condition of the step;
 * where only the explanation changed it stays, and the change is shown.
 */
import type { FilledCommand, Hop, Plan, Step } from '../checklist/plan.ts';
import type { Checklist, Json, Stamp } from './checklist.ts';
import { isClosed, type Records, recordOf, recordsOf, type Status } from './state.ts';

export interface StepDifference {
  readonly step: Step;
  /** Number in the plan that holds the step: the old one for removed steps, else the new one. */
  readonly number: number;
  readonly status: Status;
}

export interface ChangedStep extends StepDifference {
  /** What is different, in words such as `commands`. */
  readonly parts: readonly string[];
  /** The step was ticked, and the tick no longer applies. */
  readonly reopened: boolean;
}

export interface PlanDifference {
  /** Facts of the plan that changed: target, verdict, route, catalogue, day. */
  readonly facts: readonly { readonly about: string; readonly before: string; readonly after: string }[];
  readonly added: readonly StepDifference[];
  readonly removed: readonly StepDifference[];
  readonly changed: readonly ChangedStep[];
  /** Steps that are there in both, but in another order. */
  readonly moved: boolean;
  readonly newWarnings: readonly string[];
  /** Ticked steps whose tick stays. */
  readonly kept: number;
  /** Ids of the ticked steps that have to be done again. */
  readonly reopened: readonly string[];
}

function scripts(list: readonly FilledCommand[]): string {
  return JSON.stringify(list.map(({ shell, run }) => [shell, run]));
}

function checks(list: Step['verify']): string {
  return JSON.stringify(list.map(({ shell, run, expect }) => [shell, run, expect]));
}

type Part = readonly [name: string, work: boolean, value: (step: Step) => string];

const PARTS: readonly Part[] = [
  ['commands', true, (step) => scripts(step.commands)],
  ['checks', true, (step) => checks(step.verify)],
  ['condition', true, (step) => JSON.stringify([step.condition, step.conditionCheck])],
  ['title', false, (step) => step.title],
  ['reason', false, (step) => step.why],
  ['caution', false, (step) => String(step.caution)],
  ['what to do if the check fails', false, (step) => String(step.otherwise)],
  ['way back', false, (step) => JSON.stringify([step.reversible, step.rollback])],
  ['reboot', false, (step) => String(step.reboot)],
  ['minutes', false, (step) => JSON.stringify(step.minutes)],
];

function differs(before: Step, after: Step): readonly Part[] {
  return PARTS.filter(([, , value]) => value(before) !== value(after));
}

function changedSteps(before: Plan, after: Plan, records: Records): readonly ChangedStep[] {
  const old = new Map(before.steps.map((step) => [step.id, step]));
  return after.steps.flatMap((step, index): readonly ChangedStep[] => {
    const was = old.get(step.id);
    const parts = was === undefined ? [] : differs(was, step);
    if (parts.length === 0) return [];
    const { status } = recordOf(records, step.id);
    const reopened = status !== 'open' && parts.some(([, work]) => work);
    return [{ step, number: index + 1, status, parts: parts.map(([name]) => name), reopened }];
  });
}

function only(plan: Plan, other: Plan, records: Records): readonly StepDifference[] {
  const known = new Set(other.steps.map((step) => step.id));
  return plan.steps.flatMap((step, index) =>
    known.has(step.id) ? [] : [{ step, number: index + 1, status: recordOf(records, step.id).status }],
  );
}

function moved(before: Plan, after: Plan): boolean {
  const common = (plan: Plan, other: Plan) => {
    const known = new Set(other.steps.map((step) => step.id));
    return plan.steps.filter((step) => known.has(step.id)).map((step) => step.id);
  };
  return common(before, after).join(' ') !== common(after, before).join(' ');
}

function target({ to }: Plan): string {
  return to.update === null ? to.release : `${to.release}+${to.update}`;
}

function hopWords(hop: Hop): string {
  switch (hop.act) {
    case 'install-dotnet':
      return `.NET ${hop.dotnet}`;
    case 'install-software':
      return hop.name;
    case 'prepare-ad':
      return `prepare AD with ${hop.release}`;
    case 'install-su':
      return hop.update;
    case 'install-cu':
    case 'upgrade-in-place':
    case 'migrate':
      return hop.release;
  }
}

function route(plan: Plan): string {
  const acts = (plan.routes[0]?.hops ?? []).map(hopWords);
  return acts.length === 0 ? 'none' : acts.join(', ');
}

const FACTS: readonly (readonly [about: string, value: (plan: Plan) => string])[] = [
  ['target', target],
  ['verdict', (plan) => plan.verdict],
  ['best route', route],
  ['data', ({ catalogue }) => `as of ${catalogue.asOf}, ${catalogue.digest.slice(0, 19)}`],
  ['overlays', ({ catalogue }) => catalogue.overlays.join(', ') || 'none'],
  ['day', (plan) => plan.today],
];

/** Compares the approved plan with one made anew, given what is ticked. */
export function difference(before: Plan, after: Plan, records: Records): PlanDifference {
  const changed = changedSteps(before, after, records);
  const reopened = changed.filter((each) => each.reopened).map(({ step }) => step.id);
  const known = new Set(before.warnings.map((warning) => warning.text));
  const closed = after.steps.filter((step) => isClosed(recordOf(records, step.id)));
  return {
    facts: FACTS.flatMap(([about, value]) => {
      const [was, is] = [value(before), value(after)];
      return was === is ? [] : [{ about, before: was, after: is }];
    }),
    added: only(after, before, records),
    removed: only(before, after, records),
    changed,
    moved: moved(before, after),
    newWarnings: after.warnings.filter((warning) => !known.has(warning.text)).map(({ text }) => text),
    kept: closed.filter((step) => !reopened.includes(step.id)).length,
    reopened,
  };
}

/** True when the new plan asks for the same work in the same order, with nothing new to know. */
export function isSameWork({ added, removed, changed, moved: order, newWarnings }: PlanDifference): boolean {
  return added.length + removed.length + changed.length + newWarnings.length === 0 && !order;
}

export interface NewPlan {
  readonly plan: Plan;
  readonly planJson: Json;
  readonly arguments: readonly string[];
}

/** The checklist with the new plan in place of the old one; the log stays and says so. */
export function replanned(checklist: Checklist, next: NewPlan, stamp: Stamp): Checklist {
  const { plan: old, log } = checklist;
  const { reopened } = difference(old, next.plan, recordsOf(log));
  const mark = ({ catalogue }: Plan) => ({ asOf: catalogue.asOf, digest: catalogue.digest });
  return {
    ...checklist,
    ...next,
    log: [...log, { ...stamp, kind: 'replanned', from: mark(old), to: mark(next.plan), reopened }],
  };
}
