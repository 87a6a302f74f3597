/** Lists as Format-List prints them: `Key : value`, a blank line between objects, long values continued below. */
import { type Bag, bagKey, dagRecords, isDagList, KNOWN_NAMES, recordOf } from './bag.ts';
import { isPrompt, silentServer } from './format-table.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';

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

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  let last: string | null = null;
  text.split('\n').forEach((raw, index) => {
    const line = raw.replaceAll('\u00a0', ' ');
    if (line.trim() === '' || isPrompt(line)) {
      open = null;
      return;
    }
    const match = KEY.exec(line);
    const key = bagKey(match?.[1] ?? '');
    const starts =
      match !== null && (open === null || line.indexOf(':') === open.colon || KNOWN_NAMES.includes(key));
    if (!starts) {
      if (open && last !== null && /^\s/.test(raw))
        open.bag.set(last, `${open.bag.get(last) ?? ''} ${line.trim()}`.trim());
      return;
    }
    if (open === null || open.bag.has(key)) {
      open = { bag: new Map(), line: index + 1, colon: line.indexOf(':') };
      blocks.push(open);
    }
    open.bag.set(key, (match?.[2] ?? '').trim());
    last = key;
  });
  return blocks;
}

/** Reads every list in the text. @throws UnreadableFile with the properties found when no block names a server */
export function readLists(text: string): FileReading {
  const records: ServerRecord[] = [];
  const notes: FileNote[] = [];
  text.split('\n').forEach((line, index) => {
    const name = silentServer(line);
    if (name === null) return;
    records.push({ name, line: index + 1, at: null, versions: [], silent: true });
    notes.push({ line: index + 1, text: `${name} did not answer` });
  });
  const blocks = blocksOf(text);
  for (const { bag, line } of blocks) {
    if (!KNOWN_NAMES.some((name) => bag.has(name))) continue;
    const known: Bag = bag;
    if (isDagList(known)) {
      const members = dagRecords(known, line);
      if (members) records.push(...members);
      else notes.push({ line, text: 'the list of members is cut off; left out' });
      continue;
    }
    const record = recordOf(known, { line });
    if (record) records.push(record);
    else notes.push({ line, text: 'these properties name no server (no Name); left out' });
  }
  if (records.every((record) => record.silent)) {
    const seen = [...new Set(blocks.flatMap(({ bag }) => [...bag.keys()]))].slice(0, 12).join(', ');
    throw new UnreadableFile(
      `recognised as a list with the properties ${seen}; expected Name (or PSComputerName) and AdminDisplayVersion or FileVersion`,
    );
  }
  return { format: 'format-list', records, organisation: {}, notes };
}
