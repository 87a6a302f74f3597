/** `cupath --version`: the program and the day of its data, read without opening the catalogue. */
import { readFileSync } from 'node:fs';
import type { Context } from './context.ts';

function read(url: URL): string {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return '';
  }
}

/** The header of the data, or of the compiled data where only those were shipped. */
function dataDay({ root }: Context): string {
  for (const name of ['data/catalogue.yaml', 'dist/catalogue.json']) {
    const match = /["']?asOf["']?:\s*["']?(\d{4}-\d{2}-\d{2})/.exec(read(new URL(name, root)));
    if (match?.[1] !== undefined) return match[1];
  }
  return 'unknown date';
}

/** `cupath 0.1.0 (catalogue as of 2026-10-07)` */
export function versionText(context: Context): string {
  const match = /"version":\s*"([^"]+)"/.exec(read(new URL('package.json', context.root)));
  return `cupath ${match?.[1] ?? 'unknown version'} (catalogue as of ${dataDay(context)})\n`;
}
