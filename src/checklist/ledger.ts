/**
 * The vulnerability ledger of a plan: what is open now, which step closes it, what an older CU opens again on
 * the way, what is still open at the end and why. A fix that needs a manual action counts as closed only with
 * the step of that action; nothing is closed twice.
 */
import { type Catalogue, grouped, type Release, type Update } from '../catalogue/catalogue.ts';
import { containsRelease, containsUpdate } from '../catalogue/contents.ts';
import type { Role, VulnerabilityData } from '../catalogue/schema.ts';
import { listedOn } from '../catalogue/severity.ts';
import { roleAllows } from './condition.ts';
import type { Stages, Standing } from './context.ts';
import type { Hop, Plan, PlannedVulnerability, Step } from './plan.ts';

/** Is the code of the fix missing at this level? Fixes outside Exchange never come with an update of it. */
export function codeIsOpen(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
  item: VulnerabilityData,
): boolean {
  if (!item.products.includes(release.product)) return false;
  // A hole of Windows versions none of which carries Exchange.
  if (item.windows?.length === 0) return false;
  return !item.fixedBy.some((fix) => {
    if ('outside' in fix) return false;
    if ('update' in fix) return containsUpdate(catalogue, release, update, fix.update);
    const wanted = catalogue.releases.get(fix.release);
    return wanted !== undefined && containsRelease(catalogue, release, wanted);
  });
}

/**
 * Vulnerabilities that the build of a level leaves open, known-exploited ones first.
 * Those that also need a manual action are not in this list once the code is there; see `needsAction`.
 */
export function openByBuild(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
): readonly VulnerabilityData[] {
  return catalogue.vulnerabilities.filter((item) => codeIsOpen(catalogue, release, update, item));
}

/** Does a server at this release prove that the manual actions of the fix are done? */
function isSettled(catalogue: Catalogue, release: Release, item: VulnerabilityData): boolean {
  return (item.settledFrom ?? []).some((id) => {
    const wanted = catalogue.releases.get(id);
    return wanted !== undefined && containsRelease(catalogue, release, wanted);
  });
}

/** Vulnerabilities whose code fix the level has but which stay open until a manual action is done. */
export function needsAction(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
): readonly VulnerabilityData[] {
  return catalogue.vulnerabilities.filter(
    (item) =>
      (item.needs ?? []).length > 0 &&
      item.windows?.length !== 0 &&
      item.products.includes(release.product) &&
      !isSettled(catalogue, release, item) &&
      !codeIsOpen(catalogue, release, update, item),
  );
}

/**
 * The step that completes a hop: where it installs something on the server, that installation. A move to new
 * servers is complete with its last step, when nothing runs on the old server any more; the update of freshly
 * installed servers has no steps of its own and belongs to the move before it.
 */
function stepOfHop(steps: readonly Step[], hops: readonly Hop[], hop: number): Step | undefined {
  // What is fetched or read days before closes nothing.
  const all = steps.filter((step) => step.hop === hop && step.phase !== 'before');
  const sure = all.filter((step) => step.condition === null);
  const own = sure.length > 0 ? sure : all;
  if (own.length === 0) return hops[hop]?.act === 'install-su' ? stepOfHop(steps, hops, hop - 1) : undefined;
  if (hops[hop]?.act === 'migrate') return own.at(-1);
  const update = own.filter((step) => step.phase === 'update');
  return update.find((step) => step.id.includes('-install')) ?? update[0] ?? own.at(-1);
}

interface Timeline {
  /** Before each hop, and after the last. */
  readonly standings: readonly Standing[];
  readonly hops: readonly Hop[];
  /** By hop: the step that completes it, see `stepOfHop`. */
  readonly completions: readonly (Step | undefined)[];
  /** Position of each step. */
  readonly positions: ReadonlyMap<Step, number>;
  /** The steps that carry out a manual action, by its id. */
  readonly actions: ReadonlyMap<string, readonly Step[]>;
  /** Manual actions that are none of this role. */
  readonly foreign: ReadonlySet<string>;
}

