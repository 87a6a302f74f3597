/**
 * Pasted text whose columns are lost (mail, chat): the name is the first word of a line that holds a version, or
 * the last one after the path of ExSetup.exe. Nothing else on the line is taken.
 */
import { displayVersion } from './builds.ts';
import { type FileNote, type FileReading, type ServerRecord, UnreadableFile } from './record.ts';
import { isPrompt } from './remote-error.ts';

/** A version as Get-ExchangeServer shows it. */
export const DISPLAY = /Version\s+\d{1,3}\.\d{1,3}\s*\(Build\s+\d{1,7}\.\d{1,7}\)/i;
/** Prose and markup have versions too: only what can be the name of a host counts. */
const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?$/i;
const EXSETUP = /^\s*(\d{1,3}\.\d{1,3}\.\d{1,7}\.\d{1,7})\s.*ExSetup\.exe(?:\s+(\S+))?\s*$/i;

/** What stands first in a line and names nobody: a word of a sentence, a date, a time. */
const NO_NAME = /^(?:version|server|the|on|at|hi|hello|and|our|\d{1,4}[-./]\d{1,2}[-./].*|\d+)$/i;
/** Cells of the columns that Get-ExchangeServer prints beside the version. */
const CELL =
  /^(?:(?:mailbox|clientaccess|edge|hubtransport|unifiedmessaging|none|standard|enterprise|coexistence)\w*,?|\S*[/\u2026]\S*|\S*\.\.\.)$/i;

/** A row has cells between the name and the version, of which one (a site) can be any word; a sentence has more. */
function isRow(before: string, after: string): boolean {
  const words = before.trim().split(/\s+/).slice(1);
  const others = words.filter((word) => !CELL.test(word));
  const trailing = after
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !CELL.test(word));
  return others.length <= 1 && others.every((word) => /^[\w.-]+$/.test(word)) && trailing.length <= 1;
}

/** A version that begins and does not end on its line: broken by a console, or cut off. */
const BROKEN = /Version\s+\d{1,3}\.\d{1,3}\s*\((?:B|\s*$|\.\.\.|\u2026)/i;

export const COLUMNS_LOST = 'columns are lost in this paste: only names and versions were read';

/** Does any line hold a version that is worth a look? */
export function hasVersions(text: string): boolean {
  return text
    .slice(0, 1_000_000)
    .split('\n')
    .some((line) => line.length < 2000 && (DISPLAY.test(line) || EXSETUP.test(line)));
}

/** The server of a line that begins with its name, or of a row of ExSetup; null: the line is neither. */
export function looseRecord(line: string, number: number): ServerRecord | null {
  const setup = EXSETUP.exec(line);
  if (setup) {
    const [, build = '', name] = setup;
    return name === undefined || !NAME.test(name)
      ? null
      : { name, line: number, at: null, versions: [{ how: 'exsetup', text: build }] };
  }
  const display = DISPLAY.exec(line);
  const name = /^\s*(\S+)\s/.exec(line)?.[1];
  if (!display || name === undefined || !NAME.test(name) || NO_NAME.test(name)) return null;
  if (!isRow(line.slice(0, display.index), line.slice(display.index + display[0].length))) return null;
  return {
    name,
    line: number,
    at: null,
    versions: [{ how: 'directory', text: displayVersion(display[0]) ?? display[0] }],
  };
}

/** Reads the lines. @throws UnreadableFile when versions stand there, but no names beside them */
export function readLooseText(text: string): FileReading {
  const skipped: FileNote[] = [];
  const records = text.split('\n').flatMap((line, index) => {
    if (line.length >= 2000 || isPrompt(line)) return [];
    const record = looseRecord(line, index + 1);
    if (!record && (DISPLAY.test(line) || EXSETUP.test(line) || BROKEN.test(line)))
      skipped.push({
        line: index + 1,
        text: 'a version, but no row that begins with a server name and holds all of it; left out',
        rows: 1,
      });
    return record ?? [];
  });
  if (records.length === 0) {
    throw new UnreadableFile(
      'recognised as pasted text with versions, but no line names a server beside one; expected the name first (or last, after ExSetup.exe)',
    );
  }
  const notes = [{ line: null, text: COLUMNS_LOST }, ...skipped];
  return { format: 'loose-text', records, organisation: {}, notes };
}
