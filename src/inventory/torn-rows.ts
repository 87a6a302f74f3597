/**
 * Rows that a console or a mail broke at its edge, in the middle of a word where it came so. The rest of such a row
 * looks like a row of its own, and would become a server that nobody has.
 */
import { DISPLAY } from './loose-text.ts';

const BUILD = /^\d{1,3}(?:\.\d{1,7}){3}$/;
/** How a console shows that it left out the end of a cell. */
export const CUT = /(?:\.\.\.|\u2026)\s*$/;

export interface Row {
  readonly cells: string[];
  readonly line: number;
  readonly text: string;
  /** Columns that the last of its lines takes up. */
  readonly width: number;
  /** It seems to be the rest of the row above, but does not fit to it. */
  readonly torn: boolean;
}

/** What is known of the table that the rows stand in. */
export interface Grid {
  readonly columns: number;
  /** Indexes of the columns with the version of a server; none: rows without one are no wonder. */
  readonly versionsAt: readonly number[];
  /** Index of the column with the name; -1: there is none. */
  readonly nameAt: number;
  /** Where its longest line ends: there a console broke the lines, if it did. */
  readonly edge: number;
  readonly cellsOf: (row: string) => readonly string[];
}

function isVersion(cell: string): boolean {
  return BUILD.test(cell) || DISPLAY.exec(cell)?.[0] === cell;
}

function versionCells(cells: readonly string[], { versionsAt }: Grid): readonly string[] {
  return versionsAt.map((index) => cells[index] ?? '');
}

/** Has the row a name and a version from its first to its last sign? */
function isWhole(cells: readonly string[], grid: Grid): boolean {
  const name = cells[grid.nameAt] ?? '';
  return name !== '' && !/[\\/:]/.test(name) && versionCells(cells, grid).some(isVersion);
}

/** A version that begins and does not end; one that the console cut with dots is no such. */
function isBroken(cells: readonly string[], grid: Grid): boolean {
  const versions = versionCells(cells, grid).filter((cell) => cell !== '');
  return versions.length > 0 && !versions.some((cell) => isVersion(cell) || CUT.test(cell));
}

/** Can the line be anything but a row of its own? */
function hasOwnVersion(line: string, grid: Grid): boolean {
  return (
    DISPLAY.test(line) ||
    versionCells(grid.cellsOf(line), grid).some((cell) => isVersion(cell) || CUT.test(cell))
  );
}

/** The end of a name at the end of a row. */
function isRestOfName(above: Row, line: string, grid: Grid): boolean {
  const last = grid.nameAt > 0 && grid.nameAt === grid.columns - 1;
  return last && above.width >= grid.edge && /^[\w.-]+\s*$/.test(line);
}

/** The row above with this line put to its end; null: the line does not continue it. */
export function continued(above: Row, line: string, grid: Grid): Row | null {
  if (grid.nameAt < 0 || grid.versionsAt.length === 0 || hasOwnVersion(line, grid)) return null;
  const whole = isWhole(above.cells, grid);
  if (whole && !isRestOfName(above, line, grid)) return null;
  const name = above.cells[grid.nameAt] ?? '';
  // The blank at which it was broken may be lost, and blanks at the end of a line are.
  const texts = [
    `${above.text}${line}`,
    ...(whole ? [] : [`${above.text} ${line}`, `${above.text.padEnd(grid.edge)}${line}`]),
  ];
  for (const text of texts) {
    const cells = [...grid.cellsOf(text)];
    const named = whole || name === '' || cells[grid.nameAt] === name;
    if (named && isWhole(cells, grid)) return { ...above, cells, text, width: line.length };
  }
  return null;
}

/** Is this the rest of the row above, rather than a row of a server without a version? */
export function isTorn(above: Row, line: string, cells: readonly string[], grid: Grid): boolean {
  if (grid.nameAt < 0 || grid.versionsAt.length === 0 || hasOwnVersion(line, grid)) return false;
  if (isBroken(above.cells, grid) && !DISPLAY.test(above.text)) return true;
  const filled = cells.filter((cell) => cell !== '').length;
  return filled === 1 && cells.length > 2 && above.width >= grid.edge;
}
