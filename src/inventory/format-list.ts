/** Lists as Format-List prints them: `Key : value`, a blank line between objects, long values continued below. */
import { type Bag, bagKey, dagRecords, isDagList, KNOWN_NAMES, MEMBERS_LOST, recordOf } from './bag.ts';
import { type Blocks, tablesIn } from './format-table.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';
import { isErrorDetail, isPrompt, silentServer, silentServers } from './remote-error.ts';

const KEY = /^\s*([A-Za-z][A-Za-z0-9_. -]{0,60}?)\s*:(?:\s(.*))?$/;

/** Are there lines of known properties with a colon? */
export function isList(text: string): boolean {
  return text
    .slice(0, 100_000)
    .split('\n')
    .some((line) => {
      const match = KEY.exec(line);
      return (
        match !== null &&
        /^(?:admindisplayversion|fileversion|databaseavailabilitygroup|fqdn|servers|serverrole|serialnumber)$/.test(
          bagKey(match[1] ?? ''),
        )
      );
    });
}

interface Block {
  readonly bag: Map<string, string>;
  readonly line: number;
  /** Column of the colon, by which a continued value with a colon in it is told from a new property. */
  readonly colon: number;
}

/** Values of these have no blanks but after a comma. */
const WITHOUT_BLANKS = new Set([
  ...['name', 'fqdn', 'pscomputername', 'server', 'servers', 'databaseavailabilitygroup'],
  ...['fileversion', 'productversion', 'serverrole'],
]);

/**
 * What goes between a value and what continues it below: a console breaks lines between words and inside them.
 * @param full the line above reaches to the edge of the console
 */
function gap(key: string, above: string, below: string, full: boolean): '' | ' ' {
  if (/[,;]$/.test(above)) return ' ';
  if (key === 'admindisplayversion')
    return /(?:Version|Build)$/i.test(above) || below.startsWith('(') ? ' ' : '';
  return WITHOUT_BLANKS.has(key) || full || /[-/.]$/.test(above) ? '' : ' ';
}

function blocksOf(text: string): readonly Block[] {
  const width = text.split('\n').reduce((most, line) => Math.max(most, line.length), 0);
  let above = '';
  const blocks: Block[] = [];
  let open: Block | null = null;
  let last: string | null = null;
  text.split('\n').forEach((raw, index) => {
    const line = raw.replaceAll('\u00a0', ' ');
    if (line.trim() === '' || isPrompt(line) || silentServer(line) !== null || isErrorDetail(line)) {
      open = null;
      return;
    }
    const match = KEY.exec(line);
    const key = bagKey(match?.[1] ?? '');
    const starts =
      match !== null && (open === null || line.indexOf(':') === open.colon || KNOWN_NAMES.includes(key));
    if (!starts) {
      if (open && last !== null && /^\s/.test(raw)) {
        const value = open.bag.get(last) ?? '';
        const blank = gap(last, value, line.trim(), above.length === width && !above.endsWith(' '));
        open.bag.set(last, `${value}${blank}${line.trim()}`.trim());
        above = line;
      }
      return;
    }
    if (open === null || open.bag.has(key)) {
      open = { bag: new Map(), line: index + 1, colon: line.indexOf(':') };
      blocks.push(open);
    }
    open.bag.set(key, (match?.[2] ?? '').trim());
    last = key;
    above = line;
  });
  return blocks;
}

/** The head of a transcript is a block of properties, too, but about the console. */
function isAboutServers({ bag }: Block): boolean {
  return !bag.has('psversion') && !bag.has('starttime') && KNOWN_NAMES.some((name) => bag.has(name));
}

/** Every list in the text. */
function listsIn(text: string): Blocks {
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  const blocks = blocksOf(text);
  for (const { bag, line } of blocks.filter(isAboutServers)) {
    const known: Bag = bag;
    if (isDagList(known)) {
      const members = dagRecords(known, line);
      if (members) records.push(...members);
      else notes.push({ line, text: MEMBERS_LOST });
      continue;
    }
    const record = recordOf(known, { line });
    if (record) records.push(record);
    else notes.push({ line, text: 'these properties name no server (no Name); left out', rows: 1 });
  }
  return { records, notes, seen: blocks.flatMap(({ bag }) => [...bag.keys()]) };
}

/** Reads every list in the text. @throws UnreadableFile with the properties found when no block names a server */
export function readLists(text: string): FileReading {
  const { records, notes, seen } = listsIn(text);
  const silent = silentServers(text.split('\n'));
  if (records.length === 0) {
    throw new UnreadableFile(
      `recognised as a list with the properties ${[...new Set(seen)].slice(0, 12).join(', ')}; expected Name (or PSComputerName) and AdminDisplayVersion or FileVersion`,
    );
  }
  return {
    format: 'format-list',
    records: [...silent.records, ...records],
    organisation: {},
    notes: [...silent.notes, ...notes],
  };
}

/** Reads a text in which tables and lists stand, as in a transcript. @throws UnreadableFile when none names a server */
export function readTablesAndLists(text: string): FileReading {
  const tables = tablesIn(text);
  const lists = listsIn(tables.rest.join('\n'));
  const silent = silentServers(text.split('\n'));
  const records = [...tables.records, ...lists.records];
  if (records.length === 0) {
    const seen = [...new Set([...tables.seen, ...lists.seen])].slice(0, 12).join(', ');
    throw new UnreadableFile(
      `recognised as tables and lists with ${seen}; expected Name (or PSComputerName) and AdminDisplayVersion or FileVersion`,
    );
  }
  return {
    format: tables.records.length > 0 ? 'format-table' : 'format-list',
    records: [...silent.records, ...records],
    organisation: {},
    notes: [...silent.notes, ...tables.notes, ...lists.notes],
  };
}
