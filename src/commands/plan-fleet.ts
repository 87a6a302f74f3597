/** `cupath plan --inventory`: one plan for all servers of the files. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { suggestion } from '../catalogue/nearest.ts';
import type { Plan } from '../checklist/plan.ts';
import type { FleetPlan } from '../fleet/fleet-plan.ts';
import { someOf } from '../fleet/notices.ts';
import { planFleet } from '../fleet/plan-fleet.ts';
import type { FleetOptions } from '../fleet/question.ts';
import { PAST_START } from '../fleet/schedule.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { compareNames } from '../inventory/merge.ts';
import { fleetCalendar } from '../render/fleet-calendar.ts';
import { fleetCsv } from '../render/fleet-csv.ts';
import { fleetHtml } from '../render/fleet-html.ts';
import { fleetJson } from '../render/fleet-json.ts';
import { fleetMarkdown } from '../render/fleet-markdown.ts';
import { sheetOf } from '../render/fleet-sheet.ts';
import { fleetText } from '../render/fleet-text.ts';
import { quoteArgument } from './command-line.ts';
import { type Context, stampText, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { PLAN_FLAGS, type PlanValues } from './flags.ts';
import { readFilesOf, readInventoryFiles } from './inventory-files.ts';
import { checkTarget, formatOf, type Inputs, styleOf, writeWhole } from './output.ts';
import { pageParts } from './page-parts.ts';
import { type ProgressLine, progressLine } from './progress.ts';
import { fleetAnswers } from './question.ts';
import { listOf, readLength, readMoment, readWord } from './values.ts';

const FORMATS = ['text', 'markdown', 'html', 'json', 'csv', 'ics'] as const;
/** Formats that people read in one go; the others hold everything. */
const BRIEF_FORMATS: readonly string[] = ['text', 'markdown'];
/** Width of text that goes into a file, in columns. */
const FILE_WIDTH = 80;
/** Characters that are written at a time. */
const CHUNK = 256 * 1024;
const MAX_PARALLEL = 1000;

/** Flags that describe one server: what they say stands in the inventory. */
const SINGLE = ['from', 'dag', 'in-dag'] as const;
/** Flags that only say where the output goes. */
const NOT_REPEATED: ReadonlySet<string> = new Set([
  'format',
  'output',
  'plain',
  'no-color',
  'ics',
  'checklists',
  'help',
]);

/** The command line that plans this fleet, or one server of it, again: in the order of the table of flags. */
function commandOf(values: PlanValues, files: readonly string[], today: string): string {
  // The sheet of one server names the command of the whole sheet, also where it is a brief.
  const leftOut = values.server === undefined ? 'server' : 'brief';
  const words = [`--inventory ${files.map(quoteArgument).join(' ')}`];
  for (const name of Object.keys(PLAN_FLAGS) as (keyof PlanValues)[]) {
    const value = name === 'today' ? today : values[name];
    if (
      value === undefined ||
      value === false ||
      name === 'inventory' ||
      name === leftOut ||
      NOT_REPEATED.has(name)
    )
      continue;
    if (value === true) words.push(`--${name}`);
    else words.push(`--${name} ${quoteArgument(typeof value === 'string' ? value : value.join(','))}`);
  }
  return ['cupath plan', ...words].join(' ');
}

function parallelOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  if (count >= 1 && count <= MAX_PARALLEL) return count;
  throw new UsageError(`--parallel: found ${quoted(text)}, expected a number from 1 to ${MAX_PARALLEL}`);
}

function windowOf(values: PlanValues): FleetOptions['window'] {
  const { window, start, fit } = values;
  const calendar = values.ics !== undefined || values.format?.trim().toLowerCase() === 'ics';
  if (window === undefined) {
    if (start !== undefined)
      throw new UsageError('--start belongs to --window: give the length of a window, such as --window 4h');
    if (fit !== undefined)
      throw new UsageError('--fit belongs to --window: give the length of a window, such as --window 4h');
    if (calendar)
      throw new UsageError(
        'a calendar needs --window and --start, such as --window 4h --start "2026-12-05 22:00"',
      );
    return undefined;
  }
  if (start === undefined)
    throw new UsageError(
      '--start is missing: give the begin of the first window, such as "2026-12-05 22:00"',
    );
  return {
    minutes: readLength('--window', window),
    start: readMoment('--start', start),
    fit: fit === undefined ? 'typical' : readWord('--fit', fit, ['low', 'typical', 'high']),
  };
}

