/** Reads a file line by line and keeps the run that says something, and what neighbours of the log hold. */
import { folded, matchPattern } from '../catalogue/pattern.ts';
import { type Entry, readEntry } from './entry.ts';
import { meets } from './evidence.ts';
import { outcomeOf } from './facts.ts';
import type { Knowledge } from './knowledge.ts';
import { newRun, noteLine, type RunNotes, type Seen, seenAt, sortWatches } from './run.ts';

/** One run of ServiceControl.ps1, as its log tells it. */
export interface ServiceSession {
  readonly line: number;
  readonly stopped: string[];
  readonly disabled: string[];
}

export type FileKind = 'setup-log' | 'excerpt' | 'ldif-error' | 'service-control' | 'other';

/** A last run that is too short to say anything. */
export interface PassedOver {
  readonly startLine: number;
  readonly lineCount: number;
  /** What it says itself, where it says anything. */
  readonly run: RunNotes;
}

export interface Reading {
  readonly kind: FileKind;
  readonly lineCount: number;
  readonly runCount: number;
  /** The run to judge; null: the file is a neighbour, or nothing of the kind. */
  readonly run: RunNotes | null;
  readonly passedOver: PassedOver | null;
  /** The last run says nothing, and the one before it succeeded: that success proves nothing for the last. */
  readonly afterSuccess: boolean;
  /** The lines of ldif.err that name object and reason. */
  readonly ldif: readonly Seen[];
  /** The last session that disabled something. */
  readonly services: ServiceSession | null;
}

/** A run of fewer lines says nothing by itself (upstream's measure). */
const SHORT_RUN = 30;
/** How much older the run before a short one may be, in milliseconds (upstream: 30 days). */
const STILL_RELATED = 30 * 24 * 60 * 60 * 1000;
const MOST_SERVICES = 500;

/** Setup gave up before it began, as for a command line that it did not understand. */
function endedAtOnce({ failures }: Knowledge, run: RunNotes): boolean {
  return failures.some(
    ({ data, when }) => data.kind === 'hint' && !('sameBuild' in when) && meets(run, when) !== null,
  );
}

function saysSomething(knowledge: Knowledge, run: RunNotes): boolean {
  return (
    run.lineCount >= SHORT_RUN ||
    run.success !== null ||
    run.prerequisitesFailed !== null ||
    run.references.length > 0 ||
    run.failedRules.size > 0 ||
    run.required.size > 0 ||
    (run.failure !== null && !endedAtOnce(knowledge, run))
  );
}

function isRelated(older: RunNotes, newer: RunNotes): boolean {
  if (older.startTime === null || newer.startTime === null) return true;
  return newer.startTime - older.startTime < STILL_RELATED;
}

function isAsterisks(text: string): boolean {
  return text.length >= 20 && /^\*+$/.test(text);
}

/** The product that the start line of a run names; null: the line starts none. */
function startedProduct(knowledge: Knowledge, entry: Entry, above: string): string | null {
  if (entry.level !== 0) return null;
  const lower = folded(entry.text);
  const product = (id: 'run-start' | 'run-start-translated') => {
    for (const pattern of knowledge.log.get(id) ?? []) {
      const captures = matchPattern(pattern, entry.text, lower);
      if (captures) return captures.product ?? '';
    }
    return null;
  };
  return product('run-start') ?? (isAsterisks(above) ? product('run-start-translated') : null);
}

export interface Reader {
  take(lines: readonly string[]): void;
  finish(): Reading;
}

/** What a file holds that is no setup log: lines of ldif.err and ServiceControl.log. */
function neighbourNotes(knowledge: Knowledge) {
  const ldif: Seen[] = [];
  let services: ServiceSession | null = null;
  let last: ServiceSession | null = null;
  let isServiceLog = false;
  return {
    take(entry: Entry): void {
      for (const id of ['ldif-object', 'ldif-reason'] as const) {
        for (const pattern of knowledge.log.get(id) ?? []) {
          const captures = matchPattern(pattern, entry.text);
          if (captures && ldif.length < 20) ldif.push(seenAt(entry, captures));
        }
      }
      for (const id of ['service-start', 'service-stopped', 'service-disabled'] as const) {
        for (const pattern of knowledge.log.get(id) ?? []) {
          const captures = matchPattern(pattern, entry.text);
          if (!captures) continue;
          isServiceLog = true;
          if (id === 'service-start' || services === null) {
            services = { line: entry.line, stopped: [], disabled: [] };
            if (id === 'service-start') continue;
          }
          const list = id === 'service-stopped' ? services.stopped : services.disabled;
          if (captures.service !== undefined && list.length < MOST_SERVICES) list.push(captures.service);
          if (services.disabled.length > 0) last = services;
        }
      }
    },
    result: () => ({ ldif, services: last, isServiceLog }),
  };
}

/** A reader for one file. Its memory does not grow with the file. */
export function startReading(knowledge: Knowledge): Reader {
  const sorted = sortWatches(knowledge);
  const neighbour = neighbourNotes(knowledge);
  let current = newRun(1, null);
  let telling: RunNotes | null = null;
  let lineCount = 0;
  let runCount = 0;
  let above = '';

  const take = (raw: string): void => {
    lineCount++;
    const entry = readEntry(lineCount, raw);
    const started = startedProduct(knowledge, entry, above);
    if (started !== null) {
      if (saysSomething(knowledge, current)) telling = current;
      current = newRun(lineCount, started);
      runCount++;
    } else if (runCount === 0 && entry.time === null) neighbour.take(entry);
    noteLine(knowledge, sorted, current, entry, above);
    // Copied from a web page, every second line is empty.
    if (entry.text !== '') above = entry.text;
  };

  return {
    take(lines) {
      for (const line of lines) take(line);
    },
    finish() {
      const { ldif, services, isServiceLog } = neighbour.result();
      const shared = { lineCount, runCount, ldif, services, afterSuccess: false };
      const isLog = runCount > 0 || current.entryCount > 0;
      if (!isLog) {
        if (isServiceLog) return { ...shared, kind: 'service-control', run: null, passedOver: null };
        if (ldif.length > 0) return { ...shared, kind: 'ldif-error', run: null, passedOver: null };
      }
      const isSilent = telling !== null && !saysSomething(knowledge, current);
      const afterSuccess = isSilent && telling !== null && outcomeOf(telling) === 'success';
      const fallsBack = isSilent && !afterSuccess && telling !== null && isRelated(telling, current);
      const run = fallsBack && telling !== null ? telling : current;
      const passedOver = fallsBack
        ? { startLine: current.startLine, lineCount: current.lineCount, run: current }
        : null;
      const kind =
        runCount > 0 ? 'setup-log' : isLog || hasFindings(knowledge, current) ? 'excerpt' : 'other';
      return { ...shared, kind, run: kind === 'other' ? null : run, passedOver, afterSuccess };
    },
  };
}

/** A text without dates and tags may still hold what is known. */
function hasFindings({ watches }: Knowledge, run: RunNotes): boolean {
  const decides = watches.some((watch) => watch.scope !== 'context' && run.sightings.has(watch.number));
  return decides || run.helpedRules.size > 0 || run.required.size > 0 || run.success !== null;
}
