/**
 * A fleet plan as JSON: the contract `cupath.fleet/1`, whose schema is `fleet.schema.json` beside this file. In
 * pieces, because the plans of ten thousand servers together are larger than a string can be.
 */
import type { CoexistenceBlock, FleetPlan, FleetServer, Schedule, Wave } from '../fleet/fleet-plan.ts';
import { DAG_MARK, isHostName, SERVER_MARK, withNames } from '../fleet/marks.ts';
import { type Json, jsonLine, planJson, span, stepJson } from './json.ts';

export const FLEET_SCHEMA = 'cupath.fleet/1';

function waveJson({ wave, servers, minutes, stage, afterDeparture, checks }: Wave): Json {
  return {
    wave,
    servers,
    minutes: span(minutes),
    stage,
    afterDeparture,
    checks: checks.map(({ server, dag, rest, restCount, step }) => ({ server, dag, rest, restCount, step })),
  };
}

function scheduleJson({ length, windows, unfit }: Schedule): Json {
  return {
    length,
    windows: windows.map(({ window, start, end, mayOverrun, items }) => ({
      ...{ window, start, end, mayOverrun },
      items: items.map((item) => ({
        ...{ what: item.what, name: item.name, wave: item.wave, start: item.start, end: item.end },
        afterDeparture: item.afterDeparture,
        minutes: span(item.minutes),
      })),
    })),
    unfit: unfit.map(({ name, minutes, reason }) => ({ name, minutes: span(minutes), reason })),
  };
}

function blockJson({ rule, because, blockers, blocked }: CoexistenceBlock): Json {
  return { rule, because, blockers, blocked };
}

function departureJson(departure: FleetPlan['departure']): Json {
  if (departure === null) return null;
  const { servers, release, prepares, steps, minutes } = departure;
  return { servers, release, prepares, steps: steps.map(stepJson), minutes: span(minutes) };
}

function memberJson(server: FleetServer): Json {
  const { name, fate, shared, role, dag, dagKnown, site, reason, contradictions } = server;
  return { name, fate, plan: shared?.id ?? null, role, dag, dagKnown, site, reason, contradictions };
}

/** Everything but the plans of the servers. */
function headJson(plan: FleetPlan, generated: string): { readonly [key: string]: Json } {
  const { catalogue } = plan;
  return {
    schema: FLEET_SCHEMA,
    generated,
    catalogue: { ...catalogue },
    command: plan.command,
    today: plan.today,
    target: plan.target,
    parallel: plan.parallel,
    prepares: plan.prepares,
    organisation: plan.organisation.map(stepJson),
    organisationMinutes: span(plan.organisationMinutes),
    waves: plan.waves.map(waveJson),
    migrations: plan.migrations.map(({ servers, dag, site, plan: id, first, after, minutes }) => ({
      ...{ servers, dag, site, plan: id, first },
      after: after.map(({ release, servers: names, waves }) => ({ release, servers: names, waves })),
      minutes: span(minutes),
    })),
    departure: departureJson(plan.departure),
    closing: plan.closing.map(stepJson),
    closingMinutes: span(plan.closingMinutes),
    total: span(plan.total),
    timeSources: plan.timeSources,
    inventory: plan.servers.map(memberJson),
    plans: plan.plans.map(({ id, base, fate, stops, reboots, minutes, moveMinutes }) => ({
      ...{ id, base, fate, stops, reboots },
      minutes: span(minutes),
      moveMinutes: span(moveMinutes),
    })),
    blocks: plan.blocks.map(blockJson),
    minimums: plan.minimums.map(({ rule, release, because, servers }) => ({
      rule,
      release,
      because,
      servers,
    })),
    bridges: plan.bridges.map(({ dag, members, over, ownWindow, wholeDag }) => ({
      ...{ dag, members, over },
      ownWindow: { ...ownWindow, minutes: span(ownWindow.minutes), mixed: span(ownWindow.mixed) },
      wholeDag: { ...wholeDag, minutes: span(wholeDag.minutes), mixed: span(wholeDag.mixed) },
    })),
    schedule: plan.schedule === null ? null : scheduleJson(plan.schedule),
    assumptions: plan.assumptions.map(({ about, text }) => ({ about, text })),
    warnings: plan.warnings.map(({ id, text }) => ({ id, text })),
    sources: plan.sources.map(({ id, title, url, dated }) => ({ id, title, url, dated })),
  };
}

/** The plan of one server: the shared text with its names; a name that fits no command is no `server` either. */
function serverText(shared: string, server: FleetServer): string {
  const unnamed = server.nameInCommands
    ? shared
    : shared.replace(`"server":"${SERVER_MARK}"`, '"server":null');
  const dagFits = server.dag !== null && isHostName(server.dag);
  return withNames(dagFits ? unnamed : unnamed.replace(`"dag":"${DAG_MARK}"`, '"dag":null'), server);
}

/**
 * The JSON text in pieces, in order: each key on a line, and each server's plan (`cupath.plan/1`) on one.
 * @param options.generated ISO time in UTC, such as `2026-11-24T08:00:00Z`
 */
export function* fleetJson(
  plan: FleetPlan,
  { generated }: { readonly generated: string },
): Generator<string> {
  yield '{\n';
  for (const [key, value] of Object.entries(headJson(plan, generated))) {
    const list = Array.isArray(value) && value.length > 0 && key !== 'timeSources';
    if (!list) yield `  "${key}": ${jsonLine(value)},\n`;
    else {
      yield `  "${key}": [\n`;
      for (const [index, item] of value.entries())
        yield `    ${jsonLine(item)}${index < value.length - 1 ? ',' : ''}\n`;
      yield '  ],\n';
    }
  }
  yield '  "servers": {';
  const texts = new Map<string, string>();
  let separator = '\n';
  for (const server of plan.servers) {
    const { shared } = server;
    if (shared === null) continue;
    const text = texts.get(shared.id) ?? jsonLine(planJson(shared.plan, { generated }));
    texts.set(shared.id, text);
    yield `${separator}    ${jsonLine(server.name)}: ${serverText(text, server)}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n  '}}\n}\n`;
}
