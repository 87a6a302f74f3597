/** The sections of a fleet's text that are no checklists: new servers, times, windows, bridges, doubts. */
import type { FleetPlan, FleetServer } from '../fleet/fleet-plan.ts';
import {
  bridgeGroups,
  heldUpSentence,
  migrationWords,
  NAMED,
  namesText,
  organisationWork,
  reasonText,
  spanWords,
  timeSourceTitles,
  totalText,
} from './fleet-words.ts';
import { glyphs } from './glyphs.ts';
import { paragraph, type Style, section } from './layout.ts';
import { clock } from './words.ts';

export type Names = ReadonlyMap<string, FleetServer>;

/** Servers that are replaced, those that others wait for first. */
export function newServers(plan: FleetPlan, names: Names, style: Style): string[] {
  if (plan.migrations.length === 0) return [];
  const { rule, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'New servers instead of these', rule),
    ...plan.migrations.flatMap((migration) => {
      const { servers, dag, site } = migration;
      const where = dag === null ? (site === null ? '' : ` (site ${site})`) : ` (DAG ${dag})`;
      const { title, before, checklists, rest } = migrationWords(migration, names, plan.departure);
      return [
        ...paragraph(style, `${namesText(servers)}${where}: ${title}.`, { mark: bullet }),
        ...paragraph(style, `${before}${checklists.join(', ')}${rest}`, { indent: 2 }),
      ];
    }),
    '',
  ];
}

/** How long everything takes, and who says so. */
export function times(plan: FleetPlan, style: Style): string[] {
  if (plan.waves.length === 0) return [];
  const { rule } = glyphs(style.ascii);
  return [
    ...section(style, 'Times', rule),
    ...paragraph(style, totalText(plan), { label: 'In total:' }),
    ...paragraph(style, `${timeSourceTitles(plan).join('; ')}.`, { label: 'Times from:', tone: 'dim' }),
    '',
  ];
}

/** The windows night by night, and what fits into none. */
export function windows(plan: FleetPlan, style: Style): string[] {
  const { schedule } = plan;
  if (schedule === null) return [];
  const { rule, bullet } = glyphs(style.ascii);
  const day = (time: string) => time.replace('T', ' ');
  const hour = (time: string) => time.slice(11);
  const heldUp = heldUpSentence(plan, schedule.windows);
  return [
    ...section(style, `Maintenance windows of ${clock(schedule.length)} h, every night`, rule),
    ...(heldUp === null ? [] : paragraph(style, heldUp, { label: '!', labelTone: 'warn' })),
    ...schedule.windows.flatMap((window) => [
      ...paragraph(style, `${day(window.start)} to ${day(window.end)}${window.mayOverrun ? ' (!)' : ''}`, {
        mark: '[ ]',
        label: `Window ${window.window}:`,
      }),
      ...window.items.flatMap((item) =>
        paragraph(
          style,
          `${hour(item.start)} to ${hour(item.end)}  ${item.what === 'organisation' ? organisationWork(plan, item) : `${item.name}, wave ${item.wave}`}`,
          { indent: 4 },
        ),
      ),
    ]),
    ...(schedule.windows.some(({ mayOverrun }) => mayOverrun)
      ? paragraph(style, 'In the worst case the work takes longer than the window.', {
          label: '(!)',
          labelTone: 'warn',
        })
      : []),
    ...(schedule.unfit.length === 0
      ? []
      : ['', ...paragraph(style, '', { label: '! Fits into no window:', labelTone: 'warn' })]),
    ...schedule.unfit.flatMap(({ name, minutes, reason }) =>
      paragraph(style, `${name}: ${spanWords(minutes)}, ${reason}.`, { mark: bullet, indent: 2 }),
    ),
    '',
  ];
}

/** Both ways over a bridge, DAGs with the same figures together. */
export function bridges(plan: FleetPlan, style: Style): string[] {
  if (plan.bridges.length === 0) return [];
  const { rule, bullet } = glyphs(style.ascii);
  return [
    ...section(style, 'DAGs that need more than one CU', rule),
    ...bridgeGroups(plan).flatMap(({ sentences, dags }) => [
      ...paragraph(style, `${namesText(dags)}: ${sentences[0]}`, { tone: 'heading' }),
      ...sentences.slice(1).flatMap((text) => paragraph(style, text, { mark: bullet, indent: 2 })),
      '',
    ]),
  ];
}

/** Servers without work, without a plan, and with files that contradict each other. */
export function leftOut(plan: FleetPlan, style: Style): string[] {
  const { rule, bullet } = glyphs(style.ascii);
  const odd = plan.servers.filter(({ contradictions }) => contradictions.length > 0);
  const none = plan.servers.filter(({ fate }) => fate === 'unknown' || fate === 'no-path');
  const current = plan.servers.filter(({ fate }) => fate === 'current').map(({ name }) => name);
  if (odd.length + none.length + current.length === 0) return [];
  return [
    ...section(style, 'Servers without work, and doubts', rule),
    ...(current.length === 0 ? [] : paragraph(style, `${namesText(current)}.`, { label: 'Up to date:' })),
    ...none
      .slice(0, NAMED)
      .flatMap((server) =>
        paragraph(style, reasonText(server), { mark: bullet, label: `${server.name}:`, hang: 2 }),
      ),
    ...(none.length > NAMED ? paragraph(style, `... and ${none.length - NAMED} more without a plan.`) : []),
    ...odd.slice(0, NAMED).flatMap(({ name, contradictions }) =>
      contradictions.flatMap((text) =>
        paragraph(style, `the files contradict each other: ${text}.`, {
          mark: bullet,
          label: `${name}:`,
          hang: 2,
        }),
      ),
    ),
    ...(odd.length > NAMED
      ? paragraph(style, `... and ${odd.length - NAMED} more with contradictions.`)
      : []),
    '',
  ];
}
