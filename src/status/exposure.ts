/**
 * What is open at a level whose SU may be unknown: between the CU without any SU (at worst) and the CU with its
 * newest one (at best). Pure.
 */
import { type Catalogue, inRange, type Release, type Update } from '../catalogue/catalogue.ts';
import { containsUpdate } from '../catalogue/contents.ts';
import type { KnownLevel } from '../catalogue/identify.ts';
import type { VulnerabilityData } from '../catalogue/schema.ts';
import { codeIsOpen, needsAction, openByBuild } from '../checklist/ledger.ts';

/** The level as one release and update, worst and best; both are the same when the update is known. */
export interface Bounds {
  readonly worst: { readonly release: Release; readonly update: Update | null };
  readonly best: { readonly release: Release; readonly update: Update | null };
}

/** The bounds of a level. */
export function boundsOf({ release, update, updateKnown }: KnownLevel): Bounds {
  if (updateKnown) return { worst: { release, update }, best: { release, update } };
  return { worst: { release, update: null }, best: { release, update: release.updates.at(-1) ?? null } };
}

export interface OpenVulnerability {
  readonly id: string;
  readonly name: string | null;
  readonly impact: string;
  /** `9.8 (CVSS 3.1)` */
  readonly score: string | null;
  /** In the CISA list of known exploited vulnerabilities; `unknown` where nobody looked it up. */
  readonly exploited: 'listed' | 'not-listed' | 'unknown';
  /** The day it was added to that list. */
  readonly listed: string | null;
  /** False: open only if the SU that nobody named is old enough. */
  readonly certain: boolean;
  /** True: only updates of something else (Windows, .NET) have the fix, so no build of Exchange shows it. */
  readonly outside: boolean;
  /** What has the fix: names of updates, ids of releases, or the words of the data for a fix outside Exchange. */
  readonly fixedBy: readonly string[];
  /** Manual actions without which the fix is not in force. */
  readonly needs: readonly NeededAction[];
}

export interface NeededAction {
  readonly id: string;
  /** The title of the step that carries it out. */
  readonly title: string;
}

/** Titles of steps may hold variables, which only a plan fills; without them the rest says what is done. */
function plainTitle(title: string): string {
  return title.replace(/\s+(?:(?:of|for|to|before|after)\s+)?\{\w+\}.*$/, '');
}

function actionOf(catalogue: Catalogue, id: string): NeededAction {
  const steps = catalogue.data.steps.filter((item) => item.action === id);
  const step = steps.find((item) => !item.title.includes('{')) ?? steps[0];
  return { id, title: step ? plainTitle(step.title) : id };
}

/** A release of a newer product is the fix only where this product has none of its own. */
function fixesFor(catalogue: Catalogue, item: VulnerabilityData, product: string): readonly string[] {
  const order = (id: string) => catalogue.products.get(id)?.order ?? 0;
  const ownerOf = (release: string) => catalogue.releases.get(release)?.product ?? '';
  const own = item.fixedBy.flatMap((fix) => {
    if ('outside' in fix) return [fix.outside];
    if ('update' in fix) return [fix.update];
    return ownerOf(fix.release) === product ? [fix.release] : [];
  });
  if (own.length > 0) return own;
  return item.fixedBy.flatMap((fix) =>
    'release' in fix && order(ownerOf(fix.release)) > order(product) ? [fix.release] : [],
  );
}

function entry(
  catalogue: Catalogue,
  item: VulnerabilityData,
  product: string,
  certain: boolean,
): OpenVulnerability {
  const { knownExploited } = item;
  const listed = typeof knownExploited === 'string' ? null : knownExploited.listed;
  return {
    id: item.id,
    name: item.name ?? null,
    impact: item.impact,
    score: item.score ? `${item.score.value.toFixed(1)} (CVSS ${item.score.version})` : null,
    exploited: listed !== null ? 'listed' : knownExploited === 'unknown' ? 'unknown' : 'not-listed',
    listed,
    certain,
    outside: item.fixedBy.every((fix) => 'outside' in fix),
    fixedBy: fixesFor(catalogue, item, product),
    needs: (item.needs ?? []).map((id) => actionOf(catalogue, id)),
  };
}

/** Vulnerabilities the code of the level leaves open, known-exploited ones first, then by score. */
export function openAt(catalogue: Catalogue, { worst, best }: Bounds): readonly OpenVulnerability[] {
  return openByBuild(catalogue, worst.release, worst.update).map((item) =>
    entry(catalogue, item, worst.release.product, codeIsOpen(catalogue, best.release, best.update, item)),
  );
}

/**
 * Vulnerabilities whose fix is in the code but in force only after a manual action, which no build shows.
 * `certain` is false where not even the code is sure to be there.
 */
export function actionsAt(catalogue: Catalogue, { worst, best }: Bounds): readonly OpenVulnerability[] {
  return needsAction(catalogue, best.release, best.update).map((item) =>
    entry(catalogue, item, best.release.product, !codeIsOpen(catalogue, worst.release, worst.update, item)),
  );
}

export interface ObsoleteMitigation {
  readonly id: string;
  readonly title: string;
  readonly removal: string;
}

/** Mitigations that may linger on the level though the fix is certainly in its code. */
export function obsoleteAt(catalogue: Catalogue, { worst }: Bounds): readonly ObsoleteMitigation[] {
  const { release, update } = worst;
  return catalogue.data.mitigations
    .filter((item) => item.applies.some((range) => inRange(catalogue.releases, range, release)))
    .filter((item) =>
      (item.replacedBy ?? []).some((name) => containsUpdate(catalogue, release, update, name)),
    )
    .map(({ id, title, removal }) => ({ id, title, removal }));
}
