/** The tables of an HTML text: rows of cells, read forgivingly. Tables inside a cell count as its text. */
import { Parser } from 'htmlparser2';
import { UnreadableFile } from './record.ts';

export interface Cell {
  readonly heading: boolean;
  readonly text: string;
}
export type Table = readonly (readonly Cell[])[];

const MAX_CELL = 2000;
const MAX_CELLS = 2_000_000;
/** Elements open at one place; the parser looks through all of them for each that closes. */
const MAX_OPEN = 500;
const SLICE = 64 * 1024;

/**
 * Every outer table, in order. Broken markup loses cells.
 * @throws UnreadableFile when elements are nested too deep
 */
export function htmlTables(text: string): readonly Table[] {
  const tables: Cell[][][] = [];
  let depth = 0;
  let cells = 0;
  let open = 0;
  let cell: { heading: boolean; text: string } | null = null;
  const close = () => {
    if (cell)
      tables
        .at(-1)
        ?.at(-1)
        ?.push({ heading: cell.heading, text: cell.text.replace(/\s+/g, ' ').trim() });
    cell = null;
  };
  const parser = new Parser(
    {
      onopentag(name) {
        if (++open > MAX_OPEN) throw new UnreadableFile(`HTML nested more than ${MAX_OPEN} levels deep`);
        if (name === 'table' && depth++ === 0) tables.push([]);
        if (depth !== 1) return;
        if (name === 'tr') {
          close();
          tables.at(-1)?.push([]);
        }
        if ((name === 'td' || name === 'th') && cells++ < MAX_CELLS) {
          close();
          cell = { heading: name === 'th', text: '' };
        }
      },
      ontext(piece) {
        if (cell && cell.text.length < MAX_CELL) cell.text += piece.slice(0, MAX_CELL);
      },
      onclosetag(name) {
        open--;
        if (depth === 1 && (name === 'td' || name === 'th' || name === 'tr')) close();
        if (name === 'table' && depth > 0) depth--;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let at = 0; at < text.length; at += SLICE) parser.write(text.slice(at, at + SLICE));
  parser.end();
  return tables;
}
