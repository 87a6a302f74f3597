/** A fleet plan as Markdown for change tickets and wikis, in pieces. No HTML; names cannot become markup. */
import type { Plan, Route, Step } from '../checklist/plan.ts';
import type { FleetPlan, FleetServer } from '../fleet/fleet-plan.ts';
import { POLICIES } from '../fleet/plan-fleet.ts';
import {
  asText,
  bridgeGroups,
  type Checklist,
  checklistPlan,
  checklists,
  departureSteps,
  departureText,
  departureTitle,
  fateCounts,
  heldUpSentence,
  leaveText,
  migrationWords,
  NAMED,
  namesText,
  oncePlan,
  organisationWork,
  ownWarnings,
  planTitle,
  preparesText,
  reasonText,
  STAGE_NAMES,
  spanWords,
  timeSourceTitles,
  totalText,
  WAVES_HINT,
} from './fleet-words.ts';
import { markdownCell, markdownCode, markdownFence, markdownLink, markdownText } from './markdown-escape.ts';
import { markdownSteps } from './markdown-steps.ts';
import { routePicture } from './picture.ts';
import { groupSteps, overview, overviewCost } from './steps.ts';
import { chosenRoute, clock, counted, releaseName, sentence } from './words.ts';

const PICTURE_WIDTH = 90;
type Names = ReadonlyMap<string, FleetServer>;

/** The fleet plan as Markdown, in pieces that end in a line feed. */
export function* fleetMarkdown(
  plan: FleetPlan,
  options: { readonly checklists: boolean; readonly brief: boolean },
): Generator<string> {
  const names: Names = new Map(plan.servers.map((server) => [server.name, server]));
  yield* piece(head(plan));
  yield* piece(blocks(plan));
  yield* piece(order(plan, names));
  yield* piece(newServers(plan, names));
  yield* piece(times(plan));
  yield* piece(windows(plan));
  yield* piece(bridges(plan));
  yield* piece(leftOut(plan));
  yield* piece(once(plan, plan.organisation, 'Once, before the first server', options.brief));
  const { departure } = plan;
  if (departure)
    yield* piece(once(plan, departure.steps, markdownText(departureTitle(departure)), options.brief));
  for (const checklist of checklists(plan)) yield* piece(checklistLines(plan, checklist, options));
  yield* piece(once(plan, plan.closing, 'Once, after the last server', options.brief));
  yield* piece(colophon(plan));
}

function* piece(lines: readonly string[]): Generator<string> {
  if (lines.length > 0)
    yield `${lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n')}\n`;
}

function shown(names: readonly string[]): string {
  return namesText(names, markdownCode);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(' | ')} |`;
}

function head(plan: FleetPlan): readonly string[] {
  const { overlays } = plan.catalogue;
  return [
    `# ${counted(plan.servers.length, 'server')} to ${markdownText(plan.target)}`,
    '',
    fateCounts(plan.servers).join(' · '),
    '',
    ...(overlays.length === 0
      ? []
      : [`With data of your own: ${overlays.map(markdownCode).join(', ')}.`, '']),
    ...plan.warnings
      .filter(({ id }) => id !== 'plan')
      .flatMap(({ text }) => [`> **Warning:** ${markdownText(sentence(text))}`, '']),
  ];
}

function blocks(plan: FleetPlan): readonly string[] {
  const order = departureText(plan);
  if (order === null && plan.minimums.length === 0) return [];
  return [
    '## What stands in the way',
    '',
    ...plan.blocks.map(
      ({ rule, because, blockers, blocked }) =>
        `- **${shown(blockers) || 'A version that was named, but no server in the inventory,'} must leave the organisation** before ${counted(blocked.length, 'server')} can go on: ${shown(blocked)}. ${markdownText(sentence(because))} Rule: ${markdownCode(rule)}`,
    ),
    ...plan.minimums.map(
      ({ servers, release, rule }) =>
        `- ${shown(servers)}: ${releaseName(release)} at least, before the first newer server is set up. Rule: ${markdownCode(rule)}`,
    ),
    '',
    ...(order === null ? [] : [`**${markdownText(order)}**`, '']),
  ];
}

