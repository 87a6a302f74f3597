/** `cupath --version`: the program and the day of its data, read without opening the catalogue. */
import type { Context } from './context.ts';

/** The header of the data, or of the compiled data where only those were shipped. */
function dataDay({ own }: Context): string {
  for (const name of ['data/catalogue.yaml', 'dist/catalogue.json']) {
    const match = /["']?asOf["']?:\s*["']?(\d{4}-\d{2}-\d{2})/.exec(own.read(name)?.toString('utf8') ?? '');
    if (match?.[1] !== undefined) return match[1];
  }
  return 'unknown date';
}

/** `cupath 0.1.0 (catalogue as of 2026-10-07)` */
export function versionText(context: Context): string {
  const match = /"version":\s*"([^"]+)"/.exec(context.own.read('package.json')?.toString('utf8') ?? '');
  return `cupath ${match?.[1] ?? 'unknown version'} (catalogue as of ${dataDay(context)})\n`;
}
