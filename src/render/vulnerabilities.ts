/** Vulnerabilities grouped by what becomes of them. */
import type { Plan, PlannedVulnerability } from '../checklist/plan.ts';
import { stepReference } from './steps.ts';

export interface VulnerabilityGroup {
  /** `Closed by step 9, also needs step 11` */
  readonly fate: string;
  /** Those known to be exploited, with what they do, in plan order. */
  readonly exploited: readonly string[];
  /** The others: ids in plan order. */
  readonly others: readonly string[];
}

function fate(plan: Plan, item: PlannedVulnerability): string {
  const closing = item.closedBy === null ? null : stepReference(plan, item.closedBy);
  const needs = item.alsoNeeds.map((id) => stepReference(plan, id)).filter((step) => step !== closing);
  return [
    closing === null ? 'Stay open' : `Closed by ${closing}`,
    closing === null || needs.length === 0 ? '' : `also need ${needs.join(', ')}`,
    closing === null || item.unless.length === 0
      ? ''
      : `unless an override switches the fix off (${item.unless.map((id) => stepReference(plan, id)).join(', ')})`,
    item.reopened ? 'open again for a while on the way' : '',
    item.because ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function listedText({ listed }: PlannedVulnerability): string {
  return listed === null ? 'exploited' : `exploited, listed ${listed}`;
}

/** `CVE-2021-26855 ProxyLogon (exploited, listed 2021-11-03; remote code execution, 9.8 CVSS 3.1)`. */
function nameOf(item: PlannedVulnerability): string {
  const { id, name, knownExploited, impact, score } = item;
  const known = name === null ? id : `${id} ${name}`;
  if (!knownExploited) return known;
  const weight = [impact, ...(score === null ? [] : [score.replace(/[()]/g, '')])].join(', ');
  return `${known} (${listedText(item)}; ${weight})`;
}

/** Groups in the order of their first member. */
export function groupVulnerabilities(
  plan: Plan,
  items: readonly PlannedVulnerability[],
): readonly VulnerabilityGroup[] {
  const groups = new Map<string, PlannedVulnerability[]>();
  for (const item of items) {
    const key = fate(plan, item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return Array.from(groups, ([key, members]) => ({
    fate: key,
    exploited: members.filter((each) => each.knownExploited).map(nameOf),
    others: members.filter((each) => !each.knownExploited).map(nameOf),
  }));
}

/** `Open now: 57, 9 of them known to be exploited`. */
function countText(heading: string, items: readonly PlannedVulnerability[]): string {
  const exploited = items.filter((item) => item.knownExploited).length;
  return `${heading}: ${items.length}${exploited === 0 ? '' : `, ${exploited} of them known to be exploited`}`;
}

const NOW_TITLES: readonly (readonly [PlannedVulnerability['now'], string])[] = [
  ['open', 'Open now'],
  ['needs-action', 'In the code already, in force only after a manual action'],
  ['closed', 'Closed now, open again for a while on the way'],
];

export interface LedgerCounts {
  /** By the build of the level before the first step; `status` counts alike. */
  readonly open: number;
  readonly exploited: number;
  /** Fixed in the code, but in force only after a manual action. */
  readonly needAction: number;
  /** Closed by updates of something else, see `PlannedVulnerability.outside`. */
  readonly outside: number;
  /** Of all but those, closed by the plan. */
  readonly closed: number;
  readonly atTarget: number;
}

/** The numbers of a plan's ledger, each hole in one of them. */
export function ledgerCounts({ vulnerabilities: { openNow, openAtTarget } }: Plan): LedgerCounts {
  const own = openNow.filter((item) => !item.outside);
  const open = own.filter((item) => item.now === 'open');
  return {
    open: open.length,
    exploited: open.filter((item) => item.knownExploited).length,
    needAction: own.filter((item) => item.now === 'needs-action').length,
    outside: openNow.length - own.length,
    closed: own.filter((item) => item.closedBy !== null && item.now !== 'closed').length,
    atTarget: openAtTarget.filter((item) => !item.outside).length,
  };
}

export interface LedgerPart {
  /** `Open now: 57, 9 of them known to be exploited` */
  readonly title: string;
  readonly items: readonly PlannedVulnerability[];
}

/** The ledger goes by builds; a machine of these roles runs a part of the code only. */
const PARTLY: Readonly<Partial<Record<NonNullable<Plan['from']['role']>, string>>> = {
  edge: ' in the build, of which an Edge server runs a part only',
  tools: ' in the build, of which management tools run little',
};

/** The ledger in its parts: by the state before the first step, and what is open at the end; empty ones left out. */
export function ledgerParts({ vulnerabilities, from }: Plan): readonly LedgerPart[] {
  const { openNow, openAtTarget } = vulnerabilities;
  const own = openNow.filter((item) => !item.outside);
  const partly = from.role === null ? '' : (PARTLY[from.role] ?? '');
  const parts = [
    ...NOW_TITLES.map(([now, title]) => ({
      title: title + partly,
      items: own.filter((item) => item.now === now),
    })),
    { title: 'Still open at the target', items: openAtTarget.filter((item) => !item.outside) },
    {
      title: 'Elsewhere, closed by updates of Windows or .NET, which no build of Exchange shows',
      items: openNow.filter((item) => item.outside),
    },
  ];
  return parts
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => ({ title: countText(title, items), items }));
}
