/** Resolves what a plan cites: rule and level ids to their sources, sources to title, address and date. */
import { type Catalogue, required } from '../catalogue/catalogue.ts';
import type { RoutePlan } from '../planner/routes.ts';
import type { Plan } from './plan.ts';

/** Ids of rules and other entries without an index of their own, with their sources. */
function ruleSources({ data }: Catalogue): ReadonlyMap<string, readonly string[]> {
  const lists = [
    data.legacyProducts,
    data.plannedReleases,
    data.dotnetRules,
    data.windowsRules,
    data.domainControllerRules,
    data.forestLevelRules,
    data.mediaRules,
    data.software,
    data.coexistenceRules,
    data.transitions,
    data.risks,
    data.policies,
    data.restrictions,
    data.facts,
  ];
  return new Map(lists.flatMap((list) => list.map(({ id, sources }) => [id, sources] as const)));
}

interface Sourced {
  readonly sources: readonly string[];
}

/**
 * Every source the plan rests on, sorted by id.
 * @param parts steps, known issues and the undo list
 */
export function citedSources(
  catalogue: Catalogue,
  routes: RoutePlan,
  parts: readonly Sourced[],
): Plan['sources'] {
  const { products, releases, updates } = catalogue;
  const rules = ruleSources(catalogue);
  const ids = new Set<string>(parts.flatMap((part) => part.sources));
  const cite = (id: string) => {
    const level = releases.get(id) ?? updates.get(id) ?? products.get(id);
    for (const source of level?.sources ?? required(rules, id)) ids.add(source);
  };
  for (const route of routes.routes) {
    route.risks.forEach(cite);
    for (const hop of route.hops) {
      cite(hop.rule);
      if ('release' in hop) cite(hop.release);
      if (hop.act === 'install-su') cite(`${hop.release}+${hop.update}`);
    }
  }
  for (const item of [...routes.rejected, ...routes.blocks]) cite(item.rule);
  if (routes.target) cite(routes.target.release.product);
  return [...ids].sort().map((id) => {
    const { title, url, dated } = required(catalogue.sources, id);
    return { id, title, url: url ?? null, dated: dated ?? null };
  });
}
