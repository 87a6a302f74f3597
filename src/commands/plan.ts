/** `cupath plan`: the plan from flags. */

import type { Plan } from '../checklist/plan.ts';
import { planUpdate } from '../checklist/plan-update.ts';
import { renderJson } from '../render/json.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { renderText } from '../render/text.ts';
import { readArguments } from './arguments.ts';
import { type Context, stampText, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { PLAN_FLAGS, type PlanValues } from './flags.ts';
import { formatOf, styleOf, writeWhole } from './output.ts';
import { commandLine, questionOf } from './question.ts';

const FORMATS = ['text', 'markdown', 'json'] as const;
/** Formats that people read in one go; the others hold everything. */
const BRIEF_FORMATS: readonly string[] = ['text', 'markdown'];
const LATER_FORMATS = ['html', 'csv'];
/** Width of text that goes into a file, in columns. */
const FILE_WIDTH = 80;
/** Flags that mean something for many servers only. */
const FLEET_ONLY = ['internet-site', 'parallel', 'window', 'start', 'fit', 'ics', 'checklists'] as const;

function textOf(
  context: Context,
  values: PlanValues,
  plan: Plan,
  route: Plan['routes'][number]['id'] | undefined,
): string {
  const chosen = { ...(route === undefined ? {} : { route }), brief: values.brief === true };
  switch (formatOf(values.format, FORMATS, LATER_FORMATS)) {
    case 'text': {
      const style = styleOf(context, values);
      const page = values.output === undefined ? style : { ...style, width: FILE_WIDTH, colour: false };
      return renderText(plan, { ...page, ...chosen });
    }
    case 'markdown':
      return renderMarkdown(plan, chosen);
    case 'json':
      return renderJson(plan, { generated: stampText(context) });
  }
}

/**
 * Plans and prints, or writes to `--output`.
 * @returns 0, or 3 when there is no permitted path (the plan says why)
 */
export async function planCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('plan', PLAN_FLAGS, args);
  if (values.inventory !== undefined) {
    const { planFleetCommand } = await import('./plan-fleet.ts');
    const today = todayOf(context, values.today);
    return planFleetCommand(context, values, [...values.inventory, ...positionals], today, (plan) =>
      printed(context, values, plan, undefined),
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
  const format = formatOf(values.format, FORMATS, LATER_FORMATS);
  if (values.brief && !BRIEF_FORMATS.includes(format)) {
    throw new UsageError(`--brief: found --format ${format}, expected ${BRIEF_FORMATS.join(' or ')}`);
  }
  const today = todayOf(context, values.today);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const question = questionOf(catalogue, values, today);
  const plan = planUpdate(catalogue, question, (asked) =>
    commandLine(asked, { catalogue, data: values.data ?? [] }),
  );
  return printed(context, values, plan, question.route);
}

/** Prints a plan, or writes it to `--output`. */
async function printed(
  context: Context,
  values: PlanValues,
  plan: Plan,
  route: Plan['routes'][number]['id'] | undefined,
): Promise<number> {
  const text = textOf(context, values, plan, route);
  if (values.output === undefined) await write(context.stdout, text);
  else writeWhole(values.output, text);
  if (plan.verdict !== 'no-path') return EXIT.done;
  const [block] = plan.blocks;
  await write(context.stderr, `cupath: no permitted path${block ? ` (${block.rule})` : ''}\n`);
  return EXIT.noPath;
}
