/**
 * The grammar of level names: text as admins write it, taken apart into product, release and update. Pure; the
 * words themselves (product names, release names, aliases) come from the catalogue.
 */
import type { Catalogue, Product, Release } from './catalogue.ts';
import type { LegacyProductData } from './schema.ts';

/** Longer texts are not looked at. */
export const LONGEST_NAME = 200;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const UPDATE_AT_END = new RegExp(`(${MONTH})(?:20)?(\\d{2})(su|hu)(v[1-9])?$`);
const UPDATE_AT_START = new RegExp(`^((?:${MONTH})(?:20)?\\d{2}(?:su|hu)(?:v[1-9])?)(?:for|on)?(.+)$`);
/** `Exchange`, `Exchange Server`, `Ex`, `E` and the like before a product. */
const PREFIX = '(?:microsoft|ms)?(?:exchange|exch|ex|e)?(?:server)?';

/** Compatibility forms (full-width digits and the like) as plain ones, lower case, single spaces. */
export function tidy(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** A tidy text without the signs between its words, long words shortened; null when it holds any other sign. */
export function compact(tidied: string): string | null {
  const joined = tidied
    .replace(/[\s\-\u2010-\u2015+_,:/()']/g, '')
    .replace(/cumulativeupdate/g, 'cu')
    .replace(/servicepack/g, 'sp')
    .replace(/securityupdate/g, 'su')
    .replace(/hotfixupdate/g, 'hu');
  return /^[a-z0-9.]+$/.test(joined) ? joined : null;
}

function compactKey(text: string): string {
  return (compact(tidy(text)) ?? '').replace(/^(?:microsoft)?(?:exchange)?(?:server)?(?=.)/, '');
}

export interface NamedUpdate {
  /** Lower case, as in `oct25su` or `nov24suv2`. */
  readonly label: string;
}

/** What a name names; absent parts were not said. At least one part is present. */
export interface NameParts {
  readonly product: Product | undefined;
  /** Releases that carry the named release name; undefined: no release named. */
  readonly releases: readonly Release[] | undefined;
  readonly planned: string | undefined;
  readonly update: NamedUpdate | undefined;
}

export type ParsedName =
  | { readonly kind: 'parts'; readonly parts: NameParts }
  | { readonly kind: 'legacy'; readonly product: LegacyProductData }
  /** The product is known, the release is not. */
  | { readonly kind: 'unknown-release'; readonly product: Product; readonly rest: string }
  | { readonly kind: 'unreadable' };

interface Names {
  /** Longest key first. */
  readonly products: ReadonlyArray<readonly [key: string, product: Product]>;
  readonly legacy: ReadonlyArray<readonly [key: string, product: LegacyProductData]>;
}

const indexed = new WeakMap<Catalogue, Names>();

function keysOf(item: {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}): Set<string> {
  return new Set([item.id, item.name, ...item.aliases].map(compactKey).filter((key) => key !== ''));
}

function longestFirst<T extends Parameters<typeof keysOf>[0]>(
  items: Iterable<T>,
): ReadonlyArray<readonly [string, T]> {
  return [...items]
    .flatMap((item) => [...keysOf(item)].map((key) => [key, item] as const))
    .sort((a, b) => b[0].length - a[0].length);
}

function namesOf(catalogue: Catalogue): Names {
  const known = indexed.get(catalogue);
  if (known) return known;
  const names = {
    products: longestFirst(catalogue.products.values()),
    legacy: longestFirst(catalogue.legacyProducts.values()),
  };
  indexed.set(catalogue, names);
  return names;
}

/** All ways to read the beginning as a product: what follows it, per product, longest product name first. */
function startsWith<T>(
  text: string,
  keys: ReadonlyArray<readonly [string, T]>,
): ReadonlyArray<readonly [T, string]> {
  return keys.flatMap(([key, item]) => {
    // Most names are not in the text at all, and building an expression costs more than looking.
    if (!text.includes(key)) return [];
    const escaped = key.replace(/[.]/g, '\\.');
    const match = new RegExp(`^${PREFIX}${escaped}(.*)$`).exec(text);
    return match ? [[item, match[1] ?? ''] as const] : [];
  });
}

const keysOfRelease = new WeakMap<Release, readonly string[]>();

/** Release names, ids and aliases without the product before them. */
function releaseKeys(release: Release): readonly string[] {
  const known = keysOfRelease.get(release);
  if (known) return known;
  const own = compactKey(release.product);
  const strip = (key: string) =>
    key.startsWith(own) && key.length > own.length ? key.slice(own.length) : key;
  const keys = [release.name, release.id, ...(release.aliases ?? [])].map((name) => strip(compactKey(name)));
  // Lists that number the CUs write CU0 for the release before the first one.
  const all = keys.includes('rtm') ? [...keys, 'cu0'] : keys;
  keysOfRelease.set(release, all);
  return all;
}

function releasesNamed(releases: Iterable<Release>, key: string): readonly Release[] {
  return [...releases].filter((release) => releaseKeys(release).includes(key));
}

function plannedNamed(catalogue: Catalogue, product: Product | undefined, key: string): string | undefined {
  return catalogue.data.plannedReleases.find(
    (item) =>
      (product === undefined || item.product === product.id) &&
      [item.name, item.id].some((name) => {
        const full = compactKey(name);
        return full === key || full === compactKey(item.product) + key;
      }),
  )?.id;
}

/** Splits the update off the end: `cu14oct25su` is `cu14` and `oct25su`. */
function splitUpdate(text: string): { readonly before: string; readonly update: NamedUpdate | undefined } {
  const match = UPDATE_AT_END.exec(text);
  if (!match) return { before: text, update: undefined };
  const [, month = '', year = '', kind = '', version = ''] = match;
  const short = MONTHS.find((name) => month.startsWith(name)) ?? month;
  const label = `${short}${year}${kind}${version === 'v1' ? '' : version}`;
  return { before: text.slice(0, match.index), update: { label } };
}

function readRest(catalogue: Catalogue, product: Product | undefined, rest: string): NameParts | null {
  const { before, update } = splitUpdate(rest);
  if (before === '') {
    return product || update ? { product, releases: undefined, planned: undefined, update } : null;
  }
  const releases = releasesNamed(product?.releases ?? catalogue.releases.values(), before);
  const planned = update ? undefined : plannedNamed(catalogue, product, before);
  if (releases.length === 0 && planned === undefined) return null;
  return { product, releases, planned, update };
}

/** Takes a compact text (see `compact`) apart; the update may also stand first, as in `dec25su2019cu15`. */
export function parseName(catalogue: Catalogue, text: string): ParsedName {
  const parsed = parseInOrder(catalogue, text);
  const match = UPDATE_AT_START.exec(text);
  if (parsed.kind === 'parts' || !match) return parsed;
  const [, update = '', rest = ''] = match;
  return parseInOrder(catalogue, rest + update);
}

function parseInOrder(catalogue: Catalogue, text: string): ParsedName {
  const names = namesOf(catalogue);
  const products = startsWith(text, names.products);
  for (const [product, rest] of products) {
    const parts = readRest(catalogue, product, rest);
    if (parts) return { kind: 'parts', parts };
  }
  for (const [product, rest] of startsWith(text, names.legacy)) {
    if (/^(?:rtm)?(?:sp\d)?(?:(?:ru|updaterollup|rollup)\d{1,2}(?:v\d)?)?$/.test(rest))
      return { kind: 'legacy', product };
  }
  const bare = text.replace(/^(?:microsoft|ms)?(?:exchange|exch)(?:server)?/, '');
  const parts = readRest(catalogue, undefined, bare);
  if (parts) return { kind: 'parts', parts };
  const [first] = products;
  return first ? { kind: 'unknown-release', product: first[0], rest: first[1] } : { kind: 'unreadable' };
}

/** Does a release carry an update's name as an alias of the CU itself? */
export function isAliasedUpdate(release: Release, label: string): boolean {
  return releaseKeys(release).includes(label);
}
