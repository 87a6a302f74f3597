/** One physical line of a log: its date, its level, its text. */

/**
 * `[03/07/2021 18:24:37.0792] [0] text`; the date is month, day, year whatever the server speaks. What stands
 * between the numbers follows its culture: `[03-07-2021 18:24:37.0792]`, `[03.07.2021 18:24:37.0792]`.
 */
const HEAD = /^\[(\d{2})[/.-](\d{2})[/.-](\d{4}) (\d{2})[:.](\d{2})[:.](\d{2})\.(\d{4})\] \[(\d{1,3})\] ?/;
/** An excerpt often lost the date, or date and level; the tag still says that an entry begins here. */
const BARE_HEAD = /^\s*(?:\[\d{1,3}\] )?(?=\[(?:ERROR|WARNING|REQUIRED|RECOMENDED|ERROR-REFERENCE)\] )/;

export interface Entry {
  /** From 1, in the file. */
  readonly line: number;
  /** Behind date and level; the whole line where it has none. */
  readonly text: string;
  /** Milliseconds since 1970; the log counts in UTC. Null: the line has no date. */
  readonly time: number | null;
  /** Null: a line that goes on with the entry above it. */
  readonly level: number | null;
  /** The entry begins here, with or without a date. */
  readonly begins: boolean;
}

/** Reads one line. The fraction of a second is milliseconds, padded to four digits. */
export function readEntry(line: number, raw: string): Entry {
  const head = raw.startsWith('[') ? HEAD.exec(raw) : null;
  if (head) {
    const [whole, month, day, year, hour, minute, second, fraction, level] = head;
    const time = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      Number(fraction),
    );
    return { line, text: raw.slice(whole.length).trimEnd(), time, level: Number(level), begins: true };
  }
  const bare = raw.includes('[') ? BARE_HEAD.exec(raw) : null;
  const text = bare ? raw.slice(bare[0].length) : raw;
  return { line, text: text.trim(), time: null, level: null, begins: bare !== null };
}
