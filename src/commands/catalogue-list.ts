/** `cupath catalogue list`: every level of the data, newest first. */
import type { Catalogue, Product, Release, Update } from '../catalogue/catalogue.ts';

export interface ListOptions {
  /** Id of the only product to list. */
  readonly product?: string | undefined;
  readonly format?: 'text' | 'json' | undefined;
}

interface Row {
  readonly product: string;
  readonly release: string;
  readonly update: string | null;
  readonly kind: string;
  readonly build: string;
  readonly released: string | null;
  readonly kb: string | null;
  /** ESU period whose subscribers alone got it. */
  readonly esu: number | null;
  readonly withdrawn: boolean;
  readonly unconfirmed: boolean;
}

function updateRow(release: Release, update: Update): Row {
  return {
    product: release.product,
    release: release.id,
    update: update.id,
    kind: update.kind,
    build: update.build,
    released: update.date ?? null,
    kb: update.kb ?? null,
    esu: update.esu ?? null,
    withdrawn: update.withdrawn !== undefined,
    unconfirmed: update.unconfirmed !== undefined,
  };
}

function releaseRows(release: Release): readonly Row[] {
  const own: Row = {
    product: release.product,
    release: release.id,
    update: null,
    kind: release.kind,
    build: release.build,
    released: release.date,
    kb: release.kb ?? null,
    esu: null,
    withdrawn: false,
    unconfirmed: false,
  };
  return [...release.updates.map((update) => updateRow(release, update)).reverse(), own];
}

/** Beside another remark the period is named in short, so that the line stays within 80 columns. */
function remark({ esu, withdrawn, unconfirmed }: Row): string {
  const others = [...(withdrawn ? ['withdrawn'] : []), ...(unconfirmed ? ['unconfirmed'] : [])];
  const period = esu === null ? [] : [others.length === 0 ? `ESU period ${esu} only` : `ESU ${esu}`];
  return [...period, ...others].join(', ');
}

function columns(row: Row): readonly string[] {
  const level = row.update === null ? row.release : `${row.release}+${row.update}`;
  return [level, row.build, row.released ?? 'date unknown', row.kb ?? 'no KB', remark(row)];
}

/** Rows with every column as wide as its widest cell, indented. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  return rows.map((row) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function productText(catalogue: Catalogue, product: Product): string {
  const rows = [...product.releases].reverse().flatMap(releaseRows).map(columns);
  const planned = catalogue.data.plannedReleases
    .filter((item) => item.product === product.id)
    .map((item) => `  ${item.id}  announced, not released`);
  return [`${product.name} (${product.id})`, ...planned, ...table(rows)].join('\n');
}

/** Products newest first, all or the one asked for. An unknown product gives an empty list. */
function selected(catalogue: Catalogue, product: string | undefined): readonly Product[] {
  return [...catalogue.products.values()]
    .reverse()
    .filter((item) => product === undefined || item.id === product);
}

/** The levels as a table per product, or as one JSON array; ends with a line end. */
export function listCatalogue(catalogue: Catalogue, { product, format = 'text' }: ListOptions = {}): string {
  const products = selected(catalogue, product);
  if (format === 'json') {
    const rows = products.flatMap((item) => [...item.releases].reverse().flatMap(releaseRows));
    return `${JSON.stringify(rows, null, 2)}\n`;
  }
  const head = `Catalogue as of ${catalogue.data.catalogue.asOf}`;
  return `${[head, ...products.map((item) => productText(catalogue, item))].join('\n\n')}\n`;
}