/** A site that no server stands in is a slip of the pen: its servers would not go first, and nobody would notice. */
function checkSites(wanted: readonly string[], { servers }: Inventory): void {
  const sites = [...new Set(servers.flatMap(({ site }) => site ?? []))].sort(compareNames);
  const known = new Set(sites.map((site) => site.toLowerCase()));
  const wrong = wanted.find((site) => !known.has(site.toLowerCase()));
  if (wrong === undefined) return;
  const expected =
    sites.length === 0
      ? 'but no file names the site of a server'
      : `expected a site of the inventory: ${someOf(sites.map(quoted))}`;
  throw new UsageError(`--internet-site: found ${quoted(wrong)}, ${expected}${suggestion(wrong, sites)}`);
}

function optionsOf(
  catalogue: Catalogue,
  values: PlanValues,
  files: readonly string[],
  today: string,
): FleetOptions {
  for (const name of SINGLE) {
    if (values[name] !== undefined)
      throw new UsageError(`--${name} describes one server; with --inventory the files say it`);
  }
  const sites = values['internet-site'];
  return {
    ...fleetAnswers(catalogue, values),
    target: values.to ?? '',
    today,
    internetSites: sites === undefined ? [] : listOf('--internet-site', sites),
    parallel: parallelOf(values.parallel),
    window: windowOf(values),
    command: commandOf(values, files, today),
  };
}

/** Joins small pieces, so that each write is worth it. */
function* chunked(pieces: Iterable<string>): Generator<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < CHUNK) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

function piecesOf(context: Context, values: PlanValues, plan: FleetPlan): Iterable<string> {
  const generated = stampText(context);
  const checklists = values.checklists === true;
  const brief = values.brief === true;
  switch (formatOf(values.format, FORMATS)) {
    case 'text': {
      const style = styleOf(context, values);
      const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
      return fleetText(plan, { ...page, checklists, brief });
    }
    case 'markdown':
      return fleetMarkdown(plan, { checklists, brief });
    case 'html':
      return fleetHtml(plan, { checklists, style: pageParts(context.own).style });
    case 'csv':
      return fleetCsv(plan, { mark: values.output !== undefined });
    case 'json':
      return fleetJson(plan, { generated });
    case 'ics':
      return [fleetCalendar(plan, { generated })];
  }
}

/** Tells the progress line of every piece; a server's plan in JSON is one. */
function* told(pieces: Iterable<string>, total: number, update: ProgressLine['update']): Generator<string> {
  let done = 0;
  for (const piece of pieces) {
    update(Math.min(++done, total), total);
    yield piece;
  }
}

/** The sheet of one server of the fleet, for `--server`. */
function pickedPlan(plan: FleetPlan, name: string): Plan {
  const wanted = name.trim().toLowerCase();
  const short = (text: string) => text.split('.')[0] ?? text;
  const found =
    plan.servers.find((server) => server.name.toLowerCase() === wanted) ??
    plan.servers.find((server) => short(server.name.toLowerCase()) === short(wanted));
  if (!found) {
    const names = plan.servers.slice(0, 10_000).map((server) => server.name);
    throw new UsageError(
      `--server: found ${quoted(name)}, expected a server of the inventory${suggestion(name, names)}`,
    );
  }
  const single = sheetOf(plan, found);
  if (single) return single;
  throw new UsageError(
    `--server: ${quoted(found.name)} is not planned: ${found.reason ?? 'what it runs is not known'}`,
  );
}

/**
 * Plans all servers of the files and prints, or writes to `--output`.
 * @param single prints the plan of one server, for `--server`, with the files that were read
 * @returns 0, or 3 when servers are blocked or have no permitted path (the plan says why)
 */
