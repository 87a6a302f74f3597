/** `cupath catalogue ACTION`: from the command line to the action and back to the streams. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { readArguments } from './arguments.ts';
import { type CatalogueArguments, runCatalogue } from './catalogue.ts';
import { type Context, todayOf, write } from './context.ts';
import { diagnosisData } from './diagnosis-data.ts';
import { quoted, UsageError } from './failure.ts';
import { CATALOGUE_FLAGS } from './flags.ts';

/** `show` takes the rest as one name, so that a name with spaces needs no quotes. */
function operands(
  action: string | undefined,
  rest: readonly string[],
): Pick<CatalogueArguments, 'id' | 'dir'> {
  if (action === 'show') return { id: rest.length === 0 ? undefined : rest.join(' ') };
  const [first, second] = rest;
  const extra = action === 'check' ? second : first;
  if (extra !== undefined)
    throw new UsageError(`catalogue ${action}: found ${quoted(extra)}, expected nothing more`);
  return action === 'check' ? { dir: first } : {};
}

/** The data of diagnoses lie beside the catalogue; only `show` looks into them. */
async function openWhole(
  context: Context,
  overlays: readonly string[],
  withDiagnosis: boolean,
): Promise<Catalogue> {
  const catalogue = await context.openCatalogue(overlays);
  if (!withDiagnosis) return catalogue;
  const diagnosis = await diagnosisData(context, catalogue, overlays);
  return { ...catalogue, data: { ...catalogue.data, ...diagnosis } };
}

/** @returns 0, or 4 when `check` finds problems */
export async function catalogueCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('catalogue', CATALOGUE_FLAGS, args);
  const [action, ...rest] = positionals;
  const overlays = values.data ?? [];
  const { product, format } = values;
  const known = action === 'list' || action === 'show' || action === 'check' || action === 'graph';
  const asked = { action, product, format, ...(known ? operands(action, rest) : {}) };
  const { stdout, stderr, exitCode } = await runCatalogue(asked, {
    data: context.own.data,
    overlays,
    today: todayOf(context, values.today),
    isTerminal: context.stdout.isTTY === true,
    open: () => openWhole(context, overlays, action === 'show'),
  });
  if (stdout !== '') await write(context.stdout, stdout);
  if (stderr !== '') await write(context.stderr, stderr);
  return exitCode;
}
