/** The facts of a run: what it was, on what, by whom, and how it ended. Pure. */
import type { LogLineId } from '../catalogue/diagnosis-names.ts';
import type { Outcome, RunFacts } from './diagnosis.ts';
import { hasRefused } from './evidence.ts';
import type { Reading } from './reader.ts';
import type { RunNotes } from './run.ts';

const DAY = 24 * 60 * 60 * 1000;

function kept(run: RunNotes, id: LogLineId, name: string): string | null {
  return run.header.get(id)?.captures[name] ?? null;
}

/** Only the sentence of success proves success; nothing after it may take it back. */
export function outcomeOf(run: RunNotes): Outcome {
  const { success, failure, firstError, end } = run;
  if (success !== null && success.line > (failure?.line ?? 0)) return 'success';
  if (failure !== null || firstError !== null || hasRefused(run)) return 'failed';
  if (end !== null) return 'unproven';
  return run.hasStart ? 'unfinished' : 'unknown';
}

function modeOf(run: RunNotes): string | null {
  const step = kept(run, 'prepare', 'step');
  if (step !== null) return `/prepare${step.replace(/'.*$/, '')}`;
  const installation = kept(run, 'installation-mode', 'mode');
  const mode = kept(run, 'mode', 'mode');
  // The graphical setup says Install although it upgrades; the line that it writes next knows better.
  if (installation?.toLowerCase() === 'buildtobuildupgrade') return 'Upgrade';
  return mode ?? installation;
}

function roleOf(run: RunNotes): RunFacts['role'] {
  if (run.header.has('role-edge')) return 'edge';
  if (run.header.has('role-mailbox')) return 'mailbox';
  return run.header.has('role-tools') ? 'tools' : null;
}

function iso(time: number | null): string | null {
  return time === null || Number.isNaN(time) ? null : new Date(time).toISOString();
}

function phaseOf(run: RunNotes, outcome: Outcome): string | null {
  if (outcome === 'success') return 'end';
  if (hasRefused(run)) return 'prerequisite check';
  const [reference] = run.references;
  const component = run.component?.captures.component ?? null;
  if (reference) return component ?? reference.captures.reference?.replace(/___.*$/, '') ?? null;
  return component;
}

/** @param today ISO day, for the age of the run */
export function factsOf(
  { runCount }: Reading,
  run: RunNotes,
  product: string | null,
  today: string,
): RunFacts {
  const outcome = outcomeOf(run);
  const code = run.resultCode?.captures.code;
  const begun = run.startTime ?? run.endTime;
  return {
    line: run.startLine,
    runs: runCount,
    product,
    fromBuild: kept(run, 'backup-build', 'build') ?? kept(run, 'local-build', 'build'),
    toBuild: kept(run, 'setup-build', 'build'),
    mode: modeOf(run),
    user: kept(run, 'user', 'user'),
    server: kept(run, 'server', 'server'),
    role: roleOf(run),
    organisation: kept(run, 'organisation', 'organisation'),
    domainController: kept(run, 'domain-controller', 'dc'),
    source: kept(run, 'source', 'source'),
    timeZone: kept(run, 'time-zone', 'timeZone')?.replace(/\.$/, '') ?? null,
    started: iso(run.startTime),
    ended: iso(run.endTime),
    outcome,
    phase: phaseOf(run, outcome),
    component: run.component?.captures.component ?? null,
    resultCode: code === undefined ? null : Number(code),
    ageDays: begun === null || Number.isNaN(begun) ? null : Math.floor((Date.parse(today) - begun) / DAY) + 1,
  };
}
