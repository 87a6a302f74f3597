/**
 * A DAG whose members cannot go straight to the target: each member makes all its stops in its own window, or the
 * whole DAG goes to the bridge before any member goes on. Both are counted, so that the difference can be shown.
 */
import { type Catalogue, required } from '../catalogue/catalogue.ts';
import type { Span } from '../checklist/plan.ts';
import type { Question } from '../planner/question.ts';
import type { BridgeComparison, BridgeWay } from './fleet-plan.ts';
import type { Planner, Split } from './shared-plans.ts';
import { sumOf } from './spans.ts';

/** A member of a DAG with its plan, in the order of their turns. */
export interface Member {
  readonly name: string;
  readonly dag: string;
  readonly split: Split;
}

/** The .NET on the server once it runs `release`; undefined: not known. */
function dotnetAt({ question, shared }: Split, release: string): string | undefined {
  let dotnet = question.dotnet;
  const route = shared.plan.routes.find(({ id }) => id === question.route) ?? shared.plan.routes[0];
  for (const hop of route?.hops ?? []) {
    if (hop.act === 'install-dotnet') dotnet = hop.dotnet;
    if ('release' in hop && hop.release === release && hop.act !== 'prepare-ad') return dotnet;
  }
  return dotnet;
}

/** Minutes of each stage when the server stops at every release of its way in a window of its own; null: not possible. */
export function stagesOf(catalogue: Catalogue, planner: Planner, member: Split): readonly Span[] | null {
  const { shared } = member;
  const spans: Span[] = [];
  let question: Question = member.question;
  for (const [index, stop] of shared.stops.entries()) {
    const release = required(catalogue.releases, stop);
    const atEnd = index === shared.stops.length - 1 && shared.fate === 'update';
    const stage = planner({ ...question, to: atEnd ? member.question.to : { kind: 'release', release } });
    if (stage.shared.fate === 'no-path') return null;
    spans.push(stage.shared.minutes);
    const { update } = stage.shared.plan.to;
    question = {
      ...question,
      from: {
        kind: 'level',
        release,
        update: update === null ? null : (catalogue.updates.get(`${release.id}+${update}`) ?? null),
        updateKnown: true,
      },
      dotnet: dotnetAt(member, stop),
    };
  }
  return spans;
}

function way(stages: readonly (readonly Span[])[]): BridgeWay {
  const windows = stages.reduce((sum, stage) => sum + stage.length, 0);
  return {
    windows,
    minutes: sumOf(stages.flat()),
    mixed: sumOf(stages.flatMap((stage) => stage.slice(1))),
    mixedWindows: stages.reduce((sum, stage) => sum + Math.max(0, stage.length - 1), 0),
  };
}

function comparison(
  catalogue: Catalogue,
  planner: Planner,
  members: readonly Member[],
): BridgeComparison | null {
  const [first] = members;
  if (!first || !members.some(({ split }) => split.shared.stops.length > 1)) return null;
  const each: (readonly Span[])[] = [];
  for (const { split } of members) {
    const stages =
      split.shared.stops.length > 1 ? stagesOf(catalogue, planner, split) : [split.shared.minutes];
    if (stages === null) return null;
    each.push(stages);
  }
  const most = Math.max(...each.map((stages) => stages.length));
  // A member with fewer stops takes part in the last stages only.
  const stages = Array.from({ length: most }, (_, stage) =>
    each.flatMap((own) => own[stage - (most - own.length)] ?? []),
  );
  return {
    dag: first.dag,
    members: members.map(({ name }) => name),
    over: [...new Set(members.flatMap(({ split }) => split.shared.stops.slice(0, -1)))],
    ownWindow: way([members.map(({ split }) => split.shared.minutes)]),
    wholeDag: way(stages),
  };
}

/**
 * The comparison for every DAG in which a member has to stop on the way.
 * @param planner answers the questions of the single stages
 */
export function bridgesOf(
  catalogue: Catalogue,
  planner: Planner,
  members: readonly Member[],
): readonly BridgeComparison[] {
  const byDag = new Map<string, Member[]>();
  for (const member of members) {
    const key = member.dag.toLowerCase();
    const list = byDag.get(key);
    if (list) list.push(member);
    else byDag.set(key, [member]);
  }
  return [...byDag.values()].flatMap((list) => comparison(catalogue, planner, list) ?? []);
}
