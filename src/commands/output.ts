/** Flags that shape the output of every command, and writing it. */
import { closeSync, openSync, realpathSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { sep } from 'node:path';
import { dataAge, staleWarning } from '../catalogue/age.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { paragraph, type Style } from '../render/layout.ts';
import { terminalStyle } from '../render/terminal.ts';
import type { Context } from './context.ts';
import { codeOf, fileReason, quoted, UsageError } from './failure.ts';
import { formatForName } from './file-format.ts';
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

/** The value of `--format`; the first one where it was not given. */
export function formatOf<T extends string>(text: string | undefined, formats: readonly [T, ...T[]]): T {
  if (text === undefined) return formats[0];
  return readWord('--format', text.trim().toLowerCase() === 'md' ? 'markdown' : text, formats);
}

/** The same where a file is written: without `--format` its name decides, and may not promise anything else. */
export function formatForOutput<T extends string>(
  values: { readonly format?: string | undefined; readonly output?: string | undefined },
  formats: readonly [T, ...T[]],
): T {
  const { format, output } = values;
  if (format !== undefined || output === undefined) return formatOf(format, formats);
  return formatForName('--output', output, formats) ?? formats[0];
}

/** Why a file cannot be written, for a sentence. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'writing there is not permitted';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return fileReason(error, 'it cannot be written');
  }
}

/** What a command reads, and must therefore not write over. */
export interface Inputs {
  readonly files?: readonly (string | undefined)[] | undefined;
  /** Overlay directories (`--data`): every data file below them is read. */
  readonly overlays?: readonly string[] | undefined;
}

/** How the names of saved checklists end. */
const SAVED_ENDING = '.cupath.json';

/** Does a file of this name hold a saved checklist? */
export function isChecklistName(path: string): boolean {
  return path.toLowerCase().endsWith(SAVED_ENDING);
}

/** The one name that a file has on this system, whatever links and spellings lead to it; null: there is none. */
function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isInput(target: string, { files = [], overlays = [] }: Inputs): boolean {
  if (files.some((file) => file !== undefined && realPath(file === '-' ? '/dev/stdin' : file) === target))
    return true;
  const isData = /\.ya?ml$/i.test(target);
  return isData && overlays.some((folder) => target.startsWith(`${realPath(folder) ?? folder}${sep}`));
}

function refused(flag: string, path: string, reason: string): UsageError {
  return new UsageError(`${flag}: found ${quoted(path)}, expected a file to write: ${reason}`);
}

/** What stands at the path now; undefined: nothing. */
function statOf(flag: string, path: string): Stats | undefined {
  if (path === '') throw refused(flag, path, 'the name is empty');
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw refused(flag, path, reasonOf(error));
  }
}

function checkFile(path: string, inputs: Inputs, flag: string): Stats | undefined {
  const stat = statOf(flag, path);
  if (stat?.isDirectory()) throw refused(flag, path, 'it is a folder');
  const real = realPath(path);
  if (stat?.isFile() && real !== null && isInput(real, inputs))
    throw refused(flag, path, 'this command reads it; choose another name');
  return stat;
}

/**
 * Refuses a target that would cost somebody a file: one that the command itself reads, by whatever path, and
 * whatever has the name of a saved checklist, because what is written is none. Commands that change something
 * before they write ask first; {@link writeWhole} asks in any case.
 * @throws UsageError that names the flag
 */
export function checkTarget(path: string, inputs: Inputs, flag = '--output'): void {
  checkFile(path, inputs, flag);
  if (isChecklistName(path) || isChecklistName(realPath(path) ?? ''))
    throw refused(
      flag,
      path,
      `only cupath plan --output writes a file named *${SAVED_ENDING}, which is a saved checklist`,
    );
}

/** @throws UsageError where a file of that name exists */
export function checkNew(path: string, flag = '--output'): void {
  if (statOf(flag, path)?.isFile()) throw refused(flag, path, 'it exists; choose a new name');
}

function writeInto(path: string, pieces: Iterable<string>): void {
  const handle = openSync(path, 'w');
  try {
    for (const piece of pieces) writeFileSync(handle, piece);
  } finally {
    closeSync(handle);
  }
}

function writeFile(path: string, content: string | Iterable<string>, inputs: Inputs, flag: string): void {
  const stat = checkFile(path, inputs, flag);
  try {
    // A device or a pipe takes the text; a file in its place would be something else.
    if (stat && !stat.isFile()) writeInto(path, typeof content === 'string' ? [content] : content);
    else replaceFile(path, content);
  } catch (error) {
    throw error instanceof UsageError ? error : refused(flag, path, reasonOf(error));
  }
}

/**
 * Writes a file whole or not at all.
 * @param content the text, or its pieces in order where it is too large for one
 * @param inputs what the command reads; none of it is written over
 * @param flag for messages
 * @throws UsageError when the path is a folder, an input or a saved checklist, or cannot be written
 */
export function writeWhole(
  path: string,
  content: string | Iterable<string>,
  inputs: Inputs,
  flag = '--output',
): void {
  checkTarget(path, inputs, flag);
  writeFile(path, content, inputs, flag);
}

/** The same for the text of a saved checklist, which alone may have the name of one. */
export function writeChecklist(path: string, text: string, inputs: Inputs): void {
  writeFile(path, text, inputs, '--output');
}
