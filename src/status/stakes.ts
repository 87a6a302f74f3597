/** What an organisation risks by staying on a level, and what a newer one settles. Pure. */
import { type DataAge, dataAge } from '../catalogue/age.ts';
import type { Catalogue, Release, Update } from '../catalogue/catalogue.ts';
import type { KnownLevel } from '../catalogue/identify.ts';
import { codeIsOpen, missingFix } from '../checklist/ledger.ts';
import { actionsAt, type Bounds, boundsOf, type OpenVulnerability, openAt } from './exposure.ts';
import {
  type HybridState,
  hybridState,
  type LevelName,
  nameLevel,
  type StatusOptions,
  type Support,
  supportOf,
} from './support.ts';

export interface Side {
  readonly name: LevelName;
  readonly updateKnown: boolean;
  readonly support: Support;
}

export interface YearOfExploits {
  /** The year in which CISA listed them. */
  readonly year: string;
  readonly vulnerabilities: readonly OpenVulnerability[];
}

export interface Remaining {
  readonly id: string;
  /** Finishes a sentence: `its fix, Oct26SU, is not confirmed ...`. */
  readonly because: string;
}

export interface Stakes {
  readonly today: string;
  readonly from: Side;
  readonly to: Side;
  /** Days between the release of the one level and of the other; null where a date is not known. */
  readonly daysBetween: number | null;
  /** Known to be exploited and open at `from`, newest year first. */
  readonly exploited: readonly YearOfExploits[];
  /** Open at `from` and not known to be exploited, gravest first. */
  readonly others: readonly OpenVulnerability[];
  /** Of all that is open at `from`: closed by the code of `to`. */
  readonly closed: readonly string[];
  /** Fixes that the code of `to` has and that need a manual action to be in force. */
  readonly byHand: readonly OpenVulnerability[];
  /** In the code of `from` already, known to be exploited, and in force only after a manual action. */
  readonly pending: readonly OpenVulnerability[];
  /** Still open at `to`, and why no update of that level has the fix. */
  readonly remaining: readonly Remaining[];
  readonly hybrid: HybridState | null;
  readonly data: DataAge;
}

function sideOf(catalogue: Catalogue, level: KnownLevel, options: StatusOptions): Side {
  return {
    name: nameLevel(catalogue, level),
    updateKnown: level.updateKnown,
    support: supportOf(catalogue, level.release, options),
  };
}

function byYear(items: readonly OpenVulnerability[]): readonly YearOfExploits[] {
  const years = new Map<string, OpenVulnerability[]>();
  for (const item of items) {
    const year = (item.listed ?? '').slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), item]);
  }
  return [...years]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([year, vulnerabilities]) => ({ year, vulnerabilities }));
}

function daysBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Level to compare with: the release with its update. */
export interface Goal {
  readonly release: Release;
  readonly update: Update | null;
}

/** What staying risks. With the SU of `from` unknown, everything is said for the CU without one and marked. */
export function stakesOf(catalogue: Catalogue, from: KnownLevel, to: Goal, options: StatusOptions): Stakes {
  const bounds = boundsOf(from);
  const goal: Bounds = { worst: to, best: to };
  // What only Windows or .NET updates close is the same before and after.
  const open = openAt(catalogue, bounds).filter((item) => !item.outside);
  const holes = new Map(catalogue.data.vulnerabilities.map((item) => [item.id, item]));
  const closed = open.filter(({ id }) => {
    const hole = holes.get(id);
    return hole !== undefined && !codeIsOpen(catalogue, to.release, to.update, hole);
  });
  const target = sideOf(
    catalogue,
    { kind: 'level', release: to.release, update: to.update, updateKnown: true },
    options,
  );
  const start = sideOf(catalogue, from, options);
  return {
    today: options.today,
    from: start,
    to: target,
    daysBetween: daysBetween(start.name.date, target.name.date),
    exploited: byYear(open.filter((item) => item.exploited === 'listed')),
    others: open.filter((item) => item.exploited !== 'listed'),
    closed: closed.map((item) => item.id),
    byHand: actionsAt(catalogue, goal).filter((item) => closed.some((hole) => hole.id === item.id)),
    pending: actionsAt(catalogue, bounds).filter((item) => item.exploited === 'listed' && item.certain),
    remaining: openAt(catalogue, goal)
      .filter((item) => !item.outside)
      .flatMap(({ id }) => {
        const hole = holes.get(id);
        return hole ? [{ id, because: missingFix(hole, to) }] : [];
      }),
    hybrid: hybridState(catalogue, bounds, options),
    data: dataAge(catalogue, options.today),
  };
}
