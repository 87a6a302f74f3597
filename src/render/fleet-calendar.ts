/**
 * The maintenance windows as an iCalendar file (RFC 5545). Times are floating: wall-clock time wherever the
 * calendar is, because a window "22:00" means 22:00 on the spot.
 */
import { createHash } from 'node:crypto';
import type { FleetPlan, MaintenanceWindow } from '../fleet/fleet-plan.ts';
import { heldUpSentence, organisationWork } from './fleet-words.ts';
import { printable } from './printable.ts';
import { clock, counted } from './words.ts';

/** Octets of a line before it is folded (RFC 5545, 3.1). */
const LINE = 75;

/** TEXT values (3.3.11): backslash, semicolon, comma and line end are escaped; nothing else may end a line. */
function text(value: string): string {
  return value
    .split('\n')
    .map((line) => printable(line).replace(/[\\;,]/g, '\\$&'))
    .join('\\n');
}

/** Folds between characters, never inside one; a continued line begins with a blank. */
function folded(line: string): string {
  const lines: string[] = [];
  let now = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE) {
      lines.push(now);
      now = ' ';
      octets = 1;
    }
    now += character;
    octets += size;
  }
  return [...lines, now].join('\r\n');
}

/** `20261205T220000` */
function floating(time: string): string {
  return `${time.replace(/[-:]/g, '')}00`;
}

function eventLines(plan: FleetPlan, window: MaintenanceWindow, stamp: string): readonly string[] {
  const servers = window.items.filter(({ what }) => what === 'server').map(({ name }) => name);
  const organisation = window.items.some(({ what }) => what === 'organisation');
  const named = servers.length <= 3 ? servers.join(', ') : counted(servers.length, 'server');
  const what = [organisation ? 'Active Directory' : '', named].filter((part) => part !== '').join(', ');
  const details = window.items.map(
    (item) =>
      `${item.start.slice(11)} to ${item.end.slice(11)}  ${item.what === 'organisation' ? organisationWork(plan, item) : `${item.name} (wave ${item.wave})`}, at most ${clock(item.minutes.high)} h`,
  );
  const heldUp = heldUpSentence(plan, [window]);
  const remarks = [
    ...(heldUp === null ? [] : [heldUp]),
    ...(window.mayOverrun ? ['In the worst case the work takes longer than the window.'] : []),
    `Target: ${plan.target}`,
  ];
  const uid = createHash('sha256')
    .update(JSON.stringify([window.start, window.items.map(({ name }) => name)]))
    .digest('hex')
    .slice(0, 32);
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@cupath`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${floating(window.start)}`,
    `DTEND:${floating(window.end)}`,
    `SUMMARY:${text(`Exchange maintenance ${window.window}: ${what}`)}`,
    `DESCRIPTION:${text([...details, ...remarks].join('\n'))}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
  ];
}

/**
 * One event per window; without windows a calendar without events. Lines end in CRLF, and the same plan gives
 * the same events: their UIDs come from begin and content.
 * @param options.generated ISO time in UTC, such as `2026-11-24T08:00:00Z`
 */
export function fleetCalendar(plan: FleetPlan, { generated }: { readonly generated: string }): string {
  const stamp = generated.replace(/[-:]/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//cupath//maintenance windows//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...(plan.schedule?.windows ?? []).flatMap((window) => eventLines(plan, window, stamp)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
