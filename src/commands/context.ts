/** What a command may touch of the world outside: streams, environment, clock, its own files. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { quoted, UsageError } from './failure.ts';
import type { OwnFiles } from './own-files.ts';

/** Where text goes: a stream of Node, or a file or pipe that is written to directly. */
export interface Output {
  readonly isTTY?: boolean;
  /** Width of a terminal. */
  readonly columns?: number;
  write(text: string, taken?: (error?: Error | null) => void): unknown;
}

export interface Context {
  readonly own: OwnFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTerminal: boolean;
  /** What is piped into the program; absent where a command is run without it. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  now(): Date;
  openCatalogue(overlays: readonly string[]): Promise<Catalogue>;
}

/** One command: arguments without its name in, exit code out. */
export type Command = (context: Context, args: readonly string[]) => Promise<number>;

/** The moment that outputs are stamped with: `SOURCE_DATE_EPOCH` (seconds since 1970) when set, else the clock. */
export function stampOf(context: Context): Date {
  const text = context.env.SOURCE_DATE_EPOCH;
  if (text === undefined || text === '') return context.now();
  if (!/^\d{1,11}$/.test(text)) {
    throw new UsageError(`SOURCE_DATE_EPOCH: found ${quoted(text)}, expected seconds since 1970-01-01`);
  }
  return new Date(Number(text) * 1000);
}

/** `2026-11-24T08:00:00Z` */
export function stampText(context: Context): string {
  return stampOf(context)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}

function localDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * The day to plan for, as an ISO day: `--today`, else the UTC day of `SOURCE_DATE_EPOCH`, else the local day.
 * @param given the value of `--today`
 */
export function todayOf(context: Context, given: string | undefined): string {
  if (given !== undefined) return readDay('--today', given);
  const fixed = (context.env.SOURCE_DATE_EPOCH ?? '') !== '';
  return fixed ? stampOf(context).toISOString().slice(0, 10) : localDay(context.now());
}

/** An ISO day that exists in the calendar. */
export function readDay(flag: string, text: string): string {
  const trimmed = text.trim();
  const date = /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? new Date(`${trimmed}T00:00:00Z`) : null;
  if (!date || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== trimmed) {
    throw new UsageError(`${flag}: found ${quoted(text)}, expected a day such as 2026-11-24`);
  }
  return trimmed;
}

/** Writes text and waits until it is taken. */
export function write(stream: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
