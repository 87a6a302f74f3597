/** `cupath inventory`: a template to fill in, and what files say. */
import { csvTemplate, yamlTemplate } from '../inventory/template.ts';
import { inventoryJson, inventoryText } from '../render/inventory.ts';
import { readArguments } from './arguments.ts';
import { type Context, todayOf, write } from './context.ts';
import { EXIT, quoted, UsageError } from './failure.ts';
import { INVENTORY_FLAGS } from './flags.ts';
import { readFilesOf, readInventoryFiles } from './inventory-files.ts';
import { checkNew, formatForOutput, formatOf, staleNote, styleOf, writeWhole } from './output.ts';

type InventoryValues = ReturnType<typeof readArguments<typeof INVENTORY_FLAGS>>['values'];

async function init(context: Context, values: InventoryValues): Promise<number> {
  const format = formatOf(values.format, ['yaml', 'csv']);
  const today = todayOf(context, values.today);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const text = format === 'csv' ? csvTemplate(catalogue) : yamlTemplate(catalogue);
  if (values.output === undefined) await write(context.stdout, text);
  else {
    checkNew(values.output);
    writeWhole(values.output, text, { overlays: values.data });
  }
  await write(context.stderr, staleNote(catalogue, today));
  return EXIT.done;
}

async function show(context: Context, values: InventoryValues, files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new UsageError('inventory show: expected files or folders after it');
  const format = formatForOutput(values, ['text', 'json']);
  const catalogue = await context.openCatalogue(values.data ?? []);
  const inventory = await readInventoryFiles(context, 'inventory show', files, catalogue);
  const text =
    format === 'json'
      ? inventoryJson(inventory)
      : inventoryText(catalogue, inventory, styleOf(context, values));
  if (values.output === undefined) await write(context.stdout, text);
  else writeWhole(values.output, text, { files: readFilesOf(inventory), overlays: values.data });
  return EXIT.done;
}

/** @returns the exit code */
export async function inventoryCommand(context: Context, args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments('inventory', INVENTORY_FLAGS, args);
  const [action, ...files] = positionals;
  switch (action) {
    case 'show':
      return show(context, values, files);
    case 'init': {
      const [extra] = files;
      if (extra !== undefined)
        throw new UsageError(
          `inventory init: found ${quoted(extra)}, expected no file; name it with --output`,
        );
      return init(context, values);
    }
    case undefined:
      throw new UsageError('inventory: expected init (a template to fill in) or show FILE...');
    default:
      throw new UsageError(`inventory: found ${quoted(action)}, expected init or show`);
  }
}
