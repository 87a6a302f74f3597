/**
 * The vulnerability ledger of a plan: what is open now, which step closes it, what an older CU opens again on
 * the way, what is still open at the end and why. A fix that needs a manual action counts as closed only with
 * the step of that action; nothing is closed twice.
 */
import { type Catalogue, compareBuilds, type Release, type Update } from '../catalogue/catalogue.ts';
import { containsRelease, containsUpdate } from '../catalogue/contents.ts';
import type { Role, VulnerabilityData } from '../catalogue/schema.ts';
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
  return bySeverity(
    catalogue.data.vulnerabilities.filter((item) => codeIsOpen(catalogue, release, update, item)),
  );
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
  return bySeverity(
    catalogue.data.vulnerabilities.filter(
      (item) =>
        (item.needs ?? []).length > 0 &&
        item.products.includes(release.product) &&
        !isSettled(catalogue, release, item) &&
        !codeIsOpen(catalogue, release, update, item),
    ),
  );
}

function listedOn(item: VulnerabilityData): string | null {
  return typeof item.knownExploited === 'string' ? null : item.knownExploited.listed;
}

const sortKeys = new Map<string, string>();

/** `CVE-2023-9` before `CVE-2023-10`: numbers count as numbers. */
function sortKey(id: string): string {
  const known = sortKeys.get(id);
  if (known !== undefined) return known;
  const key = id.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
  sortKeys.set(id, key);
  return key;
}

function bySeverity(items: readonly VulnerabilityData[]): readonly VulnerabilityData[] {
  return [...items].sort(
    (a, b) =>
      Number(listedOn(b) !== null) - Number(listedOn(a) !== null) ||
      (b.score?.value ?? 0) - (a.score?.value ?? 0) ||
      (sortKey(a.id) < sortKey(b.id) ? 1 : -1),
  );
}

/**
 * The step that completes a hop: where it installs something on the server, that installation. A move to new
 * servers is complete with its last step, when nothing runs on the old server any more; the update of freshly
 * installed servers has no steps of its own and belongs to the move before it.
 */
function stepOfHop(steps: readonly Step[], hops: readonly Hop[], hop: number): Step | undefined {
  const all = steps.filter((step) => step.hop === hop);
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
  readonly steps: readonly Step[];
  /** The steps that carry out a manual action. */
  readonly actions: readonly Step[];
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
  const open = standings.map((standing) => codeIsOpen(catalogue, standing.release, standing.update, item));
  if (!isOutside(item)) return open;
  const kept: boolean[] = [];
  for (const [index, own] of open.entries()) {
    const moved = hops[index - 1]?.act === 'migrate';
    kept.push(own || (!moved && kept[index - 1] === true));
  }
  return kept;
}

type Found = ReturnType<typeof closing>;

function closing(
  catalogue: Catalogue,
  { standings, hops, steps, actions: all, foreign }: Timeline,
  item: VulnerabilityData,
) {
  const open = openness(catalogue, { standings, hops }, item);
  const lastOpen = open.lastIndexOf(true);
  const closedAtEnd = open.at(-1) === false;
  const codeStep = closedAtEnd && lastOpen >= 0 ? stepOfHop(steps, hops, lastOpen) : undefined;
  const settled = (standing: Standing | undefined) =>
    standing !== undefined && isSettled(catalogue, standing.release, item);
  const wanted = (item.needs ?? []).filter((id) => !foreign.has(id));
  const planned = wanted.filter((id) => all.some((step) => step.action === id));
  const needs = settled(standings[0]) ? [] : settled(standings.at(-1)) ? planned : wanted;
  const actions = needs.length === 0 ? [] : all.filter((step) => needs.includes(step.action ?? ''));
  const done = needs.every((id) => actions.some((step) => step.action === id));
  const lastAction = actions.at(-1);
  const later = [codeStep, lastAction]
    .filter((step) => step !== undefined)
    .sort((a, b) => steps.indexOf(a) - steps.indexOf(b))
    .at(-1);
  return {
    open,
    needs,
    step: closedAtEnd && done ? (needs.length > 0 ? later : codeStep) : undefined,
    reopened: open.some((value, index) => value && index > 0 && open[index - 1] === false),
    missing: needs.filter((id) => !actions.some((step) => step.action === id)),
    outside: item.fixedBy.flatMap((fix) => ('outside' in fix ? [fix.outside] : [])),
    closedAtEnd,
  };
}

/** Why no update of a level has the fix: it is not confirmed, was not for everybody, or is newer than the level. */
export function missingFix(
  item: VulnerabilityData,
  { release, update }: Pick<Standing, 'release' | 'update'>,
): string {
  const build = (update ?? release).build;
  const fix = release.updates.find(
    (own) =>
      compareBuilds(own.build, build) > 0 &&
      item.fixedBy.some((each) => 'update' in each && each.update === own.id),
  );
  if (fix?.unconfirmed !== undefined) return `its fix, ${fix.id}, is not confirmed. ${fix.unconfirmed}`;
  if (fix?.esu !== undefined) return `its fix, ${fix.id}, went to subscribers of ESU only`;
  if (fix) return `its fix, ${fix.id}, is newer than the target`;
  return 'no update of the target level has the fix';
}

function reason(item: VulnerabilityData, found: Found, end: Standing): string {
  if (!found.closedAtEnd && found.outside.length > 0)
    return `needs an update outside Exchange: ${found.outside.join('; ')}`;
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
    closedBy: found.step?.id ?? null,
    alsoNeeds: found.needs,
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
  const actions = steps.filter((step) => step.action !== null);
  const foreign = foreignActions(catalogue, stages.whole.role);
  const timeline: Timeline = { standings, hops: stages.whole.among, steps, actions, foreign };
  const end = standings.at(-1);
  const relevant = bySeverity(
    catalogue.data.vulnerabilities.filter((item) =>
      standings.some((standing) => item.products.includes(standing.release.product)),
    ),
  );
  const entries = relevant.flatMap((item) => {
    const found = closing(catalogue, timeline, item);
    const everOpen = found.open.some((value) => value);
    const actionInPlan = actions.some((step) => found.needs.includes(step.action ?? ''));
    return end && (everOpen || actionInPlan) ? [entry(item, found, end)] : [];
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
