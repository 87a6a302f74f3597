/** What the browser keeps between visits, where it keeps anything: opened from a file, some keep nothing. */
import type { Entry } from '../saved/checklist.ts';
import { ShapeError } from '../saved/decode.ts';
import { logShape } from '../saved/log-shape.ts';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): boolean {
  try {
    localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function logKey(id: string): string {
  return `cupath.checklist.${id}`;
}

/** The log that was kept for this checklist; other pages share the storage, so it is checked like any file. */
export function keptLog(id: string): readonly Entry[] {
  const kept = read(logKey(id));
  if (kept === null) return [];
  try {
    return logShape(JSON.parse(kept), 'log');
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return [];
    throw error;
  }
}

/** @returns false where nothing is kept */
export function keepLog(id: string, log: readonly Entry[]): boolean {
  return write(logKey(id), JSON.stringify(log));
}

const NAME = 'cupath.name';

export function keptName(): string {
  return (read(NAME) ?? '').slice(0, 100);
}

export function keepName(name: string): void {
  write(NAME, name);
}
