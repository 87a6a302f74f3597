/**
 * Moving in a list of rows, and the part of it that a window shows. Pure; knows no questions.
 */
import type { KeyName } from './events.ts';

/** The row after a key: arrows wrap around at the ends, pages and Home/End do not. */
export function moveCursor(cursor: number, key: KeyName, count: number, page: number): number {
  if (count === 0) return 0;
  const last = count - 1;
  const step = Math.max(1, page - 1);
  switch (key) {
    case 'up':
      return cursor <= 0 ? last : cursor - 1;
    case 'down':
      return cursor >= last ? 0 : cursor + 1;
    case 'page-up':
      return Math.max(0, cursor - step);
    case 'page-down':
      return Math.min(last, cursor + step);
    case 'home':
      return 0;
    case 'end':
      return last;
    default:
      return Math.min(cursor, last);
  }
}

export interface Window {
  /** First row shown. */
  readonly top: number;
  /** Row after the last one shown. */
  readonly bottom: number;
  readonly above: number;
  readonly below: number;
}

/**
 * The rows to show around the cursor: it stays off the edges while there is more beyond them.
 * @param before share of the window above the cursor; for reading less than a half, since text goes on below
 */
export function windowAround(cursor: number, count: number, height: number, before = 0.5): Window {
  const size = Math.max(1, Math.min(height, count));
  const top = Math.max(0, Math.min(cursor - Math.floor(size * before), count - size));
  return { top, bottom: Math.min(count, top + size), above: top, below: Math.max(0, count - top - size) };
}