/** Actions all of whose steps are for other roles: they are done on those servers, not on this one. */
function foreignActions(catalogue: Catalogue, role: Role): ReadonlySet<string> {
  const own = new Set<string>();
  const all = new Set<string>();
  for (const { action, when } of catalogue.data.steps) {
    if (action === undefined) continue;
    all.add(action);
    if (when === undefined || roleAllows(when, role) !== false) own.add(action);
  }
  return new Set([...all].filter((action) => !own.has(action)));
}

/** Is only an update outside Exchange the fix? Then the Windows that the server was set up with decides. */
function isOutside(item: VulnerabilityData): boolean {
  return item.fixedBy.every((fix) => 'outside' in fix);
}

/**
 * Open before each hop and after the last. A hole in Windows or .NET stays when Exchange is upgraded in place,
 * though nobody lists the newer product as affected; new servers bring a Windows of their own.
 */
function openness(
  catalogue: Catalogue,
  { standings, hops }: Pick<Timeline, 'standings' | 'hops'>,
  item: VulnerabilityData,
): readonly boolean[] {
  let before: Standing | undefined;
  let state = false;
  const open = standings.map((standing) => {
    // Most acts change nothing about the code of Exchange.
    if (
      standing.release !== before?.release ||
      standing.update !== before.update ||
      standing.windows !== before.windows
    )
      state =
        (item.windows === undefined || item.windows.includes(standing.windows)) &&
        codeIsOpen(catalogue, standing.release, standing.update, item);
    before = standing;
    return state;
  });
  if (!isOutside(item)) return open;
  const kept: boolean[] = [];
  for (const [index, own] of open.entries()) {
    const moved = hops[index - 1]?.act === 'migrate';
    kept.push(own || (!moved && kept[index - 1] === true));
  }
  return kept;
}

type Found = ReturnType<typeof closing>;

/** The later of two steps of the plan, where there are any. */
function laterOf(
  positions: Timeline['positions'],
  a: Step | undefined,
  b: Step | undefined,
): Step | undefined {
  if (!a || !b) return a ?? b;
  return (positions.get(a) ?? 0) > (positions.get(b) ?? 0) ? a : b;
}

const NONE: readonly string[] = [];

/** The manual actions that the fix still needs in this plan. */
function neededActions(
  catalogue: Catalogue,
  { standings, actions, foreign }: Timeline,
  item: VulnerabilityData,
): readonly string[] {
  if (item.needs === undefined || item.needs.length === 0) return NONE;
  const settled = (standing: Standing | undefined) =>
    standing !== undefined && isSettled(catalogue, standing.release, item);
  if (settled(standings[0])) return NONE;
  const wanted = item.needs.filter((id) => !foreign.has(id));
  return settled(standings.at(-1)) ? wanted.filter((id) => actions.has(id)) : wanted;
}

function closing(catalogue: Catalogue, timeline: Timeline, item: VulnerabilityData) {
  const { completions, actions, positions } = timeline;
  const open = openness(catalogue, timeline, item);
  const lastOpen = open.lastIndexOf(true);
  const closedAtEnd = open.at(-1) === false;
  const codeStep = closedAtEnd && lastOpen >= 0 ? completions[lastOpen] : undefined;
  const needs = neededActions(catalogue, timeline, item);
  const missing = needs.length === 0 ? NONE : needs.filter((id) => !actions.has(id));
  const lastAction = needs
    .flatMap((id) => actions.get(id) ?? [])
    .reduce<Step | undefined>((last, step) => laterOf(positions, last, step), undefined);
  return {
    open,
    needs,
    unless: (item.unless ?? NONE).filter((id) => actions.has(id)),
    step: closedAtEnd && missing.length === 0 ? laterOf(positions, codeStep, lastAction) : undefined,
    reopened: open.some((value, index) => value && index > 0 && open[index - 1] === false),
    missing,
    closedAtEnd,
  };
}

