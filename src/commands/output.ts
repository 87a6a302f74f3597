/** Flags that shape the output of every command, and writing it. */
import { statSync } from 'node:fs';
import { dataAge, staleWarning } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { paragraph, type Style } from '../render/layout.ts';
import { printable } from '../render/printable.ts';
import { terminalStyle } from '../render/terminal.ts';
import type { Context } from './context.ts';
import { quoted, UsageError } from './failure.ts';
import { replaceFile } from './replace-file.ts';
import { readWord } from './values.ts';

interface LookValues {
  readonly plain?: boolean;
  readonly 'no-color'?: boolean;
}

/** What stdout can show. */
export function styleOf({ env, platform, stdout }: Context, values: LookValues): Style {
  return terminalStyle({
    env,
    platform,
    isTerminal: stdout.isTTY === true,
    columns: stdout.columns,
    plain: values.plain === true,
    noColour: values['no-color'] === true,
  });
}

/** The line for stderr that says that the data are old; empty while they are fresh. */
export function staleNote(catalogue: Catalogue, today: string): string {
  const warning = staleWarning(dataAge(catalogue, today));
  return warning === null ? '' : `cupath: old data: ${warning}\n`;
}

/**
 * What text on stdout, which is passed on without stderr, has above it about its data: that they are old, and the
 * overlays that are in them. Empty while there is neither.
 */
export function staleLines(catalogue: Catalogue, today: string, style: Style): string {
  const warning = staleWarning(dataAge(catalogue, today));
  const { overlays } = catalogue;
  const lines = [
    ...(overlays.length === 0 ? [] : paragraph(style, `With data of your own: ${overlays.join(', ')}.`)),
    ...(warning === null ? [] : paragraph(style, `Old data: ${warning}`, { tone: 'warn' })),
  ];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

/** The value of `--format`; a format of the contract that this version lacks says so. */
export function formatOf<T extends string>(
  text: string | undefined,
  formats: readonly [T, ...T[]],
  later: readonly string[] = [],
): T {
  if (text === undefined) return formats[0];
  const wanted = text.trim().toLowerCase();
  if (later.includes(wanted))
    throw new UsageError(`--format ${wanted}: not part of this version; use ${formats.join(', ')}`);
  return readWord('--format', wanted === 'md' ? 'markdown' : text, formats);
}

/** Why a file cannot be written, for a sentence. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'writing there is not permitted';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? printable(error.message) : 'it cannot be written';
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Writes a file whole or not at all.
 * @param content the text, or its pieces in order where it is too large for one
 * @param flag for messages
 * @throws UsageError when the path is a folder or cannot be written
 */
export function writeWhole(path: string, content: string | Iterable<string>, flag = '--output'): void {
  const refuse = (reason: string) =>
    new UsageError(`${flag}: found ${quoted(path)}, expected a file to write: ${reason}`);
  if (path === '') throw refuse('the name is empty');
  try {
    if (isDirectory(path)) throw refuse('it is a folder');
    replaceFile(path, content);
  } catch (error) {
    throw error instanceof UsageError ? error : refuse(reasonOf(error));
  }
}
