/**
 * The one function that the command, the wizard and the tests call: an inventory and the answers that hold for
 * all servers in, a plan for the fleet out. Pure; time and memory grow with the servers, and each distinct
 * question is planned once.
 */
import { dataAge } from '../catalogue/age.ts';
import { type Catalogue, required } from '../catalogue/catalogue.ts';
import type { Step } from '../checklist/plan.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { bridgesOf, type Member, stagesOf } from './bridges.ts';
import { awaitedBy, type Placed, waitingFor } from './coexistence.ts';
import { gateIn } from './departure.ts';
import type { FleetPlan, FleetServer, Schedule, Wave } from './fleet-plan.ts';
import { plansOf, relettered, withSharedMoves } from './moves.ts';
import { fleetAssumptions, fleetWarnings } from './notices.ts';
import { type Once, onceOf } from './once.ts';
import { type FleetOptions, surroundingsOf } from './question.ts';
import { type Stops, scheduleOf, startWarnings } from './schedule.ts';
import { fleetServers, migrationsOf } from './servers.ts';
import { type Answers, minutesOf, type Planner, type Split, sharedPlanner } from './shared-plans.ts';
import { NO_TIME, sumOf } from './spans.ts';
import { placeAll, type Survey, surveyOf } from './survey.ts';
import { timeSources } from './time-sources.ts';
import { inTurn, membersByDag, wavesOf } from './waves.ts';

/** The rules by which a fleet is ordered; their texts are data. */
export const POLICIES = ['fleet-order', 'dag-one-member', 'dag-alike', 'mixed-cus'] as const;

/** Told how far the planning is. */
export type Progress = (done: number, total: number) => void;

function sourcesOf(catalogue: Catalogue, ids: readonly string[]): FleetPlan['sources'] {
  return [...new Set(ids)].flatMap((id) => {
    const source = catalogue.sources.get(id);
    return source ? [{ id, title: source.title, url: source.url ?? null, dated: source.dated ?? null }] : [];
  });
}

/** Members of DAGs with work on them, in the order of their turns. */
function membersInTurn(
  servers: readonly FleetServer[],
  survey: Survey,
  splits: ReadonlyMap<string, Split>,
): readonly Member[] {
  return inTurn(servers, survey.ordering).flatMap(({ name, dag }): Member[] => {
    const split = splits.get(name);
    return dag === null || !split ? [] : [{ name, dag, split }];
  });
}

/** The releases that the members of each DAG run now, those without work included; null: not known. */
function levelsByDag({ servers }: Inventory): ReadonlyMap<string, ReadonlyMap<string, string | null>> {
  const found = new Map<string, Map<string, string | null>>();
  for (const { name, dag, level } of servers) {
    if (dag.kind !== 'member') continue;
    const key = dag.dag.toLowerCase();
    const list = found.get(key) ?? new Map<string, string | null>();
    found.set(key, list.set(name, level.kind === 'level' ? level.release.id : null));
  }
  return found;
}

/** Where a server could stop on its way, and for how long each window were then; asked for few, told once per plan. */
function stopsIn(
  catalogue: Catalogue,
  planner: Planner,
  splits: ReadonlyMap<string, Split>,
): (name: string) => Stops | null {
  const known = new Map<string, Stops | null>();
  return (name) => {
    const split = splits.get(name);
    if (!split || split.shared.stops.length < 2) return null;
    const { id, stops } = split.shared;
    const told = known.get(id);
    if (told !== undefined) return told;
    const minutes = stagesOf(catalogue, planner, split);
    const found = minutes === null ? null : { at: stops.slice(0, -1), minutes };
    known.set(id, found);
    return found;
  };
}

interface Drawn {
  readonly survey: Survey;
  readonly placed: readonly Placed[];
  readonly servers: readonly FleetServer[];
  readonly waves: readonly Wave[];
  readonly once: Once;
}