/** Why no update of a level has the fix: it is not confirmed, was not for everybody, or is newer than the level. */
export function missingFix(
  item: VulnerabilityData,
  { release, update }: Pick<Standing, 'release' | 'update'>,
): string {
  const names = item.fixedBy.flatMap((each) => ('update' in each ? [each.update] : []));
  const fix = release.updates.find(({ id, order }) => names.includes(id) && order > (update?.order ?? -1));
  if (fix?.unconfirmed !== undefined) return `its fix, ${fix.id}, is not confirmed. ${fix.unconfirmed}`;
  if (fix?.esu !== undefined) return `its fix, ${fix.id}, went to subscribers of ESU only`;
  if (fix) return `its fix, ${fix.id}, is newer than the target`;
  return 'no update of the target level has the fix';
}

function reason(item: VulnerabilityData, found: Found, end: Standing): string {
  const outside = item.fixedBy.flatMap((fix) => ('outside' in fix ? [fix.outside] : []));
  if (!found.closedAtEnd && outside.length > 0)
    return `needs an update outside Exchange: ${outside.join('; ')}`;
  if (!found.closedAtEnd) return missingFix(item, end);
  return `still needs the manual action ${found.missing.join(', ')}`;
}

function stateNow({ open }: Found): PlannedVulnerability['now'] {
  if (open[0] === true) return 'open';
  return open.includes(true) ? 'closed' : 'needs-action';
}

function entry(item: VulnerabilityData, found: Found, end: Standing): PlannedVulnerability {
  return {
    id: item.id,
    name: item.name ?? null,
    impact: item.impact,
    score: item.score ? `${item.score.value} (CVSS ${item.score.version})` : null,
    knownExploited: listedOn(item) !== null,
    listed: listedOn(item),
    now: stateNow(found),
    outside: isOutside(item),
    closedBy: found.step?.id ?? null,
    alsoNeeds: found.needs,
    unless: found.unless,
    reopened: found.reopened,
    because: found.step ? null : reason(item, found, end),
  };
}

export interface Ledger {
  readonly vulnerabilities: Plan['vulnerabilities'];
  /** The steps, with what each closes. */
  readonly steps: readonly Step[];
}

/** The ledger for a plan's standings and steps. */
export function ledgerOf(catalogue: Catalogue, stages: Stages, steps: readonly Step[]): Ledger {
  const { standings } = stages;
  const hops = stages.whole.among;
  const actions = grouped(
    steps.filter((step) => step.action !== null),
    (step) => step.action ?? '',
  );
  const timeline: Timeline = {
    standings,
    hops,
    completions: hops.map((_, hop) => stepOfHop(steps, hops, hop)),
    positions: new Map(steps.map((step, index) => [step, index])),
    actions,
    foreign: foreignActions(catalogue, stages.whole.role),
  };
  const end = standings.at(-1);
  const products = new Set(standings.map((standing) => standing.release.product));
  const { foreign } = timeline;
  const relevant = catalogue.vulnerabilities.filter(
    (item) =>
      item.products.some((product) => products.has(product)) &&
      standings.some(({ windows }) => item.windows?.includes(windows) !== false) &&
      // What only work on servers of another role closes is no hole of this machine that its updates close.
      !(item.needs !== undefined && item.needs.length > 0 && item.needs.every((id) => foreign.has(id))),
  );
  const entries = relevant.flatMap((item) => {
    const found = closing(catalogue, timeline, item);
    const actionInPlan = found.needs.some((id) => actions.has(id));
    return end && (found.open.includes(true) || actionInPlan) ? [entry(item, found, end)] : [];
  });
  const closes = new Map<string, string[]>();
  for (const item of entries) {
    if (item.closedBy === null) continue;
    closes.set(item.closedBy, [...(closes.get(item.closedBy) ?? []), item.id]);
  }
  return {
    vulnerabilities: { openNow: entries, openAtTarget: entries.filter((item) => item.closedBy === null) },
    steps: steps.map((step) => ({ ...step, closes: closes.get(step.id) ?? [] })),
  };
}
