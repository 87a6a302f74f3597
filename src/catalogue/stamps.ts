/**
 * Notices an edit of the data without reading them: size and times of every file, as they were when the data
 * were compiled. The time of the last change of the inode (ctime) is among them, which no program can set back,
 * so that an edit of equal size whose author restores the modification time is noticed as well. Where the
 * stamps differ, the content decides.
 */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Path below the data directory with `/`, size in bytes, mtime and ctime in milliseconds. */
export type Stamp = readonly [path: string, size: number, modified: number, changed: number];

/** File systems round times, FAT to two seconds: a file that was touched this close before may change unseen. */
export const TICK = 2000;

function collect(root: string, below: string, stamps: Stamp[]): boolean {
  const entries: readonly Dirent[] = readdirSync(join(root, below), { withFileTypes: true });
  return entries.every((entry) => {
    if (entry.name.startsWith('.')) return true;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return collect(root, path, stamps);
    if (!/\.ya?ml$/.test(entry.name)) return true;
    if (!entry.isFile()) return false;
    const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
    stamps.push([path, size, mtimeMs, ctimeMs]);
    return true;
  });
}

/** The stamps of all data files, by path; null where a link or an unreadable folder asks for a closer look. */
export function stampsOf(dir: string): readonly Stamp[] | null {
  const stamps: Stamp[] = [];
  try {
    if (!collect(dir, '', stamps)) return null;
  } catch {
    return null;
  }
  return stamps.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/** True when stamps taken at `now` (milliseconds) can be trusted: every file has rested for longer than a tick. */
export function areSettled(stamps: readonly Stamp[], now: number): boolean {
  return stamps.every(([, , modified, changed]) => Math.max(modified, changed) + TICK < now);
}