function order(plan: FleetPlan, names: Names): readonly string[] {
  const { departure } = plan;
  if (plan.waves.length === 0 && departure === null) return [];
  const check = (wave: FleetPlan['waves'][number]) =>
    wave.checks
      .map(({ server, dag, rest, restCount }) =>
        restCount === 0
          ? `${markdownCode(dag)}: **no other member that could carry the load is in the inventory**; find out who does before ${markdownCode(server)} goes down`
          : `${markdownCode(dag)}: before ${markdownCode(server)} goes down, ${shown(rest)} can carry the load`,
      )
      .join('; ');
  const waveRows = (late: boolean) =>
    plan.waves
      .filter(({ afterDeparture }) => afterDeparture === late)
      .map((wave) =>
        row([
          String(wave.wave),
          wave.servers
            .map((name) => `${markdownCode(name)} (${names.get(name)?.shared?.id ?? ''})`)
            .join(', '),
          STAGE_NAMES[wave.stage],
          spanWords(wave.minutes),
          check(wave),
        ]),
      );
  const ticks = (late: boolean) =>
    plan.waves
      .filter(({ afterDeparture }) => afterDeparture === late)
      .map(({ wave, servers }) => `- [ ] Wave ${wave}: ${shown(servers)}`);
  return [
    '## The order',
    '',
    WAVES_HINT,
    '',
    '| Wave | Servers | What | Time (lowest to highest, h:mm) | Check first |',
    '| ---: | --- | --- | --- | --- |',
    row([
      'once',
      'the organisation',
      `${counted(plan.organisation.length, 'step')}, ${preparesText(plan)}`,
      spanWords(plan.organisationMinutes),
      '',
    ]),
    ...waveRows(false),
    ...(departure === null
      ? []
      : [
          row(['departure', shown(departure.servers), markdownText(leaveText(departure)), '', '']),
          row([
            'once',
            'the organisation',
            markdownText(`${departureTitle(departure)}: ${departureSteps(plan)}`),
            '',
            '',
          ]),
        ]),
    ...waveRows(true),
    ...(plan.closing.length === 0
      ? []
      : [
          row([
            'once',
            'the organisation',
            `${counted(plan.closing.length, 'step')} after the last server`,
            spanWords(plan.closingMinutes),
            '',
          ]),
        ]),
    '',
    ...ticks(false),
    ...(departure === null
      ? []
      : [`- [ ] ${markdownText(leaveText(departure))}`, `- [ ] ${markdownText(departureTitle(departure))}`]),
    ...ticks(true),
    '',
  ];
}

function newServers(plan: FleetPlan, names: Names): readonly string[] {
  if (plan.migrations.length === 0) return [];
  return [
    '## New servers instead of these',
    '',
    ...plan.migrations.map((migration) => {
      const { servers, dag, site } = migration;
      const where =
        dag === null ? (site === null ? '' : ` (site ${markdownCode(site)})`) : ` (DAG ${markdownCode(dag)})`;
      const { title, before, checklists: ids, rest } = migrationWords(migration, names, plan.departure);
      return `- [ ] ${shown(servers)}${where}: ${markdownText(title)}. ${markdownText(`${before}${ids.join(', ')}${rest}`)}`;
    }),
    '',
  ];
}

function times(plan: FleetPlan): readonly string[] {
  if (plan.waves.length === 0) return [];
  return [
    '## Times',
    '',
    `**In total:** ${totalText(plan)}`,
    '',
    `Times from: ${markdownText(timeSourceTitles(plan).join('; '))}.`,
    '',
  ];
}

function windows(plan: FleetPlan): readonly string[] {
  const { schedule } = plan;
  if (schedule === null) return [];
  const heldUp = heldUpSentence(plan, schedule.windows);
  return [
    `## Maintenance windows of ${clock(schedule.length)} h, every night`,
    '',
    ...(heldUp === null ? [] : [`**${markdownText(heldUp)}**`, '']),
    '| Window | From | To | Work (typical times) |',
    '| ---: | --- | --- | --- |',
    ...schedule.windows.map((window) =>
      row([
        String(window.window),
        window.start.replace('T', ' '),
        window.end.replace('T', ' '),
        `${window.items
          .map(
            (item) =>
              `${item.start.slice(11)} to ${item.end.slice(11)} ${item.what === 'organisation' ? organisationWork(plan, item) : `${markdownCode(item.name)} (wave ${item.wave})`}`,
          )
          .join('; ')}${window.mayOverrun ? '; **may take longer than the window**' : ''}`,
      ]),
    ),
    '',
    ...(schedule.unfit.length === 0 ? [] : ['**Fits into no window:**', '']),
    ...schedule.unfit.map(
      ({ name, minutes, reason }) =>
        `- ${markdownCode(name)}: ${spanWords(minutes)}, ${markdownText(reason)}.`,
    ),
    '',
  ];
}

