/**
 * Replaces a file whole or not at all, whatever happens on the way: the text goes into a new file beside it,
 * is on the disk before that takes the name, and a file that is a link stays one.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Virus scanners and indexers hold a new file open for a moment; Windows then refuses to rename it. */
const BUSY = ['EPERM', 'EACCES', 'EBUSY'];
const WAITS = [10, 30, 100, 300] as const;
/** What an interrupted save leaves behind is removed by a later one after so many milliseconds. */
const STALE = 10 * 60 * 1000;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Waits without doing anything else. */
export function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function renameBusy(from: string, to: string): void {
  for (const wait of WAITS) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!BUSY.includes(codeOf(error))) throw error;
      sleep(wait);
    }
  }
  renameSync(from, to);
}

/** Twelve hexadecimal digits. A name that is taken is refused when the file is made, so nobody has to be surprised. */
function newMark(): string {
  return Math.floor(Math.random() * 2 ** 48)
    .toString(16)
    .padStart(12, '0');
}

/** The file that is written to: the target of a link, else the path itself. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return path;
  }
}

/** Makes the new name survive a power failure; not every file system (nor Windows) can say so of a folder. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file itself is whole either way.
  }
}

function prefixOf(target: string): string {
  return `.${basename(target)}.`;
}

function removeStale(target: string): void {
  const folder = dirname(target);
  const form = /^[0-9a-f]{12}\.tmp$/;
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefixOf(target)) || !form.test(name.slice(prefixOf(target).length))) continue;
      const left = join(folder, name);
      if (Date.now() - statSync(left).mtimeMs > STALE) unlinkSync(left);
    }
  } catch {
    // Only tidiness is lost.
  }
}

/**
 * Writes the file (a text, or its pieces in order), unless `proceed` says no in the last moment before the new file takes the name.
 * @returns false when `proceed` said no; nothing was changed then
 * @throws what the file system throws; the old file is whole then
 */
export function replaceFile(
  path: string,
  content: string | Iterable<string>,
  proceed: () => boolean = () => true,
): boolean {
  const target = targetOf(path);
  const beside = join(dirname(target), `${prefixOf(target)}${newMark()}.tmp`);
  const mode = statSync(target, { throwIfNoEntry: false })?.mode;
  const handle = openSync(beside, 'wx', mode === undefined ? 0o666 : mode & 0o777);
  try {
    try {
      for (const piece of typeof content === 'string' ? [content] : content) writeFileSync(handle, piece);
      try {
        fsyncSync(handle);
      } catch (error) {
        // Some network file systems have no such thing.
        if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
      }
    } finally {
      closeSync(handle);
    }
    if (!proceed()) {
      unlinkSync(beside);
      return false;
    }
    renameBusy(beside, target);
  } catch (error) {
    try {
      unlinkSync(beside);
    } catch {
      // It may never have come to be.
    }
    throw error;
  }
  syncFolder(dirname(target));
  removeStale(target);
  return true;
}
