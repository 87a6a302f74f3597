/** `cupath catalogue list|show|check|graph`: arguments in, text and exit code out. Reads no YAML unless it checks. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type DataSource, isDirectory } from '../catalogue/files.ts';
import { suggestion } from '../catalogue/nearest.ts';
import type { Style } from '../render/layout.ts';
import { noDataFolder } from './arguments.ts';
import { nearestEntry } from './catalogue-find.ts';
import { drawGraph, GRAPH_FORMATS, type GraphFormat } from './catalogue-graph.ts';
import { listCatalogue } from './catalogue-list.ts';
import { showEntry } from './catalogue-show.ts';
import { badValue, EXIT, quoted, UsageError } from './failure.ts';
import { staleLines, staleNote } from './output.ts';

export const CATALOGUE_ACTIONS = ['list', 'show', 'check', 'graph'] as const;

export interface CatalogueArguments {
  readonly action: string | undefined;
  /** What to show. */
  readonly id?: string | undefined;
  /** The directory to check; absent: the program's own data. */
  readonly dir?: string | undefined;
  readonly product?: string | undefined;
  /** `text` or `json`; for the graph `mermaid`, `dot` or `svg`. */
  readonly format?: string | undefined;
}

export interface CatalogueAccess {
  /** The program's own data. */
  readonly data: DataSource;
  /** Overlay directories (`--data`), in order. */
  readonly overlays: readonly string[];
  /** ISO day, for the age of the data. */
  readonly today: string;
  /** True when stdout and stderr are one screen: what the text says is not said beside it again. */
  readonly isTerminal?: boolean;
  /** Opens the program's own data with the overlays. */
  open(): Promise<Catalogue>;
}

export interface CatalogueOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const PAGE: Style = { width: 80, ascii: true, colour: false };

function printed(stdout: string, stderr = ''): CatalogueOutput {
  return { exitCode: EXIT.done, stdout, stderr };
}

/** Pages of text are passed on, without stderr: they carry the age of old data themselves. JSON stays pure. */
function dated(
  text: string,
  format: 'text' | 'json',
  catalogue: Catalogue,
  { today, isTerminal = false }: CatalogueAccess,
): CatalogueOutput {
  const note = staleNote(catalogue, today);
  if (format === 'json') return printed(text, note);
  return printed(staleLines(catalogue, today, PAGE) + text, isTerminal ? '' : note);
}

function listFormat(format: string | undefined): 'text' | 'json' {
  if (format === undefined || format === 'text' || format === 'json') return format ?? 'text';
  throw badValue('--format', format, 'text or json', suggestion(format, ['text', 'json']));
}

function graphFormat(format: string | undefined): GraphFormat {
  const known = GRAPH_FORMATS.find((item) => item === (format ?? 'mermaid'));
  if (known) return known;
  throw badValue('--format', format ?? '', 'mermaid, dot or svg', suggestion(format ?? '', GRAPH_FORMATS));
}

function productId(catalogue: Catalogue, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const wanted = text.trim().toLowerCase();
  const product = [...catalogue.products.values()].find(
    ({ id, name, aliases }) => id === wanted || name.toLowerCase() === wanted || aliases.includes(wanted),
  );
  if (product) return product.id;
  const ids = [...catalogue.products.keys()];
  throw badValue('--product', text, `one of ${ids.join(', ')}`, suggestion(wanted, ids));
}

function show(
  catalogue: Catalogue,
  { id, format: asked }: CatalogueArguments,
  access: CatalogueAccess,
): CatalogueOutput {
  if (id === undefined || id.trim() === '') {
    throw new UsageError(
      'catalogue show: expected what to show, such as a release, an update, a rule or a KB number',
    );
  }
  const format = listFormat(asked);
  const text = showEntry(catalogue, id, format);
  if (text !== '') return dated(text, format, catalogue, access);
  const near = nearestEntry(catalogue, id);
  throw new UsageError(
    `catalogue show: found ${quoted(id)}, expected the id of an entry${near === undefined ? '' : `; did you mean "${near}"?`}`,
  );
}

/** A directory without a header of its own is an overlay and is checked on top of the program's data. */
async function check(
  { dir, format, product }: CatalogueArguments,
  access: CatalogueAccess,
): Promise<CatalogueOutput> {
  const [flag] = [
    format === undefined ? [] : ['--format'],
    product === undefined ? [] : ['--product'],
  ].flat();
  if (flag !== undefined)
    throw new UsageError(`${flag}: found with catalogue check, which has one form; leave it out`);
  if (dir !== undefined && !isDirectory(dir)) throw noDataFolder('catalogue check', dir);
  const { checkData, isBaseData } = await import('./catalogue-check.ts');
  const alone = dir === undefined || isBaseData(dir);
  const result = alone
    ? checkData(dir ?? access.data, access.overlays, access.today)
    : checkData(access.data, [...access.overlays, dir], access.today);
  if (result.ok) return printed(result.text);
  return { exitCode: EXIT.catalogue, stdout: '', stderr: result.text };
}

/**
 * Runs one action.
 * @throws UsageError for an unknown action, product, format or entry; CatalogueError when opening invalid data
 */
export async function runCatalogue(
  args: CatalogueArguments,
  access: CatalogueAccess,
): Promise<CatalogueOutput> {
  switch (args.action) {
    case 'list': {
      const format = listFormat(args.format);
      const catalogue = await access.open();
      const text = listCatalogue(catalogue, { product: productId(catalogue, args.product), format });
      return dated(text, format, catalogue, access);
    }
    case 'show':
      return show(await access.open(), args, access);
    case 'check':
      return check(args, access);
    case 'graph': {
      const format = graphFormat(args.format);
      const catalogue = await access.open();
      const picture = drawGraph(catalogue, { product: productId(catalogue, args.product), format });
      return printed(picture, staleNote(catalogue, access.today));
    }
    default: {
      const found = args.action === undefined ? 'nothing' : quoted(args.action);
      const near = suggestion(args.action ?? '', CATALOGUE_ACTIONS);
      throw new UsageError(
        `catalogue: found ${found}, expected one of ${CATALOGUE_ACTIONS.join(', ')}${near}`,
      );
    }
  }
}
