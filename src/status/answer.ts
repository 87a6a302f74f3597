/** From what somebody typed to its status: a level has one, everything else a sentence. Pure. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Identification, identify, levelList } from '../catalogue/identify.ts';
import { type Condition, holds, type LevelStatus, statusOf } from './status.ts';
import type { StatusOptions } from './support.ts';

export type StatusAnswer = {
  readonly input: string;
  /** The server that runs it; null for a level that was asked for by itself. */
  readonly server: string | null;
} & (
  | { readonly kind: 'level'; readonly status: LevelStatus }
  /** A product whose own updates are not planned here: out of support, and everything about it is old. */
  | { readonly kind: 'legacy'; readonly message: string }
  /** Readable, but no single level: nothing can be said about it, and nothing ruled out. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'not-understood'; readonly message: string }
);

function other(found: Exclude<Identification, { kind: 'level' }>): {
  readonly kind: 'legacy' | 'unknown' | 'not-understood';
  readonly message: string;
} {
  switch (found.kind) {
    case 'legacy':
      return { kind: 'legacy', message: `${found.product.name}: ${found.product.note}` };
    case 'planned':
      return { kind: 'unknown', message: `${found.planned.name} is announced, but not released.` };
    case 'candidates':
      return {
        kind: 'unknown',
        message: `${found.levels.length} levels fit; name one: ${levelList(found.levels)}.`,
      };
    case 'unknown-build':
      return { kind: 'unknown', message: found.message };
    case 'not-understood':
      return { kind: 'not-understood', message: found.message };
  }
}

/** The answer to one text. */
export function answerTo(catalogue: Catalogue, input: string, options: StatusOptions): StatusAnswer {
  const found = identify(catalogue, input);
  if (found.kind === 'level')
    return { input, server: null, kind: 'level', status: statusOf(catalogue, found.level, options) };
  return { input, server: null, ...other(found) };
}

/** Does the condition hold for an answer? What cannot be ruled out holds. */
export function answerHolds(answer: StatusAnswer, condition: Condition): boolean {
  return answer.kind === 'level' ? holds(answer.status, condition) : true;
}
