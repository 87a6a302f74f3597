/**
 * A fleet plan as CSV, one row per step: those of the organisation, then server by server in the order of the waves,
 * then the moves that no wave holds, then what closes the whole; where old servers have to leave first, they and what
 * is done once then stand before the waves that wait for it. A filter on `Server` gives the sheet of one server.
 */
import type { Plan } from '../checklist/plan.ts';
import type { FleetPlan, FleetServer } from '../fleet/fleet-plan.ts';
import { planOf } from '../fleet/marks.ts';
import { BYTE_ORDER_MARK, csvHeadings, csvRows } from './csv.ts';
import { oncePlan } from './fleet-words.ts';

/** The plan of a server under its name in the inventory, also where that name may not stand in commands. */
function named(server: FleetServer): Plan | null {
  const plan = planOf(server);
  return plan && { ...plan, from: { ...plan.from, server: server.name } };
}

function forNobody(plan: Plan | null): Plan | null {
  return plan && { ...plan, from: { ...plan.from, server: null } };
}

/** @param mark a byte order mark in front, as for the CSV of a single plan */
export function* fleetCsv(fleet: FleetPlan, { mark }: { readonly mark: boolean }): Generator<string> {
  yield (mark ? BYTE_ORDER_MARK : '') + csvHeadings(['Wave']);
  const before = forNobody(oncePlan(fleet, fleet.organisation));
  if (before) yield csvRows(before, {}, ['once, before']);
  const left = new Map(fleet.servers.map((server) => [server.name, server]));
  const rows = (name: string, wave: string): string => {
    const server = left.get(name);
    const plan = server && named(server);
    left.delete(name);
    return plan ? csvRows(plan, {}, [wave]) : '';
  };
  for (const { wave, servers, afterDeparture } of fleet.waves)
    if (!afterDeparture) for (const name of servers) yield rows(name, String(wave));
  for (const name of fleet.departure?.servers ?? []) yield rows(name, '');
  const between = forNobody(oncePlan(fleet, fleet.departure?.steps ?? []));
  if (between) yield csvRows(between, {}, ['once, between']);
  for (const { wave, servers, afterDeparture } of fleet.waves)
    if (afterDeparture) for (const name of servers) yield rows(name, String(wave));
  for (const name of [...left.keys()]) yield rows(name, '');
  const after = forNobody(oncePlan(fleet, fleet.closing));
  if (after) yield csvRows(after, {}, ['once, after']);
}
