/** Looks over the whole inventory before anything is planned for good: what blocks, what is aimed at, in which order. */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import type { Inventory, InventoryServer } from '../inventory/inventory.ts';
import { blockingProducts, coexistenceBlocks, minimums, type Placed } from './coexistence.ts';
import { dagKindsOf } from './dag-kinds.ts';
import { earlyAimOf, isRefused, leavingByThemselves } from './departure.ts';
import type { CoexistenceBlock, FleetServer, Minimum } from './fleet-plan.ts';
import { internetFacing } from './internet-facing.ts';
import { newestOf, templateOf } from './organisation.ts';
import {
  type Circumstances,
  type FleetOptions,
  isServerObject,
  productOf,
  questionFor,
  type Surroundings,
} from './question.ts';
import { fleetServers } from './servers.ts';
import type { Planner } from './shared-plans.ts';
import { inTurn, type Ordering } from './waves.ts';

export interface Survey {
  readonly around: Surroundings;
  readonly inventory: Inventory;
  /** Ids of products that have to leave before others, or what they move to, can go on. */
  readonly blocking: ReadonlySet<string>;
  /** Has this machine a server object of such a product? */
  readonly isBlocking: (server: InventoryServer) => boolean;
  readonly blocks: readonly CoexistenceBlock[];
  readonly minimums: readonly Minimum[];
  /** The release that the forest is prepared for; null: nobody goes anywhere. */
  readonly aim: Release | null;
  /** The release that it is prepared for while the blocking products are there; null: none, or nothing blocks. */
  readonly earlyAim: Release | null;
  readonly ordering: Ordering;
  /** Under which circumstances each server has its turn. */
  readonly circumstances: (server: InventoryServer) => Circumstances;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Every server whose level is known with its plan; `told` is called after each. */
export function placeAll(
  { around, inventory }: Pick<Survey, 'around' | 'inventory'>,
  planner: Planner,
  circumstances: Survey['circumstances'],
  told: () => void,
): readonly Placed[] {
  const placed: Placed[] = [];
  for (const server of inventory.servers) {
    const question = questionFor(around, server, circumstances(server));
    if (question) placed.push({ server, split: planner(question) });
    told();
  }
  return placed;
}

/** The newest release that a server of this fleet, Edge aside, is moved to; null when no CU is installed. */
function aimOf(catalogue: Catalogue, placed: readonly Placed[]): Release | null {
  const targets = new Map<string, Release>();
  for (const { split } of placed) {
    const { shared, question } = split;
    if (shared.fate === 'no-path' || question.role === 'edge') continue;
    if (shared.stops.length === 0 && shared.fate !== 'migrate') continue;
    const release = catalogue.releases.get(shared.plan.to.release);
    if (release) targets.set(release.id, release);
  }
  return newestOf([...targets.values()]);
}

/** Releases that these plans install anywhere, new servers included. */
function landingsOf(placed: readonly Placed[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const plan of new Set(placed.map(({ split }) => split.shared.plan))) {
    for (const hop of plan.routes.flatMap(({ hops }) => hops)) {
      if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place' || hop.act === 'migrate')
        found.add(hop.release);
    }
  }
  return found;
}

/**
 * Which servers have their turn before the blocking products have left: those themselves, and those that only rise to
 * the level which newer versions ask of every server beside them.
 */
function earlyNames(
  catalogue: Catalogue,
  placed: readonly Placed[],
  below: readonly Minimum[],
  { blocking, isBlocking }: Pick<Survey, 'blocking' | 'isBlocking'>,
): ReadonlySet<string> {
  const rising = new Set(below.flatMap((minimum) => minimum.servers));
  return new Set(
    placed
      .filter(
        ({ server, split }) =>
          isBlocking(server) ||
          (rising.has(server.name) && !isRefused(catalogue, split.shared.stops, blocking)),
      )
      .map(({ server }) => server.name),
  );
}

function orderingOf(
  catalogue: Catalogue,
  inventory: Inventory,
  options: FleetOptions,
  below: readonly Minimum[],
  early: ReadonlySet<string> | null,
): Ordering {
  const facing = internetFacing(inventory.servers, options.internetSites);
  const template = templateOf(catalogue);
  return {
    isInternetFacing: ({ name }) => facing.has(name),
    belowMinimum: new Set(below.flatMap((minimum) => minimum.servers)),
    isLoadCheck: (id) => catalogue.data.steps[template(id)]?.dagLoad === true,
    kinds: dagKindsOf(catalogue, inventory),
    afterDeparture: ({ name }) => early !== null && !early.has(name),
    noDag: options.defaults.noDag === true,
  };
}

/** Which member of each DAG has the last turn; only those with work on the machine count. */
function lastMembers(order: readonly FleetServer[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const { name, dag } of order) if (dag !== null) last.set(dag.toLowerCase(), name);
  return new Set(last.values());
}

/**
 * Surveys an inventory. What blocks is found on the organisation as it is; everything else as if that had left.
 * @param newPlanner planners that share their answers
 * @param told called twice for each server
 */
export function surveyOf(
  catalogue: Catalogue,
  around: Surroundings,
  inventory: Inventory,
  newPlanner: () => Planner,
  told: () => void,
): Survey {
  const seen = { around, inventory };
  const now = { prepared: around.prepared, last: false };
  const asIs = placeAll(seen, newPlanner(), () => ({ ...now, gone: NOTHING }), told);
  const blocking = new Set([
    ...blockingProducts(catalogue, asIs, around.products),
    ...leavingByThemselves(
      catalogue,
      asIs.filter(({ server }) => isServerObject(server, around.options)),
    ),
  ]);
  const objects = inventory.servers.filter((server) => isServerObject(server, around.options));
  const isBlocking = (server: InventoryServer) =>
    blocking.has(productOf(server) ?? '') && isServerObject(server, around.options);
  const drafted = placeAll(
    seen,
    newPlanner(),
    (server) => ({ ...now, gone: isBlocking(server) ? NOTHING : blocking }),
    told,
  );
  const below = minimums(catalogue, landingsOf(drafted), objects);
  const early = blocking.size === 0 ? null : earlyNames(catalogue, drafted, below, { blocking, isBlocking });
  const ordering = orderingOf(catalogue, inventory, around.options, below, early);
  const draft = fleetServers(inventory.servers, drafted, around.options, blocking);
  const last = lastMembers(inTurn(draft, ordering));
  const aim = aimOf(catalogue, drafted);
  const earlyAim = earlyAimOf(
    catalogue,
    drafted.filter(({ server }) => early?.has(server.name) === true),
  );
  const preparedEarly = newestOf([around.prepared, earlyAim].flatMap((release) => release ?? []));
  return {
    ...seen,
    blocking,
    isBlocking,
    blocks: coexistenceBlocks(catalogue, asIs, objects, blocking),
    minimums: below,
    aim,
    earlyAim,
    ordering,
    circumstances: (server) =>
      isBlocking(server)
        ? { gone: NOTHING, prepared: preparedEarly, last: last.has(server.name) }
        : { gone: blocking, prepared: aim ?? around.prepared, last: last.has(server.name) },
  };
}
