/** The data of diagnoses, compiled for reading: every pattern once, every condition over them. Pure. */
import type { LogLineId, ResultId, Stage } from '../catalogue/diagnosis-names.ts';
import type {
  DiagnosisData,
  EvidenceData,
  EvidenceLeaf,
  PatternData,
  SetupFailure,
} from '../catalogue/diagnosis-schema.ts';
import { compilePattern, type Pattern } from '../catalogue/pattern.ts';

/** Where the lines lie that a pattern looks at. */
export type Scope = 'run' | 'block' | 'first-error' | 'before-error' | 'context';

/** A pattern that is looked for while a run is read; what it finds is kept under its number. */
export interface Watch {
  readonly number: number;
  readonly scope: Scope;
  readonly pattern: Pattern;
  /** For `pair`: the pattern that the line above must fit. */
  readonly above: Pattern | null;
}

export type Condition =
  | Exclude<
      EvidenceLeaf,
      { readonly line: unknown } | { readonly pair: unknown } | { readonly before: unknown }
    >
  | { readonly watches: readonly Watch[]; readonly every: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

/** A line that holds names for the texts. */
export interface ContextWatch {
  readonly watch: Watch;
  readonly last: boolean;
}

export interface Failure {
  readonly data: SetupFailure;
  readonly stage: Stage;
  readonly when: Condition;
  readonly context: readonly ContextWatch[];
}

export interface Knowledge {
  readonly log: ReadonlyMap<LogLineId, readonly Pattern[]>;
  readonly watches: readonly Watch[];
  readonly failures: readonly Failure[];
  readonly results: ReadonlyMap<ResultId, SetupFailure>;
}

/** Compiles validated data. Some hundred patterns; done once per start. */
export function compileKnowledge(data: DiagnosisData): Knowledge {
  const watches: Watch[] = [];
  const watch = (
    scope: Scope,
    { match }: Pick<PatternData, 'match'>,
    above: Pattern | null = null,
  ): Watch => {
    const item: Watch = { number: watches.length, scope, pattern: compilePattern(match), above };
    watches.push(item);
    return item;
  };
  const compile = (condition: EvidenceData): Condition => {
    if ('all' in condition) return { all: condition.all.map(compile) };
    if ('any' in condition) return { any: condition.any.map(compile) };
    if ('line' in condition) {
      return { watches: condition.line.map((pattern) => watch(condition.in, pattern)), every: false };
    }
    if ('pair' in condition) {
      const [first, second] = condition.pair;
      return { watches: [watch('block', second, compilePattern(first.match))], every: false };
    }
    if ('before' in condition) {
      return {
        watches: [watch('before-error', condition.before), watch('first-error', condition.error)],
        every: true,
      };
    }
    return condition;
  };
  const failures = data.setupFailures.flatMap((item): Failure[] => {
    if (item.stage === undefined || item.when === undefined) return [];
    const context = (item.context ?? []).map((pattern) => ({
      watch: watch('context', pattern),
      last: pattern.last === true,
    }));
    return [{ data: item, stage: item.stage, when: compile(item.when), context }];
  });
  return {
    log: new Map(
      data.logLines.map((item) => [item.id, item.patterns.map((pattern) => compilePattern(pattern.match))]),
    ),
    watches,
    failures,
    results: new Map(
      data.setupFailures.flatMap((item): [ResultId, SetupFailure][] =>
        item.kind === 'result' ? [[item.id as ResultId, item]] : [],
      ),
    ),
  };
}
