/**
 * How old the data are, measured by the days on which Microsoft publishes updates: the second Tuesday of a
 * month ("Patch Tuesday"). Pure; days are ISO days, counted in UTC.
 */
import type { CatalogueData } from './schema.ts';

const DAY = 86_400_000;

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The second Tuesday of a month; `month` counts from 0 and may run over the end of the year. */
function patchTuesdayOf(year: number, month: number): string {
  const first = new Date(Date.UTC(year, month, 1));
  const toTuesday = (9 - first.getUTCDay()) % 7;
  return iso(first.getTime() + (toTuesday + 7) * DAY);
}

function monthOf(day: string): readonly [year: number, month: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1];
}

/** The first second Tuesday of a month on or after that day. */
export function nextPatchTuesday(today: string): string {
  const [year, month] = monthOf(today);
  const own = patchTuesdayOf(year, month);
  return own >= today ? own : patchTuesdayOf(year, month + 1);
}

/** How many second Tuesdays lie after the one day, up to and including the other; 0 when the days run backwards. */
export function patchTuesdaysBetween(after: string, until: string): number {
  if (until <= after) return 0;
  const [fromYear, fromMonth] = monthOf(after);
  const [toYear, toMonth] = monthOf(until);
  const months = (toYear - fromYear) * 12 + toMonth - fromMonth;
  const firstCounts = patchTuesdayOf(fromYear, fromMonth) > after ? 1 : 0;
  const lastCounts = patchTuesdayOf(toYear, toMonth) <= until ? 1 : 0;
  return months + firstCounts + lastCounts - 1;
}

/** How old the data are on a day. */
export interface DataAge {
  /** The day of the newest source: nothing later is known. */
  readonly asOf: string;
  /** Days between `asOf` and that day; negative when it lies before. */
  readonly ageDays: number;
  readonly stale: boolean;
  /** Patch Tuesdays after `asOf`, up to that day: what came out on them is not known here. */
  readonly patchTuesdays: number;
  /** The next one, that day included. */
  readonly nextPatchTuesday: string;
}

/** The age of the catalogue on that day. */
export function dataAge(
  { data }: { readonly data: Pick<CatalogueData, 'catalogue'> },
  today: string,
): DataAge {
  const { asOf, staleAfterDays } = data.catalogue;
  const ageDays = Math.round((Date.parse(today) - Date.parse(asOf)) / DAY);
  return {
    asOf,
    ageDays,
    stale: ageDays > staleAfterDays,
    patchTuesdays: patchTuesdaysBetween(asOf, today),
    nextPatchTuesday: nextPatchTuesday(today),
  };
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function howOld({ asOf, ageDays, patchTuesdays }: DataAge): string {
  if (ageDays < 0) return `as of ${asOf}`;
  const old = `as of ${asOf}, ${days(ageDays)} old`;
  if (patchTuesdays === 0) return old;
  return `${old}; ${patchTuesdays === 1 ? '1 Patch Tuesday has' : `${patchTuesdays} Patch Tuesdays have`} passed since`;
}

/** One sentence on the age, for every output. */
export function ageSentence(age: DataAge): string {
  return `Data ${howOld(age)}.`;
}

/** The warning for data older than the limit that the catalogue sets, without a heading; null while they are fresh. */
export function staleWarning(age: DataAge): string | null {
  if (!age.stale) return null;
  return `${howOld(age)}. Newer updates may exist: look for them before you rely on this.`;
}
