/** How a level stands on a given day: support, what is missing, what is open. A catalogue and a level in, values out. */
import { type DataAge, dataAge } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { KnownLevel } from '../catalogue/identify.ts';
import { type KnownIssue, knownIssuesAt } from '../checklist/known-issues.ts';
import {
  actionsAt,
  boundsOf,
  type ObsoleteMitigation,
  type OpenVulnerability,
  obsoleteAt,
  openAt,
} from './exposure.ts';
import {
  type HybridState,
  hybridState,
  type LevelName,
  type Newer,
  nameLevel,
  newerThan,
  type StatusOptions,
  type Support,
  supportOf,
} from './support.ts';

export interface LevelStatus {
  readonly today: string;
  readonly level: KnownLevel;
  readonly name: LevelName;
  /** Why the installed update should not stay: withdrawn, or known from secondary sources only. */
  readonly remarks: readonly string[];
  readonly support: Support;
  readonly newer: Newer;
  /** Open by the code; with the SU unknown, at worst, each marked whether it is certain. */
  readonly vulnerabilities: readonly OpenVulnerability[];
  /** Fixed in the code, in force only after a manual action that the build does not show. */
  readonly needsAction: readonly OpenVulnerability[];
  readonly knownIssues: readonly KnownIssue[];
  /** Mitigations that the level makes obsolete: if one is still set, it has to come off. */
  readonly obsoleteMitigations: readonly ObsoleteMitigation[];
  readonly hybrid: HybridState | null;
  readonly data: DataAge;
}

/** The status of a level. With the SU unknown, everything is said at worst (the CU without SU) and marked. */
export function statusOf(catalogue: Catalogue, level: KnownLevel, options: StatusOptions): LevelStatus {
  const bounds = boundsOf(level);
  const { update } = level;
  return {
    today: options.today,
    level,
    name: nameLevel(catalogue, level),
    remarks: [
      update?.withdrawn === undefined ? '' : `Microsoft withdrew this update: ${update.withdrawn}`,
      update?.unconfirmed ?? '',
    ].filter((text) => text !== ''),
    support: supportOf(catalogue, level.release, options),
    newer: newerThan(catalogue, level, options),
    vulnerabilities: openAt(catalogue, bounds),
    needsAction: actionsAt(catalogue, bounds),
    knownIssues: knownIssuesAt(catalogue, level, { facts: { hybrid: options.hybrid } }),
    obsoleteMitigations: obsoleteAt(catalogue, bounds),
    hybrid: hybridState(catalogue, bounds, options),
    data: dataAge(catalogue, options.today),
  };
}

export const CONDITIONS = ['behind', 'exploited', 'unsupported'] as const;
export type Condition = (typeof CONDITIONS)[number];

/**
 * Does the condition hold? What cannot be ruled out counts as holding, so that a job that watches servers never
 * stays silent over an unknown SU or an unanswered ESU question. Vulnerabilities that only Windows or .NET updates
 * close are no part of `exploited`: every build would have them, whatever is installed.
 */
export function holds(status: LevelStatus, condition: Condition): boolean {
  switch (condition) {
    case 'behind':
      return [status.newer.cu, status.newer.update, status.newer.esuUpdate].some((level) => level !== null);
    case 'exploited':
      return status.vulnerabilities.some((item) => item.exploited === 'listed' && !item.outside);
    case 'unsupported':
      return status.support.supported !== true;
  }
}
