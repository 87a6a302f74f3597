/**
 * The order of the servers. A wave holds servers that may be down at the same time: one of each DAG, one of the
 * servers outside of DAGs in each site. Source of the order: the policies `fleet-order` and `dag-one-member`.
 */
import { compareNames } from '../inventory/merge.ts';
import { alike, type DagKind } from './dag-kinds.ts';
import type { FleetServer, LoadCheck, Stage, Wave } from './fleet-plan.ts';
import { SHOWN_MEMBERS } from './fleet-plan.ts';
import { inParallel } from './spans.ts';

const STAGES: readonly Stage[] = ['minimum', 'internet-facing', 'other-sites', 'edge', 'tools'];

export interface Ordering {
  readonly isInternetFacing: (server: FleetServer) => boolean;
  /** Names of servers that have to reach a minimum before others may go on. */
  readonly belowMinimum: ReadonlySet<string>;
  /** Is this step the check that the rest of a DAG carries the load? */
  readonly isLoadCheck: (step: string) => boolean;
  /** Product and Windows of each server: only members alike carry each other's load. */
  readonly kinds: ReadonlyMap<string, DagKind>;
  /** Has its turn only when the servers that others wait for have left. */
  readonly afterDeparture: (server: FleetServer) => boolean;
  /** Treat servers whose DAG is not known as standing alone. */
  readonly noDag: boolean;
}

/**
 * The stage of the rollout in which a server has its turn. The minimum comes before all else: newer versions ask it
 * of every server beside them, Edge included.
 */
export function stageOf(server: FleetServer, ordering: Ordering): Stage {
  if (server.role === 'tools') return 'tools';
  if (ordering.belowMinimum.has(server.name)) return 'minimum';
  if (server.role === 'edge') return 'edge';
  return ordering.isInternetFacing(server) ? 'internet-facing' : 'other-sites';
}

/**
 * What only one of may be down at a time. Null: nothing else may be down, because the server could be a member
 * of any DAG, or stand in the site of any other.
 */
function unitOf(server: FleetServer, ordering: Ordering): string | null {
  const site = server.site?.toLowerCase();
  const inSite = (kind: string) => (site === undefined ? null : `${kind} ${site}`);
  if (server.role === 'tools') return `tools ${server.name}`;
  if (server.role === 'edge') return inSite('edge');
  if (server.dagDoubtful) return null;
  if (server.dag !== null) return `dag ${server.dag.toLowerCase()}`;
  return server.dagKnown || ordering.noDag ? inSite('site') : null;
}

/** Has the server its wave for itself only because nobody says in which site it is? */
export function aloneForSite(server: FleetServer, ordering: Pick<Ordering, 'noDag'>): boolean {
  if (server.site !== null || server.role === 'tools') return false;
  if (server.role === 'edge') return true;
  return server.dag === null && !server.dagDoubtful && (server.dagKnown || ordering.noDag);
}

/** Rounds of one stage: the k-th server of each unit together, the unplaceable ones alone at the end. */
function rounds(servers: readonly FleetServer[], ordering: Ordering): readonly (readonly FleetServer[])[] {
  const turns = new Map<string, number>();
  const found: FleetServer[][] = [];
  const alone: FleetServer[][] = [];
  for (const server of servers) {
    const unit = unitOf(server, ordering);
    if (unit === null) {
      alone.push([server]);
      continue;
    }
    const turn = turns.get(unit) ?? 0;
    turns.set(unit, turn + 1);
    const round = found[turn];
    if (round) round.push(server);
    else found[turn] = [server];
  }
  return [...found, ...alone];
}

/** Members of each DAG by its name in lower case, whether they have work or not. */
export function membersByDag(servers: readonly FleetServer[]): ReadonlyMap<string, readonly FleetServer[]> {
  const found = new Map<string, FleetServer[]>();
  for (const server of servers) {
    if (server.dag === null) continue;
    const key = server.dag.toLowerCase();
    const list = found.get(key);
    if (list) list.push(server);
    else found.set(key, [server]);
  }
  return found;
}

