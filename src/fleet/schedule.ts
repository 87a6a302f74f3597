/**
 * Cuts the work into maintenance windows: one every night at the same time of day. The typical figures (or the
 * ones asked for) decide what fits; where the high ones would run over, the window says so. Times are wall-clock times without a zone.
 */
import type { Note, Span } from '../checklist/plan.ts';
import type { FleetServer, MaintenanceWindow, Schedule, Wave } from './fleet-plan.ts';
import { NO_TIME } from './spans.ts';

export interface WindowRequest {
  /** Minutes of one window, at most a day. */
  readonly minutes: number;
  /** Start of the first one, `2026-12-05T22:00`. */
  readonly start: string;
  /** Which figure decides what fits. */
  readonly fit: keyof Span;
}

/** Id of the warning about a first window before the day of the plan. */
export const PAST_START = 'start-past';

/** A first window that lies before the day of the plan: mostly the year is a slip of the pen. */
export function startWarnings(request: WindowRequest | undefined, today: string): readonly Note[] {
  const day = request?.start.slice(0, 10) ?? today;
  if (day >= today) return [];
  const text = `The first window begins on ${day}, which is before the day of this plan (${today}): all its windows are counted from there, in the calendar too. Check the year and the month of --start.`;
  return [{ id: PAST_START, text }];
}

interface Work {
  readonly what: 'organisation' | 'server';
  readonly name: string;
  readonly wave: number | null;
  readonly afterDeparture: boolean;
  readonly minutes: Span;
}

const MINUTE = 60_000;

/** `2026-12-05T22:00` moved by minutes, as if every day had 24 hours. */
export function later(time: string, minutes: number): string {
  return new Date(Date.parse(`${time}:00Z`) + minutes * MINUTE).toISOString().slice(0, 16);
}

interface Lane {
  /** Minutes after the start of the window at which the time that must fit, and the high one, are over. */
  end: number;
  highEnd: number;
}

class Nights {
  readonly windows: MaintenanceWindow[] = [];
  readonly #request: WindowRequest;
  #lanes: Lane[];
  #items: MaintenanceWindow['items'][number][] = [];
  #night = 0;

  constructor(request: WindowRequest, parallel: number) {
    this.#request = request;
    this.#lanes = Array.from({ length: parallel }, () => ({ end: 0, highEnd: 0 }));
  }

  get #start(): string {
    return later(this.#request.start, this.#night * 24 * 60);
  }

  /** Everything that follows waits for everything before. */
  barrier(): void {
    const end = Math.max(...this.#lanes.map((lane) => lane.end));
    const highEnd = Math.max(...this.#lanes.map((lane) => lane.highEnd));
    this.#lanes = this.#lanes.map(() => ({ end, highEnd }));
  }

  /** Closes the night, where anything is done in it. */
  close(): void {
    if (this.#items.length === 0) return;
    const { minutes } = this.#request;
    this.windows.push({
      window: this.windows.length + 1,
      start: this.#start,
      end: later(this.#start, minutes),
      items: this.#items,
      mayOverrun: this.#lanes.some((lane) => lane.highEnd > minutes),
    });
    this.#night++;
    this.#items = [];
    this.#lanes = this.#lanes.map(() => ({ end: 0, highEnd: 0 }));
  }

  add({ minutes, ...work }: Work): void {
    const free = () => this.#lanes.reduce((best, lane) => (lane.end < best.end ? lane : best));
    const needed = minutes[this.#request.fit];
    if (free().end + needed > this.#request.minutes) this.close();
    const lane = free();
    const start = later(this.#start, lane.end);
    this.#items.push({ ...work, start, end: later(start, needed), minutes });
    lane.end += needed;
    lane.highEnd += minutes.high;
  }
}

const ORGANISATION = 'organisation';

/** A server that stops on the way: where, and what each window takes when it stops there. */
export interface Stops {
  readonly at: readonly string[];
  readonly minutes: readonly Span[];
}

function hours(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}

/** Why one window does not hold the work, and what would. */
function tooLongReason({ minutes: length, fit }: WindowRequest, minutes: Span, stops: Stops | null): string {
  if (stops?.minutes.every((span) => span[fit] <= length)) {
    const each = stops.minutes.map((span) => hours(span[fit])).join(', ');
    return `longer than one window; with a stop at ${stops.at.join(', ')} it takes ${stops.minutes.length} windows (${each})`;
  }
  return minutes.low > length
    ? 'longer than one window'
    : 'longer than one window, though not in the best case (--fit low)';
}

/**
 * The windows, and what fits into none. An Edge server does not go before a Mailbox server that found no window, and
 * nobody before the servers that have to reach a minimum first.
 * @param waitsFor names of the servers that have to be done before this one, beside the order of the waves
 * @param organisation minutes of preparing Active Directory; no time: nothing is prepared
 * @param departure the same for what is prepared when the old servers have left
 */
export function scheduleOf(
  request: WindowRequest,
  organisation: Span,
  waves: readonly Wave[],
  servers: ReadonlyMap<string, FleetServer>,
  parallel: number,
  stopsOf: (name: string) => Stops | null = () => null,
  waitsFor: (name: string) => readonly string[] = () => [],
  departure: Span = NO_TIME,
): Schedule {
  const nights = new Nights(request, parallel);
  const unfit: { name: string; minutes: Span; reason: string }[] = [];
  const tooLong = (minutes: Span) => minutes[request.fit] > request.minutes;
  const once = (minutes: Span, afterDeparture: boolean, until: string) => {
    if (minutes.high === 0) return;
    if (tooLong(minutes)) {
      const reason = `longer than one window; no server is down meanwhile, so do it ${until}`;
      unfit.push({ name: ORGANISATION, minutes, reason });
    } else nights.add({ what: 'organisation', name: ORGANISATION, wave: null, afterDeparture, minutes });
  };
  once(organisation, false, 'before the first one');
  let departed = false;
  const depart = () => {
    departed = true;
    // Moves lie between, which take days: nothing of before and after shares a night.
    nights.close();
    once(departure, true, 'when the old servers have left');
  };
  let waiting: string | null = null;
  const heldUp = new Set<string>();
  const holding = (name: string, stage: Wave['stage']) =>
    waitsFor(name).find((other) => heldUp.has(other)) ?? (stage === 'edge' ? waiting : null);
  for (const { wave, stage, afterDeparture, servers: names } of waves) {
    if (afterDeparture && !departed) depart();
    nights.barrier();
    for (const name of names) {
      const minutes = servers.get(name)?.shared?.minutes;
      if (!minutes) continue;
      const holder = tooLong(minutes) ? null : holding(name, stage);
      if (!tooLong(minutes) && holder === null) {
        nights.add({ what: 'server', name, wave, afterDeparture, minutes });
        continue;
      }
      const reason =
        holder === null
          ? tooLongReason(request, minutes, stopsOf(name))
          : `waits for ${holder}, which fits into no window`;
      unfit.push({ name, minutes, reason });
      if (holder === null) heldUp.add(name);
      if (stage !== 'edge' && stage !== 'tools' && servers.get(name)?.role !== 'edge')
        waiting ??= holder ?? name;
    }
  }
  if (!departed) depart();
  nights.close();
  return { length: request.minutes, windows: nights.windows, unfit };
}
