/** The files that `--inventory` names, read one after the other, and what to say about them. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readAtMost } from '../catalogue/read-at-most.ts';
import { MAX_BYTES, TOO_LARGE } from '../inventory/decode.ts';
import { isBeside } from '../inventory/detect.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type InventoryFile, readInventory, type UnopenedFile } from '../inventory/read.ts';
import { printable } from '../render/printable.ts';
import { type Context, write } from './context.ts';
import { codeOf, fileReason, quoted, UsageError } from './failure.ts';

/** In a folder, only files that can hold an inventory are looked at. */
const EXTENSIONS = ['.xml', '.txt', '.html', '.htm', '.json', '.csv', '.yaml', '.yml', '.log'];
const MAX_FILES = 20_000;
/** Remarks about files that are printed; there can be one per server. */
const SHOWN = 20;

interface Found {
  readonly path: string;
  /** Named on the command line, rather than found in a folder. */
  readonly named: boolean;
}

/** Why a path cannot be read. */
function problemOf(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'it does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'reading it is not permitted';
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return fileReason(error, '');
    default:
      return `it cannot be read (${code ?? 'unknown error'})`;
  }
}

/** Calls the file system; what it refuses is said as bad input. */
function tried<T>(flag: string, path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new UsageError(`${flag}: found ${quoted(path)}, expected a file or a folder: ${problemOf(error)}`);
  }
}

function statIfAny(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** Shells of Windows hand patterns on as they are: `*` and `?` in the last part of a path are looked up here. */
function matching(flag: string, path: string): readonly string[] {
  const pattern = basename(path);
  const folder = dirname(path);
  if (!/[*?]/.test(pattern) || statIfAny(folder)?.isDirectory() !== true) return [];
  const parts = [...pattern.toLowerCase()].map((sign) =>
    sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace(/[^a-z0-9]/, '\\$&'),
  );
  const fits = new RegExp(`^${parts.join('').replace(/(?:\.\*)+/g, '.*')}$`, 's');
  return tried(flag, folder, () => readdirSync(folder))
    .filter((name) => fits.test(name.toLowerCase()))
    .sort()
    .map((name) => join(folder, name));
}

function filesOf(flag: string, path: string): readonly Found[] {
  const matches = statIfAny(path) === null ? matching(flag, path) : [];
  if (matches.length > 0)
    return matches.map((match) => ({ path: match, named: statIfAny(match)?.isFile() === true }));
  if (!tried(flag, path, () => statSync(path)).isDirectory()) return [{ path, named: true }];
  const names = tried(flag, path, () => readdirSync(path))
    .filter((name) => EXTENSIONS.includes(extname(name).toLowerCase()))
    .sort();
  if (names.length === 0)
    throw new UsageError(`${flag}: the folder ${quoted(path)} holds no inventory (${EXTENSIONS.join(', ')})`);
  return names.map((name) => ({ path: join(path, name), named: false }));
}

/** In a folder only files count: a pipe would be waited for, and a folder in it was not asked for. */
function opened({ path, named }: Found): InventoryFile | UnopenedFile {
  try {
    const stat = statSync(path);
    if (!named && !stat.isFile())
      return { name: path, problem: stat.isDirectory() ? 'it is a folder' : 'it is no file' };
    const bytes = stat.size > MAX_BYTES ? null : readAtMost(path, MAX_BYTES);
    return bytes === null ? { name: path, problem: TOO_LARGE } : { name: path, bytes };
  } catch (error) {
    const link = codeOf(error) === 'ENOENT' && !named;
    return { name: path, problem: link ? 'it is a link to nothing' : problemOf(error) };
  }
}

function* all(files: readonly Found[]): Generator<InventoryFile | UnopenedFile> {
  for (const file of files) yield opened(file);
}

function refusal(flag: string, { files }: Inventory, found: readonly Found[]): UsageError | null {
  const refused = files.filter((file) => file.kind === 'refused');
  const named = new Set(found.filter((file) => file.named).map(({ path }) => path));
  // A pattern such as HealthChecker* also catches what lies beside the reports.
  const grave = refused.filter(
    ({ name }) => (named.has(name) && !isBeside(basename(name))) || refused.length === files.length,
  );
  const [first, ...others] = grave;
  if (!first) return null;
  const more = others.length === 0 ? '' : ` (and ${others.length} more files)`;
  return new UsageError(`${flag}: ${quoted(first.name)}: ${printable(first.message)}${more}`);
}

function remarks({ files }: Inventory): readonly string[] {
  return files.flatMap((file) => {
    const name = basename(file.name);
    if (file.kind === 'refused') return [`${name}: left out: ${file.message}`];
    return file.notes.map(({ line, text }) => `${name}: ${line === null ? '' : `line ${line}: `}${text}`);
  });
}

/** The files that servers were read from; what was left out of a folder is none of them. */
export function readFilesOf({ files }: Inventory): readonly string[] {
  return files.flatMap((file) => (file.kind === 'read' ? [file.name] : []));
}

/**
 * Reads what the flag names: files, and folders of files. Remarks about files go to stderr.
 * @param flag for messages, such as `--inventory`
 * @throws UsageError when a named file is missing, too large or not understood, or no server is found
 */
export async function readInventoryFiles(
  context: Pick<Context, 'stderr'>,
  flag: string,
  paths: readonly string[],
  catalogue: Catalogue,
): Promise<Inventory> {
  const found = paths.flatMap((path) => filesOf(flag, path));
  if (found.length > MAX_FILES)
    throw new UsageError(`${flag}: found ${found.length} files, expected at most ${MAX_FILES}`);
  const inventory = await readInventory(all(found), catalogue);
  const refused = refusal(flag, inventory, found);
  if (refused) throw refused;
  const said = remarks(inventory);
  for (const text of said.slice(0, SHOWN)) await write(context.stderr, `cupath: ${printable(text)}\n`);
  if (said.length > SHOWN)
    await write(context.stderr, `cupath: ... and ${said.length - SHOWN} more remarks about the files\n`);
  if (inventory.servers.length === 0) {
    throw new UsageError(
      `${flag}: no server is named in ${paths.length === 1 ? quoted(paths[0] ?? '') : `these ${paths.length} files`}`,
    );
  }
  return inventory;
}
