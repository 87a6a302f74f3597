/**
 * An independent reading of the rules: builds the whole graph of states from the raw data and relaxes it to a
 * fixpoint from one start. Shares no code with the planner, only the data.
 */
import type { CatalogueData } from '../../src/catalogue/schema.ts';

/** migrations, CU installs, media that cannot be had, risks, reboots */
export type OracleCost = readonly [number, number, number, number, number];

interface Node {
  readonly release: string;
  readonly dotnet: string;
  readonly windows: string;
  readonly ahead: boolean;
}
interface Arc {
  readonly to: number;
  readonly cost: OracleCost;
}
export interface Graph {
  readonly nodes: readonly Node[];
  readonly index: ReadonlyMap<string, number>;
  readonly arcs: readonly (readonly Arc[])[];
  readonly fine: readonly boolean[];
}

const name = (release: string, dotnet: string, windows: string, ahead: boolean) =>
  [release, dotnet, windows, ahead ? 'ahead' : ''].join('/');

const number = (build: string) => build.split('.').reduce((sum, part) => sum * 100000 + Number(part), 0);

/** Every release that a range covers, by comparing builds inside the product of its first release. */
function covered(data: CatalogueData, range: { from: string; to?: string | undefined }): Set<string> {
  const find = (id: string | undefined) => data.releases.find((release) => release.id === id);
  const from = find(range.from);
  const to = find(range.to);
  return new Set(
    data.releases
      .filter((release) => from && release.product === from.product)
      .filter((release) => from && number(release.build) >= number(from.build))
      .filter((release) => !to || number(release.build) <= number(to.build))
      .map((release) => release.id),
  );
}

function table<T extends { applies: { from: string; to?: string | undefined } }, V>(
  data: CatalogueData,
  rules: readonly T[],
  value: (rule: T) => V,
): Map<string, V> {
  const found = new Map<string, V>();
  for (const rule of rules) for (const id of covered(data, rule.applies)) found.set(id, value(rule));
  return found;
}

export interface OracleTerms {
  readonly risks: boolean;
  /** Ids whose media can be had; null: all, missing ones cost. */
  readonly only: ReadonlySet<string> | null;
  readonly obtainable: ReadonlySet<string>;
}

/** Releases that are public or held. */
export function obtainableMedia(data: CatalogueData, held: readonly string[]): Set<string> {
  const state = table(data, data.mediaRules, (rule) => rule.state);
  return new Set(
    data.releases
      .filter((item) => held.includes(item.id) || state.get(item.id) === 'public')
      .map((item) => item.id),
  );
}