function bridges(plan: FleetPlan): readonly string[] {
  if (plan.bridges.length === 0) return [];
  return [
    '## DAGs that need more than one CU',
    '',
    ...bridgeGroups(plan).flatMap(({ sentences, dags }) => [
      `${shown(dags)}: ${markdownText(sentences[0] ?? '')}`,
      '',
      ...sentences.slice(1).map((text) => `- ${markdownText(text)}`),
      '',
    ]),
  ];
}

function leftOut(plan: FleetPlan): readonly string[] {
  const odd = plan.servers.filter(({ contradictions }) => contradictions.length > 0).slice(0, NAMED);
  const none = plan.servers.filter(({ fate }) => fate === 'unknown' || fate === 'no-path').slice(0, NAMED);
  const current = plan.servers.filter(({ fate }) => fate === 'current').map(({ name }) => name);
  if (odd.length + none.length + current.length === 0) return [];
  return [
    '## Servers without work, and doubts',
    '',
    ...(current.length === 0 ? [] : [`- Up to date: ${shown(current)}`]),
    ...none.map((server) => `- ${markdownCode(server.name)}: ${markdownText(reasonText(server))}`),
    ...odd.flatMap(({ name, contradictions }) =>
      contradictions.map(
        (text) => `- ${markdownCode(name)}: the files contradict each other: ${markdownText(text)}.`,
      ),
    ),
    '',
  ];
}

function once(fleet: FleetPlan, steps: readonly Step[], title: string, brief: boolean): readonly string[] {
  const plan = oncePlan(fleet, steps);
  if (!plan) return [];
  return [`## ${title}`, '', ...markdownSteps(plan, undefined, brief).slice(2)];
}

function checklistLines(
  fleet: FleetPlan,
  checklist: Checklist,
  { checklists: full, brief }: { readonly checklists: boolean; readonly brief: boolean },
): readonly string[] {
  const { shared, servers, as } = checklist;
  if (shared.fate === 'no-path') return [];
  const plan = checklistPlan(checklist, fleet.sources);
  const route = chosenRoute(plan);
  const picture =
    route && as === null
      ? [
          ...markdownFence(
            routePicture(plan, route, { width: PICTURE_WIDTH, ascii: false }).join('\n'),
            'text',
            0,
          ),
          '',
        ]
      : [];
  return [
    `## Checklist ${shared.id}: ${markdownText(planTitle(shared))}`,
    '',
    `For ${shown(servers.map(({ name }) => name))}. ${spanWords(shared.minutes)} in the window, ${counted(shared.reboots, 'reboot')}.`,
    '',
    ...ownWarnings(shared).flatMap((text) => [`> **Warning:** ${markdownText(text)}`, '']),
    ...picture,
    ...(as === null ? [] : [markdownText(asText(checklist) ?? ''), '']),
    ...(full || as !== null
      ? markdownSteps({ ...plan, verdict: 'supported' }, route, brief).slice(2)
      : outline(plan, route, servers[0]?.name ?? '')),
    '',
  ];
}

/** What a checklist holds at a glance, and how to see its steps. */
function outline(plan: Plan, route: Route | undefined, server: string): readonly string[] {
  return [
    '| Steps | What | Typical |',
    '| ---: | --- | --- |',
    ...overview(groupSteps(plan.steps, route, plan.from.role)).map((item) =>
      row([item.numbers, markdownText(item.title), overviewCost(item)]),
    ),
    '',
    `Its steps: the same command with ${markdownCode(`--server ${server}`)}.`,
  ];
}

function colophon(plan: FleetPlan): readonly string[] {
  return [
    '## About this plan',
    '',
    ...plan.assumptions.map(({ text }) => `- ${markdownText(text)}`),
    `- Rules of the order: ${POLICIES.map(markdownCode).join(', ')}.`,
    `- Data as of ${plan.catalogue.asOf}. Catalogue ${markdownCode(plan.catalogue.digest)}.`,
    '',
    'Sources, by the numbers at the steps:',
    '',
    ...plan.sources.map(
      ({ title, url }, index) =>
        `${index + 1}. ${url === null ? markdownText(title) : markdownLink(title, url)}`,
    ),
    '',
    'The same plan again:',
    '',
    ...markdownFence(plan.command, 'text', 0),
  ];
}
