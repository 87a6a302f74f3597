/**
 * The one function that the command, the wizard and the tests call: an inventory and the answers that hold for
 * all servers in, a plan for the fleet out. Pure; time and memory grow with the servers, and each distinct
 * question is planned once.
 */
import { dataAge } from '../catalogue/age.ts';
import type { Release } from '../catalogue/catalogue.ts';
import { type Catalogue, required } from '../catalogue/catalogue.ts';
import type { Step } from '../checklist/plan.ts';
import type { Inventory, InventoryServer } from '../inventory/inventory.ts';
import { resolveTarget } from '../planner/target.ts';
import { bridgesOf, type Member } from './bridges.ts';
import { blockingProducts, coexistenceBlocks, minimums, type Placed } from './coexistence.ts';
import type { Fate, FleetPlan, FleetServer, Migration, SharedPlan } from './fleet-plan.ts';
import { isHostName } from './marks.ts';
import { fleetAssumptions, fleetWarnings } from './notices.ts';
import { levelsNow, newestOf, onceEach, preparationSteps, templateOf } from './organisation.ts';
import {
  type FleetOptions,
  productOf,
  questionFor,
  roleIn,
  type Surroundings,
  surroundingsOf,
} from './question.ts';
import { scheduleOf } from './schedule.ts';
import { type Answers, type Planner, sharedPlanner, windowMinutes } from './shared-plans.ts';
import { minus, sumOf } from './spans.ts';
import { timeSources } from './time-sources.ts';
import { inTurn, membersByDag, type Ordering, wavesOf } from './waves.ts';

/** Told how far the planning is; `total` servers in all. */
export type Progress = (done: number, total: number) => void;

interface Planning {
  readonly around: Surroundings;
  readonly inventory: Inventory;
  readonly planner: Planner;
}

/** The release the forest is prepared with: the newest that a Mailbox server or the tools of this fleet go to. */
function aimOf({ around, inventory }: Planning, gone: ReadonlySet<string>): Release | null {
  const targets = new Map<string, Release>();
  for (const server of inventory.servers) {
    if (roleIn(server, around.options) === 'edge' || gone.has(productOf(server) ?? '')) continue;
    const question = questionFor(around, server, { gone, prepared: around.prepared, last: false });
    const target =
      question && question.from.kind === 'level' ? resolveTarget(around.catalogue, question) : null;
    if (target) targets.set(target.release.id, target.release);
  }
  return newestOf([...targets.values()]);
}

function placeAll(
  planning: Planning,
  circumstances: (server: InventoryServer) => {
    readonly gone: ReadonlySet<string>;
    readonly prepared: Release | null;
    readonly last: boolean;
  },
  progress: () => void = () => {},
): readonly Placed[] {
  const placed: Placed[] = [];
  for (const server of planning.inventory.servers) {
    const question = questionFor(planning.around, server, circumstances(server));
    if (question) placed.push({ server, split: planning.planner(question) });
    progress();
  }
  return placed;
}

/** Which member of each DAG has the last turn; only those with work on the machine count. */
function lastMembers(placed: readonly Placed[], order: readonly FleetServer[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const { name, dag } of order) if (dag !== null) last.set(dag.toLowerCase(), name);
  return placed.length === 0 ? new Set() : new Set(last.values());
}

function fateOf(server: InventoryServer, shared: SharedPlan | null, blocking: ReadonlySet<string>): Fate {
  if (shared === null) return 'unknown';
  if (blocking.has(productOf(server) ?? '')) return 'leave';
  return shared.fate;
}

function reasonOf(server: InventoryServer, placed: Placed | undefined): string | null {
  if (server.level.kind === 'unknown') return server.level.reason;
  const block = placed?.split.blocks[0];
  return placed?.split.shared.fate === 'no-path' ? (block?.because ?? 'no permitted path') : null;
}

function fleetServer(
  server: InventoryServer,
  placed: Placed | undefined,
  options: FleetOptions,
  blocking: ReadonlySet<string>,
): FleetServer {
  const { dag } = server;
  const shared = placed?.split.shared ?? null;
  return {
    name: server.name,
    fate: fateOf(server, shared, blocking),
    shared,
    role: roleIn(server, options) ?? null,
    dag: dag.kind === 'member' ? dag.dag : null,
    dagKnown: dag.kind !== 'unknown',
    site: server.site,
    reason: reasonOf(server, placed),
    nameInCommands: isHostName(server.name),
    contradictions: server.contradictions.map(({ text }) => text),
  };
}

