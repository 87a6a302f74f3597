/** What is wrong with the data, said with file, line and column. Needs neither YAML nor a schema. */

/** A place in a data file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface CatalogueProblem extends Place {
  readonly message: string;
}

/**
 * Replaces everything that a terminal would act upon or that would reorder the text (control characters,
 * direction marks, zero-width characters, line separators, lone surrogates) by `\u{...}`.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** `file:line:column: message`, safe to print on a terminal. */
export function formatProblem(problem: CatalogueProblem): string {
  return escapeControls(`${problem.file}:${problem.line}:${problem.column}: ${problem.message}`);
}

/** A problem at a place. */
export function problemAt(place: Place, message: string): CatalogueProblem {
  return { file: place.file, line: place.line, column: place.column, message };
}

/** By file, then line, then column: the order in which a person mends them. */
export function sortProblems(problems: readonly CatalogueProblem[]): readonly CatalogueProblem[] {
  return [...problems].sort((a, b) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}

export interface Finding {
  /** What is invalid, for a sentence: the catalogue, or overlays by name. */
  readonly subject?: string;
  /** Not everything was looked at, because it rests on what is wrong here. */
  readonly more?: boolean;
}

/** Said where not everything could be looked at. */
export const MORE_PROBLEMS = 'further problems may show after these are fixed';

/** The data or an overlay is invalid (exit code 4). `problems` holds those found, `message` one per line. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly problems: readonly CatalogueProblem[];
  readonly more: boolean;
  /** `the overlay "site" is invalid`, and whether there may be more. */
  readonly summary: string;

  constructor(problems: readonly CatalogueProblem[], finding: Finding = {}) {
    const sorted = sortProblems(problems);
    super(sorted.map(formatProblem).join('\n'));
    const { subject = 'the catalogue is', more = false } = finding;
    this.problems = sorted;
    this.more = more;
    this.summary = `${subject} invalid${more ? `; ${MORE_PROBLEMS}` : ''}`;
  }
}
