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

/** One member's maintenance, and the release it runs then; null: not known. */
interface Turn {
  readonly name: string;
  readonly release: string | null;
  readonly minutes: Span;
}

/**
 * Counts a way as the turns of its members. A turn counts as mixed when the members differ before it, so a DAG that
 * is mixed already is so from the first turn on.
 * @param now the release of each member, those without work included; null: not known
 */
function way(turns: readonly Turn[], now: ReadonlyMap<string, string | null>): BridgeWay {
  const levels = new Map<string, string | null>(now);
  const counts = new Map<string, number>();
  const count = (release: string | null | undefined, change: number) => {
    if (release === undefined || release === null) return;
    const left = (counts.get(release) ?? 0) + change;
    if (left === 0) counts.delete(release);
    else counts.set(release, left);
  };
  for (const release of levels.values()) count(release, 1);
  const mixed: Span[] = [];
  for (const { name, release, minutes } of turns) {
    if (counts.size > 1) mixed.push(minutes);
    count(levels.get(name), -1);
    levels.set(name, release);
    count(release, 1);
  }
  return {
    windows: turns.length,
    minutes: sumOf(turns.map(({ minutes }) => minutes)),
    mixed: sumOf(mixed),
    mixedWindows: mixed.length,
  };
}

function comparison(
  catalogue: Catalogue,
  planner: Planner,
  members: readonly Member[],
  now: ReadonlyMap<string, string | null>,
): BridgeComparison | null {
  const [first] = members;
  if (!first || !members.some(({ split }) => split.shared.stops.length > 1)) return null;
  const each: (readonly Turn[])[] = [];
  const whole: Turn[] = [];
  for (const { name, split } of members) {
    const { stops, minutes } = split.shared;
    const stays = now.get(name) ?? split.shared.plan.from.release;
    const spans = stops.length > 1 ? stagesOf(catalogue, planner, split) : [minutes];
    if (spans === null) return null;
    each.push(spans.map((span, index) => ({ name, release: stops[index] ?? stays, minutes: span })));
    whole.push({ name, release: stops.at(-1) ?? stays, minutes });
  }
  const most = Math.max(...each.map((turns) => turns.length));
  // A member with fewer stops takes part in the last stages only.
  const stages = Array.from({ length: most }, (_, stage) =>
    each.flatMap((own) => own[stage - (most - own.length)] ?? []),
  );
  const stopping = members.filter(({ split }) => split.shared.stops.length > 1);
  const ways = new Set(
    members.map(({ split: { shared } }) => [shared.plan.from.release, ...shared.stops].join(' ')),
  );
  const all = new Set([...now.keys(), ...members.map(({ name }) => name)]).size === stopping.length;
  return {
    dag: first.dag,
    members: members.map(({ name }) => name),
    stopping: stopping.map(({ name }) => name),
    allStop: all,
    together: all && ways.size === 1,
    over: [...new Set(members.flatMap(({ split }) => split.shared.stops.slice(0, -1)))],
    ownWindow: way(whole, now),
    wholeDag: way(stages.flat(), now),
  };
}

/**
 * The comparison for every DAG in which a member has to stop on the way.
 * @param planner answers the questions of the single stages
 * @param levels for each DAG (in lower case) the releases of its members as they are, by their names; null: not known
 */
export function bridgesOf(
  catalogue: Catalogue,
  planner: Planner,
  members: readonly Member[],
  levels: ReadonlyMap<string, ReadonlyMap<string, string | null>>,
): readonly BridgeComparison[] {
  const byDag = new Map<string, Member[]>();
  for (const member of members) {
    const key = member.dag.toLowerCase();
    const list = byDag.get(key);
    if (list) list.push(member);
    else byDag.set(key, [member]);
  }
  return [...byDag].flatMap(
    ([dag, list]) => comparison(catalogue, planner, list, levels.get(dag) ?? new Map()) ?? [],
  );
}
