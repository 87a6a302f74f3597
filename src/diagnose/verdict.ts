/** One failure of the data, filled from what a run told. Pure. */
import type { SetupFailure } from '../catalogue/diagnosis-schema.ts';
import { matchPattern } from '../catalogue/pattern.ts';
import type { EvidenceLine, RunFacts, Verdict } from './diagnosis.ts';
import { type FillValues, fillCommand, fillText } from './fill.ts';
import type { ContextWatch } from './knowledge.ts';
import type { RunNotes, Seen } from './run.ts';

/** Lines of an ldif.err, and its name. */
export interface LdifError {
  readonly file: string;
  readonly lines: readonly Seen[];
}

export interface ContextSeen {
  readonly seen: Seen;
  /** Where it stands, when that is not the log itself. */
  readonly file?: string;
}

const MOST_EVIDENCE = 12;

/** Lines that hold names for the texts: of the run, else of the ldif.err beside it. */
export function contextSeen(
  context: readonly ContextWatch[],
  run: RunNotes | null,
  ldif: LdifError | null,
): readonly ContextSeen[] {
  return context.flatMap(({ watch, last }): ContextSeen[] => {
    const sighting = run?.sightings.get(watch.number);
    if (sighting) return [{ seen: last ? sighting.last : sighting.first }];
    for (const line of ldif?.lines ?? []) {
      const captures = matchPattern(watch.pattern, line.text);
      if (captures && ldif) return [{ seen: { ...line, captures }, file: ldif.file }];
    }
    return [];
  });
}

/** Each line once, each text once: one failure is written three to six times. */
export function evidenceLines(seen: readonly ContextSeen[]): readonly EvidenceLine[] {
  const texts = new Set<string>();
  return [...seen]
    .sort((a, b) => Number(a.file !== undefined) - Number(b.file !== undefined) || a.seen.line - b.seen.line)
    .filter(({ seen: { text } }) => !texts.has(text) && texts.add(text))
    .slice(0, MOST_EVIDENCE)
    .map(({ seen: { line, text }, file }) => ({ line, text, ...(file === undefined ? {} : { file }) }));
}

/** @param nameOf the name of a build where the catalogue knows it */
export function runValues(
  run: RunNotes,
  facts: RunFacts,
  nameOf: (build: string) => string | null,
): FillValues {
  const name = (build: string | null) => (build === null ? undefined : (nameOf(build) ?? build));
  return {
    server: facts.server ?? undefined,
    user: facts.user ?? undefined,
    organisation: facts.organisation ?? undefined,
    dc: facts.domainController ?? undefined,
    fromBuild: facts.fromBuild ?? undefined,
    toBuild: facts.toBuild ?? undefined,
    fromName: name(facts.fromBuild),
    toName: name(facts.toBuild),
    source: facts.source ?? undefined,
    installPath: run.header.get('install-path')?.captures.path,
  };
}

/** Fills title, cause and actions. `values` are in order of rank: the first that has a name gives it. */
export function fillVerdict(
  data: SetupFailure,
  evidence: readonly EvidenceLine[],
  ranked: readonly FillValues[],
): Verdict {
  const values: FillValues = Object.assign({}, ...[...ranked].reverse());
  return {
    id: data.id,
    title: fillText(data.title, values),
    kind: data.kind ?? 'cause',
    phase: data.phase,
    evidence,
    cause: fillText(data.cause, values),
    actions: data.actions.map((action) => ({
      text: fillText(action.text, values),
      commands: (action.commands ?? []).map(({ shell, run }) => ({
        shell,
        run: fillCommand(run, shell, values),
      })),
    })),
    links: data.links,
    status: data.status,
    sources: data.sources,
  };
}
