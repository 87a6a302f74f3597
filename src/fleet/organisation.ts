/**
 * What is done once for the whole organisation: the preparation of Active Directory with the highest target, and
 * the steps of the single plans that concern more than one server.
 */

import { type Catalogue, highestLevels, type Release } from '../catalogue/catalogue.ts';
import type { AdLevels } from '../catalogue/schema.ts';
import { assemble, draftsOf } from '../checklist/assemble.ts';
import { stagesOf } from '../checklist/context.ts';
import { PHASE_ORDER } from '../checklist/phases.ts';
import type { Step } from '../checklist/plan.ts';
import type { OrganisationFacts } from '../inventory/record.ts';
import { partsToPrepare } from '../planner/preparation.ts';
import type { Level, Question } from '../planner/question.ts';
import { startStates } from '../planner/start.ts';
import { withoutNames } from './marks.ts';

/** The release whose levels of Active Directory are the newest; null for none. */
export function newestOf(releases: readonly Release[]): Release | null {
  const rank = ({ ad, date }: Release) =>
    [ad.schema, ad.organisation, ad.domain].map((part) => String(part).padStart(8, '0')).join() + date;
  return [...releases].sort((a, b) => rank(a).localeCompare(rank(b))).at(-1) ?? null;
}

const WIDE: ReadonlySet<Step['scope']> = new Set(['organisation', 'domain', 'dependency', 'workstation']);
const FIRST: ReadonlySet<Step['phase']> = new Set(['before', 'dependencies', 'organisation']);
const LAST: ReadonlySet<Step['phase']> = new Set(['after', 'verify']);

/** Where a step of a single plan belongs: once before all servers, once after all, or with its server. */
export function placeOf(step: Step): 'first' | 'last' | 'server' {
  if (!WIDE.has(step.scope)) return 'server';
  // What is fetched before the window is fetched once, whichever act it is for.
  if (step.phase === 'before') return 'first';
  if (step.hop !== null) return 'server';
  if (FIRST.has(step.phase)) return 'first';
  return LAST.has(step.phase) ? 'last' : 'server';
}

/** Of two versions of a step the strictest: the one that is always done, then the one that may take longer. */
function stricter(a: Step, b: Step): Step {
  if ((a.condition === null) !== (b.condition === null)) return a.condition === null ? a : b;
  return b.minutes.high > a.minutes.high ? b : a;
}

/** Finds the position of a step's template in the data by the step's id; past the end where there is none. */
export function templateOf(catalogue: Catalogue): (id: string) => number {
  const exact = new Map<string, number>();
  const patterns: { readonly pattern: RegExp; readonly index: number }[] = [];
  catalogue.data.steps.forEach((template, index) => {
    const id = template.id.toLowerCase();
    if (!id.includes('{')) exact.set(id, index);
    else {
      const parts = id.split(/\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
      patterns.push({ pattern: new RegExp(`^${parts.join('.+')}(?:-\\d+)?$`), index });
    }
  });
  return (id) =>
    exact.get(id) ??
    exact.get(id.replace(/-\d+$/, '')) ??
    patterns.find(({ pattern }) => pattern.test(id))?.index ??
    catalogue.data.steps.length;
}

/** Steps of several plans, each once, in the order of phases and of the data. */
export function onceEach(catalogue: Catalogue, lists: readonly (readonly Step[])[]): readonly Step[] {
  const found = new Map<string, Step>();
  for (const step of lists.flat()) {
    const known = found.get(step.id);
    found.set(step.id, known ? stricter(known, step) : step);
  }
  const position = templateOf(catalogue);
  return [...found.values()]
    .map((step) => ({ step: withoutNames(step), at: position(step.id) }))
    .sort((a, b) => PHASE_ORDER.indexOf(a.step.phase) - PHASE_ORDER.indexOf(b.step.phase) || a.at - b.at)
    .map(({ step }) => ({ ...step, hop: null }));
}

/** The levels of Active Directory now: what is installed and prepared, or higher where a file shows it. */
export function levelsNow(prepared: Release | null, { schema, organisation }: OrganisationFacts): AdLevels {
  const told: AdLevels = { schema: schema ?? 0, organisation: organisation ?? 0, domain: 0 };
  return prepared === null ? told : highestLevels(prepared.ad, told);
}

/**
 * The steps that prepare Active Directory for `target`; none when no level rises.
 * @param lead a question of the fleet, for what the texts say about the organisation
 */
export function preparationSteps(
  catalogue: Catalogue,
  now: AdLevels,
  target: Release,
  lead: Question,
): readonly Step[] {
  const parts = partsToPrepare(now, target.ad);
  if (parts.length === 0 || lead.from.kind !== 'level') return [];
  const from: Level = lead.from;
  const start = startStates(catalogue, from.release, 'mailbox', {
    ...lead,
    dotnet: undefined,
    windows: undefined,
  });
  if (!start) return [];
  const hop = { act: 'prepare-ad', release: target.id, parts, rule: 'ad-levels' } as const;
  const stages = stagesOf(catalogue, lead, from, 'mailbox', start.assumed, [hop]);
  return assemble(draftsOf(stages)).filter((step) => step.hop === 0);
}
