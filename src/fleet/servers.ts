/** What becomes of each server, and which servers are replaced together. */
import type { InventoryServer } from '../inventory/inventory.ts';
import type { Placed } from './coexistence.ts';
import type { Awaited, Fate, FleetServer, Migration, SharedPlan } from './fleet-plan.ts';
import { isHostName } from './marks.ts';
import { type FleetOptions, isServerObject, productOf, roleIn } from './question.ts';
import { sumOf } from './spans.ts';

function fateOf(
  server: InventoryServer,
  shared: SharedPlan | null,
  options: FleetOptions,
  blocking: ReadonlySet<string>,
): Fate {
  if (shared === null) return 'unknown';
  if (blocking.has(productOf(server) ?? '') && isServerObject(server, options)) return 'leave';
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
    fate: fateOf(server, shared, options, blocking),
    shared,
    role: roleIn(server, options) ?? null,
    dag: dag.kind === 'member' ? dag.dag : null,
    dagKnown: dag.kind !== 'unknown',
    dagDoubtful: server.contradictions.some(({ about }) => about === 'dag'),
    site: server.site,
    reason: reasonOf(server, placed),
    nameInCommands: isHostName(server.name),
    contradictions: server.contradictions.map(({ text }) => text),
    movesAfter: [],
  };
}

/** All servers of the inventory, planned or not, in its order. */
export function fleetServers(
  all: readonly InventoryServer[],
  placed: readonly Placed[],
  options: FleetOptions,
  blocking: ReadonlySet<string>,
): readonly FleetServer[] {
  const byName = new Map(placed.map((item) => [item.server.name, item]));
  return all.map((server) => fleetServer(server, byName.get(server.name), options, blocking));
}

function groupKey({ fate, shared, dag, site }: FleetServer): string {
  return JSON.stringify([
    fate,
    shared?.base ?? shared?.id,
    dag?.toLowerCase() ?? null,
    dag === null ? site : null,
  ]);
}

/**
 * Servers that move by one plan, together by DAG or site; those that others wait for come first.
 * @param awaited what has to be done before the new server for one of them is set up
 */
export function migrationsOf(
  servers: readonly FleetServer[],
  awaited: (name: string) => readonly Awaited[],
): readonly Migration[] {
  const groups = new Map<string, FleetServer[]>();
  for (const server of servers) {
    if (server.fate !== 'migrate' && server.fate !== 'leave') continue;
    const list = groups.get(groupKey(server));
    if (list) list.push(server);
    else groups.set(groupKey(server), [server]);
  }
  const all = [...groups.values()].flatMap((list): Migration[] => {
    const [first] = list;
    if (!first?.shared) return [];
    return [
      {
        servers: list.map(({ name }) => name),
        dag: first.dag,
        site: first.dag === null ? first.site : null,
        plan: first.shared.id,
        first: first.fate === 'leave',
        after: awaited(first.name),
        minutes: sumOf(list.flatMap(({ shared }) => shared?.moveMinutes ?? [])),
      },
    ];
  });
  return all.sort((a, b) => Number(b.first) - Number(a.first));
}
