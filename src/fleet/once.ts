/** What the plans of a fleet have in common is taken out of them and done once. */
import { type Catalogue, releaseTitle } from '../catalogue/catalogue.ts';
import type { Step } from '../checklist/plan.ts';
import type { Placed } from './coexistence.ts';
import { joinedCondition, type Version } from './conditions.ts';
import { departureOf, withoutDeparture } from './departure.ts';
import type { Departure, SharedPlan } from './fleet-plan.ts';
import { withoutNames } from './marks.ts';
import { levelsNow, onceEach, preparationSteps, templateOf } from './organisation.ts';
import { roleIn } from './question.ts';
import { type Split, withoutSteps } from './shared-plans.ts';
import type { Survey } from './survey.ts';

export interface Once {
  /** Before any server. */
  readonly first: readonly Step[];
  /** After the last one. */
  readonly last: readonly Step[];
  /** The release that Active Directory is prepared with before any server; null: no level rises. */
  readonly prepares: string | null;
  /** What is done when the old servers have left; null: none has to. */
  readonly departure: Departure | null;
  /** The plans without these steps, by id. */
  readonly plans: ReadonlyMap<string, SharedPlan>;
}

/**
 * Plans without the steps that are done once for all. Only a server that leaves plans its own preparation of
 * Active Directory: for what it moves to first, and for what comes when all like it have left.
 */
function withoutRepeats(
  catalogue: Catalogue,
  splits: readonly Split[],
  once: readonly Step[],
  departure: Departure | null,
): ReadonlyMap<string, SharedPlan> {
  const ids = new Set(once.map(({ id }) => id));
  return new Map(
    splits.map(({ shared, question }) => {
      const repeats = shared.plan.steps.some(({ id }) => ids.has(id));
      const own = repeats ? withoutSteps(shared, question, ids) : shared;
      return [shared.id, withoutDeparture(catalogue, departure, own, question)];
    }),
  );
}

/** A plan whose texts hold for the whole organisation: of a server that stays, else of any. */
function leadOf(
  splits: readonly Split[],
  blocking: ReadonlySet<string>,
): readonly [staying?: Split, any?: Split] {
  const able = splits.filter(({ question }) => question.role !== 'edge' && question.from.kind === 'level');
  const stays = ({ question: { from } }: Split) =>
    from.kind === 'level' && !blocking.has(from.release.product);
  return [able.find(stays), able[0]];
}

/** The steps that prepare Active Directory before any server. */
function preparation(catalogue: Catalogue, survey: Survey, lead: Split | undefined): readonly Step[] {
  const { aim, earlyAim, blocking, around, inventory } = survey;
  const target = blocking.size === 0 ? aim : earlyAim;
  if (!target || !lead) return [];
  return preparationSteps(
    catalogue,
    levelsNow(around.prepared, inventory.organisation),
    target,
    lead.question,
  );
}

/** What the steps ask of which servers, told for each step that is done once. */
function conditionsOf(
  catalogue: Catalogue,
  placed: readonly Placed[],
): (steps: readonly Step[]) => readonly Step[] {
  const byPlan = new Map<string, { readonly split: Split; readonly servers: string[] }>();
  for (const { server, split } of placed) {
    if (split.shared.fate === 'no-path') continue;
    const known = byPlan.get(split.shared.id) ?? { split, servers: [] };
    byPlan.set(split.shared.id, known);
    known.servers.push(server.name);
  }
  const versions = new Map<string, Version[]>();
  for (const { split, servers } of byPlan.values()) {
    const { from } = split.question;
    const level = from.kind === 'level' ? releaseTitle(catalogue, from.release) : from.product.name;
    for (const step of [...split.first, ...split.last]) {
      const version = { step: withoutNames(step), servers, level };
      versions.set(step.id, [...(versions.get(step.id) ?? []), version]);
    }
  }
  return (steps) =>
    steps.map((step) => {
      const known = versions.get(step.id);
      return known && step.condition !== null ? { ...step, ...joinedCondition(known) } : step;
    });
}

/** Is the step something that the waves of this fleet do? Then nobody could do it before the first of them. */
function byWaves(
  catalogue: Catalogue,
  { inventory, around, minimums }: Survey,
  placed: readonly Placed[],
): (step: Step) => boolean {
  const template = templateOf(catalogue);
  const roles = new Set(inventory.servers.map((server) => roleIn(server, around.options) ?? 'mailbox'));
  const moving = new Set(placed.flatMap(({ server, split }) => (split.shared.hasWindow ? server.name : [])));
  const reached = new Set(
    minimums
      .filter(({ servers }) => servers.every((name) => moving.has(name)))
      .map(({ release }) => catalogue.releases.get(release)?.product),
  );
  return ({ id }) => {
    const done = catalogue.data.steps[template(id)]?.byFleet;
    if (done === undefined) return false;
    return 'role' in done ? roles.has(done.role) : reached.has(done.minimum);
  };
}

/**
 * Takes out of all plans what is done once.
 * @param placed all servers with their plans
 */
export function onceOf(catalogue: Catalogue, survey: Survey, placed: readonly Placed[]): Once {
  const splits = [...new Map(placed.map(({ split }) => [split.shared.id, split])).values()];
  const conditioned = conditionsOf(catalogue, placed);
  const wide = splits.filter(({ shared }) => shared.fate !== 'no-path');
  const [staying, any] = leadOf(wide, survey.blocking);
  const prepared = preparation(catalogue, survey, staying ?? any);
  const departure = departureOf(catalogue, survey, wide, staying);
  const ofWaves = byWaves(catalogue, survey, placed);
  const told = (steps: readonly Step[]) => steps.filter((step) => !ofWaves(step));
  const first = conditioned(told(onceEach(catalogue, [prepared, ...wide.map((split) => split.first)])));
  const last = conditioned(
    told(
      onceEach(
        catalogue,
        wide.map((split) => split.last),
      ),
    ),
  );
  return {
    first,
    last,
    prepares: prepared.length > 0 ? ((departure ? survey.earlyAim : survey.aim)?.id ?? null) : null,
    departure,
    plans: withoutRepeats(catalogue, splits, [...first, ...last], departure),
  };
}
