/** Tables as Format-Table prints them: the line of dashes says where the columns are. */
import { type Bag, bagKey, dagRecords, isDagList, MEMBERS_LOST, recordOf } from './bag.ts';
import { COLUMNS_LOST, DISPLAY, looseRecord } from './loose-text.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';
import { isErrorDetail, isPrompt, silentServer, silentServers } from './remote-error.ts';
import { CUT, continued, type Grid, isTorn, type Row } from './torn-rows.ts';

const RULE = /^[\s-]*--[\s-]*$/;
/** A cell of this column that is cut off makes the row useless or wrong. */
const NAME_KEYS = new Set(['name', 'pscomputername', 'fqdn', 'server']);

/** Cut off, these cost nothing that is needed. */
const HARMLESS = new Set(['site', 'filename', 'operationalservers']);
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const MEMBER_COLUMNS = new Set(['servers', 'memberservers']);

interface Column {
  readonly key: string;
  readonly start: number;
}

interface Found {
  readonly columns: readonly Column[];
  /** Physical lines that make one row (a console narrower than the table wraps each row). */
  readonly wrap: number;
  readonly width: number;
}

/** Is there a line of dashes under a line of names? */
export function isTable(text: string): boolean {
  const lines = text.slice(0, 100_000).split('\n');
  return lines.some(
    (line, index) =>
      index > 0 && RULE.test(line) && /-\s+-/.test(line) && (lines[index - 1] ?? '').trim() !== '',
  );
}

/** The lines of one row as one: what a narrow console had put on several. */
function unwrapped(lines: readonly string[], width: number): string {
  return lines.map((line, index) => (index < lines.length - 1 ? line.padEnd(width) : line)).join('');
}

function columnsAt(lines: readonly string[], index: number): Found | null {
  let wrap = 1;
  while (RULE.test(lines[index + wrap] ?? '') && (lines[index + wrap] ?? '').trim() !== '') wrap++;
  const heads = lines.slice(Math.max(0, index - wrap), index);
  const rules = lines.slice(index, index + wrap);
  const width = Math.max(...[...heads, ...rules].map((line) => line.length));
  const rule = unwrapped(rules, width);
  const head = unwrapped(heads, width);
  const starts = [...rule.matchAll(/-+/g)].map((match) => match.index);
  if (starts.length === 0) return null;
  const columns = starts.map((start, at) => ({
    key: bagKey(head.slice(start, starts[at + 1]).trim()),
    start,
  }));
  return { columns, wrap, width };
}

/** Cuts a row at the columns; a number longer than its heading begins left of it, so the cut moves to a blank. */
function cellsOf(row: string, columns: readonly Column[]): readonly string[] {
  const starts = columns.map(({ start }, index) => {
    if (index === 0) return 0;
    const floor = (columns[index - 1]?.start ?? 0) + 1;
    let at = start;
    while (at > floor && row[at - 1] !== undefined && row[at - 1] !== ' ') at--;
    return row[at - 1] === ' ' || row[at - 1] === undefined ? at : start;
  });
  return starts.map((start, index) => row.slice(start, starts[index + 1]).trim());
}

const EXSETUP = 'exsetup.exe';

/**
 * The cells of a row of ExSetup, by what they hold rather than by their place: words stand before the path, and
 * the name of the server follows it. Null where the columns or the row are others.
 */
function exSetupCells(row: string, columns: readonly Column[]): readonly string[] | null {
  const at = columns.findIndex(({ key }) => key === 'filename');
  const behind = columns.slice(at + 1);
  if (at < 0 || behind.length > 1 || !behind.every(({ key }) => NAME_KEYS.has(key))) return null;
  const end = row.toLowerCase().indexOf(EXSETUP) + EXSETUP.length;
  if (end < EXSETUP.length || !/^(?:\s|$)/.test(row.slice(end))) return null;
  // The drive begins the path, whatever blanks it holds.
  const drive = row.slice(0, end).search(/(?:[a-z]:|\\)\\/i);
  const begin = drive < 0 ? end - EXSETUP.length : drive;
  const before = row
    .slice(0, begin)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (before.length !== at) return null;
  return [...before, row.slice(begin, end), ...behind.map(() => row.slice(end).trim())];
}

const VERSION_KEYS = new Set(['admindisplayversion', 'fileversion', 'productversion', 'serialnumber']);
/** By these a table is known to be about Windows, whose serial number is a licence. */
const WINDOWS_KEYS = new Set(['systemdirectory', 'caption', 'csname']);
const VERSION = /^(?:\d{1,3}(?:\.\d{1,7}){3}\s*$|Version\s+\d)/i;

