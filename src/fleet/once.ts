/** What the plans of a fleet have in common is taken out of them and done once. */
import { type Catalogue, releaseTitle } from '../catalogue/catalogue.ts';
import type { Step } from '../checklist/plan.ts';
import type { Placed } from './coexistence.ts';
import { joinedCondition, type Version } from './conditions.ts';
import type { SharedPlan } from './fleet-plan.ts';
import { withoutNames } from './marks.ts';
import { levelsNow, onceEach, preparationSteps } from './organisation.ts';
import { type Split, withoutSteps } from './shared-plans.ts';
import type { Survey } from './survey.ts';

export interface Once {
  /** Before any server. */
  readonly first: readonly Step[];
  /** After the last one. */
  readonly last: readonly Step[];
  /** The release that Active Directory is prepared with; null: no level rises. */
  readonly prepares: string | null;
  /** The plans without these steps, by id. */
  readonly plans: ReadonlyMap<string, SharedPlan>;
}

/**
 * Plans without the steps that are done once for all. Only a server that leaves plans its own preparation of
 * Active Directory (for what it moves to first), and that may end with the one of the fleet.
 */
function withoutRepeats(splits: readonly Split[], once: readonly Step[]): ReadonlyMap<string, SharedPlan> {
  const ids = new Set(once.map(({ id }) => id));
  return new Map(
    splits.map(({ shared, question }) => {
      const repeats = shared.plan.steps.some(({ id }) => ids.has(id));
      return [shared.id, repeats ? withoutSteps(shared, question, ids) : shared];
    }),
  );
}

/** The steps that prepare Active Directory, with the texts of any server that stays. */
function preparation(catalogue: Catalogue, survey: Survey, splits: readonly Split[]): readonly Step[] {
  const { aim, blocking, around, inventory } = survey;
  const lead = splits.find(
    ({ question }) =>
      question.role !== 'edge' &&
      question.from.kind === 'level' &&
      !blocking.has(question.from.release.product),
  );
  if (!aim || !lead) return [];
  return preparationSteps(catalogue, levelsNow(around.prepared, inventory.organisation), aim, lead.question);
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

/**
 * Takes out of all plans what is done once.
 * @param placed all servers with their plans
 */
export function onceOf(catalogue: Catalogue, survey: Survey, placed: readonly Placed[]): Once {
  const splits = [...new Map(placed.map(({ split }) => [split.shared.id, split])).values()];
  const conditioned = conditionsOf(catalogue, placed);
  const wide = splits.filter(({ shared }) => shared.fate !== 'no-path');
  const prepared = preparation(catalogue, survey, wide);
  const first = conditioned(onceEach(catalogue, [prepared, ...wide.map((split) => split.first)]));
  const last = conditioned(
    onceEach(
      catalogue,
      wide.map((split) => split.last),
    ),
  );
  return {
    first,
    last,
    prepares: prepared.length > 0 ? (survey.aim?.id ?? null) : null,
    plans: withoutRepeats(splits, [...first, ...last]),
  };
}
