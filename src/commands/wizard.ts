/** `cupath` without a command: the wizard, where there is a terminal to hold it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { readArguments } from './arguments.ts';
import { quoteArgument } from './command-line.ts';
import { type Context, stampText, todayOf } from './context.ts';
import { quoted, UsageError } from './failure.ts';
import { ANSWER_NAMES, WIZARD_FLAGS } from './flags.ts';
import { pageParts } from './page-parts.ts';
import { answersOf } from './question.ts';

/** @returns the exit code of the wizard */
export async function wizardCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('', WIZARD_FLAGS, args);
  const [extra] = values.inventory === undefined ? positionals : [];
  if (extra !== undefined)
    throw new UsageError(`found ${quoted(extra)}, expected a command; see cupath --help`);
  const given = ANSWER_NAMES.filter((name) => values[name] !== undefined);
  const [first] = values.inventory === undefined ? [] : given;
  if (first !== undefined)
    throw new UsageError(
      `--${first}: found with --inventory, expected without: it answers for one server; leave one of them out`,
    );
  const today = todayOf(context, values.today);
  if (!context.stdinIsTerminal || context.stdout.isTTY !== true) {
    const instead = given.length > 0 ? 'with the same flags' : '--from LEVEL --to LEVEL';
    throw new UsageError(`the wizard needs a terminal; without one use cupath plan ${instead}`);
  }
  const catalogue = await context.openCatalogue(values.data ?? []);
  const files = [...(values.inventory ?? []), ...positionals];
  const inventory = await inventoryOf(context, catalogue, files);
  const { startWizard } = await import('../wizard/start.tsx');
  return startWizard(catalogue, {
    today,
    dayGiven: values.today !== undefined,
    plain: values.plain,
    data: values.data,
    noColour: values['no-color'],
    generated: stampText(context),
    inventory,
    resume: given.length === 0 ? undefined : answersOf(catalogue, values),
    fleetCommand: (target, fills) => fleetCommand(files, target, fills, today),
    page: () => pageParts(context.own),
  });
}

/** A security update that was filled in has no flag: it belongs into the inventory. */
function fleetCommand(
  files: readonly string[],
  target: string,
  fills: Readonly<Record<string, string>>,
  today: string,
): string {
  const words = ['role', 'dotnet', 'windows'].flatMap((id) => {
    const value = fills[id];
    return value === undefined ? [] : [`--${id} ${value}`];
  });
  const dag = fills.dag === 'none' ? ['--no-dag'] : [];
  const named = files.map(quoteArgument).join(' ');
  return ['cupath plan', `--inventory ${named}`, `--to ${target}`, ...words, ...dag, `--today ${today}`].join(
    ' ',
  );
}

/** The servers to open on; undefined: none were named. */
async function inventoryOf(
  context: Context,
  catalogue: Catalogue,
  files: readonly string[],
): Promise<Inventory | undefined> {
  if (files.length === 0) return undefined;
  const { readInventoryFiles } = await import('./inventory-files.ts');
  return readInventoryFiles(context, '--inventory', files, catalogue);
}
