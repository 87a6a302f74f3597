/** The knowledge of `data/`, and reading texts or files with it. */
import { createReadStream } from 'node:fs';
import { indexCatalogue, licenceSwitch } from '../../src/catalogue/catalogue.ts';
import { identify, levelTitle } from '../../src/catalogue/identify.ts';
import { loadData } from '../../src/catalogue/load.ts';
import { type DiagnoseOptions, diagnoseFiles } from '../../src/diagnose/diagnose.ts';
import type { Diagnosis } from '../../src/diagnose/diagnosis.ts';
import { compileKnowledge } from '../../src/diagnose/knowledge.ts';
import { type NoText, readLines } from '../../src/diagnose/lines.ts';
import { type Reading, startReading } from '../../src/diagnose/reader.ts';

const loaded = loadData('data');

export const data = loaded.diagnosis;
export const catalogue = indexCatalogue(loaded.data, loaded.digest);
export const knowledge = compileKnowledge(data);

export const OPTIONS: DiagnoseOptions = {
  today: '2026-11-24',
  nameOf: (build) => {
    const found = identify(catalogue, build);
    return found.kind === 'level' ? levelTitle(catalogue, found.level) : null;
  },
  productOf: (build) => {
    const found = identify(catalogue, build);
    return found.kind === 'level' ? found.level.release.product : null;
  },
  licenceOf: (build) => {
    const found = build === null ? null : identify(catalogue, build);
    return licenceSwitch(catalogue, found?.kind === 'level' ? found.level.release : null);
  },
};

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

export async function readChunks(chunks: AsyncIterable<Uint8Array>): Promise<Reading | NoText> {
  const reader = startReading(knowledge);
  const problem = await readLines(chunks, (lines) => reader.take(lines));
  return problem ?? reader.finish();
}

/** The reading of a text or of bytes. */
export async function readBytes(content: string | Uint8Array): Promise<Reading> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const reading = await readChunks(once(bytes));
  if (typeof reading === 'string') throw new Error(`no text: ${reading}`);
  return reading;
}

export async function readFile(path: string): Promise<Reading> {
  const reading = await readChunks(createReadStream(path));
  if (typeof reading === 'string') throw new Error(`${path}: ${reading}`);
  return reading;
}

/** One file, diagnosed. */
export async function diagnose(content: string | Uint8Array): Promise<Diagnosis> {
  const [first] = diagnoseFiles(knowledge, [{ file: 'log', reading: await readBytes(content) }], OPTIONS);
  if (!first) throw new Error('no diagnosis');
  return first;
}

export function idsOf({ verdicts }: Diagnosis): readonly string[] {
  return verdicts.map(({ id }) => id).sort();
}
