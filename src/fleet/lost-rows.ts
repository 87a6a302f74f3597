/** Rows of the files that were left out: each can stand for a server that the plan then lacks. */
import { isBeside } from '../inventory/detect.ts';
import type { FileNote, Inventory } from '../inventory/inventory.ts';

/** Lines that are named of one file for one reason, and reasons that are named at all. */
const LINES = 10;
const REASONS = 10;

interface Lost {
  readonly file: string;
  readonly text: string;
  readonly lines: number[];
  rows: number;
}

function lostIn({ files }: Pick<Inventory, 'files'>): readonly Lost[] {
  const found = new Map<string, Lost>();
  const add = (file: string, { line, text, rows }: FileNote) => {
    if (rows === undefined) return;
    const key = `${file}\n${text}`;
    const known = found.get(key) ?? { file, text, lines: [], rows: 0 };
    known.rows += rows;
    if (line !== null) known.lines.push(line);
    found.set(key, known);
  };
  for (const file of files) if (file.kind === 'read') for (const note of file.notes) add(file.name, note);
  return [...found.values()];
}

/** How many rows were left out of all files together. */
export function lostRows(inventory: Pick<Inventory, 'files'>): number {
  return lostIn(inventory).reduce((sum, { rows }) => sum + rows, 0);
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function linesText(lines: readonly number[]): string {
  if (lines.length === 0) return '';
  const more = lines.length > LINES ? ` and ${lines.length - LINES} more` : '';
  return `, ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, LINES).join(', ')}${more}`;
}

/** What was left out and where: a sentence for each file and reason; null: nothing was. */
export function lostRowsText(inventory: Pick<Inventory, 'files'>): string | null {
  const lost = lostIn(inventory);
  if (lost.length === 0) return null;
  const total = lostRows(inventory);
  const reasons = lost.slice(0, REASONS).map(({ file, lines, rows, text }) => {
    const count = lines.length === 1 && rows === 1 ? '' : ` (${rows} rows)`;
    return `${baseName(file)}${linesText(lines)}${count}: ${text.replace(/\.$/, '')}.`;
  });
  const more = lost.length > REASONS ? ` And ${lost.length - REASONS} more reasons.` : '';
  return `${total === 1 ? '1 row of the files was' : `${total} rows of the files were`} left out, so servers can be missing in this plan. Compare it with Get-ExchangeServer before anything is updated. ${reasons.join(' ')}${more}`;
}

/** Files of a folder that could not be used, other than those that Health Checker writes beside its reports; null: none. */
export function lostFilesText({ files }: Pick<Inventory, 'files'>): string | null {
  const lost = files.flatMap((file) =>
    file.kind === 'refused' && !isBeside(baseName(file.name)) ? [file] : [],
  );
  if (lost.length === 0) return null;
  const which = lost
    .slice(0, REASONS)
    .map(({ name, message }) => `${baseName(name)}: ${message.replace(/\.$/, '')}.`);
  const more = lost.length > REASONS ? ` And ${lost.length - REASONS} more.` : '';
  return `${lost.length === 1 ? '1 file was' : `${lost.length} files were`} left out; servers that only stand there are missing in this plan. ${which.join(' ')}${more}`;
}
