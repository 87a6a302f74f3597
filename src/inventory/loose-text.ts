/**
 * Pasted text whose columns are lost (mail, chat): the name is the first word of a line that holds a version, or
 * the last one after the path of ExSetup.exe. Nothing else on the line is taken.
 */
import { displayVersion } from './builds.ts';
import { type FileReading, type ServerRecord, UnreadableFile } from './record.ts';
import { isPrompt } from './remote-error.ts';

const DISPLAY = /Version\s+\d{1,3}\.\d{1,3}\s*\(Build\s+\d{1,7}\.\d{1,7}\)/i;
/** Prose and markup have versions too: only what can be the name of a host counts. */
const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?$/i;
const EXSETUP = /^\s*(\d{1,3}\.\d{1,3}\.\d{1,7}\.\d{1,7})\s.*ExSetup\.exe(?:\s+(\S+))?\s*$/i;

/** Does any line hold a version that is worth a look? */
export function hasVersions(text: string): boolean {
  return text
    .slice(0, 1_000_000)
    .split('\n')
    .some((line) => line.length < 2000 && (DISPLAY.test(line) || EXSETUP.test(line)));
}

function recordOf(line: string, number: number): ServerRecord | null {
  const setup = EXSETUP.exec(line);
  if (setup) {
    const [, build = '', name] = setup;
    return name === undefined || !NAME.test(name)
      ? null
      : { name, line: number, at: null, versions: [{ how: 'exsetup', text: build }] };
  }
  const display = DISPLAY.exec(line);
  const name = /^\s*(\S+)\s/.exec(line)?.[1];
  if (!display || name === undefined || !NAME.test(name) || /^version$/i.test(name)) return null;
  return {
    name,
    line: number,
    at: null,
    versions: [{ how: 'directory', text: displayVersion(display[0]) ?? display[0] }],
  };
}

/** Reads the lines. @throws UnreadableFile when versions stand there, but no names beside them */
export function readLooseText(text: string): FileReading {
  const records = text.split('\n').flatMap((line, index) => {
    if (line.length >= 2000 || isPrompt(line)) return [];
    return recordOf(line, index + 1) ?? [];
  });
  if (records.length === 0) {
    throw new UnreadableFile(
      'recognised as pasted text with versions, but no line names a server beside one; expected the name first (or last, after ExSetup.exe)',
    );
  }
  const note = 'columns are lost in this paste: only names and versions were read';
  return { format: 'loose-text', records, organisation: {}, notes: [{ line: null, text: note }] };
}
