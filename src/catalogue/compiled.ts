/**
 * Opens the catalogue without parsing YAML: the build validated the data and wrote them as JSON. They are used
 * as long as the data directory is as it was then; edited data and overlays go through the loader.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Catalogue, indexCatalogue } from './catalogue.ts';
import { type DataSource, isDirectory, tryReadDataFiles } from './files.ts';
import { lazily } from './lazily.ts';
import type { CatalogueData } from './schema.ts';
import { areSettled, type Stamp, stampsOf } from './stamps.ts';

export interface CatalogueLocation {
  readonly data: DataSource;
  /** Reads `catalogue.json`; gives undefined where it is absent. */
  readonly compiled: () => Buffer | undefined;
  /** Where the stamps of the data files are kept; absent: the content is compared at every start. */
  readonly stampsPath?: string;
  /** Overlay directories, in order. */
  readonly overlays?: readonly string[];
}

interface Compiled {
  /** `sha256:...` of the files it was made of. */
  readonly digest: string;
  readonly data: CatalogueData;
}

const END = '}}';

function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * The compiled file: JSON in ASCII, one section to a line, so that a start parses only the sections it asks for.
 */
export function compiledText(data: CatalogueData, digest: string): string {
  const sections = Object.entries(data).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return ascii(`{"head":{"digest":"${digest}"},"data":{\n${sections.join(',\n')}\n${END}\n`);
}

const LINE_END = 0x0a;

/** The lines of a file as ranges of bytes: what is not asked for is not even made a string. */
function lineRanges(bytes: Buffer): readonly (readonly [start: number, end: number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_END, start);
    const end = found === -1 ? bytes.length : found;
    ranges.push([start, end]);
    start = end + 1;
  }
  return ranges;
}

/** `"name":[...],` to the name and what parses the value. */
function sectionMaker(bytes: Buffer, start: number, end: number): readonly [string, () => unknown] {
  const colon = bytes.indexOf(':', start);
  const last = bytes[end - 1] === 0x2c ? end - 1 : end;
  return [
    bytes.toString('latin1', start + 1, colon - 1),
    () => JSON.parse(bytes.toString('latin1', colon + 1, last)),
  ];
}

/** Undefined where the file is missing or was cut off. */
function readCompiled(bytes: Buffer | undefined): Compiled | undefined {
  if (!bytes) return undefined;
  const [first = [0, 0], ...rest] = lineRanges(bytes);
  const head = /^\{"head":\{"digest":"(sha256:[0-9a-f]+)"\},"data":\{$/.exec(
    bytes.toString('latin1', ...first),
  );
  const last = rest.at(-1);
  const digest = head?.[1];
  if (digest === undefined || !last || bytes.toString('latin1', ...last) !== END) return undefined;
  const makers = rest.slice(0, -1).map(([start, end]) => sectionMaker(bytes, start, end));
  return { digest, data: lazily<CatalogueData>(Object.fromEntries(makers) as never) };
}

interface Stamped {
  readonly digest: string;
  readonly stamps: readonly Stamp[];
}

function readStamps(path: string | undefined): string {
  if (path === undefined) return '';
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Notes down how the data files are, for {@link openCatalogue}. Files that were touched a moment ago are not
 * noted, and where nothing can be written nothing is: the next start compares the content.
 * @param stamps taken before the content was read
 */
export function keepStamps(path: string, stamped: Stamped): void {
  if (!areSettled(stamped.stamps, Date.now())) return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${process.pid}.tmp`;
    writeFileSync(beside, JSON.stringify(stamped), { flag: 'wx' });
    renameSync(beside, path);
  } catch {
    // See above.
  }
}

/**
 * True when the data directory is gone (only the compiled data were shipped) or as it was when compiled, and for
 * files in hand, which nobody can edit.
 */
async function isCurrent(digest: string, { data, stampsPath }: CatalogueLocation): Promise<boolean> {
  if (typeof data !== 'string' || !isDirectory(data)) return true;
  const stamps = stampsOf(data);
  if (stamps && readStamps(stampsPath) === JSON.stringify({ digest, stamps } satisfies Stamped)) return true;
  const { digestOf } = await import('./digest.ts');
  const { files, problems } = tryReadDataFiles(data);
  const same = problems.length === 0 && digestOf(files) === digest;
  if (same && stamps && stampsPath !== undefined) keepStamps(stampsPath, { digest, stamps });
  return same;
}

/**
 * The catalogue to work with.
 * @throws CatalogueError when edited data or an overlay are invalid
 */
export async function openCatalogue(location: CatalogueLocation): Promise<Catalogue> {
  const { data, overlays = [] } = location;
  const compiled = overlays.length === 0 ? readCompiled(location.compiled()) : undefined;
  if (compiled && (await isCurrent(compiled.digest, location))) {
    return indexCatalogue(compiled.data, compiled.digest);
  }
  const { loadCatalogue } = await import('./load.ts');
  return loadCatalogue(data, overlays);
}