function hasVersion(cells: readonly string[], columns: readonly Column[]): boolean {
  return columns.some(({ key }, index) => VERSION_KEYS.has(key) && VERSION.test(cells[index] ?? ''));
}

/** After an error only what fits the columns is a row again; the text of an error has blanks in other places. */
function isRowAgain(row: string, columns: readonly Column[]): boolean {
  const cells = cellsOf(row, columns);
  if (columns.some(({ key }) => VERSION_KEYS.has(key))) return hasVersion(cells, columns);
  const name = cells[columns.findIndex(({ key }) => NAME_KEYS.has(key))] ?? '';
  return /^[\w.-]+$/.test(name) && columns.every(({ start }) => start === 0 || row[start - 1] === ' ');
}

/** The line from which rows go on below an error; past the end, or at the next table, where none follows. */
function afterError(lines: readonly string[], from: number, { columns, wrap, width }: Found): number | null {
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isPrompt(line) || RULE.test(line)) return null;
    if (silentServer(line) !== null) return at;
    if (isErrorDetail(line)) continue;
    if (isRowAgain(unwrapped(lines.slice(at, at + wrap), width), columns)) return at;
  }
  return null;
}

/** The columns, and where the console broke the rows below them, if it did. */
function gridOf(lines: readonly string[], from: number, { columns }: Found): Grid {
  let edge = 0;
  for (let at = from; at < lines.length && (lines[at] ?? '').trim() !== ''; at++)
    edge = Math.max(edge, lines[at]?.length ?? 0);
  return {
    columns: columns.length,
    versionsAt: columns.some(({ key }) => WINDOWS_KEYS.has(key))
      ? []
      : columns.flatMap(({ key }, index) => (VERSION_KEYS.has(key) ? [index] : [])),
    nameAt: columns.findIndex(({ key }) => NAME_KEYS.has(key)),
    edge,
    cellsOf: (row) => exSetupCells(row, columns) ?? cellsOf(row, columns),
  };
}

/**
 * Rows below a line of dashes, up to the blank line; a row without a name and a version continues the one above. Errors of
 * servers that did not answer stand between rows, and the rows go on below them.
 */
function rowsBelow(
  lines: readonly string[],
  from: number,
  found: Found,
): { rows: readonly Row[]; next: number } {
  const { columns, wrap, width } = found;
  const rows: Row[] = [];
  const grid = gridOf(lines, from, found);
  const { nameAt } = grid;
  let at = from;
  while (at < lines.length && (lines[at] ?? '').trim() !== '') {
    if (isPrompt(lines[at] ?? '')) break;
    if (silentServer(lines[at] ?? '') !== null || isErrorDetail(lines[at] ?? '')) {
      const next = afterError(lines, at, found);
      if (next === null) break;
      at = next;
      continue;
    }
    const above = rows.at(-1);
    const longer = above ? continued(above, lines[at] ?? '', grid) : null;
    if (longer) {
      rows[rows.length - 1] = longer;
      at++;
      continue;
    }
    const row = unwrapped(lines.slice(at, at + wrap), width);
    const cells = [...grid.cellsOf(row)];
    if (above && nameAt >= 0 && cells[nameAt] === '' && !hasVersion(cells, columns)) {
      cells.forEach((cell, index) => {
        if (cell !== '') above.cells[index] = `${above.cells[index] ?? ''} ${cell}`.trim();
      });
    } else {
      const torn = above !== undefined && isTorn(above, row, cells, grid);
      const last = lines[Math.min(at + wrap, lines.length) - 1] ?? '';
      rows.push({ cells, line: at + 1, text: row, width: last.length, torn });
    }
    at += wrap;
  }
  return { rows, next: at };
}

/** Mail and chat make one blank of many: then a version reaches over the columns, and no cell is where it was. */
function areColumnsLost(rows: readonly Row[]): boolean {
  return rows.some(({ cells, text }) => {
    const version = DISPLAY.exec(text)?.[0];
    return version !== undefined && !cells.includes(version);
  });
}

function looseRecords(rows: readonly Row[], notes: FileNote[]): readonly ServerRecord[] {
  notes.push({ line: rows[0]?.line ?? null, text: COLUMNS_LOST });
  return rows.flatMap(({ text, line }) => {
    const record = looseRecord(text, line);
    if (!record)
      notes.push({
        line,
        text: 'no row that begins with a server name and holds a version; left out',
        rows: 1,
      });
    return record ?? [];
  });
}

