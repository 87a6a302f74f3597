/** Three-valued truth: a condition that nobody answered is unknown, and the step becomes conditional. */
import type { CheckData } from '../catalogue/schema.ts';

export type Truth =
  | { readonly value: true }
  | { readonly value: false }
  | {
      readonly value: 'unknown';
      /** Finishes the sentence "Only if ...". */
      readonly text: string;
      /** The sentence for the opposite. */
      readonly opposite: string;
      readonly check: CheckData | null;
    };

export const TRUE: Truth = { value: true };
export const FALSE: Truth = { value: false };

export function known(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

export function unknown(text: string, opposite: string, check: CheckData | null = null): Truth {
  return { value: 'unknown', text, opposite, check };
}

type Unknown = Extract<Truth, { value: 'unknown' }>;

function join(open: readonly Unknown[], word: 'and' | 'or'): Truth {
  const texts = [...new Set(open.map((part) => part.text))];
  const opposites = [...new Set(open.map((part) => part.opposite))];
  const other = word === 'and' ? 'or' : 'and';
  const check = open.map((part) => part.check).find((item) => item !== null) ?? null;
  return unknown(texts.join(` ${word} `), opposites.join(` ${other} `), check);
}

/** False when one part is false; true when all are true; otherwise what is open. */
export function every(parts: readonly Truth[]): Truth {
  if (parts.some((part) => part.value === false)) return FALSE;
  const open = parts.filter((part) => part.value === 'unknown');
  const [only] = open;
  if (only === undefined) return TRUE;
  return open.length === 1 ? only : join(open, 'and');
}

/** True when one part is true; false when all are false; otherwise what is open. */
export function some(parts: readonly Truth[]): Truth {
  if (parts.some((part) => part.value === true)) return TRUE;
  const open = parts.filter((part) => part.value === 'unknown');
  const [only] = open;
  if (only === undefined) return FALSE;
  return open.length === 1 ? only : join(open, 'or');
}

export function negate(truth: Truth): Truth {
  if (truth.value === 'unknown') return unknown(truth.opposite, truth.text, truth.check);
  return known(!truth.value);
}