export function buildGraph(data: CatalogueData, terms: OracleTerms): Graph {
  const supports = table(data, data.dotnetRules, (rule) => new Set<string>(rule.supports));
  const runsOn = table(data, data.windowsRules, (rule) => rule.server as readonly string[]);
  const dotnets = data.dotnet.map((item) => ({
    id: item.id,
    rank: item.release,
    avoid: item.avoid !== undefined,
  }));
  const rank = new Map(dotnets.map((item) => [item.id, item.rank]));
  const carries = new Map(
    data.windows.map((item) => [
      item.id as string,
      new Set<string>([
        ...(item.dotnet?.preinstalled ? [item.dotnet.preinstalled] : []),
        ...(item.dotnet?.installable ?? []),
      ]),
    ]),
  );

  const nodes: Node[] = [];
  const index = new Map<string, number>();
  for (const { id: release } of data.releases) {
    for (const [windows, list] of carries) {
      for (const dotnet of list) {
        for (const ahead of [false, true]) {
          index.set(name(release, dotnet, windows, ahead), nodes.length);
          nodes.push({ release, dotnet, windows, ahead });
        }
      }
    }
  }
  const okay = (release: string, dotnet: string, windows: string) =>
    supports.get(release)?.has(dotnet) === true && runsOn.get(release)?.includes(windows) === true;
  const reachable = (release: string) => terms.only === null || terms.only.has(release);
  const missing = (release: string) => (terms.obtainable.has(release) ? 0 : 1);
  const product = new Map(data.releases.map((item) => [item.id, item.product]));
  const refuses = (target: string, present: string) =>
    data.coexistenceRules.some(
      (rule) =>
        !('planned' in rule.target) &&
        covered(data, rule.target).has(target) &&
        rule.refuses.includes(present),
    );
  const moves = data.transitions.flatMap((transition) => {
    if ('product' in transition.from) return [];
    return [{ act: transition.act, from: covered(data, transition.from), to: covered(data, transition.to) }];
  });

  const arcs = nodes.map((node) => {
    const found: Arc[] = [];
    const push = (release: string, dotnet: string, windows: string, ahead: boolean, cost: OracleCost) => {
      const to = index.get(name(release, dotnet, windows, ahead));
      if (to !== undefined) found.push({ to, cost });
    };
    const own = data.releases.find((item) => item.id === node.release);
    for (const other of data.releases) {
      if (!own || other.product !== own.product || number(other.build) <= number(own.build)) continue;
      if (okay(other.id, node.dotnet, node.windows) && reachable(other.id)) {
        push(other.id, node.dotnet, node.windows, false, [0, 1, missing(other.id), 0, 1]);
      }
    }
    if (!node.ahead) {
      for (const dotnet of dotnets) {
        if (dotnet.avoid || dotnet.rank <= (rank.get(node.dotnet) ?? 0)) continue;
        if (supports.get(node.release)?.has(dotnet.id))
          push(node.release, dotnet.id, node.windows, false, [0, 0, 0, 0, 1]);
        else if (terms.risks) push(node.release, dotnet.id, node.windows, true, [0, 0, 0, 1, 1]);
      }
    }
    for (const move of moves) {
      if (!move.from.has(node.release)) continue;
      for (const release of move.to) {
        if (!reachable(release)) continue;
        if (move.act === 'upgrade-in-place') {
          if (okay(release, node.dotnet, node.windows))
            push(release, node.dotnet, node.windows, false, [0, 1, missing(release), 0, 1]);
        } else if (!node.ahead && !refuses(release, product.get(node.release) ?? '')) {
          for (const windows of runsOn.get(release) ?? []) {
            const best = [...(carries.get(windows) ?? [])]
              .filter((version) => supports.get(release)?.has(version))
              .sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0))[0];
            if (best) push(release, best, windows, false, [1, 0, missing(release), 0, 0]);
          }
        }
      }
    }
    return found;
  });
  return {
    nodes,
    index,
    arcs,
    fine: nodes.map((node) => !node.ahead && okay(node.release, node.dotnet, node.windows)),
  };
}

export function compare(a: OracleCost, b: OracleCost): number {
  for (let at = 0; at < 5; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Cheapest cost from one start to every release, over permitted final states; absent: unreachable. */
export function costsFrom(
  graph: Graph,
  release: string,
  dotnet: string,
  windows: string,
): Map<string, OracleCost> {
  const start = graph.index.get(name(release, dotnet, windows, false));
  const best = new Map<number, OracleCost>();
  if (start === undefined) return new Map();
  best.set(start, [0, 0, 0, 0, 0]);
  const queue = [start];
  while (queue.length > 0) {
    const at = queue.pop() as number;
    const spent = best.get(at) as OracleCost;
    for (const arc of graph.arcs[at] ?? []) {
      const cost: OracleCost = [
        spent[0] + arc.cost[0],
        spent[1] + arc.cost[1],
        spent[2] + arc.cost[2],
        spent[3] + arc.cost[3],
        spent[4] + arc.cost[4],
      ];
      const known = best.get(arc.to);
      if (known && compare(known, cost) <= 0) continue;
      best.set(arc.to, cost);
      queue.push(arc.to);
    }
  }
  const found = new Map<string, OracleCost>();
  for (const [at, cost] of best) {
    if (!graph.fine[at]) continue;
    const target = graph.nodes[at]?.release ?? '';
    const known = found.get(target);
    if (!known || compare(cost, known) < 0) found.set(target, cost);
  }
  return found;
}
