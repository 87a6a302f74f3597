/** Reads what the block printed, out of a file that a person saved or copied from a console. Pure. */
import { LONGEST_VALUE, MARK, VERSION } from './block.ts';

export interface Answer {
  /** What the check wrote. */
  readonly value: string;
  /** False: the check broke off, and `value` says why. */
  readonly worked: boolean;
  /** False: a line stood below it that may belong to it. */
  readonly whole: boolean;
}

export interface Answers {
  readonly server: string | null;
  /** As the server wrote it, in its local time. */
  readonly time: string | null;
  /** Without the last line, the output was cut. */
  readonly complete: boolean;
  readonly answers: ReadonlyMap<string, Answer>;
}

/** `several`: the block ran more than once, on one server or on others. */
export type NoAnswers = 'none' | 'version' | 'several';

/** Lines and names beyond this are not the block's. */
const MOST_ANSWERS = 500;
const LONGEST_ID = 80;

interface Line {
  readonly id: string;
  readonly sign: '=' | '!';
  readonly value: string;
  readonly whole: boolean;
}

/** What a person copies along: the indentation of a ticket, the prompt before the first line. */
const LEAD = /^\s*(?:PS [^>]{0,260}> ?)?/;
/** No console is narrower. */
const NARROWEST_CONSOLE = 40;

function lineOf(text: string): Line | null {
  const [id = '', sign, ...words] = text.slice(MARK.length).split(' ');
  if (id === '' || id.length > LONGEST_ID || (sign !== '=' && sign !== '!')) return null;
  return { id, sign, value: words.join(' ').trim(), whole: true };
}

/** Not a prompt and not an empty line: it may be the rest of the line above. */
function goesOn(text: string): boolean {
  return text.trim() !== '' && !/^(?:PS |>>|\[)/.test(text);
}

/**
 * Finds the lines of the block between whatever else stands there.
 * @returns why there are none
 */
export function readAnswers(lines: readonly string[]): Answers | NoAnswers {
  const found = new Map<string, Line>();
  // A console breaks a line at its width, so what it broke is as long as the longest line, and none is longer.
  const width = lines.reduce((most, line) => Math.max(most, line.length), NARROWEST_CONSOLE);
  let open: string | null = null;
  let above = '';
  let runs = 0;
  for (const raw of lines) {
    const lead = LEAD.exec(raw)?.[0] ?? '';
    const text = raw.slice(lead.length);
    if (text.startsWith(MARK)) {
      const line = lineOf(text);
      open = line?.id ?? null;
      if (line?.id === 'preflight') runs++;
      if (line && found.size < MOST_ANSWERS) found.set(line.id, line);
    } else {
      const begun: Line | undefined = open === null ? undefined : found.get(open);
      const isRest = begun !== undefined && goesOn(raw.trimStart());
      if (isRest && above.length === width && begun.value.length < LONGEST_VALUE) {
        found.set(begun.id, { ...begun, value: (begun.value + text.trimEnd()).slice(0, LONGEST_VALUE) });
      } else {
        if (isRest && begun.value.length < LONGEST_VALUE) found.set(begun.id, { ...begun, whole: false });
        open = null;
      }
    }
    above = raw;
  }
  if (runs > 1) return 'several';
  const version = found.get('preflight')?.value;
  if (version === undefined) return 'none';
  if (version !== VERSION) return 'version';
  const answers = new Map(
    [...found.values()].map(({ id, sign, value, whole }): [string, Answer] => [
      id,
      { value, worked: sign === '=', whole },
    ]),
  );
  return {
    server: found.get('server')?.value ?? null,
    time: found.get('time')?.value ?? null,
    complete: found.has('end'),
    answers,
  };
}
