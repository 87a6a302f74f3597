/** A fleet plan as text: who, in which order, how long, what stands in the way; then the checklists. In pieces. */

import type { Plan, Route, Step } from '../checklist/plan.ts';
import type { FleetPlan, Wave } from '../fleet/fleet-plan.ts';
import { POLICIES } from '../fleet/plan-fleet.ts';
import { bridges, leftOut, type Names, newServers, times, windows } from './fleet-text-sections.ts';
import {
  asText,
  type Checklist,
  checklistPlan,
  checklists,
  departureSteps,
  departureText,
  departureTitle,
  fateCounts,
  leaveText,
  namedWithPlan,
  namesText,
  oncePlan,
  ownWarnings,
  planTitle,
  preparesText,
  STAGE_NAMES,
  spanWords,
  WAVES_HINT,
} from './fleet-words.ts';
import { glyphs } from './glyphs.ts';
import { code, facts, paragraph, type Style, section } from './layout.ts';
import { pictureLines } from './picture.ts';
import { groupSteps, overview, overviewCost } from './steps.ts';
import { stepsText } from './text-steps.ts';
import { paint } from './tones.ts';
import { wavesPicture } from './waves-picture.ts';
import { chosenRoute, counted, releaseName, sentence } from './words.ts';

const NARROWEST = 24;
const WIDEST = 100;

export interface FleetStyle extends Style {
  /** Every checklist in full; false: an outline of each. */
  readonly checklists: boolean;
  /** One line per step, as in the brief of a single plan. */
  readonly brief: boolean;
}

/**
 * The fleet plan as text, in pieces that end in a line feed; together they read as one page. The rules are those
 * of the text of a single plan: no line ends in a space or is wider than `width`, but commands and addresses.
 */
export function* fleetText(plan: FleetPlan, style: FleetStyle): Generator<string> {
  const page: FleetStyle = { ...style, width: Math.min(Math.max(style.width, NARROWEST), WIDEST) };
  const names: Names = new Map(plan.servers.map((server) => [server.name, server]));
  yield* pieces(head(plan, page));
  yield* pieces(blocks(plan, page));
  yield* pieces(order(plan, names, page));
  yield* pieces(newServers(plan, names, page));
  yield* pieces(times(plan, page));
  yield* pieces(windows(plan, page));
  yield* pieces(bridges(plan, page));
  yield* pieces(leftOut(plan, page));
  yield* pieces(once(plan, plan.organisation, 'Once, before the first server', page));
  const { departure } = plan;
  if (departure) yield* pieces(once(plan, departure.steps, departureTitle(departure), page));
  for (const checklist of checklists(plan)) yield* pieces(checklistLines(plan, checklist, page));
  yield* pieces(once(plan, plan.closing, 'Once, after the last server', page));
  yield* pieces(colophon(plan, page));
}

function* pieces(lines: readonly string[]): Generator<string> {
  if (lines.length === 0) return;
  const tidy = lines.filter((line, index) => line !== '' || lines[index - 1] !== '');
  yield `${tidy.join('\n')}\n`;
}

function head(plan: FleetPlan, style: Style): string[] {
  const { arrow } = glyphs(style.ascii);
  const { overlays } = plan.catalogue;
  return [
    ...paragraph(style, `${counted(plan.servers.length, 'server')} ${arrow} ${plan.target}`, {
      tone: 'heading',
      hang: 2,
    }),
    ...facts(style, fateCounts(plan.servers), { tone: 'dim' }),
    '',
    ...(overlays.length === 0 ? [] : paragraph(style, `With data of your own: ${overlays.join(', ')}.`)),
    ...plan.warnings
      .filter(({ id }) => id !== 'plan')
      .flatMap(({ text }) => [
        ...paragraph(style, sentence(text), { label: '! Warning:', labelTone: 'warn' }),
        '',
      ]),
  ];
}

function blocks(plan: FleetPlan, style: Style): string[] {
  const order = departureText(plan);
  if (order === null && plan.minimums.length === 0) return [];
  const { rule, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'What stands in the way', rule),
    ...plan.blocks.flatMap((block) => [
      ...paragraph(
        style,
        `${namesText(block.blockers) || 'A version that was named, but no server in the inventory,'} must leave the organisation before ${counted(block.blocked.length, 'server')} can go on: ${namesText(block.blocked)}.`,
        { mark: bullet, tone: 'bad' },
      ),
      ...paragraph(style, sentence(block.because), { indent: 2 }),
      ...paragraph(style, `Rule: ${block.rule}`, { indent: 2, tone: 'dim' }),
    ]),
    ...plan.minimums.flatMap((item) => [
      ...paragraph(
        style,
        `${namesText(item.servers)}: ${releaseName(item.release)} at least, before the first newer server is set up.`,
        { mark: bullet, tone: 'warn' },
      ),
      ...paragraph(style, `Rule: ${item.rule}`, { indent: 2, tone: 'dim' }),
    ]),
    ...(order === null ? [] : paragraph(style, order, { tone: 'warn' })),
    '',
  ];
}

function waveLines(wave: Wave, names: Names, style: Style): string[] {
  const servers = wave.servers.map((name) => namedWithPlan(names.get(name), name)).join(', ');
  return [
    ...paragraph(style, servers, { mark: '[ ]', label: `Wave ${wave.wave}:` }),
    ...facts(style, [STAGE_NAMES[wave.stage], spanWords(wave.minutes)], { indent: 4, tone: 'dim' }),
    ...wave.checks.flatMap(({ server, dag, rest, restCount }) => {
      const more = restCount > rest.length ? ` and ${restCount - rest.length} more` : '';
      const who =
        restCount === 0
          ? `no other member that could carry the load is in the inventory; find out who does before ${server} goes down.`
          : `before ${server} goes down, check that ${rest.join(', ')}${more} can carry the load.`;
      return paragraph(style, who, {
        indent: 4,
        label: `${dag}:`,
        tone: restCount === 0 ? 'warn' : 'plain',
      });
    }),
  ];
}

