/** Vulnerabilities grouped by what becomes of them. */
import type { Plan, PlannedVulnerability } from '../checklist/plan.ts';
import { stepReference } from './steps.ts';

export interface VulnerabilityGroup {
  /** `Closed by step 9, also needs step 11` */
  readonly fate: string;
  /** Ids in plan order, those known to be exploited first and marked. */
  readonly names: readonly string[];
}

function fate(plan: Plan, item: PlannedVulnerability): string {
  const closing = item.closedBy === null ? null : stepReference(plan, item.closedBy);
  const needs = item.alsoNeeds.map((id) => stepReference(plan, id)).filter((step) => step !== closing);
  return [
    closing === null ? 'Stay open' : `Closed by ${closing}`,
    closing === null || needs.length === 0 ? '' : `also need ${needs.join(', ')}`,
    item.reopened ? 'open again for a while on the way' : '',
    item.because ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function nameOf({ id, name, knownExploited }: PlannedVulnerability): string {
  return [id, name ?? '', knownExploited ? '(exploited)' : ''].filter((part) => part !== '').join(' ');
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
    names: [
      ...members.filter((each) => each.knownExploited).map(nameOf),
      ...members.filter((each) => !each.knownExploited).map(nameOf),
    ],
  }));
}