export async function planFleetCommand(
  context: Context,
  values: PlanValues,
  files: readonly string[],
  today: string,
  single: (plan: Plan, files: readonly string[]) => Promise<number>,
): Promise<number> {
  const format = formatOf(values.format, FORMATS);
  if (values.brief === true && !BRIEF_FORMATS.includes(format))
    throw new UsageError(`--brief: found --format ${format}, expected ${BRIEF_FORMATS.join(' or ')}`);
  windowOf(values);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const options = optionsOf(catalogue, values, files, today);
  const inventory = await readInventoryFiles(context, '--inventory', files, catalogue);
  checkSites(options.internetSites, inventory);
  const inputs: Inputs = { files: readFilesOf(inventory), overlays: values.data };
  if (values.ics !== undefined) checkTarget(values.ics, inputs, '--ics');
  if (values.output !== undefined && values.server === undefined) checkTarget(values.output, inputs);
  const bar = progressLine(context, `planning ${inventory.servers.length} servers`);
  const plan = planFleet(catalogue, inventory, options, bar.update);
  bar.end();
  if (values.server !== undefined) {
    const sheet = pickedPlan(plan, values.server);
    const code = await single(sheet, readFilesOf(inventory));
    return code === EXIT.done ? sheetVerdict(context, sheet, values.server) : code;
  }
  // It goes into the calendar as well, which holds no warnings.
  for (const { id, text } of plan.warnings)
    if (id === PAST_START)
      await write(
        context.stderr,
        `cupath: --start: ${text}
`,
      );
  // A calendar without events is no valid file (RFC 5545, 3.6).
  const empty = (plan.schedule?.windows.length ?? 0) === 0;
  const calendar = async (flag: string) =>
    write(context.stderr, `cupath: ${flag}: no work stands in a window, so no calendar is written\n`);
  if (values.ics !== undefined && empty) await calendar('--ics');
  else if (values.ics !== undefined)
    writeWhole(values.ics, fleetCalendar(plan, { generated: stampText(context) }), inputs, '--ics');
  if (empty && format === 'ics') {
    await calendar('--format ics');
    return verdict(context, plan);
  }
  await deliver(context, values, plan, inputs);
  return verdict(context, plan);
}

/** Writes the plan to `--output` or stdout; a terminal that shows it needs no bar. */
async function deliver(context: Context, values: PlanValues, plan: FleetPlan, inputs: Inputs): Promise<void> {
  const shown = values.output === undefined && context.stdout.isTTY === true;
  const bar = progressLine(context, `writing ${plan.servers.length} plans`);
  const pieces = piecesOf(context, values, plan);
  const chunks = chunked(shown ? pieces : told(pieces, plan.servers.length, bar.update));
  if (values.output !== undefined) writeWhole(values.output, chunks, inputs);
  else for (const piece of chunks) await write(context.stdout, piece);
  bar.end();
}

/** A server that others hold up has no permitted path yet, as in the plan of the fleet. */
async function sheetVerdict(context: Context, { blocks }: Plan, name: string): Promise<number> {
  if (blocks.length === 0) return EXIT.done;
  const rules = [...new Set(blocks.map(({ rule }) => rule))].join(', ');
  await write(context.stderr, `cupath: ${quoted(name.trim())} is blocked by others (${rules})\n`);
  return EXIT.noPath;
}

async function verdict(context: Context, plan: FleetPlan): Promise<number> {
  const lost = plan.servers.filter(({ fate }) => fate === 'no-path').length;
  const blocked = new Set(plan.blocks.flatMap((block) => block.blocked)).size;
  if (lost + blocked === 0) return EXIT.done;
  const rules = [...new Set(plan.blocks.map(({ rule }) => rule))].join(', ');
  const said = [
    blocked === 0 ? '' : `${blocked} of ${plan.servers.length} servers are blocked by others (${rules})`,
    lost === 0 ? '' : `${lost} have no permitted path`,
  ].filter((part) => part !== '');
  await write(context.stderr, `cupath: ${said.join('; ')}\n`);
  return EXIT.noPath;
}
