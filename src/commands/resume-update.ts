/** From the run of a log back into a plan: the command line that goes on, and the steps that remain. */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import { identify } from '../catalogue/identify.ts';
import type { Plan, Step } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import type { Diagnosis, RunFacts } from '../diagnose/diagnosis.ts';
import type { Question, Target } from '../planner/question.ts';
import type { ResumeText } from '../render/diagnosis.ts';
import { commandLine } from './command-line.ts';

function releaseOf(catalogue: Catalogue, build: string | null): Release | null {
  if (build === null) return null;
  const found = identify(catalogue, build);
  return found.kind === 'level' ? found.level.release : null;
}

/** A name that can be a computer's; anything else in a log is not put on a command line. */
function hostName(text: string | null): string | undefined {
  return text !== null && /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})$/.test(text) ? text : undefined;
}

interface Way {
  readonly from: Release;
  readonly to: Target;
  readonly note: string | null;
}

function wayOf(run: RunFacts, from: Release | null, media: Release | null): Way | null {
  if (run.outcome === 'success') {
    if (media === null) return null;
    return {
      from: media,
      to: { kind: 'release', release: media },
      note: 'The CU is on. The SU and the checks after it remain.',
    };
  }
  if (from === null || media === null) return null;
  if (from.id === media.id) {
    return {
      from,
      to: { kind: 'latest-cu' },
      note: 'Setup ran with media of the release that is installed; the target is taken to be the newest CU. Give another with --to.',
    };
  }
  if (from.product === media.product && from.order > media.order) return null;
  return { from, to: { kind: 'release', release: media }, note: null };
}

/** Whether a step of the plan is still ahead of a server whose setup of the last CU broke off. */
function remains(plan: Plan, run: RunFacts, step: Step): boolean {
  const route = plan.routes.find((item) => item.recommended) ?? plan.routes[0];
  if (run.outcome === 'success') return true;
  if (step.phase === 'before' || step.phase === 'dependencies') return false;
  const beforeSetup = run.phase === 'prerequisite check' || (run.mode?.startsWith('/') ?? false);
  if (step.phase === 'organisation') return beforeSetup;
  if (step.hop === null) return ['maintenance-off', 'after', 'verify'].includes(step.phase);
  const setup =
    route?.hops.findLastIndex((hop) => hop.act === 'install-cu' || hop.act === 'upgrade-in-place') ?? -1;
  return step.hop >= setup;
}

/**
 * Where the update goes on.
 * @param data overlay folders as they were given
 * @returns null where the log does not tell enough: a new installation, or a build that the data do not know
 */
export function resumeUpdate(
  catalogue: Catalogue,
  { run }: Pick<Diagnosis, 'run'>,
  today: string,
  data: readonly string[],
): ResumeText | null {
  if (run === null) return null;
  const way = wayOf(run, releaseOf(catalogue, run.fromBuild), releaseOf(catalogue, run.toBuild));
  if (way === null) return null;
  const question: Question = {
    from: { kind: 'level', release: way.from, update: null, updateKnown: false },
    to: way.to,
    role: run.role ?? undefined,
    server: hostName(run.server),
    facts: {},
    media: [],
    accept: [],
    today,
  };
  const plan = planUpdate(catalogue, question);
  const steps = plan.steps.flatMap((step, index) =>
    remains(plan, run, step) ? [{ number: index + 1, title: step.title }] : [],
  );
  const open = 'The log shows the CU, not the SU, .NET or Windows of the server: add --dotnet and --windows.';
  return {
    command: commandLine(question, { catalogue, data }),
    steps,
    note: way.note === null ? open : `${way.note} ${open}`,
  };
}
