/** What is asked for each server, made from the inventory and the answers that hold for all. Pure. */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import type { Inventory, InventoryServer } from '../inventory/inventory.ts';
import type { Question, Target } from '../planner/question.ts';
import { DAG_MARK, SERVER_MARK } from './marks.ts';
import { newestOf } from './organisation.ts';
import type { WindowRequest } from './schedule.ts';

/** The answers that hold for every server; `defaults` fill what the files do not say. */
export interface FleetOptions {
  readonly to: Target;
  /** What `--to` said, for the title. */
  readonly target: string;
  /** ISO day. */
  readonly today: string;
  readonly base: Pick<
    Question,
    | 'dcWindows'
    | 'forestLevel'
    | 'prepared'
    | 'also'
    | 'facts'
    | 'media'
    | 'route'
    | 'accept'
    | 'iso'
    | 'toWindows'
  >;
  readonly defaults: Pick<Question, 'role' | 'dotnet' | 'windows'> & {
    /** True: a server whose files do not say it is in no DAG. */
    readonly noDag?: boolean;
  };
  /** Names of Active Directory sites that face the internet. */
  readonly internetSites: readonly string[];
  /** Servers worked on at a time, at least 1; never two members of a DAG. */
  readonly parallel: number;
  readonly window?: WindowRequest | undefined;
  /** The command line that gives the plan again. */
  readonly command: string;
}

/** What is true of the whole organisation, found once. */
export interface Surroundings {
  readonly catalogue: Catalogue;
  readonly options: FleetOptions;
  /** Ids of all products in the inventory, and those named by hand, in the order of the catalogue. */
  readonly products: readonly string[];
  readonly facts: Question['facts'];
  /** What the forest is prepared for now. */
  readonly prepared: Release | null;
}

/** The product of a server where it can be told. */
export function productOf({ level }: InventoryServer): string | null {
  switch (level.kind) {
    case 'level':
      return level.release.product;
    case 'legacy':
      return level.product.id;
    case 'unknown':
      return level.product?.id ?? null;
  }
}

export function roleIn(server: InventoryServer, options: FleetOptions): Question['role'] {
  return server.role ?? options.defaults.role;
}

/**
 * Has the machine a server object in Active Directory? One with only the management tools has none, and rules about
 * the versions in an organisation look at server objects.
 */
export function isServerObject(server: InventoryServer, options: FleetOptions): boolean {
  return roleIn(server, options) !== 'tools';
}

/** Facts that the inventory proves; what it only fails to show stays open. */
function factsOf(inventory: Inventory, options: FleetOptions): Question['facts'] {
  const roles = inventory.servers.map((server) => roleIn(server, options));
  const sites = new Set(inventory.servers.flatMap(({ site }) => (site === null ? [] : [site.toLowerCase()])));
  const { hybrid } = inventory.organisation;
  return {
    ...(hybrid === undefined ? {} : { hybrid }),
    ...(roles.filter((role) => role === 'mailbox').length > 1 ? { 'other-mailbox-server': true } : {}),
    ...(roles.includes('edge') ? { 'edge-subscription': true } : {}),
    ...(roles.includes('tools') ? { 'tools-only-machines': true } : {}),
    ...(sites.size > 1 ? { 'multi-site': true } : {}),
    ...options.base.facts,
  };
}

/** Looks at the whole inventory once. */
export function surroundingsOf(
  catalogue: Catalogue,
  inventory: Inventory,
  options: FleetOptions,
): Surroundings {
  const found = new Set([
    ...inventory.servers.flatMap((server) =>
      isServerObject(server, options) ? (productOf(server) ?? []) : [],
    ),
    ...(options.base.also ?? []),
  ]);
  const all = [...catalogue.legacyProducts.keys(), ...catalogue.products.keys()];
  const installed = inventory.servers.flatMap(({ level, role }) =>
    level.kind === 'level' && role !== 'edge' ? [level.release] : [],
  );
  const told = [options.base.prepared, inventory.prepared].flatMap((release) => release ?? []);
  return {
    catalogue,
    options,
    products: all.filter((id) => found.has(id)),
    facts: factsOf(inventory, options),
    prepared: newestOf([...installed, ...told]),
  };
}

export interface Circumstances {
  /** Products that will have left before this server's turn. */
  readonly gone: ReadonlySet<string>;
  /** What the forest will be prepared for then. */
  readonly prepared: Release | null;
  /** The last member of its DAG to be updated. */
  readonly last: boolean;
}

/** The question for one server; null when its level is not known. Names are marks. */
export function questionFor(
  { options, products, facts }: Surroundings,
  server: InventoryServer,
  { gone, prepared, last }: Circumstances,
): Question | null {
  const { level } = server;
  if (level.kind === 'unknown') return null;
  const own = productOf(server);
  const { base, defaults } = options;
  const member = server.dag.kind === 'member';
  const none = server.dag.kind === 'none' || (server.dag.kind === 'unknown' && defaults.noDag === true);
  const dagFacts: Question['facts'] = member
    ? { dag: true, 'last-dag-member': last }
    : none
      ? { dag: false }
      : {};
  const role = roleIn(server, options);
  return {
    from: level,
    to: options.to,
    dotnet: server.dotnet ?? defaults.dotnet,
    windows: server.windows ?? defaults.windows,
    toWindows: base.toWindows,
    role,
    server: SERVER_MARK,
    dag: member ? DAG_MARK : undefined,
    dcWindows: base.dcWindows,
    forestLevel: base.forestLevel,
    prepared: prepared ?? undefined,
    also: products.filter((id) => id !== own && !gone.has(id)),
    facts: { ...facts, ...dagFacts },
    media: base.media,
    route: base.route,
    accept: base.accept,
    iso: base.iso,
    today: options.today,
  };
}

/** Equal for questions that have the same answer. */
export function keyOf(question: Question): string {
  const { from, dotnet, windows, role, dag, also, facts, prepared, to } = question;
  const level =
    from.kind === 'legacy'
      ? from.product.id
      : `${from.update?.fullId ?? from.release.id}${from.updateKnown ? '' : '?'}`;
  const aim = to.kind === 'release' ? to.release.id : to.kind;
  return JSON.stringify([
    level,
    aim,
    dotnet,
    windows,
    role,
    dag,
    also,
    facts.dag,
    facts['last-dag-member'],
    prepared?.id,
  ]);
}
