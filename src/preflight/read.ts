/** Reads what the block printed, out of a file that a person saved or copied from a console. Pure. */
import { LONGEST_VALUE, MARK, VERSION } from './block.ts';

export interface Answer {
  /** What the check wrote. */
  readonly value: string;
  /** False: the check broke off, and `value` says why. */
  readonly worked: boolean;
}

export interface Answers {
  readonly server: string | null;
  /** As the server wrote it, in its local time. */
  readonly time: string | null;
  /** Without the last line, the output was cut. */
  readonly complete: boolean;
  readonly answers: ReadonlyMap<string, Answer>;
}

export type NoAnswers = 'none' | 'version';

/** Lines and names beyond this are not the block's. */
const MOST_ANSWERS = 500;
const LONGEST_ID = 80;

interface Line {
  readonly id: string;
  readonly sign: '=' | '!';
  readonly value: string;
}

function lineOf(text: string): Line | null {
  const [id = '', sign, ...words] = text.slice(MARK.length).split(' ');
  if (id === '' || id.length > LONGEST_ID || (sign !== '=' && sign !== '!')) return null;
  return { id, sign, value: words.join(' ').trim() };
}

/** A console breaks a long line at its width; the rest stands alone, until a prompt or an empty line. */
function goesOn(text: string): boolean {
  return text.trim() !== '' && !/^(?:PS |>>|\[)/.test(text);
}

/**
 * Finds the lines of the block between whatever else stands there.
 * @returns why there are none
 */
export function readAnswers(lines: readonly string[]): Answers | NoAnswers {
  const found = new Map<string, Line>();
  let open: string | null = null;
  for (const text of lines) {
    if (text.startsWith(MARK)) {
      const line = lineOf(text);
      open = line?.id ?? null;
      if (line && found.size < MOST_ANSWERS) found.set(line.id, line);
      continue;
    }
    const begun: Line | undefined = open === null ? undefined : found.get(open);
    if (begun && goesOn(text) && begun.value.length < LONGEST_VALUE) {
      found.set(begun.id, { ...begun, value: (begun.value + text.trimEnd()).slice(0, LONGEST_VALUE) });
    } else open = null;
  }
  const version = found.get('preflight')?.value;
  if (version === undefined) return 'none';
  if (version !== VERSION) return 'version';
  const answers = new Map(
    [...found.values()].map(({ id, sign, value }): [string, Answer] => [id, { value, worked: sign === '=' }]),
  );
  return {
    server: found.get('server')?.value ?? null,
    time: found.get('time')?.value ?? null,
    complete: found.has('end'),
    answers,
  };
}
