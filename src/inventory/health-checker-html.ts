/** The HTML report over all servers: a table with a row for each, then the details of one server after the other. */
import { type Labels, labelRecord } from './health-checker-labels.ts';
import { htmlTables, type Table } from './html-tables.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';

const NAME = 'server name';

function isNameHeading(row: Table[number] | undefined): boolean {
  return row?.[0]?.heading === true && row[0].text.toLowerCase() === NAME;
}

/** `Server Name | EX01` as headings starts a server; rows of name and value follow. */
function detailRecords(table: Table): readonly ServerRecord[] {
  const servers: Map<string, string>[] = [];
  for (const row of table) {
    const [name, value] = row;
    if (!name || !value) continue;
    const label = name.text.toLowerCase();
    if (isNameHeading(row)) servers.push(new Map([[NAME, value.text]]));
    const now = servers.at(-1);
    if (label === '' || !now || now.has(label) || value.text === '') continue;
    // The second `Version` is that of Windows; that of Exchange is called Exchange Version here.
    if (label !== 'version') now.set(label, value.text);
  }
  return servers.flatMap((labels) => labelRecord(labels, null) ?? []);
}

interface Overview {
  readonly records: readonly ServerRecord[];
  readonly uneven: number;
}

/** Columns are named after the first server: a row with another number of cells cannot be matched to them. */
function overviewRecords(table: Table): Overview {
  const [head = [], ...rows] = table;
  const names = head.map((cell) => cell.text.toLowerCase());
  let uneven = 0;
  const records = rows.flatMap((row) => {
    if (row.length === 0) return [];
    const whole = row.length === names.length;
    if (!whole) uneven++;
    const labels: Labels = new Map(
      row.slice(0, whole ? row.length : 1).map((cell, index) => [names[index] ?? '', cell.text]),
    );
    return labelRecord(labels, null) ?? [];
  });
  return { records, uneven };
}

/**
 * Reads the report.
 * @throws UnreadableFile when no table of it begins with the column "Server Name"
 */
export function readHealthCheckerHtml(text: string): FileReading {
  const tables = htmlTables(text).filter((table) => isNameHeading(table[0]));
  const details = tables.filter((table) => table[0]?.length === 2 && table[0][1]?.heading === true);
  const overview = tables.filter((table) => !details.includes(table) && (table[0]?.length ?? 0) > 1);
  const rows = overview.map(overviewRecords);
  const records = [...details.flatMap(detailRecords), ...rows.flatMap((item) => item.records)];
  if (records.length === 0) {
    throw new UnreadableFile(
      'recognised as HTML, but no table of it starts with the column "Server Name"; expected the report of Health Checker (-BuildHtmlServersReport)',
    );
  }
  const uneven = rows.reduce((sum, item) => sum + item.uneven, 0);
  const notes: readonly FileNote[] =
    uneven === 0
      ? []
      : [
          {
            line: null,
            text: `${uneven} rows of the overview do not fit its columns; only the details of these servers were read`,
          },
        ];
  return { format: 'health-checker-html', records, organisation: {}, notes };
}
