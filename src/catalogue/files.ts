/** Reads the YAML files of a data or overlay directory, or takes those in hand. Parses nothing. */
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CatalogueError, type CatalogueProblem } from './problem.ts';
import { readAtMost } from './read-at-most.ts';

/** 1 MiB: many times the largest file that a person would write by hand. */
export const MAX_FILE_BYTES = 1024 * 1024;
export const MAX_FILES = 200;

export interface DataFile {
  /** Below the directory, with `/` on every system. */
  readonly path: string;
  /** As a person would open it: the directory as given, and the path. */
  readonly file: string;
  readonly text: string;
}

/** Where data files come from: a directory, or files in hand, shown as if they lay in a directory of that name. */
export type DataSource =
  | string
  | { readonly name: string; readonly files: () => readonly Pick<DataFile, 'path' | 'text'>[] };

/** What people are shown as its place. */
export function sourceName(source: DataSource): string {
  return typeof source === 'string' ? source : source.name;
}

/** What reads the file at this path, when asked: its bytes, or undefined where it cannot be read. */
export function fileAt(path: string | URL): () => Buffer | undefined {
  return () => {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  };
}

function atStart(file: string, message: string): CatalogueProblem {
  return { file, line: 1, column: 1, message };
}

function entriesOf(dir: string): readonly Dirent[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A link is read only when it is a file that lies inside the directory; others would bring in foreign data. */
function linkedFile(root: string, path: string): boolean {
  try {
    const target = realpathSync(path);
    return target.startsWith(root + sep) && statSync(target).isFile();
  } catch {
    return false;
  }
}

function collect(root: string, dir: string, problems: CatalogueProblem[], found: string[]): void {
  for (const entry of entriesOf(dir)) {
    if (found.length > MAX_FILES) return;
    const path = join(dir, entry.name);
    if (entry.isDirectory()) collect(root, path, problems, found);
    else if (entry.name.endsWith('.yml')) {
      problems.push(atStart(path, 'only files named *.yaml are read; rename it to .yaml'));
    } else if (!entry.name.endsWith('.yaml')) continue;
    else if (entry.isFile() || (entry.isSymbolicLink() && linkedFile(root, path))) found.push(path);
    else
      problems.push(
        atStart(
          path,
          'expected a file inside the data directory; a link out of it or to nothing is not followed',
        ),
      );
  }
}

function decode(bytes: Uint8Array, file: string): string | CatalogueProblem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const readable = new TextDecoder('utf-8').decode(bytes);
    const before = readable.slice(0, readable.indexOf('\ufffd')).split('\n');
    const message = 'expected UTF-8 text, found bytes that are not';
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
  }
}

function readOne(path: string): string | CatalogueProblem {
  const bytes = readAtMost(path, MAX_FILE_BYTES);
  if (bytes === null)
    return atStart(path, `the file holds more than ${MAX_FILE_BYTES} bytes (1 MiB), the most of a data file`);
  return decode(bytes, path);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True when `dir` is a directory that can be looked into. */
export function isDirectory(dir: string): boolean {
  try {
    return statSync(dir).isDirectory();
  } catch {
    return false;
  }
}

/** Like {@link readDataFiles}, but hands the problems back beside the files that could be read. */
export function tryReadDataFiles(source: DataSource): {
  readonly files: readonly DataFile[];
  readonly problems: readonly CatalogueProblem[];
} {
  if (typeof source !== 'string') {
    const files = source.files().map(({ path, text }) => ({ path, file: `${source.name}/${path}`, text }));
    return { files, problems: [] };
  }
  return tryReadDirectory(source);
}

function tryReadDirectory(dir: string): ReturnType<typeof tryReadDataFiles> {
  if (!isDirectory(dir))
    return { files: [], problems: [atStart(dir, 'expected a directory with *.yaml files')] };
  const problems: CatalogueProblem[] = [];
  const files: DataFile[] = [];
  const root = realpathSync(dir);
  const found: string[] = [];
  const shown = (path: string) => join(dir, relative(root, path));
  try {
    collect(root, root, problems, found);
  } catch (error) {
    problems.push(atStart(dir, `cannot be read: ${reason(error)}`));
  }
  if (found.length > MAX_FILES) problems.push(atStart(dir, `more than ${MAX_FILES} *.yaml files`));
  else if (found.length === 0 && problems.length === 0)
    problems.push(atStart(dir, 'no *.yaml file found here'));
  for (const path of found.slice(0, MAX_FILES)) {
    try {
      const text = readOne(path);
      if (typeof text === 'string')
        files.push({ path: relative(root, path).split(sep).join('/'), file: shown(path), text });
      else problems.push(text);
    } catch (error) {
      problems.push(atStart(path, `cannot be read: ${reason(error)}`));
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const inPlace = (problem: CatalogueProblem) =>
    problem.file.startsWith(root + sep) ? { ...problem, file: shown(problem.file) } : problem;
  return { files, problems: problems.map(inPlace) };
}

/**
 * Every `*.yaml` file of a source, by path; of a directory hidden names are left out, links out of it refused.
 * @throws CatalogueError when the directory or a file cannot be read, is too large or is no UTF-8
 */
export function readDataFiles(source: DataSource): readonly DataFile[] {
  const { files, problems } = tryReadDataFiles(source);
  if (problems.length > 0) throw new CatalogueError(problems);
  return files;
}