/** Surveys the inventory, plans each server, and takes out what is done once. */
function draw(
  catalogue: Catalogue,
  inventory: Inventory,
  options: FleetOptions,
  newPlanner: () => Planner,
  told: () => void,
): Drawn {
  const around = surroundingsOf(catalogue, inventory, options);
  const survey = surveyOf(catalogue, around, inventory, newPlanner, told);
  const placed = placeAll(survey, newPlanner(), survey.circumstances, told);
  const once = onceOf(catalogue, survey, placed);
  const planned = fleetServers(inventory.servers, placed, options, survey.blocking).map((server) => ({
    ...server,
    shared: once.plans.get(server.shared?.id ?? '') ?? server.shared,
  }));
  const servers = relettered(withSharedMoves(planned, once.plans.size, options.base, gateIn(catalogue)));
  return { survey, placed, servers, once, waves: wavesOf(servers, survey.ordering, options.parallel) };
}

/**
 * Plans a fleet.
 * @param progress called as the servers are planned
 */
export function planFleet(
  catalogue: Catalogue,
  inventory: Inventory,
  options: FleetOptions,
  progress: Progress = () => {},
): FleetPlan {
  const answers: Answers = new Map();
  const newPlanner = () => sharedPlanner(catalogue, options.command, answers);
  let done = 0;
  // Twice for the survey, once for the plans.
  const told = () => progress(++done, inventory.servers.length * 3);
  const { survey, placed, servers, waves, once } = draw(catalogue, inventory, options, newPlanner, told);

  const splits = new Map(placed.map(({ server, split }) => [server.name, split]));
  const plans = plansOf(servers);
  // What is got ready days before counts with no server either.
  const organisationMinutes = minutesOf(once.first.filter(({ phase }) => phase === 'organisation'));
  const closingMinutes = minutesOf(once.last);
  const schedule = (): Schedule | null => {
    if (!options.window) return null;
    const byName = new Map(servers.map((server) => [server.name, server]));
    const stopsOf = stopsIn(catalogue, newPlanner(), splits);
    const waitsFor = waitingFor(catalogue, survey.minimums, (name) => splits.get(name));
    return scheduleOf(
      options.window,
      organisationMinutes,
      waves,
      byName,
      options.parallel,
      stopsOf,
      waitsFor,
      once.departure?.minutes,
    );
  };
  const { departure } = once;
  const between = departure?.steps ?? [];
  const steps: readonly Step[] = [
    ...once.first,
    ...between,
    ...once.last,
    ...plans.flatMap(({ plan }) => plan.steps),
  ];
  const partial = {
    catalogue: {
      ...dataAge(catalogue, options.today),
      digest: catalogue.digest,
      overlays: catalogue.overlays,
    },
    command: options.command,
    today: options.today,
    target: options.target,
    parallel: options.parallel,
    prepares: once.prepares,
    organisation: once.first,
    organisationMinutes,
    departure,
    closing: once.last,
    closingMinutes,
    waves,
    migrations: migrationsOf(
      servers,
      awaitedBy(catalogue, survey.minimums, waves, (name) => splits.get(name)),
    ),
    servers,
    plans,
    blocks: survey.blocks,
    minimums: survey.minimums,
    bridges: bridgesOf(
      catalogue,
      newPlanner(),
      membersInTurn(servers, survey, splits),
      levelsByDag(inventory),
    ),
    total: sumOf([
      organisationMinutes,
      ...waves.map(({ minutes }) => minutes),
      departure?.minutes ?? NO_TIME,
      closingMinutes,
    ]),
    schedule: schedule(),
    timeSources: timeSources(catalogue, steps),
  };
  return {
    ...partial,
    assumptions: fleetAssumptions(catalogue, inventory, survey.around, partial),
    warnings: [
      ...startWarnings(options.window, options.today),
      ...fleetWarnings(inventory, partial, membersByDag(servers), {
        kinds: survey.ordering.kinds,
        rule: required(catalogue.policies, 'dag-alike').text,
      }),
    ],
    sources: sourcesOf(catalogue, [
      ...partial.timeSources,
      ...steps.flatMap(({ sources }) => sources),
      ...POLICIES.flatMap((id) => required(catalogue.policies, id).sources),
    ]),
  };
}