function order(plan: FleetPlan, names: Names, style: Style): string[] {
  const { rule } = glyphs(style.ascii);
  if (plan.waves.length === 0 && plan.departure === null) return [];
  const between = departureSteps(plan);
  const waves = (late: boolean) =>
    plan.waves
      .filter(({ afterDeparture }) => afterDeparture === late)
      .flatMap((wave) => waveLines(wave, names, style));
  return [
    ...section(style, 'The order', rule),
    ...paragraph(style, WAVES_HINT, { tone: 'dim' }),
    '',
    ...wavesPicture(plan, style),
    '',
    ...paragraph(
      style,
      `${counted(plan.organisation.length, 'step')}, ${preparesText(plan)}${plan.organisationMinutes.high === 0 ? '' : `; ${spanWords(plan.organisationMinutes)}`}.`,
      { mark: '[ ]', label: 'Organisation, once:' },
    ),
    ...waves(false),
    ...(plan.departure === null
      ? []
      : [
          ...paragraph(style, `${leaveText(plan.departure)}.`, { mark: '[ ]', label: 'Departure:' }),
          ...paragraph(style, `${between}.`, { mark: '[ ]', label: `${departureTitle(plan.departure)}:` }),
        ]),
    ...waves(true),
    ...(plan.closing.length === 0
      ? []
      : paragraph(style, `${counted(plan.closing.length, 'step')}; ${spanWords(plan.closingMinutes)}.`, {
          mark: '[ ]',
          label: 'After the last server, once:',
        })),
    '',
  ];
}

/** Steps that belong to no single plan, drawn like those of one. */
function once(fleet: FleetPlan, steps: readonly Step[], title: string, style: FleetStyle): string[] {
  const plan = oncePlan(fleet, steps);
  if (!plan) return [];
  const { rule } = glyphs(style.ascii);
  return [...section(style, title, rule), ...stepsText(plan, undefined, style, style.brief).slice(3)];
}

/** What a checklist holds at a glance, and how to see its steps. */
function outline(plan: Plan, route: Route | undefined, checklist: Checklist, style: Style): string[] {
  const groups = overview(groupSteps(plan.steps, route, plan.from.role));
  const wide = Math.max(0, ...groups.map(({ numbers }) => numbers.length));
  const [server] = checklist.servers;
  return [
    '',
    ...groups.flatMap((row) => {
      const cost = overviewCost(row);
      return paragraph(style, cost === '' ? row.title : `${row.title} (${cost})`, {
        mark: ` ${row.numbers.padStart(wide)} `,
      });
    }),
    '',
    ...paragraph(style, `Its steps: the same command with --server ${server?.name ?? ''}.`, { tone: 'dim' }),
  ];
}

function checklistLines(fleet: FleetPlan, checklist: Checklist, style: FleetStyle): string[] {
  const { rule } = glyphs(style.ascii);
  const { shared, servers, as } = checklist;
  if (shared.fate === 'no-path') return [];
  const plan = checklistPlan(checklist, fleet.sources);
  const route = chosenRoute(plan);
  const title = `Checklist ${shared.id}: ${planTitle(shared)}`;
  const who = `For ${namesText(servers.map(({ name }) => name))}. ${spanWords(shared.minutes)} in the window, ${counted(shared.reboots, 'reboot')}.`;
  const picture =
    route && as === null
      ? [
          '',
          ...pictureLines(plan, route, { width: style.width - 1, ascii: style.ascii }).map(
            (line) => ` ${paint(line.text, line.tone, style.colour)}`,
          ),
        ]
      : [];
  const notes = ownWarnings(shared).flatMap((text) =>
    paragraph(style, text, { label: '! Warning:', labelTone: 'warn' }),
  );
  const base = paragraph(style, asText(checklist) ?? '');
  return [
    ...section(style, title, rule),
    ...paragraph(style, who),
    ...notes,
    ...picture,
    ...base,
    ...(style.checklists || as !== null
      ? stepsText({ ...plan, verdict: 'supported' }, route, style, style.brief).slice(3)
      : outline(plan, route, checklist, style)),
    '',
  ];
}

function colophon(plan: FleetPlan, style: Style): string[] {
  const { rule, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'About this plan', rule),
    ...plan.assumptions.flatMap(({ text }) => paragraph(style, text, { mark: bullet })),
    ...paragraph(
      style,
      `Rules of the order: ${POLICIES.join(', ')}; read them with cupath catalogue show RULE.`,
      { mark: bullet },
    ),
    ...paragraph(
      style,
      `Data as of ${plan.catalogue.asOf}. Catalogue ${plan.catalogue.digest.slice(0, 19)}.`,
      { mark: bullet },
    ),
    '',
    ...paragraph(style, 'Sources, by the numbers at the steps:', { tone: 'dim' }),
    ...plan.sources
      .map(
        ({ title, url }, index) =>
          `${String(index + 1).padStart(4)} ${title}${url === null ? '' : `: ${url}`}`,
      )
      .flatMap((line) => paragraph(style, line.trim(), { hang: 5, tone: 'dim' })),
    '',
    ...paragraph(style, 'The same plan again:'),
    ...code(style, plan.command, 4),
  ];
}
