/** `npm run build`: validates the data, compiles them to JSON, writes the editors' schema, bundles the program. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compiledText, keepStamps } from '../catalogue/compiled.ts';
import { loadData } from '../catalogue/load.ts';
import type { CompiledDiagnosis } from '../catalogue/open-diagnosis.ts';
import { CatalogueError } from '../catalogue/problem.ts';
import { areSettled, stampsOf, TICK } from '../catalogue/stamps.ts';
import { bundle, bundlePage } from './bundle.ts';
import { writeDataFileSchema } from './schemas.ts';
import { warm } from './warm.ts';

/** Below the project's directory, so that problems name `data/...`. */
const DATA = 'data';
const OUT = 'dist';

/**
 * Validates a data directory and writes what plans need and what diagnoses need as one JSON file each.
 * @returns the digest of the data files
 */
export function compileData(dataDir: string, path: string, diagnosisPath: string): string {
  const { data, diagnosis, digest } = loadData(dataDir);
  writeFileSync(path, compiledText(data, digest));
  writeFileSync(diagnosisPath, JSON.stringify({ digest, data: diagnosis } satisfies CompiledDiagnosis));
  return digest;
}

async function main(): Promise<void> {
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
  mkdirSync(OUT, { recursive: true });
  writeDataFileSchema(join(DATA, 'schema.json'));
  const stamps = stampsOf(DATA) ?? [];
  const digest = compileData(DATA, join(OUT, 'catalogue.json'), join(OUT, 'diagnosis.json'));
  await bundle({ entry: 'src/cli.ts', outdir: OUT });
  await bundlePage(OUT);
  if (!areSettled(stamps, Date.now())) await sleep(TICK);
  keepStamps(join(OUT, 'cache', 'data.json'), { digest, stamps });
  await warm(join(OUT, 'cupath.js'));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof CatalogueError)) throw error;
  process.stderr.write(`${error.message}\n${error.problems.length} problem(s) in the data\n`);
  process.exitCode = 4;
}
