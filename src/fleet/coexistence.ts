/** What other Exchange versions in the organisation stand in the way of, found over the whole inventory. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CoexistenceRule } from '../catalogue/schema.ts';
import type { InventoryServer } from '../inventory/inventory.ts';
import type { Hop } from '../planner/route.ts';
import type { Awaited, CoexistenceBlock, Minimum, Wave } from './fleet-plan.ts';
import { productOf } from './question.ts';
import type { Split } from './shared-plans.ts';

/** Acts that bring a release into the organisation. */
const INSTALLING: ReadonlySet<string> = new Set(['install-cu', 'upgrade-in-place', 'migrate']);

export interface Placed {
  readonly server: InventoryServer;
  readonly split: Split;
}

function ruleOf(catalogue: Catalogue, id: string): CoexistenceRule | undefined {
  return catalogue.data.coexistenceRules.find((rule) => rule.id === id);
}

/** Products among `present` whose presence leaves these servers without a path, by the rules that say so. */
export function blockingProducts(
  catalogue: Catalogue,
  placed: readonly Placed[],
  present: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { server, split } of placed) {
    if (split.shared.fate !== 'no-path') continue;
    const own = productOf(server);
    for (const block of split.blocks) {
      for (const product of ruleOf(catalogue, block.rule)?.refuses ?? []) {
        if (product !== own && present.includes(product)) found.add(product);
      }
    }
  }
  return found;
}

/**
 * Each rule once, with the servers it is about. A product that is only named by hand has no server to show.
 * @param placed the servers as planned while the blocking products are still there
 */
export function coexistenceBlocks(
  catalogue: Catalogue,
  placed: readonly Placed[],
  all: readonly InventoryServer[],
  blocking: ReadonlySet<string>,
): readonly CoexistenceBlock[] {
  const blocked = new Map<string, string[]>();
  for (const { server, split } of placed) {
    if (split.shared.fate !== 'no-path' || blocking.has(productOf(server) ?? '')) continue;
    for (const { rule } of split.blocks) {
      if (!ruleOf(catalogue, rule)?.refuses.some((product) => blocking.has(product))) continue;
      blocked.set(rule, [...(blocked.get(rule) ?? []), server.name]);
    }
  }
  return [...blocked].map(([id, names]) => {
    const rule = ruleOf(catalogue, id);
    const refused = new Set((rule?.refuses ?? []).filter((product) => blocking.has(product)));
    return {
      rule: id,
      because: rule?.text ?? '',
      blockers: all.filter((server) => refused.has(productOf(server) ?? '')).map(({ name }) => name),
      blocked: names,
    };
  });
}

/** Servers below the level that a release of this fleet asks of those beside it. */
export function minimums(
  catalogue: Catalogue,
  landings: ReadonlySet<string>,
  all: readonly InventoryServer[],
): readonly Minimum[] {
  const found = new Map<string, Minimum>();
  for (const landing of landings) {
    for (const rule of catalogue.coexistenceRules.get(landing) ?? []) {
      for (const { product, release: id } of rule.minimum) {
        const wanted = catalogue.releases.get(id);
        const below = all.filter(
          ({ level }) =>
            level.kind === 'level' &&
            level.release.product === product &&
            wanted !== undefined &&
            level.release.order < wanted.order,
        );
        const key = `${product} ${id}`;
        if (below.length > 0 && !found.has(key)) {
          found.set(key, {
            rule: rule.id,
            release: id,
            because: rule.text,
            servers: below.map(({ name }) => name),
          });
        }
      }
    }
  }
  return [...found.values()];
}

/** The hops of a plan on the server as it is, and those from the move to a new one on. */
function hopsAroundMove({ shared, question }: Split): {
  readonly own: readonly Hop[];
  readonly move: readonly Hop[];
} {
  const { routes } = shared.plan;
  const hops = (routes.find(({ id }) => id === question.route) ?? routes[0])?.hops ?? [];
  const move = hops.findIndex(({ act }) => act === 'migrate');
  return move < 0 ? { own: hops, move: [] } : { own: hops.slice(0, move), move: hops.slice(move) };
}

/** The minimums that have to be reached before the releases of these hops may be installed. */
function askedBy(
  catalogue: Catalogue,
  hops: readonly Hop[],
  minimums: readonly Minimum[],
): readonly Minimum[] {
  const asked = new Set(
    hops
      .filter(({ act }) => INSTALLING.has(act))
      .flatMap((hop) => ('release' in hop ? (catalogue.coexistenceRules.get(hop.release) ?? []) : []))
      .flatMap(({ minimum }) => minimum.map(({ release }) => release)),
  );
  return minimums.filter(({ release }) => asked.has(release));
}

/**
 * Which servers have to reach a minimum before this one may go into its window: those below what the releases that
 * its plan installs on it ask for. Told once per plan.
 */
export function waitingFor(
  catalogue: Catalogue,
  minimums: readonly Minimum[],
  splitOf: (name: string) => Split | undefined,
): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const split = splitOf(name);
    if (!split) return [];
    const names =
      known.get(split.shared.id) ??
      askedBy(catalogue, hopsAroundMove(split).own, minimums).flatMap(({ servers }) => servers);
    known.set(split.shared.id, names);
    return names.filter((other) => other !== name);
  };
}

/** What has to be reached before the new server for this one is set up, and in which waves that is done. */
export function awaitedBy(
  catalogue: Catalogue,
  minimums: readonly Minimum[],
  waves: readonly Wave[],
  splitOf: (name: string) => Split | undefined,
): (name: string) => readonly Awaited[] {
  return (name) => {
    const split = splitOf(name);
    if (!split) return [];
    return askedBy(catalogue, hopsAroundMove(split).move, minimums).map(({ release, servers }) => {
      const names = new Set(servers);
      const holding = waves.filter((wave) => wave.servers.some((other) => names.has(other)));
      return { release, servers, waves: holding.map(({ wave }) => wave) };
    });
  };
}
