/**
 * The plan of one server of a fleet, to be read without the others: with warnings about what the plan of the fleet has
 * before it, beside it and behind it.
 */
import type { Note, Plan } from '../checklist/plan.ts';
import type { CoexistenceBlock, FleetPlan, FleetServer } from '../fleet/fleet-plan.ts';
import { planOf } from '../fleet/marks.ts';
import { someOf } from '../fleet/notices.ts';
import { awaitedText, haveLeft, waitingRelease } from './fleet-words.ts';
import { counted, releaseName } from './words.ts';

/** The rules by which other servers hold this one up; empty: none does. */
export function heldBy({ blocks }: FleetPlan, name: string): readonly CoexistenceBlock[] {
  return blocks.filter(({ blocked }) => blocked.includes(name));
}

/** Who has to leave before this server goes on, and how far it goes meanwhile. */
function departureText(fleet: FleetPlan, { name, fate, shared }: FleetServer): string | null {
  const { departure } = fleet;
  if (departure === null) return null;
  const release = waitingRelease(departure);
  const ready = departure.prepares === null ? '' : `, and Active Directory is prepared with ${release}`;
  const until = `${haveLeft(departure)} the organisation${ready}`;
  if (fate === 'leave')
    return shared?.plan.to.release === departure.release && shared.fate === 'migrate'
      ? `What stands behind the removal of the old server waits: not before ${until}. Until then Setup of ${release} stops on every server.`
      : null;
  if (heldBy(fleet, name).length === 0) return null;
  const wave = fleet.waves.find(({ servers }) => servers.includes(name));
  const early = wave && !wave.afterDeparture ? shared?.stops.at(-1) : undefined;
  const begin =
    early === undefined
      ? ''
      : `Up to ${releaseName(early)} it goes in wave ${wave?.wave}, before that. The rest: `;
  return `${begin}${begin === '' ? 'Not' : 'not'} before ${until}. Until then Setup of ${release} stops on every server.`;
}

/** What other servers have to reach before the new server for this one is set up. */
function minimumText({ migrations }: FleetPlan, { name }: FleetServer): string | null {
  const after = migrations.find(({ servers }) => servers.includes(name))?.after ?? [];
  const others = after.filter(({ servers }) => servers.some((other) => other !== name));
  if (others.length === 0) return null;
  return `Set up no new server for it before this is done: ${others.map(awaitedText).join('; ')}.`;
}

function leadText({ movesAfter }: FleetServer): string | null {
  if (movesAfter.length === 0) return null;
  return `The checklist of ${someOf(movesAfter)} begins before this one: it holds what is done once for all that move.`;
}

/** Where the steps are that this sheet does not have. */
function onceText({ organisation, departure, closing }: FleetPlan): string | null {
  const parts = [
    { count: organisation.length, when: 'before the first server' },
    { count: departure?.steps.length ?? 0, when: departure === null ? '' : `when ${haveLeft(departure)}` },
    { count: closing.length, when: 'after the last server' },
  ].filter(({ count }) => count > 0);
  if (parts.length === 0) return null;
  const which = parts.map(({ count, when }) => `${counted(count, 'step')} ${when}`);
  return `What is done once for all servers (media, backup, Active Directory) is not in this sheet: ${which.join(', ')}. They stand in the plan of all servers: the same command without --server.`;
}

/** The plan of a server with its own names, for a reader who has no other page; null: it is not planned. */
export function sheetOf(fleet: FleetPlan, server: FleetServer): Plan | null {
  const plan = planOf(server);
  if (plan === null || plan.verdict === 'no-path' || plan.verdict === 'current') return plan;
  const texts: readonly (readonly [id: string, text: string | null])[] = [
    ['fleet-departure', departureText(fleet, server)],
    ['fleet-minimum', minimumText(fleet, server)],
    ['fleet-order', leadText(server)],
    ['fleet-once', onceText(fleet)],
  ];
  const notes = texts.flatMap(([id, text]): Note[] => (text === null ? [] : [{ id, text }]));
  const blocks = heldBy(fleet, server.name).map(({ rule, because }) => ({ rule, because }));
  return { ...plan, blocks, warnings: [...notes, ...plan.warnings] };
}
