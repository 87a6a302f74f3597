/** Files together: each is read by itself, then the setup logs are judged with what their neighbours told. Pure. */
import type { Diagnosis, Verdict } from './diagnosis.ts';
import { factsOf } from './facts.ts';
import { judgeRun } from './judge.ts';
import type { Knowledge } from './knowledge.ts';
import type { PassedOver, Reading } from './reader.ts';
import type { RunNotes } from './run.ts';
import { contextSeen, evidenceLines, fillVerdict, type LdifError } from './verdict.ts';

export interface ReadFile {
  readonly file: string;
  readonly reading: Reading;
}

export interface DiagnoseOptions {
  /** ISO day. */
  readonly today: string;
  readonly nameOf: (build: string) => string | null;
  /** The name of the product whose build this is; null: not known. */
  readonly productOf: (build: string) => string | null;
  /** The licence switch for the Setup of this build; null, or a build that is not known: of the newest. */
  readonly licenceOf: (build: string | null) => string;
}

/** A run this old may not be the failure that is meant (upstream: 14 days). */
const OLD_DAYS = 14;
const TOGETHER = 'This is the error file of ldifde; it was read together with the setup log.';

function passedOverNote({ startLine, lineCount, run }: PassedOver): string {
  const said = run.firstError === null ? '' : ` The last one says: ${run.firstError.text}`;
  return `The last run begins on line ${startLine} and has only ${lineCount} lines, too few to say anything about the update; the run before it was judged.${said}`;
}

/** Nothing but the lines by which every run begins. */
function isEmptyRun(run: RunNotes): boolean {
  return run.hasStart && run.header.size === 0 && run.firstError === null && run.end === null;
}

function notesOf(reading: Reading, ageDays: number | null): readonly string[] {
  const { kind, runCount, passedOver, afterSuccess, run } = reading;
  return [
    ...(afterSuccess && run !== null
      ? [
          `The last run begins on line ${run.startLine}, has ${run.lineCount} lines and not the sentence of success. The run before it succeeded, which proves nothing about the last one.`,
        ]
      : []),
    ...(run !== null && isEmptyRun(run)
      ? [
          'The run holds nothing but its beginning: no build, no mode, no error. There is nothing to judge in it.',
        ]
      : []),
    ...(kind === 'excerpt'
      ? [
          'No line starts a run of setup here: this is an excerpt or another file. What it holds was compared with the known failures; the facts of the run may be missing.',
        ]
      : []),
    ...(runCount > 1 && !passedOver && !afterSuccess
      ? [`The file holds ${runCount} runs; only the last one counts.`]
      : []),
    ...(passedOver ? [passedOverNote(passedOver)] : []),
    ...(ageDays !== null && ageDays > OLD_DAYS
      ? [`This run is ${ageDays} days old: make sure that it is the failure you mean.`]
      : []),
  ];
}

/** An ldif.err by itself: the failure whose texts its lines fill. */
function ldifVerdicts(knowledge: Knowledge, ldif: LdifError, licence: string): readonly Verdict[] {
  return knowledge.failures.flatMap((failure) => {
    const seen = contextSeen(failure.context, null, ldif);
    if (seen.length === 0) return [];
    const own = seen.map((item) => ({ seen: item.seen }));
    const values = seen.map((item) => item.seen.captures);
    return [fillVerdict(failure.data, evidenceLines(own), [...values, { licence }])];
  });
}

/**
 * Diagnoses all files of one call, in their order.
 * @param files each already read; several may belong to one failure
 */
export function diagnoseFiles(
  knowledge: Knowledge,
  files: readonly ReadFile[],
  { today, nameOf, productOf, licenceOf }: DiagnoseOptions,
): readonly Diagnosis[] {
  const neighbour = files.find(({ reading }) => reading.kind === 'ldif-error');
  const ldif: LdifError | null = neighbour ? { file: neighbour.file, lines: neighbour.reading.ldif } : null;
  const hasLog = files.some(({ reading }) => reading.run !== null);
  const session = files.find(({ reading }) => reading.services !== null)?.reading.services ?? null;
  const services = session && { stopped: session.stopped, disabled: session.disabled };
  return files.map(({ file, reading }): Diagnosis => {
    const { kind, run } = reading;
    const nothing = {
      file,
      kind,
      verdicts: [],
      run: null,
      notes: [],
      required: [],
      errorBlock: null,
      services: null,
    };
    if (kind === 'ldif-error' && ldif) {
      return hasLog
        ? { ...nothing, notes: [TOGETHER] }
        : { ...nothing, verdicts: ldifVerdicts(knowledge, ldif, licenceOf(null)) };
    }
    if (kind === 'service-control') {
      const own = reading.services;
      return { ...nothing, services: own && { stopped: own.stopped, disabled: own.disabled } };
    }
    if (run === null) return nothing;
    const judged = (one: RunNotes) => {
      const build = one.header.get('setup-build')?.captures.build;
      const product = build === undefined ? null : productOf(build);
      const facts = factsOf(reading, one, product ?? one.product, today);
      return { facts, judgement: judgeRun(knowledge, { run: one, facts, nameOf, licenceOf, ldif }) };
    };
    const short = reading.passedOver === null ? null : judged(reading.passedOver.run);
    // A slip on the command line says nothing about the failure before it; any other error is the newest failure.
    const speaks = short?.judgement.verdicts.some((verdict) => verdict.kind !== 'hint') === true;
    const counts = speaks ? { ...reading, run: reading.passedOver?.run ?? run, passedOver: null } : reading;
    const { facts, judgement } = short !== null && speaks ? short : judged(run);
    const beside = speaks ? [] : (short?.judgement.verdicts ?? []);
    const ids = new Set(judgement.verdicts.map(({ id }) => id));
    const verdicts = [...judgement.verdicts, ...beside.filter(({ id }) => !ids.has(id))];
    return {
      file,
      kind,
      run: facts,
      notes: notesOf(counts, facts.ageDays),
      services,
      ...judgement,
      verdicts,
    };
  });
}
