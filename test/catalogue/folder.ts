/** Copies of a small valid catalogue in a temporary directory, with one thing changed. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { CatalogueError } from '../../src/catalogue/problem.ts';

export const SMALL = fileURLToPath(new URL('./fixtures/small', import.meta.url));

const made: string[] = [];

afterAll(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** A new directory with these files; removed after the tests of the file. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>, base?: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'cupath-catalogue-'));
  made.push(dir);
  if (base !== undefined) cpSync(base, dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

/** The small catalogue with `found` in one file replaced; `found` must be there. */
export function changed(file: string, found: string, replacement: string): string {
  const text = readFileSync(join(SMALL, file), 'utf8');
  if (!text.includes(found)) throw new Error(`the fixture ${file} does not hold ${found}`);
  return folder({ [file]: text.replace(found, () => replacement) }, SMALL);
}

/** The problems of loading, as `file:line:column: message` with the file below `dir`; none when it loads. */
export function problemsOf(dir: string, overlays: readonly string[] = []): readonly string[] {
  try {
    loadCatalogue(dir, overlays);
    return [];
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const roots = [dir, ...overlays];
    return error.message.split('\n').map((line) => {
      const root = roots.find((item) => line.startsWith(item)) ?? dir;
      return line.slice(root.length).replace(/^\//, '');
    });
  }
}
