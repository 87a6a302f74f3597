/** The transition graph as a value: groups of releases, and edges that follow from the rules. Nothing is drawn here. */
import {
  type Catalogue,
  compareDotnet,
  inRange,
  type Product,
  type Release,
} from '../catalogue/catalogue.ts';
import type { TransitionData } from '../catalogue/schema.ts';

/** Neighbouring releases of one product that no rule of .NET, Windows or transitions tells apart. */
export interface GroupNode {
  readonly id: string;
  readonly product: string;
  readonly lines: readonly string[];
}

export interface Column {
  readonly id: string;
  readonly title: string;
  /** Oldest first. */
  readonly groups: readonly GroupNode[];
}

/** A move to another product: from these groups, to those. */
export interface TransitionNode {
  readonly id: string;
  readonly label: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** With one of these .NET versions on the server, the CU of `to` installs over `from` without a stop between. */
export interface Bridge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Graph {
  readonly columns: readonly Column[];
  readonly bridges: readonly Bridge[];
  readonly transitions: readonly TransitionNode[];
}

interface Group {
  readonly id: string;
  readonly product: Product;
  readonly releases: readonly Release[];
  readonly dotnet: readonly string[];
}

function leaves(catalogue: Catalogue, transition: TransitionData, release: Release): boolean {
  const { from } = transition;
  return 'product' in from ? from.product === release.product : inRange(catalogue.releases, from, release);
}

/** Releases with equal keys fall under the same rules. */
function ruleKey(catalogue: Catalogue, release: Release): string {
  const moves = catalogue.data.transitions.map((transition) => [
    leaves(catalogue, transition, release),
    inRange(catalogue.releases, transition.to, release),
  ]);
  return JSON.stringify([
    catalogue.dotnetRules.get(release.id)?.id,
    catalogue.windowsRules.get(release.id)?.id,
    moves,
  ]);
}

function groupsOf(catalogue: Catalogue, product: Product): readonly Group[] {
  const runs: Release[][] = [];
  let key = '';
  for (const release of product.releases) {
    const own = ruleKey(catalogue, release);
    const run = runs.at(-1);
    if (run && own === key) run.push(release);
    else runs.push([release]);
    key = own;
  }
  return runs.flatMap((releases) => {
    const [first] = releases;
    if (!first) return [];
    const dotnet = [...(catalogue.dotnetRules.get(first.id)?.supports ?? [])].sort(compareDotnet);
    return [{ id: first.id, product, releases, dotnet }];
  });
}

function groupNode(catalogue: Catalogue, group: Group): GroupNode {
  const first = group.releases[0]?.name ?? '';
  const last = group.releases.at(-1)?.name ?? '';
  const servers = catalogue.windowsRules.get(group.id)?.server ?? [];
  return {
    id: group.id,
    product: group.product.id,
    lines: [
      first === last ? first : `${first} to ${last}`,
      `.NET ${group.dotnet.join(', ')}`,
      `Windows ${servers.join(', ')}`,
    ],
  };
}

/** For each .NET version of a group: the newest group that still accepts it. Nearer ones are left out as implied. */
function bridgesFrom(groups: readonly Group[], index: number): readonly Bridge[] {
  const group = groups[index];
  if (!group) return [];
  const byTarget = new Map<string, string[]>();
  for (const version of group.dotnet) {
    const farthest = groups.findLast((other) => other.dotnet.includes(version));
    if (!farthest || groups.indexOf(farthest) <= index) continue;
    byTarget.set(farthest.id, [...(byTarget.get(farthest.id) ?? []), version]);
  }
  return [...byTarget].map(([to, versions]) => ({
    from: group.id,
    to,
    label: `.NET ${versions.join(', ')}`,
  }));
}

function transitionNode(
  catalogue: Catalogue,
  transition: TransitionData,
  groups: readonly Group[],
  shown: ReadonlySet<string>,
): TransitionNode | undefined {
  const holds = (accept: (release: Release) => boolean) =>
    groups.filter((group) => group.releases.some(accept)).map((group) => group.id);
  const legacy = 'product' in transition.from ? [transition.from.product].filter((id) => shown.has(id)) : [];
  const from = [...legacy, ...holds((release) => leaves(catalogue, transition, release))];
  const to = holds((release) => inRange(catalogue.releases, transition.to, release));
  if (from.length === 0 || to.length === 0) return undefined;
  const label = transition.act === 'migrate' ? 'migrate to new servers' : 'upgrade in place';
  return { id: transition.id, label, from, to };
}

/** The older products that a transition starts from, in one column. */
function legacyColumns(catalogue: Catalogue): readonly Column[] {
  const starts = new Set(
    catalogue.data.transitions.flatMap(({ from }) => ('product' in from ? [from.product] : [])),
  );
  const groups = [...catalogue.legacyProducts.values()]
    .filter((product) => starts.has(product.id))
    .map(({ id, name }) => ({ id, product: id, lines: [name, 'updates not planned here'] }));
  return groups.length > 0 ? [{ id: 'older', title: 'Older products', groups }] : [];
}

/**
 * Computes the graph from the rules.
 * @param product id of the only product to draw; absent: all, with the moves between them
 */
export function transitionGraph(catalogue: Catalogue, product?: string): Graph {
  const products = [...catalogue.products.values()].filter(
    (item) => product === undefined || item.id === product,
  );
  const grouped = products.map((item) => ({ item, groups: groupsOf(catalogue, item) }));
  const legacy = product === undefined ? legacyColumns(catalogue) : [];
  const groups = grouped.flatMap((each) => each.groups);
  const shown = new Set(legacy.flatMap((column) => column.groups.map((group) => group.id)));
  const own = grouped.map(({ item, groups: list }) => ({
    id: item.id,
    title: item.name,
    groups: list.map((group) => groupNode(catalogue, group)),
  }));
  return {
    columns: [...legacy, ...own],
    bridges: grouped.flatMap((each) =>
      each.groups.flatMap((_group, index) => bridgesFrom(each.groups, index)),
    ),
    transitions: catalogue.data.transitions.flatMap((transition) => {
      const node = transitionNode(catalogue, transition, groups, shown);
      return node ? [node] : [];
    }),
  };
}
