/** Notes of a run -> verdicts. The order of judging and what excludes what stand in the data. Pure. */
import { type ResultId, STAGES } from '../catalogue/diagnosis-names.ts';
import type { ErrorBlock, RequiredMessage, RunFacts, Verdict } from './diagnosis.ts';
import { hasRefused, type Match, meets } from './evidence.ts';
import type { Knowledge } from './knowledge.ts';
import { requiredMessages } from './required.ts';
import type { RunNotes, Seen } from './run.ts';
import { contextSeen, evidenceLines, fillVerdict, type LdifError, runValues } from './verdict.ts';

export interface Judgement {
  readonly verdicts: readonly Verdict[];
  readonly required: readonly RequiredMessage[];
  readonly errorBlock: ErrorBlock | null;
}

export interface JudgeInput {
  readonly run: RunNotes;
  readonly facts: RunFacts;
  /** A name for a build where the catalogue knows it, such as `Exchange Server 2016 CU12`. */
  readonly nameOf: (build: string) => string | null;
  /** See `DiagnoseOptions`. */
  readonly licenceOf: (build: string | null) => string;
  readonly ldif: LdifError | null;
}

function matchesOf(knowledge: Knowledge, run: RunNotes): readonly Match[] {
  const all = knowledge.failures.flatMap((failure): Match[] => {
    const seen = meets(run, failure.when);
    return seen === null ? [] : [{ failure, seen }];
  });
  const ids = new Set(all.map(({ failure }) => failure.data.id));
  return all.filter(({ failure }) => !(failure.data.unless ?? []).some((id) => ids.has(id)));
}

function ofKind(matches: readonly Match[], kind: 'hint' | 'guess' | undefined): readonly Match[] {
  return matches.filter(({ failure }) => failure.data.kind === kind);
}

/** The causes of the first stage that has any; else the guesses, where setup refused and nothing says why. */
function causesOf(matches: readonly Match[], run: RunNotes): readonly Match[] {
  for (const stage of STAGES) {
    const found = ofKind(matches, undefined).filter(({ failure }) => failure.stage === stage);
    if (found.length > 0) return found;
  }
  return hasRefused(run) ? ofKind(matches, 'guess') : [];
}

function blockOf(run: RunNotes): ErrorBlock | null {
  if (run.firstError === null) return null;
  const last = run.lastReferenceLine > 0 ? run.lastReferenceLine : Number.POSITIVE_INFINITY;
  return {
    before: run.before.map(({ line, text }) => ({ line, text })),
    lines: run.block.filter(({ line }) => line <= last).map(({ line, text }) => ({ line, text })),
    reference: run.references.at(-1)?.captures.reference ?? null,
    cmdlet: run.cmdlet?.captures.cmdlet ?? null,
  };
}

const SHOWN_MESSAGES = 5;

/** Judges one run of setup. */
export function judgeRun(
  knowledge: Knowledge,
  { run, facts, nameOf, licenceOf, ldif }: JudgeInput,
): Judgement {
  const base = {
    ...runValues(run, facts, nameOf),
    licence: licenceOf(facts.toBuild),
  };
  const fill = ({ failure, seen }: Match): Verdict => {
    const context = contextSeen(failure.context, run, ldif);
    const values = [...seen, ...context.map((item) => item.seen)].map(({ captures }) => captures);
    const evidence = evidenceLines([...seen.map((item) => ({ seen: item })), ...context]);
    return fillVerdict(failure.data, evidence, [...values, base]);
  };
  const result = (id: ResultId, seen: readonly Seen[], messages: readonly string[]): Verdict[] => {
    const data = knowledge.results.get(id);
    if (!data) return [];
    const told = messages.slice(0, SHOWN_MESSAGES).join(' ');
    const values = { messages: told === '' ? undefined : told };
    return [fillVerdict(data, evidenceLines(seen.map((item) => ({ seen: item }))), [values, base])];
  };

  const matches = matchesOf(knowledge, run);
  const hints = ofKind(matches, 'hint');
  if (facts.outcome === 'success') {
    const sameBuild = hints.filter(({ failure }) => 'sameBuild' in failure.when);
    const success = result('success', run.success === null ? [] : [run.success], []);
    return { verdicts: [...success, ...sameBuild.map(fill)], required: [], errorBlock: null };
  }
  const causes = causesOf(matches, run);
  const required = requiredMessages(run, causes);
  const open = required.filter(({ explainedBy }) => explainedBy.length === 0);
  const refused = result(
    'prerequisite-failed',
    open.map(({ line, text }) => ({ line, text, captures: {} })),
    open.map(({ text, rule }) => (rule === null ? text : `${text} [${rule}]`)),
  );
  const explained = [...causes.map(fill), ...(open.length > 0 ? refused : [])];
  const errorBlock = blockOf(run);
  if (explained.length > 0 || hints.some(({ failure }) => !('sameBuild' in failure.when))) {
    return { verdicts: [...explained, ...hints.map(fill)], required, errorBlock };
  }
  const shown = [run.firstError, run.references.at(-1) ?? null, run.failure].filter((seen) => seen !== null);
  const unknown =
    facts.outcome === 'failed'
      ? result(
          'unknown-error',
          shown,
          shown.slice(0, 1).map(({ text }) => text),
        )
      : [];
  return { verdicts: [...unknown, ...hints.map(fill)], required, errorBlock };
}
