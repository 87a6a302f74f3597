/** `cupath plan`: the plan from flags. */

import type { Plan } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import type { RouteId } from '../planner/question.ts';
import { readArguments } from './arguments.ts';
import { type Context, stampText, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { formatForName } from './file-format.ts';
import { PLAN_FLAGS, type PlanValues } from './flags.ts';
import { formatOf, type Inputs, isChecklistName, styleOf, writeWhole } from './output.ts';
import { commandArguments, commandLine, questionOf } from './question.ts';

const FORMATS = ['text', 'markdown', 'html', 'json', 'csv', 'ticket'] as const;
/** Those of a plan of many servers; they have no ticket, but a calendar. */
const FLEET_FORMATS = ['text', 'markdown', 'html', 'json', 'csv', 'ics'] as const;
/** Formats that people read in one go; the others hold everything. */
const BRIEF_FORMATS: readonly string[] = ['text', 'markdown'];
/** Width of text that goes into a file, in columns. */
const FILE_WIDTH = 80;
/** Flags that mean something for many servers only. */
const FLEET_ONLY = ['internet-site', 'parallel', 'window', 'start', 'fit', 'ics', 'checklists'] as const;

interface Planned {
  readonly plan: Plan;
  readonly route: RouteId | undefined;
  /** The arguments that ask the same question again. */
  readonly asked: readonly string[];
  /** Files of servers that were read for it. */
  readonly files: readonly string[];
}

async function textOf(
  context: Context,
  values: PlanValues,
  { plan, route, asked }: Planned,
): Promise<string> {
  const chosen = { ...(route === undefined ? {} : { route }), brief: values.brief === true };
  switch (formatOf(values.format, FORMATS)) {
    case 'text': {
      const style = styleOf(context, values);
      const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
      const { renderText } = await import('../render/text.ts');
      return renderText(plan, { ...page, ...chosen });
    }
    case 'markdown':
      return (await import('../render/markdown.ts')).renderMarkdown(plan, chosen);
    case 'html': {
      const { renderHtml } = await import('../render/html.ts');
      const { newChecklist } = await import('./new-checklist.ts');
      const { pageParts } = await import('./page-parts.ts');
      const checklist = newChecklist(plan, { generated: stampText(context), arguments: asked });
      return renderHtml(checklist, pageParts(context.own));
    }
    case 'json':
      return (await import('../render/json.ts')).renderJson(plan, { generated: stampText(context) });
    case 'csv':
      return (await import('../render/csv.ts')).renderCsv(plan, {
        ...chosen,
        mark: values.output !== undefined,
      });
    case 'ticket':
      return (await import('../render/ticket.ts')).renderTicket(plan, chosen);
  }
}

async function deliver(context: Context, values: PlanValues, planned: Planned): Promise<void> {
  const { output } = values;
  if (output === undefined) return write(context.stdout, await textOf(context, values, planned));
  const inputs: Inputs = { files: planned.files, overlays: values.data };
  if (!isChecklistName(output)) return writeWhole(output, await textOf(context, values, planned), inputs);
  const { newChecklist, saveNew } = await import('./new-checklist.ts');
  const making = { generated: stampText(context), arguments: planned.asked };
  saveNew(output, newChecklist(planned.plan, making), inputs);
}

/** A saved checklist is about one server, and has one form whatever the format. */
function checkSaved(values: PlanValues): void {
  if (values.output === undefined || !isChecklistName(values.output)) return;
  if (values.inventory !== undefined && values.server === undefined)
    throw new UsageError(
      '--output: found a file named *.cupath.json, which is the checklist of one server; add --server NAME',
    );
  if (values.format === undefined) return;
  throw new UsageError(
    '--format: found with a file named *.cupath.json, which is a saved checklist; leave it out or name another file',
  );
}

/** `-` is standard output, and the name of a file tells its format where no flag does. */
function named(values: PlanValues): PlanValues {
  const { output: written, ...rest } = values;
  if (written === undefined || written === '-') return rest;
  if (values.format !== undefined || isChecklistName(written)) return values;
  const many = values.inventory !== undefined && values.server === undefined;
  const format = formatForName('--output', written, many ? FLEET_FORMATS : FORMATS);
  return format === undefined ? values : { ...values, format };
}

/**
 * Plans and prints, or writes to `--output`.
 * @returns 0, or 3 when there is no permitted path (the plan says why)
 */
export async function planCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values: given, positionals } = readArguments('plan', PLAN_FLAGS, args);
  checkSaved(given);
  const values = named(given);
  if (values.inventory !== undefined) {
    const { planFleetCommand } = await import('./plan-fleet.ts');
    const today = todayOf(context, values.today);
    return planFleetCommand(context, values, [...values.inventory, ...positionals], today, (plan, files) =>
      printed(context, values, { plan, route: undefined, asked: [], files }),
    );
  }
  for (const name of FLEET_ONLY) {
    if (values[name] !== undefined) throw new UsageError(`--${name} belongs to a plan with --inventory`);
  }
  const [extra] = positionals;
  if (extra !== undefined) {
    throw new UsageError(
      `plan: found ${quoted(extra)} without a flag before it; quote values that hold spaces or commas`,
    );
  }
  const format = formatOf(values.format, FORMATS);
  if (values.brief && !BRIEF_FORMATS.includes(format)) {
    throw new UsageError(`--brief: found --format ${format}, expected ${BRIEF_FORMATS.join(' or ')}`);
  }
  const today = todayOf(context, values.today);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const question = questionOf(catalogue, values, today);
  const again = { catalogue, data: values.data ?? [] };
  const plan = planUpdate(catalogue, question, (asked) => commandLine(asked, again));
  const asked = commandArguments(question, again);
  return printed(context, values, { plan, route: question.route, asked, files: [] });
}

/** Prints a plan, or writes it to `--output`. */
async function printed(context: Context, values: PlanValues, planned: Planned): Promise<number> {
  const { plan } = planned;
  await deliver(context, values, planned);
  if (plan.verdict !== 'no-path') return EXIT.done;
  const [block] = plan.blocks;
  await write(context.stderr, `cupath: no permitted path${block ? ` (${block.rule})` : ''}\n`);
  return EXIT.noPath;
}
