/**
 * Screens that are read: lines with a tone, wrapped to the window, some of them the head of a fold.
 */
import { codeLines, displayWidth, prose, wrap } from '../render/layout.ts';
import type { Tone } from '../render/tones.ts';

export interface Line {
  readonly text: string;
  readonly tone: Tone;
  /** The step that this line belongs to, and that Enter folds. */
  readonly step?: string;
  /** True for the line that stands for the whole folded step. */
  readonly head?: boolean;
  /** Enter here leaves the wizard. */
  readonly finish?: boolean;
}

export interface Page {
  /** Columns. */
  readonly width: number;
  readonly ascii: boolean;
}

export interface Shape {
  readonly indent?: number;
  /** Begins the paragraph and shifts its further lines to the right. */
  readonly label?: string;
  readonly tone?: Tone;
  readonly step?: string;
  readonly head?: boolean;
}

export const BLANK: Line = { text: '', tone: 'plain' };

/** What wrapping leaves whole, such as an address, is cut at the edge: here it is read, not copied. */
function cutLine(line: string, width: number, rest: string): readonly string[] {
  if (displayWidth(line) <= width || width <= rest.length) return [line];
  return [line.slice(0, width), ...cutLine(rest + line.slice(width), width, rest)];
}

/** A paragraph, wrapped; an empty text gives no line. */
export function lines(page: Page, text: string | null | undefined, shape: Shape = {}): readonly Line[] {
  if (text === null || text === undefined || text.trim() === '') return [];
  const { indent = 0, label = '', tone = 'plain', step, head } = shape;
  const margin = ' '.repeat(indent);
  const first = margin + (label === '' ? '' : `${label} `);
  const rest = margin + ' '.repeat(label === '' ? 0 : Math.min(label.length + 1, 8));
  const owner = step === undefined ? {} : { step };
  return text
    .split('\n')
    .filter((part) => part.trim() !== '')
    .flatMap((part, index) =>
      wrap(prose(part, page.ascii), { width: page.width, first: index === 0 ? first : rest, rest }),
    )
    .flatMap((line) => cutLine(line, page.width, rest))
    .map((line, index) => ({ text: line, tone, ...owner, ...(head && index === 0 ? { head } : {}) }));
}

/** A command, wrapped for reading only: continued lines are indented further. The printout keeps it whole. */
export function commandLines(page: Page, run: string, shape: Shape = {}): readonly Line[] {
  const { indent = 0, step } = shape;
  const owner = step === undefined ? {} : { step };
  return codeLines(run).flatMap((line) => {
    const own = line.length - line.trimStart().length;
    const first = ' '.repeat(Math.min(indent + own, Math.floor(page.width / 2)));
    const parts = wrap(line, { width: page.width, first, rest: `${first}    ` });
    return parts
      .flatMap((part) => cutLine(part, page.width, `${first}    `))
      .map((text) => ({ text, tone: 'code' as const, ...owner }));
  });
}

/** The keys that fit into the width, in order. The last one, which leaves, is always among them. */
export function keysText(parts: readonly string[], width: number): string {
  const shown = [...parts];
  while (shown.length > 1 && shown.join('   ').length > width) shown.splice(-2, 1);
  return shown.join('   ');
}

/** The first lines of a text, with dots where the rest of it is cut off. */
export function cutLines(all: readonly Line[], height: number, { width, ascii }: Page): readonly Line[] {
  const last = all[height - 1];
  if (all.length <= height || !last) return all.slice(0, height);
  const text = shorten(`${last.text}${ascii ? '...' : '…'}`, width, ascii);
  return [...all.slice(0, height - 1), { ...last, text }];
}

/** Cuts a text to a width, with three dots (or one sign for them) at the end. */
export function shorten(text: string, width: number, ascii: boolean): string {
  if (text.length <= width) return text;
  const dots = ascii ? '...' : '…';
  return width <= dots.length ? text.slice(0, Math.max(0, width)) : text.slice(0, width - dots.length) + dots;
}

/** Cuts a text in the middle, so that beginning and end stay readable. */
export function shortenMiddle(text: string, width: number, ascii: boolean): string {
  if (text.length <= width) return text;
  const dots = ascii ? ' ... ' : ' … ';
  const room = width - dots.length;
  if (room < 8) return shorten(text, width, ascii);
  const front = Math.ceil(room * 0.6);
  return text.slice(0, front).trimEnd() + dots + text.slice(text.length - (room - front)).trimStart();
}
