/**
 * A saved checklist on disk. Nothing is locked: before each save the file is read again, and what somebody
 * else did in the meantime is taken in, or shown where both did something with the same step.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { jsonText } from '../render/json.ts';
import { printable } from '../render/printable.ts';
import { type Checklist, checklistJson, type Entry, LIMITS } from '../saved/checklist.ts';
import { contradict, logsTogether, onlyIn } from '../saved/merge.ts';
import { readChecklist } from '../saved/read.ts';
import { quoted, UsageError } from './failure.ts';
import { reasonOf } from './output.ts';
import { replaceFile, sleep } from './replace-file.ts';

/** A checklist as it stood in its file when it was last read or written. */
export interface OpenChecklist {
  readonly path: string;
  readonly checklist: Checklist;
  /** Digest of the file's bytes. */
  readonly digest: string;
}

function unreadable(path: string, reason: string): UsageError {
  return new UsageError(`${quoted(path)}: expected a saved checklist: ${reason}`);
}

function readReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'reading it is not permitted';
  return reasonOf(error);
}

function bytesOf(path: string): Buffer {
  try {
    const info = statSync(path);
    if (!info.isFile()) throw unreadable(path, 'this is no file');
    if (info.size > LIMITS.fileBytes)
      throw unreadable(path, `it holds ${info.size} bytes, and at most ${LIMITS.fileBytes} are read`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof UsageError ? error : unreadable(path, readReason(error));
  }
}

function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Opens and checks.
 * @throws UsageError with file, and line and column or the JSON path of what is wrong
 */
export function openChecklist(path: string): OpenChecklist {
  const bytes = bytesOf(path);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(path, 'it is no UTF-8 text');
  }
  const reading = readChecklist(text);
  if (reading.ok) return { path, checklist: reading.checklist, digest: digestOf(bytes) };
  const place = /^\d/.test(reading.problem) ? ':' : ': ';
  throw new UsageError(`${printable(path)}${place}${printable(reading.problem)}`);
}

export type Saving =
  /** Written; `theirs` is what somebody else had added, now part of it. */
  | { readonly kind: 'saved'; readonly open: OpenChecklist; readonly theirs: readonly Entry[] }
  /** Not written: both sides did something with the same step, or the plan was replaced. */
  | { readonly kind: 'conflict'; readonly file: OpenChecklist; readonly theirs: readonly Entry[] };

/** So many times somebody else may be quicker before that counts as a failure. */
const TRIES = 20;

function currentFile(open: OpenChecklist): OpenChecklist | 'same' | 'gone' {
  if (statSync(open.path, { throwIfNoEntry: false }) === undefined) return 'gone';
  const bytes = bytesOf(open.path);
  return digestOf(bytes) === open.digest ? 'same' : openChecklist(open.path);
}

/** What the file holds now and what was added here, as one checklist. */
function together(open: OpenChecklist, changed: Checklist, file: OpenChecklist): Checklist {
  const ours = onlyIn(changed.log, open.checklist.log);
  const own = ours.some((entry) => entry.kind === 'replanned');
  const base = own ? changed : file.checklist;
  return {
    ...base,
    revision: Math.max(file.checklist.revision, changed.revision),
    // All that the file lacks, also what a save of somebody else pushed aside in the very same moment.
    log: logsTogether(file.checklist.log, changed.log),
  };
}

/**
 * Saves `changed`, which came of `open.checklist` by adding to its log.
 * @param keep true: what was done here stands on top of what the file says, even for the same step
 * @throws UsageError when the file cannot be written, or holds another checklist by now
 */
export function saveChecklist(open: OpenChecklist, changed: Checklist, keep = false): Saving {
  for (let tries = 0; tries < TRIES; tries++) {
    const file = currentFile(open);
    const seen = typeof file === 'string' ? null : file;
    if (seen && seen.checklist.id !== open.checklist.id)
      throw unreadable(open.path, 'another checklist has taken its place; nothing was saved');
    const theirs = seen ? onlyIn(seen.checklist.log, open.checklist.log) : [];
    const ours = onlyIn(changed.log, open.checklist.log);
    if (seen && !keep && contradict(ours, theirs)) return { kind: 'conflict', file: seen, theirs };
    const whole = seen ? together(open, changed, seen) : changed;
    const next = { ...whole, revision: whole.revision + 1 };
    const text = jsonText(checklistJson(next));
    if (Buffer.byteLength(text) > LIMITS.fileBytes)
      throw new UsageError(`${quoted(open.path)}: full, it would hold more than ${LIMITS.fileBytes} bytes`);
    const expected = seen?.digest ?? open.digest;
    if (write(open.path, text, file === 'gone' ? null : expected))
      return { kind: 'saved', open: { path: open.path, checklist: next, digest: digestOf(text) }, theirs };
  }
  throw new UsageError(`${quoted(open.path)}: not saved, the file changes all the time`);
}

/** Writes if the file is still the one that was looked at. */
function write(path: string, text: string, expected: string | null): boolean {
  const unchanged = () => {
    const gone = statSync(path, { throwIfNoEntry: false }) === undefined;
    return gone ? expected === null : digestOf(bytesOf(path)) === expected;
  };
  try {
    return replaceFile(path, text, unchanged);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${quoted(path)}: not saved: ${reasonOf(error)}`);
  }
}

/** Longer than anybody takes between the last look at the file and putting the new one in its place. */
const SETTLING = 60;

/**
 * Looks again a moment after the last save: two saves in the very same moment can push one aside, because
 * nothing is locked. What is missing then is saved again.
 */
export function makeSure(saved: OpenChecklist): OpenChecklist {
  let open = saved;
  for (let tries = 0; tries < TRIES; tries++) {
    sleep(SETTLING);
    const file = currentFile(open);
    if (file === 'same') return open;
    const base = file === 'gone' ? open : file;
    const missing = onlyIn(open.checklist.log, base.checklist.log);
    if (file !== 'gone' && missing.length === 0) return file;
    const plan = missing.some((entry) => entry.kind === 'replanned') ? open : base;
    const log = logsTogether(base.checklist.log, missing);
    const saving = saveChecklist(base, { ...plan.checklist, log }, true);
    if (saving.kind === 'conflict') return base;
    open = saving.open;
  }
  return open;
}

/** What somebody else has added since; null: nothing, or the file cannot be read just now. */
export function lookAgain(open: OpenChecklist): OpenChecklist | null {
  try {
    const file = currentFile(open);
    return typeof file === 'string' || file.checklist.id !== open.checklist.id ? null : file;
  } catch {
    return null;
  }
}
