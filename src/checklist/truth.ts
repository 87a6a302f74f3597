/** Three-valued truth: a condition that nobody answered is unknown, and the step becomes conditional. */
import type { CheckData } from '../catalogue/schema.ts';

export type Truth = { readonly value: true } | { readonly value: false } | Unknown;

interface Unknown {
  readonly value: 'unknown';
  /** Finishes the sentence "Only if ...". */
  readonly text: string;
  /** The sentence for the opposite. */
  readonly opposite: string;
  readonly check: CheckData | null;
  /** The word that joins the parts of `text`, where it has several; those of `opposite` are joined by the other. */
  readonly joined?: Word;
}

type Word = 'and' | 'or';

export const TRUE: Truth = { value: true };
export const FALSE: Truth = { value: false };

export function known(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

export function unknown(text: string, opposite: string, check: CheckData | null = null): Truth {
  return { value: 'unknown', text, opposite, check };
}

const OTHER: Readonly<Record<Word, Word>> = { and: 'or', or: 'and' };

/** One text out of several, each once; a part that is itself joined by the other word stands in brackets. */
function sentence(
  parts: readonly { readonly text: string; readonly joined?: Word | undefined }[],
  word: Word,
) {
  const texts = parts.map(({ text, joined }) => (joined === OTHER[word] ? `(${text})` : text));
  return [...new Set(texts)].join(` ${word} `);
}

/** Both checks in one, where one shell can run both: the management shell is a PowerShell as well. */
function bothChecks(a: CheckData | null, b: CheckData | null): CheckData | null {
  if (a === null || b === null) return a ?? b;
  if (a.run === b.run) return a;
  if (a.shell !== b.shell && (a.shell === 'cmd' || b.shell === 'cmd')) return a;
  const shell = a.shell === b.shell ? a.shell : 'ems';
  return { shell, run: `${a.run}\n${b.run}`, expect: `${a.expect}; and: ${b.expect}` };
}

function join(open: readonly Unknown[], word: Word): Truth {
  const text = sentence(open, word);
  const opposite = sentence(
    open.map((part) => ({ text: part.opposite, joined: part.joined && OTHER[part.joined] })),
    OTHER[word],
  );
  const check = open.map((part) => part.check).reduce(bothChecks, null);
  return { value: 'unknown', text, opposite, check, joined: word };
}

/** Does one part say the very opposite of another? */
function contradict(open: readonly Unknown[]): boolean {
  const texts = new Set(open.map((part) => part.text));
  return open.some((part) => texts.has(part.opposite));
}

/** All parts joined by the word, read one after the other: the first with the value `decisive` decides. */
function joined<T>(parts: readonly T[], truthOf: (part: T) => Truth, word: Word, decisive: boolean): Truth {
  const open: Unknown[] = [];
  for (const part of parts) {
    const truth = truthOf(part);
    if (truth.value === decisive) return truth;
    if (truth.value === 'unknown') open.push(truth);
  }
  const [only] = open;
  if (only === undefined) return known(!decisive);
  if (open.length === 1) return only;
  return contradict(open) ? known(decisive) : join(open, word);
}

/** False when one part is false, and those after it are left alone; true when all are true; otherwise what is open. */
export function everyOf<T>(parts: readonly T[], truthOf: (part: T) => Truth): Truth {
  return joined(parts, truthOf, 'and', false);
}

/** The same for parts whose truth is known. */
export function every(parts: readonly Truth[]): Truth {
  return everyOf(parts, (truth) => truth);
}

/** True when one part is true, and those after it are left alone; false when all are false; otherwise what is open. */
export function someOf<T>(parts: readonly T[], truthOf: (part: T) => Truth): Truth {
  return joined(parts, truthOf, 'or', true);
}

export function negate(truth: Truth): Truth {
  if (truth.value !== 'unknown') return known(!truth.value);
  const { text, opposite, check, joined } = truth;
  return { ...unknown(opposite, text, check), ...(joined === undefined ? {} : { joined: OTHER[joined] }) };
}