function migrationsOf(servers: readonly FleetServer[]): readonly Migration[] {
  const groups = new Map<string, FleetServer[]>();
  for (const server of servers) {
    if (server.fate !== 'migrate' && server.fate !== 'leave') continue;
    const key = JSON.stringify([
      server.fate,
      server.shared?.id,
      server.dag?.toLowerCase() ?? null,
      server.dag === null ? server.site : null,
    ]);
    const list = groups.get(key);
    if (list) list.push(server);
    else groups.set(key, [server]);
  }
  const all = [...groups.values()].flatMap((list): Migration[] => {
    const [first] = list;
    if (!first?.shared) return [];
    const { shared } = first;
    return [
      {
        servers: list.map(({ name }) => name),
        dag: first.dag,
        site: first.dag === null ? first.site : null,
        plan: shared.id,
        first: first.fate === 'leave',
        minutes: shared.moveMinutes,
      },
    ];
  });
  return all.sort((a, b) => Number(b.first) - Number(a.first));
}

/**
 * Plans without the steps that are done once for all. Only a server that leaves plans its own preparation of
 * Active Directory (for what it moves to first), and that may end with the one of the fleet.
 */
function withoutRepeats(
  plans: readonly SharedPlan[],
  once: readonly Step[],
): ReadonlyMap<string, SharedPlan> {
  const ids = new Set(once.map(({ id }) => id));
  return new Map(
    plans.map((shared) => {
      const kept = shared.plan.steps.filter(({ id }) => !ids.has(id));
      if (kept.length === shared.plan.steps.length) return [shared.id, shared];
      const spared = windowMinutes(shared.plan.steps.filter(({ id }) => ids.has(id)));
      return [
        shared.id,
        { ...shared, plan: { ...shared.plan, steps: kept }, moveMinutes: minus(shared.moveMinutes, spared) },
      ];
    }),
  );
}

/** Releases that the fleet installs anywhere, new servers included. */
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
 * Plans a fleet.
 * @param progress called after each server
 */
