/** Steps as every format shows them: numbered, grouped, with their flags in words. */
import type { Plan, Route, Step } from '../checklist/plan.ts';
import { plannedSteps } from '../checklist/window.ts';
import { clock, conditionText, counted, hopName, phaseName, SCOPE_NAMES, spanText } from './words.ts';

export interface StepGroup {
  /** `Update: 2016 CU23` */
  readonly title: string;
  readonly steps: readonly { readonly step: Step; readonly number: number }[];
}

/** What is fetched or looked at days before belongs together, whichever act it is for. */
function isEarly({ phase }: Step): boolean {
  return phase === 'before' || phase === 'dependencies';
}

/** Runs of steps of one phase and one act, in plan order; numbers count from 1 over the whole plan. */
export function groupSteps(
  steps: readonly Step[],
  route: Route | undefined,
  role: Plan['from']['role'] = null,
): readonly StepGroup[] {
  const groups: { title: string; steps: { step: Step; number: number }[] }[] = [];
  steps.forEach((step, index) => {
    const hop = step.hop === null || isEarly(step) ? undefined : route?.hops[step.hop];
    const phase = phaseName(step.phase, role);
    const title = hop === undefined ? phase : `${phase}: ${hopName(hop)}`;
    const last = groups.at(-1);
    if (last?.title === title) last.steps.push({ step, number: index + 1 });
    else groups.push({ title, steps: [{ step, number: index + 1 }] });
  });
  return groups;
}

export interface OverviewRow {
  /** `3-7`, or `3` alone. */
  readonly numbers: string;
  readonly title: string;
  /** Typical minutes of the steps that the plan counts on; 0: unknown. */
  readonly minutes: number;
  readonly reboots: number;
}

/** The groups at a glance: which steps, how long, how many restarts, as `plannedSteps` counts. */
export function overview(groups: readonly StepGroup[]): readonly OverviewRow[] {
  const planned = plannedSteps(groups.flatMap(({ steps }) => steps.map(({ step }) => step)));
  return groups.map(({ title, steps }) => {
    const sure = steps.filter(({ step }) => planned.has(step));
    const [first, last] = [steps[0]?.number ?? 0, steps.at(-1)?.number ?? 0];
    return {
      numbers: first === last ? String(first) : `${first}-${last}`,
      title,
      minutes: sure.reduce((sum, { step }) => sum + step.minutes.typical, 0),
      reboots: sure.filter(({ step }) => step.reboot).length,
    };
  });
}

/** What a row of the overview says beside its title: `0:45 h, 1 reboot`. */
export function overviewCost({ minutes, reboots }: OverviewRow): string {
  const cost = [minutes === 0 ? '' : `${clock(minutes)} h`, reboots === 0 ? '' : counted(reboots, 'reboot')];
  return cost.filter((part) => part !== '').join(', ');
}

/** Where, how long, and what cannot be taken back, each in words. */
export function stepFlags(step: Step): readonly string[] {
  const span = spanText(step.minutes);
  return [
    SCOPE_NAMES[step.scope] ?? '',
    step.reboot ? 'Reboot' : '',
    step.reversible ? '' : 'Cannot be undone',
    span === null ? '' : `takes ${span}`,
  ]
    .filter((flag) => flag !== '')
    .map((flag, index) =>
      index === 0
        ? flag.charAt(0).toUpperCase() + flag.slice(1)
        : flag.charAt(0).toLowerCase() + flag.slice(1),
    );
}

/**
 * A step in one line, as the brief prints it and a fold shows it while closed: the title, and whatever may make
 * the reader stop: its condition, a caution, a restart, no way back, the time.
 * @param cautionFollows the text of the caution stands below, so it need not be announced
 */
export function briefLine(step: Step, cautionFollows = false): string {
  const condition = step.condition === null ? '' : conditionText(step.condition);
  const marks = [
    condition.charAt(0).toLowerCase() + condition.slice(1),
    step.caution === null || cautionFollows ? '' : 'caution',
    step.reboot ? 'reboot' : '',
    step.reversible ? '' : 'cannot be undone',
    step.minutes.typical === 0 ? '' : `${clock(step.minutes.typical)} h`,
  ].filter((mark) => mark !== '');
  return marks.length === 0 ? step.title : `${step.title} (${marks.join('; ')})`;
}

/** Does the step carry out an act of the route? Its commands stand in the brief as well; a repair's do not. */
export function isAct(step: Step): boolean {
  return step.hop !== null && !isEarly(step) && step.commands.length > 0 && step.minutes.typical > 0;
}

/**
 * The condition of a step in the plan, and where to go on when it does not hold: behind all steps in a row that
 * hang on the same. Null: the step is always done.
 */
export function conditionLine(plan: Plan, step: Step): string | null {
  if (step.condition === null) return null;
  const next = positions(plan).afterCondition.get(step) ?? 0;
  const way = next === 0 ? 'you are done' : `go on with step ${next}`;
  return `${conditionText(step.condition)}. If not, ${way}.`;
}

interface Positions {
  /** Position of a source in the plan's list, from 1. */
  readonly sources: ReadonlyMap<string, number>;
  /** Number of the step with this id, or else of the first that carries out this manual action. */
  readonly steps: ReadonlyMap<string, number>;
  /** Number of the first step after this one that does not hang on the same condition; 0: none. */
  readonly afterCondition: ReadonlyMap<Step, number>;
}

function afterConditions(steps: readonly Step[]): ReadonlyMap<Step, number> {
  const found = new Map<Step, number>();
  let next = 0;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (!step) continue;
    const later = steps[index + 1];
    if (later && later.condition !== step.condition) next = index + 2;
    found.set(step, next);
  }
  return found;
}

const known = new WeakMap<Plan, Positions>();

/** Every step cites sources, and every vulnerability a step. */
function positions(plan: Plan): Positions {
  const before = known.get(plan);
  if (before) return before;
  const actions = plan.steps.flatMap(({ action }, index): [string, number][] =>
    action === null ? [] : [[action, index + 1]],
  );
  const found: Positions = {
    afterCondition: afterConditions(plan.steps),
    sources: new Map(plan.sources.map(({ id }, index) => [id, index + 1])),
    steps: new Map([
      ...actions.reverse(),
      ...plan.steps.map(({ id }, index): [string, number] => [id, index + 1]),
    ]),
  };
  known.set(plan, found);
  return found;
}

/** `Sources: 1, 4` by the plan's numbered list; an id that the list lacks is named itself. Empty: none. */
export function citations(plan: Plan, sources: readonly string[]): string {
  if (sources.length === 0) return '';
  const numbers = positions(plan).sources;
  const own = [...new Set(sources)];
  const lacking = own.filter((id) => !numbers.has(id));
  const listed = own.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b);
  const names = [...lacking, ...listed];
  return `${names.length === 1 ? 'Source' : 'Sources'}: ${names.join(', ')}`;
}

/** `step 7` for the step with this id, or the one that carries out this manual action; else the id itself. */
export function stepReference(plan: Plan, id: string): string {
  const number = positions(plan).steps.get(id);
  return number === undefined ? id : `step ${number}`;
}
