/** What is noted of one run of setup while its lines go by: bounded, however long the run is. */
import type { LogLineId } from '../catalogue/diagnosis-names.ts';
import { type Captures, folded, matchPattern, type Pattern } from '../catalogue/pattern.ts';
import type { Entry } from './entry.ts';
import type { Knowledge, Watch } from './knowledge.ts';

/** A line worth showing, with what its pattern kept. */
export interface Seen {
  readonly line: number;
  readonly text: string;
  readonly captures: Captures;
}

export interface ShownLine {
  readonly line: number;
  readonly text: string;
}

/** The first and the last line that a pattern fitted. */
export interface Sighting {
  first: Seen;
  last: Seen;
}

export interface Evaluated {
  readonly isTrue: boolean;
  readonly seen: Seen;
}

/** Lines before the first error that are kept, and lines of the error block. Upstream shows 30 and at most 200. */
const BEFORE = 30;
const LONGEST_BLOCK = 200;
/** More rules, settings or messages than this are in no real log. */
const MOST_NAMES = 5000;
const MOST_MESSAGES = 200;
/** Texts are kept up to this length; a line of a log may be much longer. */
const LONGEST_TEXT = 2000;

export interface RunNotes {
  readonly startLine: number;
  /** False: the text begins without the line by which setup starts a run. */
  readonly hasStart: boolean;
  /** As the start line names it. */
  readonly product: string | null;
  startTime: number | null;
  endTime: number | null;
  lastLine: number;
  lineCount: number;
  /** Lines that begin an entry. */
  entryCount: number;
  /** The first line of each kind that says something about the run. */
  readonly header: Map<LogLineId, Seen>;
  /** By name in lower case. */
  readonly failedRules: Map<string, Seen>;
  /** Rules with a help link that stands below no recommendation. */
  readonly helpedRules: Map<string, Seen>;
  /** Rules with a help link below a recommendation. */
  readonly advisedRules: Set<string>;
  readonly evaluatedRules: Map<string, Evaluated>;
  /** Rules that were true at least once. */
  readonly everTrue: Map<string, Seen>;
  readonly settings: Map<string, Seen>;
  readonly directory: Map<string, Seen>;
  /** By message. */
  readonly required: Map<string, Seen>;
  readonly recommended: Set<string>;
  /** The last message of the check was a recommendation. */
  isAdvising: boolean;
  readonly references: Seen[];
  firstError: Seen | null;
  lastReferenceLine: number;
  /** By number of the watch. */
  readonly sightings: Map<number, Sighting>;
  /** Watches that fitted only because a line without a tag was taken for an error. */
  readonly supposed: Set<number>;
  /** The last lines before the first error. */
  readonly before: ShownLine[];
  readonly block: ShownLine[];
  component: Seen | null;
  cmdlet: Seen | null;
  /** The line of the last component that setup worked on. */
  componentLine: number;
  success: Seen | null;
  failure: Seen | null;
  prerequisitesFailed: Seen | null;
  end: Seen | null;
  resultCode: Seen | null;
}

/** @param product as the start line names it; null for text before the first start line */
export function newRun(startLine: number, product: string | null): RunNotes {
  return {
    startLine,
    hasStart: product !== null,
    product: product === '' ? null : product,
    startTime: null,
    endTime: null,
    lastLine: startLine,
    lineCount: 0,
    entryCount: 0,
    header: new Map(),
    failedRules: new Map(),
    helpedRules: new Map(),
    advisedRules: new Set(),
    evaluatedRules: new Map(),
    everTrue: new Map(),
    settings: new Map(),
    directory: new Map(),
    required: new Map(),
    recommended: new Set(),
    isAdvising: false,
    references: [],
    firstError: null,
    lastReferenceLine: 0,
    sightings: new Map(),
    supposed: new Set(),
    before: [],
    block: [],
    component: null,
    cmdlet: null,
    componentLine: 0,
    success: null,
    failure: null,
    prerequisitesFailed: null,
    end: null,
    resultCode: null,
  };
}

const HEADER: readonly LogLineId[] = [
  'time-zone',
  'setup-build',
  'user',
  'mode',
  'prepare',
  'source',
  'installation-mode',
  'local-build',
  'backup-build',
  'install-path',
  'server',
  'organisation',
  'domain-controller',
  'role-edge',
  'role-mailbox',
  'role-tools',
];

