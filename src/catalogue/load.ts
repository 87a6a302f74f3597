/** Data directory and overlays -> validated catalogue. Needs YAML and the schema; see `compiled.ts` for starting without. */
import { basename, resolve, sep } from 'node:path';
import { type Catalogue, indexCatalogue } from './catalogue.ts';
import type { DiagnosisData } from './diagnosis-schema.ts';
import { digestOf } from './digest.ts';
import { type DataFile, type DataSource, sourceName, tryReadDataFiles } from './files.ts';
import { dataOf, diagnosisOf, type Merged, merge, type Origin } from './merge.ts';
import { parseFile } from './parse.ts';
import { CatalogueError, type CatalogueProblem, escapeControls, problemAt } from './problem.ts';
import { crossCheck } from './references.ts';
import type { CatalogueData, CatalogueHeader } from './schema.ts';

export { digestOf } from './digest.ts';
export { readDataFiles } from './files.ts';

interface Read {
  readonly files: readonly DataFile[];
  readonly origins: readonly Origin[];
  readonly problems: readonly CatalogueProblem[];
}

function readSource(source: DataSource, added: boolean): Read {
  const { files, problems } = tryReadDataFiles(source);
  const results = files.map((file) => parseFile(file.file, file.text));
  return {
    files,
    origins: results.flatMap((result) => (result.ok ? [{ parsed: result.parsed, added }] : [])),
    problems: [...problems, ...results.flatMap((result) => (result.ok ? [] : result.problems))],
  };
}

function headerProblems(merged: Merged, place: string): readonly CatalogueProblem[] {
  const own = merged.headers.filter((header) => !header.added);
  const foreign = merged.headers
    .filter((header) => header.added)
    .map((header) =>
      problemAt(header.at(), 'an overlay has no catalogue: section; it belongs to the base data'),
    );
  const [first, ...more] = own;
  if (!first)
    return [{ file: place, line: 1, column: 1, message: 'no file has the catalogue: section' }, ...foreign];
  const twice = more.map((header) =>
    problemAt(header.at(), `catalogue: is already defined in ${first.file}`),
  );
  return [...twice, ...foreign];
}

/** An overlay whose files hold no entry changes nothing, and was hardly given for that. */
function emptyProblems(dir: string, { files, origins }: Read): readonly CatalogueProblem[] {
  const isEmpty = ({ parsed }: Origin) =>
    Object.values(parsed.data).every((section) => Array.isArray(section) && section.length === 0);
  if (!origins.every(isEmpty)) return [];
  const message = 'no file of this overlay holds an entry, so that it changes nothing; add one';
  return [{ file: files[0]?.file ?? dir, line: 1, column: 1, message }];
}

/** The name under which outputs mark an overlay: the last part of its path. */
export function overlayName(dir: string): string {
  return escapeControls(basename(resolve(dir)));
}

/** What the problems make invalid: the overlays that they lie in, or the catalogue where one lies elsewhere. */
function subjectOf(problems: readonly CatalogueProblem[], overlayDirs: readonly string[]): string {
  const owners = problems.map(({ file }) => {
    const path = resolve(file);
    return overlayDirs.find((dir) => path === resolve(dir) || path.startsWith(resolve(dir) + sep));
  });
  const names = overlayDirs.filter((dir) => owners.includes(dir)).map((dir) => `"${overlayName(dir)}"`);
  if (names.length === 0 || owners.includes(undefined)) return 'the catalogue is';
  return names.length === 1 ? `the overlay ${names.join('')} is` : `the overlays ${names.join(' and ')} are`;
}

export interface LoadedData {
  readonly data: CatalogueData;
  readonly diagnosis: DiagnosisData;
  readonly digest: string;
  readonly files: readonly string[];
  readonly overlays: readonly string[];
  /** The same entries with their positions. */
  readonly merged: Merged;
}

function headerOf(merged: Merged): CatalogueHeader | undefined {
  return merged.headers.find((header) => !header.added)?.value;
}

/**
 * Reads, validates, merges and cross-checks. A file that cannot be parsed leaves gaps that every other file
 * would trip over, so the cross-checks run only when all files parse.
 * @throws CatalogueError with every problem
 */
export function loadData(source: DataSource, overlayDirs: readonly string[] = []): LoadedData {
  const base = readSource(source, false);
  const overlays = overlayDirs.map((dir) => readSource(dir, true));
  const parts = [base, ...overlays];
  const unread = parts.flatMap((part) => part.problems);
  const empty = overlays.flatMap((overlay, index) =>
    overlay.problems.length > 0 ? [] : emptyProblems(overlayDirs[index] ?? '', overlay),
  );
  const problems = [...unread, ...empty];
  // What is wrong between the entries shows only when all of them can be read.
  if (problems.length > 0)
    throw new CatalogueError(problems, { subject: subjectOf(problems, overlayDirs), more: true });

  const merged = merge(parts.flatMap((part) => part.origins));
  const found = [...headerProblems(merged, sourceName(source)), ...crossCheck(merged)];
  const header = headerOf(merged);
  if (found.length > 0 || !header)
    throw new CatalogueError(found, { subject: subjectOf(found, overlayDirs) });

  const inDigest = [
    ...base.files,
    ...overlays.flatMap((part, index) =>
      part.files.map((file) => ({ path: `overlay ${index + 1}: ${file.path}`, text: file.text })),
    ),
  ];
  return {
    data: dataOf(merged.entries, header),
    diagnosis: diagnosisOf(merged.entries),
    digest: digestOf(inDigest),
    files: base.files.map((file) => file.path),
    overlays: overlayDirs.map(overlayName),
    merged,
  };
}

/**
 * The catalogue of a data source with overlays merged in, in the order given.
 * @throws CatalogueError with every problem of every file
 */
export function loadCatalogue(source: DataSource, overlayDirs: readonly string[] = []): Catalogue {
  const { data, digest, overlays } = loadData(source, overlayDirs);
  return indexCatalogue(data, digest, overlays);
}