const NAME_CUT =
  'the name of a server is cut off ("..."); left out. Print it with Format-Table -AutoSize -Wrap, or Export-Csv';
const TORN =
  'no version stands here; it seems to be the rest of the row above, broken by the console; left out. Print it with Format-Table -AutoSize -Wrap, or Export-Csv';

/** Why this can be the name of no machine; null: it can. Windows permits more than DNS does, but none of these. */
function noName(name: string): string | null {
  if (/[\\:]/.test(name)) return 'a path stands where the name of a server should; left out';
  return /[\s`~!@#$%^&*()=+[\]{}|;'",<>/?]/.test(name) || /^[\d.]*$/.test(name.replace(IP_ADDRESS, 'x'))
    ? 'what stands where the name of a server should can be no name of a machine; left out'
    : null;
}

function recordsOf(found: Found, rows: readonly Row[], notes: FileNote[]): readonly ServerRecord[] {
  if (areColumnsLost(rows)) return looseRecords(rows, notes);
  return rows.flatMap(({ cells, line, torn }) => {
    if (torn) {
      notes.push({ line, text: TORN, rows: 1 });
      return [];
    }
    const cut = found.columns.filter((_, index) => CUT.test(cells[index] ?? '')).map(({ key }) => key);
    if (cut.some((key) => NAME_KEYS.has(key))) {
      notes.push({ line, text: NAME_CUT, rows: 1 });
      return [];
    }
    if (cut.some((key) => MEMBER_COLUMNS.has(key))) {
      notes.push({ line, text: MEMBERS_LOST });
      return [];
    }
    const versions = cut.filter((key) => !HARMLESS.has(key));
    if (versions.length > 0) {
      notes.push({
        line,
        text: `${versions.join(', ')} is cut off ("..."); print it with Format-Table -AutoSize -Wrap, or Export-Csv`,
      });
    }
    const bag: Bag = new Map(
      found.columns.flatMap(({ key }, index) =>
        cut.includes(key) && key !== 'filename' ? [] : [[key, cells[index] ?? '']],
      ),
    );
    if (isDagList(bag)) {
      const members = dagRecords(bag, line);
      if (!members) notes.push({ line, text: MEMBERS_LOST });
      return members ?? [];
    }
    const record = recordOf(bag, { line });
    const wrong = record === null ? 'a row without a server name; left out' : noName(record.name);
    if (wrong !== null) notes.push({ line, text: wrong, rows: 1 });
    return wrong === null ? (record ?? []) : [];
  });
}

/** What the blocks of one kind in a text say. */
export interface Blocks {
  readonly records: readonly ServerRecord[];
  readonly notes: readonly FileNote[];
  /** Names of columns or properties that were met, for the message when nothing names a server. */
  readonly seen: readonly string[];
}

/** Every table in the text, and the lines that belong to none of them (the others are empty). */
export function tablesIn(text: string): Blocks & { readonly rest: readonly string[] } {
  const lines = text.split('\n').map((line) => line.replaceAll('\u00a0', ' '));
  const rest = [...lines];
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  const seen: string[] = [];
  for (let index = 1; index < lines.length; index++) {
    if (!RULE.test(lines[index] ?? '')) continue;
    const found = columnsAt(lines, index);
    if (!found) continue;
    const { rows, next } = rowsBelow(lines, index + found.wrap, found);
    seen.push(...found.columns.map(({ key }) => key));
    records.push(...recordsOf(found, rows, notes));
    const begin = Math.max(0, index - found.wrap);
    rest.fill('', begin, next);
    index = next;
  }
  return { records, notes, seen, rest };
}

/**
 * Reads every table in the text.
 * @throws UnreadableFile with the columns found when no row names a server
 */
export function readTables(text: string): FileReading {
  const { records, notes, seen } = tablesIn(text);
  const silent = silentServers(text.split('\n'));
  if (records.length === 0) {
    throw new UnreadableFile(
      `recognised as a table with the columns ${[...new Set(seen)].slice(0, 12).join(', ')}; expected Name (or PSComputerName) and AdminDisplayVersion or FileVersion${notes[0] ? ` (line ${notes[0].line}: ${notes[0].text})` : ''}`,
    );
  }
  return {
    format: 'format-table',
    records: [...silent.records, ...records],
    organisation: {},
    notes: [...silent.notes, ...notes],
  };
}