export function seenAt({ line, text }: Pick<Entry, 'line' | 'text'>, captures: Captures = {}): Seen {
  return { line, text: text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}...` : text, captures };
}

function firstMatch(patterns: readonly Pattern[] | undefined, text: string, lower: string): Captures | null {
  for (const pattern of patterns ?? []) {
    const captures = matchPattern(pattern, text, lower);
    if (captures) return captures;
  }
  return null;
}

function keep<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size < MOST_NAMES || map.has(key)) map.set(key, value);
}

function noteRule(run: RunNotes, id: LogLineId, entry: Entry, captures: Captures): void {
  const name = (captures.rule ?? '').toLowerCase();
  const seen = seenAt(entry, captures);
  if (id === 'rule-failed') keep(run.failedRules, name, seen);
  else if (id === 'rule-help') {
    if (!run.isAdvising) keep(run.helpedRules, name, seen);
    else if (run.advisedRules.size < MOST_NAMES) run.advisedRules.add(name);
  } else {
    const isTrue = captures.value?.toLowerCase() === 'true';
    keep(run.evaluatedRules, name, { isTrue, seen });
    if (isTrue) keep(run.everTrue, name, seen);
  }
}

/** Lines whose id decides where they are noted. Ordered by how often they occur, so that most lines end early. */
const NOTED: readonly LogLineId[] = [
  'cmdlet',
  'rule-evaluated',
  'setting',
  'component',
  'rule-failed',
  'rule-help',
  'required',
  'recommended',
  'reference',
  'ad-status',
  'result-code',
  'failure',
  'prerequisites-failed',
  'run-end',
  'success',
];

/** The lines by which the prerequisite check refuses or recommends. */
const CHECK: readonly LogLineId[] = ['rule-failed', 'rule-help', 'required', 'recommended'];

function isOfCheck({ log }: Knowledge, { text }: Seen): boolean {
  const lower = folded(text);
  return CHECK.some((id) => firstMatch(log.get(id), text, lower) !== null);
}

/**
 * Setup works on components: what its check refused before was passed since, or is about to be checked again. None of
 * it is the reason why the run failed.
 */
function passCheck(knowledge: Knowledge, run: RunNotes): void {
  const { failedRules, helpedRules, advisedRules, required, recommended } = run;
  const lists = [failedRules, helpedRules, advisedRules, required, recommended];
  if (lists.every(({ size }) => size === 0)) return;
  for (const list of lists) list.clear();
  run.prerequisitesFailed = null;
  for (const [number, sighting] of run.sightings) {
    if (!isOfCheck(knowledge, sighting.first)) continue;
    if (isOfCheck(knowledge, sighting.last)) run.sightings.delete(number);
    else sighting.first = sighting.last;
  }
}

function note(knowledge: Knowledge, run: RunNotes, id: LogLineId, entry: Entry, captures: Captures): void {
  const seen = seenAt(entry, captures);
  switch (id) {
    case 'rule-failed':
    case 'rule-help':
    case 'rule-evaluated':
      noteRule(run, id, entry, captures);
      return;
    case 'setting':
      keep(run.settings, (captures.setting ?? '').toLowerCase(), seen);
      return;
    case 'ad-status':
      keep(run.directory, (captures.what ?? '').toLowerCase(), seen);
      return;
    case 'recommended':
      run.isAdvising = true;
      if (run.recommended.size < MOST_MESSAGES) run.recommended.add(captures.message ?? '');
      return;
    case 'required':
      run.isAdvising = false;
      if (run.required.size < MOST_MESSAGES && !run.required.has(captures.message ?? ''))
        run.required.set(captures.message ?? '', seen);
      return;
    case 'reference':
      run.lastReferenceLine = entry.line;
      if (run.references.length < MOST_MESSAGES) run.references.push(seen);
      return;
    case 'component':
      passCheck(knowledge, run);
      run.componentLine = entry.line;
      if (run.firstError === null) run.component = seen;
      return;
    case 'cmdlet':
      if (run.firstError === null) run.cmdlet = seen;
      return;
    case 'success':
      run.success = seen;
      return;
    case 'failure':
      run.failure ??= seen;
      return;
    case 'prerequisites-failed':
      run.prerequisitesFailed ??= seen;
      return;
    case 'run-end':
      run.end = seen;
      return;
    case 'result-code':
      run.resultCode = seen;
      return;
    default:
      if (!run.header.has(id)) run.header.set(id, seen);
  }
}

/** The sentence of success is setup's own at level 0, never a line of a message; an excerpt may have lost the level. */
function speaksForSetup(run: RunNotes, entry: Entry): boolean {
  return entry.level === 0 || (entry.level === null && !run.hasStart);
}

function noteKnownLines(knowledge: Knowledge, run: RunNotes, entry: Entry, lower: string): void {
  for (const id of NOTED) {
    const captures = firstMatch(knowledge.log.get(id), entry.text, lower);
    if (captures && (id !== 'success' || speaksForSetup(run, entry))) {
      note(knowledge, run, id, entry, captures);
      return;
    }
  }
  for (const id of HEADER) {
    // What is known of the run already is not looked for again; a role, a path or a build is written once.
    if (run.header.has(id)) continue;
    const captures = firstMatch(knowledge.log.get(id), entry.text, lower);
    if (captures) run.header.set(id, seenAt(entry, captures));
  }
}

function sight(run: RunNotes, watch: Watch, seen: Seen): void {
  const known = run.sightings.get(watch.number);
  if (known) known.last = seen;
  else run.sightings.set(watch.number, { first: seen, last: seen });
}

function look(run: RunNotes, watches: readonly Watch[], entry: ShownLine, lower: string): void {
  for (const watch of watches) {
    const captures = matchPattern(watch.pattern, entry.text, lower);
    if (captures) sight(run, watch, seenAt(entry, captures));
  }
}

/** Watches by where they look, and those that begin with a tag apart: most lines have none. */
export interface Sorted {
  readonly anywhere: readonly Watch[];
  readonly tagged: readonly Watch[];
  readonly inBlock: readonly Watch[];
  readonly firstError: readonly Watch[];
  readonly beforeError: readonly Watch[];
  readonly error: readonly Pattern[];
}

/** Sorts the watches of a knowledge once. */
export function sortWatches({ watches, log }: Knowledge): Sorted {
  const inRun = watches.filter((watch) => watch.scope === 'run' || watch.scope === 'context');
  const isTagged = (watch: Watch) => watch.pattern.fromStart && watch.pattern.first.startsWith('[');
  return {
    anywhere: inRun.filter((watch) => !isTagged(watch)),
    tagged: inRun.filter(isTagged),
    inBlock: watches.filter((watch) => watch.scope === 'block'),
    firstError: watches.filter((watch) => watch.scope === 'first-error'),
    beforeError: watches.filter((watch) => watch.scope === 'before-error'),
    error: log.get('error') ?? [],
  };
}

function lookAtFirstError(run: RunNotes, sorted: Sorted, entry: ShownLine, lower: string): void {
  const two = run.before.slice(-2);
  look(run, sorted.firstError, entry, lower);
  for (const line of two) {
    look(run, sorted.firstError, line, folded(line.text));
    look(run, sorted.beforeError, line, folded(line.text));
  }
}

function lookInBlock(run: RunNotes, sorted: Sorted, entry: ShownLine, lower: string, above: string): void {
  for (const watch of sorted.inBlock) {
    if (watch.above !== null && !matchPattern(watch.above, above)) continue;
    const captures = matchPattern(watch.pattern, entry.text, lower);
    if (captures) sight(run, watch, seenAt(entry, captures));
  }
}

/** An excerpt in which no line has a date or a tag: somebody copied the words of an error alone. */
function isUntagged(run: RunNotes): boolean {
  return !run.hasStart && run.entryCount === 0;
}

/** Every line of such an excerpt may be the error. */
function lookUntagged(run: RunNotes, sorted: Sorted, entry: ShownLine): void {
  const text = `[ERROR] ${entry.text}`;
  const lower = folded(text);
  for (const watch of [...sorted.tagged, ...sorted.firstError, ...sorted.inBlock]) {
    if (run.sightings.has(watch.number) || watch.above !== null) continue;
    const captures = matchPattern(watch.pattern, text, lower);
    if (!captures) continue;
    sight(run, watch, seenAt(entry, captures));
    run.supposed.add(watch.number);
  }
}

/** A tag or a date after all: the lines before it were the end of an entry, not errors. */
function forgetSupposed(run: RunNotes): void {
  for (const number of run.supposed) run.sightings.delete(number);
  run.supposed.clear();
}

/**
 * Notes one line of a run.
 * @param above the text of the line above it
 */
export function noteLine(
  knowledge: Knowledge,
  sorted: Sorted,
  run: RunNotes,
  entry: Entry,
  above: string,
): void {
  const { text } = entry;
  run.lineCount++;
  run.lastLine = entry.line;
  if (entry.begins) {
    run.entryCount++;
    if (run.supposed.size > 0) forgetSupposed(run);
  }
  if (entry.time !== null) {
    run.startTime ??= entry.time;
    run.endTime = entry.time;
  }
  if (text === '') return;
  const lower = folded(text);
  const shown: ShownLine = { line: entry.line, text };
  noteKnownLines(knowledge, run, entry, lower);
  look(run, sorted.anywhere, shown, lower);
  if (text.startsWith('[')) look(run, sorted.tagged, shown, lower);
  const isError = entry.begins && firstMatch(sorted.error, text, lower) !== null;
  if (run.firstError === null && isError) {
    run.firstError = seenAt(entry);
    lookAtFirstError(run, sorted, shown, lower);
  }
  if (run.firstError !== null || !run.hasStart) lookInBlock(run, sorted, shown, lower, above);
  if (isUntagged(run)) lookUntagged(run, sorted, shown);
  if (run.firstError === null) {
    run.before.push(seenAt(entry));
    if (run.before.length > BEFORE) run.before.shift();
  } else if (run.block.length < LONGEST_BLOCK) run.block.push(seenAt(entry));
}
