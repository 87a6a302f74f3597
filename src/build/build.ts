/** `npm run build`: validates the data, compiles them to JSON, writes the editors' schema, bundles the program. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledCatalogue } from '../catalogue/compiled.ts';
import { loadData } from '../catalogue/load.ts';
import { CatalogueError } from '../catalogue/problem.ts';
import { bundle } from './bundle.ts';
import { writeDataFileSchema } from './schemas.ts';

/** Below the project's directory, so that problems name `data/...`. */
const DATA = 'data';
const OUT = 'dist';

/** Validates a data directory and writes it as one JSON file. */
export function compileData(dataDir: string, path: string): void {
  const { data, digest, files } = loadData(dataDir);
  const compiled: CompiledCatalogue = { digest, files, data };
  writeFileSync(path, JSON.stringify(compiled));
}

async function main(): Promise<void> {
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
  mkdirSync(OUT, { recursive: true });
  writeDataFileSchema(join(DATA, 'schema.json'));
  compileData(DATA, join(OUT, 'catalogue.json'));
  await bundle({ entry: 'src/cli.ts', outdir: OUT });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CatalogueError)) throw error;
  process.stderr.write(`${error.message}\n${error.problems.length} problem(s) in the data\n`);
  process.exitCode = 4;
}