export function planFleet(
  catalogue: Catalogue,
  inventory: Inventory,
  options: FleetOptions,
  progress: Progress = () => {},
): FleetPlan {
  const around = surroundingsOf(catalogue, inventory, options);
  const answers: Answers = new Map();
  const newPlanner = () => sharedPlanner(catalogue, options.command, answers);
  const planning: Planning = { around, inventory, planner: newPlanner() };
  const { servers: all } = inventory;
  let done = 0;
  const step = () => progress(++done, all.length * 3);

  // What blocks is found on the organisation as it is; what follows is planned as if that had left.
  const nothing: ReadonlySet<string> = new Set();
  const asIs = placeAll(
    { ...planning, planner: newPlanner() },
    () => ({ gone: nothing, prepared: around.prepared, last: false }),
    step,
  );
  const blocking = blockingProducts(catalogue, asIs, around.products);
  const aim = aimOf(planning, blocking);
  const isBlocking = (server: InventoryServer) => blocking.has(productOf(server) ?? '');
  const circumstances = (last: ReadonlySet<string>) => (server: InventoryServer) =>
    isBlocking(server)
      ? { gone: nothing, prepared: around.prepared, last: false }
      : { gone: blocking, prepared: aim ?? around.prepared, last: last.has(server.name) };

  const drafted = placeAll({ ...planning, planner: newPlanner() }, circumstances(nothing), step);
  const below = minimums(
    catalogue,
    landingsOf(drafted),
    all.filter((server) => !isBlocking(server)),
  );
  const sites = new Set(options.internetSites.map((site) => site.toLowerCase()));
  const facing = new Set(
    all
      .filter(({ internetFacing, site }) => internetFacing === true || sites.has(site?.toLowerCase() ?? ''))
      .map(({ name }) => name),
  );
  const template = templateOf(catalogue);
  const ordering: Ordering = {
    isInternetFacing: ({ name }) => facing.has(name),
    belowMinimum: new Set(below.flatMap(({ servers }) => servers)),
    isLoadCheck: (id) => catalogue.data.steps[template(id)]?.dagLoad === true,
    noDag: options.defaults.noDag === true,
  };
  const toServers = (placed: readonly Placed[]) => {
    const byName = new Map(placed.map((item) => [item.server.name, item]));
    return all.map((server) => fleetServer(server, byName.get(server.name), options, blocking));
  };
  const draft = toServers(drafted);
  const last = lastMembers(drafted, inTurn(draft, ordering));
  const placed = placeAll(planning, circumstances(last), step);
  const drawn = toServers(placed);

  const used = [...new Map(placed.map(({ split }) => [split.shared.id, split])).values()];
  const wide = used.filter(({ shared }) => shared.fate !== 'no-path');
  const lead = wide.find(
    ({ question }) =>
      question.role !== 'edge' &&
      question.from.kind === 'level' &&
      !blocking.has(question.from.release.product),
  );
  const needsForest = wide.some(
    ({ shared, question }) => shared.stops.length + shared.moveMinutes.high > 0 && question.role !== 'edge',
  );
  const preparation =
    aim && lead && needsForest
      ? preparationSteps(catalogue, levelsNow(around.prepared, inventory.organisation), aim, lead.question)
      : [];
  const organisation = onceEach(catalogue, [preparation, ...wide.map(({ first }) => first)]);
  const closing = onceEach(
    catalogue,
    wide.map(({ last: steps }) => steps),
  );
  const trimmed = withoutRepeats(
    used.map(({ shared }) => shared),
    [...organisation, ...closing],
  );
  const servers = drawn.map((server) => ({
    ...server,
    shared: trimmed.get(server.shared?.id ?? '') ?? server.shared,
  }));
  const waves = wavesOf(servers, ordering, options.parallel);
  const organisationMinutes = windowMinutes(organisation);
  const closingMinutes = windowMinutes(closing);

  const splits = new Map(placed.map(({ server, split }) => [server.name, split]));
  const members = inTurn(servers, ordering).flatMap(({ name, dag }): Member[] => {
    const split = splits.get(name);
    return dag === null || !split ? [] : [{ name, dag, split }];
  });
  const byName = new Map(servers.map((server) => [server.name, server]));
  const steps: readonly Step[] = [
    ...organisation,
    ...closing,
    ...used.flatMap(({ shared }) => shared.plan.steps),
  ];
  const partial = {
    catalogue: {
      ...dataAge(catalogue, options.today),
      digest: catalogue.digest,
      overlays: catalogue.overlays,
    },
    command: options.command,
    today: options.today,
    target: options.target,
    parallel: options.parallel,
    prepares: preparation.length > 0 && aim ? aim.id : null,
    organisation,
    organisationMinutes,
    closing,
    closingMinutes,
    waves,
    migrations: migrationsOf(servers),
    servers,
    plans: [...trimmed.values()],
    blocks: coexistenceBlocks(catalogue, asIs, all, blocking),
    minimums: below,
    bridges: bridgesOf(catalogue, newPlanner(), members),
    total: sumOf([organisationMinutes, ...waves.map(({ minutes }) => minutes), closingMinutes]),
    schedule: options.window
      ? scheduleOf(options.window, organisationMinutes, waves, byName, options.parallel)
      : null,
    timeSources: timeSources(catalogue, steps),
  };
  return {
    ...partial,
    assumptions: fleetAssumptions(catalogue, inventory, around, partial),
    warnings: fleetWarnings(inventory, partial, membersByDag(servers)),
    sources: sourcesOf(catalogue, [
      ...partial.timeSources,
      ...steps.flatMap(({ sources }) => sources),
      ...POLICIES.flatMap((id) => required(catalogue.policies, id).sources),
    ]),
  };
}

/** The rules by which a fleet is ordered; their texts are data. */
export const POLICIES = ['fleet-order', 'dag-one-member', 'mixed-cus'] as const;

function sourcesOf(catalogue: Catalogue, ids: readonly string[]): FleetPlan['sources'] {
  return [...new Set(ids)].flatMap((id) => {
    const source = catalogue.sources.get(id);
    return source ? [{ id, title: source.title, url: source.url ?? null, dated: source.dated ?? null }] : [];
  });
}