/** Members of one DAG by their kind: a DAG has few kinds, however many members a file gives it. */
function kindsIn(
  members: readonly FleetServer[],
  kinds: Ordering['kinds'],
): ReadonlyMap<string, { readonly kind: DagKind | undefined; readonly servers: readonly FleetServer[] }> {
  const found = new Map<string, { kind: DagKind | undefined; servers: FleetServer[] }>();
  for (const server of members) {
    const kind = kinds.get(server.name);
    const key = JSON.stringify([kind?.family, kind?.windows]);
    const group = found.get(key);
    if (group) group.servers.push(server);
    else found.set(key, { kind, servers: [server] });
  }
  return found;
}

type KindsByDag = ReadonlyMap<string, ReturnType<typeof kindsIn>>;

function checkFor(server: FleetServer, dags: KindsByDag, ordering: Ordering): LoadCheck | null {
  if (server.dag === null) return null;
  const own = ordering.kinds.get(server.name);
  const groups = [...(dags.get(server.dag.toLowerCase())?.values() ?? [])].filter(({ kind }) =>
    alike(own, kind),
  );
  const rest: string[] = [];
  for (const { servers } of groups) {
    // One more than is shown: the server itself can be among them.
    for (const { name } of servers.slice(0, SHOWN_MEMBERS + 1)) if (name !== server.name) rest.push(name);
  }
  const count = groups.reduce((sum, { servers }) => sum + servers.length, 0);
  const step = server.shared?.plan.steps.find(({ id }) => ordering.isLoadCheck(id));
  return {
    server: server.name,
    dag: server.dag,
    rest: rest.sort(compareNames).slice(0, SHOWN_MEMBERS),
    restCount: count - 1,
    step: step?.id ?? null,
  };
}

/** Servers with work on them in the order of their turn: before and after a departure, by stage, then by name. */
export function inTurn(servers: readonly FleetServer[], ordering: Ordering): readonly FleetServer[] {
  const rank = (server: FleetServer) =>
    STAGES.indexOf(stageOf(server, ordering)) + (ordering.afterDeparture(server) ? STAGES.length : 0);
  return servers
    .filter((server) => server.shared?.hasWindow === true)
    .map((server) => ({ server, rank: rank(server) }))
    .sort((a, b) => a.rank - b.rank || compareNames(a.server.name, b.server.name))
    .map(({ server }) => server);
}

/** The waves of a fleet; `parallel` people work at a time. */
export function wavesOf(
  servers: readonly FleetServer[],
  ordering: Ordering,
  parallel: number,
): readonly Wave[] {
  const dags = new Map(
    [...membersByDag(servers)].map(([dag, members]) => [dag, kindsIn(members, ordering.kinds)]),
  );
  const turn = inTurn(servers, ordering);
  const partOf = (stage: Stage, late: boolean) => `${stage} ${late}`;
  const staged = new Map<string, FleetServer[]>();
  for (const server of turn) {
    const part = partOf(stageOf(server, ordering), ordering.afterDeparture(server));
    const list = staged.get(part);
    if (list) list.push(server);
    else staged.set(part, [server]);
  }
  const waves: Wave[] = [];
  const parts = [false, true].flatMap((late) => STAGES.map((stage) => ({ stage, late })));
  for (const { stage, late } of parts) {
    const here = staged.get(partOf(stage, late)) ?? [];
    const isEdge = ({ role }: FleetServer) => role === 'edge';
    const mailbox = here.filter((server) => !isEdge(server));
    for (const round of [...rounds(mailbox, ordering), ...rounds(here.filter(isEdge), ordering)]) {
      waves.push({
        wave: waves.length + 1,
        stage,
        afterDeparture: late,
        servers: round.map(({ name }) => name),
        minutes: inParallel(
          round.flatMap(({ shared }) => shared?.minutes ?? []),
          parallel,
        ),
        checks: round.flatMap((server) => checkFor(server, dags, ordering) ?? []),
      });
    }
  }
  return waves;
}
