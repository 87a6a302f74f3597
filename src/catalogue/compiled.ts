/**
 * Opens the catalogue without parsing YAML: the build validated the data and wrote them as JSON. They are used
 * as long as the data directory is as it was then; edited data and overlays go through the loader.
 */
import { readFileSync } from 'node:fs';
import { type Catalogue, indexCatalogue } from './catalogue.ts';
import { digestOf, isDirectory, tryReadDataFiles } from './files.ts';
import type { CatalogueData } from './schema.ts';

/** What `dist/catalogue.json` holds. */
export interface CompiledCatalogue {
  /** `sha256:...` of the files it was made of. */
  readonly digest: string;
  /** Their paths below the data directory. */
  readonly files: readonly string[];
  readonly data: CatalogueData;
}

export interface CatalogueLocation {
  readonly dataDir: string;
  /** Path of `catalogue.json`; it may be absent. */
  readonly compiledPath: string;
  /** Overlay directories, in order. */
  readonly overlays?: readonly string[];
}

function readCompiled(path: string): CompiledCatalogue | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as CompiledCatalogue;
  } catch {
    return undefined;
  }
}

/** True when the data directory is gone (only the compiled data were shipped) or as it was when compiled. */
function isCurrent(compiled: CompiledCatalogue, dataDir: string): boolean {
  if (!isDirectory(dataDir)) return true;
  const { files, problems } = tryReadDataFiles(dataDir);
  return problems.length === 0 && digestOf(files) === compiled.digest;
}

/**
 * The catalogue to work with.
 * @throws CatalogueError when edited data or an overlay are invalid
 */
export async function openCatalogue({
  dataDir,
  compiledPath,
  overlays = [],
}: CatalogueLocation): Promise<Catalogue> {
  const compiled = overlays.length === 0 ? readCompiled(compiledPath) : undefined;
  if (compiled && isCurrent(compiled, dataDir)) return indexCatalogue(compiled.data, compiled.digest);
  const { loadCatalogue } = await import('./load.ts');
  return loadCatalogue(dataDir, overlays);
}
