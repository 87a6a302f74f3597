/** CSV: exports of PowerShell in any culture (comma, semicolon, tab), and inventories written by hand. */
import { parse } from 'csv-parse/sync';
import { type Bag, bagKey, dagRecords, isDagList, MEMBERS_LOST, recordOf } from './bag.ts';
import { isKnownHeader, MAX_ROW, type Prepared, prepare } from './csv-header.ts';
import { type FileNote, type FileReading, MAX_SERVERS, type ServerRecord, UnreadableFile } from './record.ts';

function rowsOf({
  body,
  delimiter,
  skipped,
}: Prepared): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  try {
    const rows = parse(body, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_ROW,
      to: MAX_SERVERS + 2,
      comment: '#',
      comment_no_infix: true,
      // With `info` each row comes with the line it ended on, which the declared type leaves out.
    }) as unknown as readonly { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines + skipped }));
  } catch (error) {
    const lines =
      error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : 1;
    throw new UnreadableFile(
      `line ${lines + skipped}: recognised as CSV, but a quotation mark is not closed or the row is longer than ${MAX_ROW} characters`,
    );
  }
}

/** A cell of the line below the header of a Markdown table. */
const MARKDOWN_RULE = /^(?::?-+:?)?$/;

/** Reads a CSV text. @throws UnreadableFile with the columns that were found when none names a server */
export function readCsv(text: string): FileReading {
  const prepared = prepare(text);
  const [head, ...rows] = prepared ? rowsOf(prepared) : [];
  const header = head?.cells ?? [];
  if (!isKnownHeader(header)) {
    throw new UnreadableFile(
      `recognised as CSV with the columns ${header.slice(0, 12).join(', ')}; expected Name and one of AdminDisplayVersion, FileVersion, Build, Level (rename the columns; which is which is never guessed)`,
    );
  }
  const keys = header.map(bagKey);
  const written = keys.includes('level');
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  for (const { cells, line } of rows) {
    if (cells.every((cell) => MARKDOWN_RULE.test(cell))) continue;
    const bag: Bag = new Map(keys.map((key, index) => [key, cells[index] ?? '']));
    const made = isDagList(bag) ? dagRecords(bag, line) : [recordOf(bag, { line, written })];
    for (const record of made ?? []) {
      if (record) records.push(record);
      else notes.push({ line, text: 'a row without a server name; left out', rows: 1 });
    }
    if (made === null) notes.push({ line, text: MEMBERS_LOST });
  }
  if (records.length === 0)
    throw new UnreadableFile(
      `recognised as CSV, but there is no row with a server name below the header${notes[0] ? ` (line ${notes[0].line}: ${notes[0].text})` : ''}`,
    );
  return { format: written ? 'own-csv' : 'csv', records, organisation: {}, notes };
}
