/** `cupath` without a command: the wizard, where there is a terminal to hold it. */
import { readArguments } from './arguments.ts';
import { type Context, stampText, todayOf } from './context.ts';
import { quoted, UsageError } from './failure.ts';
import { WIZARD_FLAGS } from './flags.ts';

/** @returns the exit code of the wizard */
export async function wizardCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('', WIZARD_FLAGS, args);
  const [extra] = positionals;
  if (extra !== undefined)
    throw new UsageError(`found ${quoted(extra)}, expected a command; see cupath --help`);
  const today = todayOf(context, values.today);
  if (!context.stdinIsTerminal || context.stdout.isTTY !== true) {
    throw new UsageError('the wizard needs a terminal; without one use cupath plan --from LEVEL --to LEVEL');
  }
  const catalogue = await context.openCatalogue(values.data ?? []);
  const { startWizard } = await import('../wizard/start.tsx');
  return startWizard(catalogue, {
    today,
    plain: values.plain,
    data: values.data,
    noColour: values['no-color'],
    generated: stampText(context),
  });
}
