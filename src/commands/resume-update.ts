/** From the run of a log back into a plan: the command line that goes on, and the steps that remain. */
import type { Catalogue, Release } from '../catalogue/catalogue.ts';
import { identify } from '../catalogue/identify.ts';
import type { Plan, Step } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import type { Diagnosis, RunFacts } from '../diagnose/diagnosis.ts';
import { purposeOf } from '../diagnose/purpose.ts';
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

/**
 * Which steps of the plan are still ahead. `all`: the plan goes another way than the media that ran, or begins
 * behind them. `preparation`: the server is untouched and Active Directory not ready. `prepared`: this run made a
 * part of Active Directory ready. `setup`: setup of the CU broke off.
 */
type Ahead = 'all' | 'preparation' | 'prepared' | 'setup';

interface Way {
  readonly from: Release;
  readonly to: Target;
  readonly ahead: Ahead;
  readonly note: string | null;
}

const OTHER_TARGET = 'The target is taken to be the newest CU. Give another with --to.';

function preparedWay({ outcome }: RunFacts, from: Release, media: Release): Way | null {
  if (from.product === media.product && from.order > media.order) return null;
  const to: Target = { kind: 'release', release: media };
  if (outcome !== 'success') return { from, to, ahead: 'preparation', note: null };
  const note =
    from.id === media.id
      ? 'This run prepared Active Directory for the release that the server has.'
      : 'This run prepared Active Directory only: the server still has its old build. Tick off in the checklist what was done before.';
  return { from, to, ahead: from.id === media.id ? 'all' : 'prepared', note };
}

function sameReleaseWay({ outcome }: RunFacts, release: Release): Way {
  const ran =
    outcome === 'success'
      ? 'Setup succeeded with media of the release that the server had, so it installed no newer CU.'
      : 'Setup ran with media of the release that is installed.';
  return { from: release, to: { kind: 'latest-cu' }, ahead: 'all', note: `${ran} ${OTHER_TARGET}` };
}

function wayOf(run: RunFacts, from: Release | null, media: Release | null): Way | null {
  const purpose = purposeOf(run);
  if (media === null || purpose === 'other') return null;
  if (purpose === 'prepare') return from === null ? null : preparedWay(run, from, media);
  if (from?.id === media.id) return sameReleaseWay(run, media);
  const to: Target = { kind: 'release', release: media };
  if (run.outcome === 'success') {
    return { from: media, to, ahead: 'all', note: 'The CU is on. The SU and the checks after it remain.' };
  }
  if (from === null || (from.product === media.product && from.order > media.order)) return null;
  return { from, to, ahead: 'setup', note: null };
}

/** Whether a step of the plan is still ahead of a server whose setup of the last CU broke off. */
function remainsAfterSetup(plan: Plan, run: RunFacts, step: Step): boolean {
  if (step.phase === 'before' || step.phase === 'dependencies') return false;
  // Setup that refuses has touched nothing: neither Active Directory nor what it asks for is in place.
  const refused = run.phase === 'prerequisite check';
  if (step.phase === 'organisation') return refused;
  if (step.hop === null) return ['maintenance-off', 'after', 'verify'].includes(step.phase);
  if (refused) return true;
  const route = plan.routes.find((item) => item.recommended) ?? plan.routes[0];
  const setup =
    route?.hops.findLastIndex((hop) => hop.act === 'install-cu' || hop.act === 'upgrade-in-place') ?? -1;
  return step.hop >= setup;
}

/** Whether the step is the one that runs setup with this switch, such as `/preparead`. */
function runsSwitch({ phase, commands }: Step, name: string): boolean {
  return (
    phase === 'organisation' &&
    commands.some(({ run }) =>
      run
        .toLowerCase()
        .split(/[\s:]+/)
        .includes(name),
    )
  );
}

function remains(plan: Plan, run: RunFacts, ahead: Ahead, step: Step, index: number): boolean {
  switch (ahead) {
    case 'all':
      return true;
    case 'setup':
      return remainsAfterSetup(plan, run, step);
    case 'preparation':
    case 'prepared': {
      if (step.phase === 'before' || step.phase === 'dependencies') return false;
      const name = run.mode?.toLowerCase() ?? '';
      const done = ahead === 'prepared' ? plan.steps.findIndex((item) => runsSwitch(item, name)) : -1;
      return index > done;
    }
  }
}

/**
 * Where the update goes on.
 * @param data overlay folders as they were given
 * @returns null where the log does not tell enough (a new installation, or a build that the data do not know), and
 *   where the run was no update
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
    remains(plan, run, way.ahead, step, index) ? [{ number: index + 1, title: step.title }] : [],
  );
  const open = 'The log shows the CU, not the SU, .NET or Windows of the server: add --dotnet and --windows.';
  return {
    command: commandLine(question, { catalogue, data }),
    steps,
    note: way.note === null ? open : `${way.note} ${open}`,
  };
}
