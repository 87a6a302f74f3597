/** The first lines of a CSV text: what stands before the header, the delimiter, the columns. No parser needed. */
import { bagKey, KNOWN_NAMES } from './bag.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Characters of one row. */
export const MAX_ROW = 200_000;

export interface Prepared {
  readonly body: string;
  /** Lines before the header. */
  readonly skipped: number;
  readonly delimiter: string;
}

/** Takes off `#TYPE ...` (Windows PowerShell), `sep=;` (Excel) and comments, and finds the delimiter. */
export function prepare(text: string): Prepared | null {
  const lines = text.split('\n');
  let index = 0;
  let told: string | undefined;
  for (; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    const separator = /^"?sep=(.)"?$/i.exec(line);
    if (separator) told = separator[1];
    else if (line !== '' && !line.startsWith('#')) break;
  }
  const header = lines[index];
  if (header === undefined) return null;
  const outside = header.replace(/"[^"]*"/g, '""');
  const count = (sign: string) => outside.split(sign).length - 1;
  const best = [...DELIMITERS].sort((a, b) => count(b) - count(a))[0] ?? ',';
  return { body: lines.slice(index).join('\n'), skipped: index, delimiter: told ?? best };
}

/** Columns of the first line, when the text can be CSV at all; null when it cannot. */
export function csvHeader(text: string): readonly string[] | null {
  const prepared = prepare(text.slice(0, MAX_ROW));
  const header = prepared?.body.split('\n', 1)[0];
  if (!prepared || header === undefined || !header.includes(prepared.delimiter)) return null;
  return header.split(prepared.delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

/** Does the header name a server and something about it? */
export function isKnownHeader(header: readonly string[]): boolean {
  const keys = header.map(bagKey);
  const named = keys.some((key) =>
    /^(?:name|fqdn|server|servername|computername|pscomputername|csname|hostname)$/.test(key),
  );
  return named && keys.filter((key) => KNOWN_NAMES.includes(key)).length >= 2;
}

/** Short words in the first line, and the same number of columns in the second: a table about something else. */
export function looksLikeCsv(text: string): boolean {
  const prepared = prepare(text.slice(0, MAX_ROW));
  const [head = '', row = ''] = (prepared?.body ?? '').split('\n');
  const columns = head.split(prepared?.delimiter ?? ',');
  const same = row.split(prepared?.delimiter ?? ',').length === columns.length;
  return columns.length > 1 && same && columns.every((name) => name.trim() !== '' && name.length <= 60);
}
