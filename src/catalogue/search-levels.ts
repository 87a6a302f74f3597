/** Type-to-filter over every level: by CU, SU, build, KB number or date. */
import { type Catalogue, compareBuilds, releaseTitle } from './catalogue.ts';
import { allLevels, buildOf, identify, type KnownLevel } from './identify.ts';

interface Entry {
  readonly level: KnownLevel;
  readonly words: readonly string[];
  readonly all: string;
}

const indexed = new WeakMap<Catalogue, readonly Entry[]>();

function padded(build: string): string {
  const [a = '', b = '', c = '', d = ''] = build.split('.');
  return [a, b.padStart(2, '0'), c.padStart(4, '0'), d.padStart(3, '0')].join('.');
}

function entriesOf(catalogue: Catalogue): readonly Entry[] {
  const known = indexed.get(catalogue);
  if (known) return known;
  const order = (level: KnownLevel) => catalogue.products.get(level.release.product)?.order ?? -1;
  const entries = [...allLevels(catalogue)]
    .sort((a, b) => order(b) - order(a) || compareBuilds(buildOf(b), buildOf(a)))
    .map((level) => {
      const item = level.update ?? level.release;
      const names = [
        releaseTitle(catalogue, level.release),
        level.update?.id,
        ...(level.release.aliases ?? []),
      ];
      const facts = [
        level.release.id,
        level.update?.fullId,
        item.build,
        padded(item.build),
        item.kb,
        item.kb?.slice(2),
        item.date,
      ];
      const words = [
        ...names.flatMap((name) => name?.split(' ') ?? []),
        ...facts.filter((fact) => fact !== undefined),
      ];
      const lower = words.map((word) => word.toLowerCase());
      return { level, words: lower, all: lower.join(' ') };
    });
  indexed.set(catalogue, entries);
  return entries;
}

/** What consoles print before a build; it names no level. */
const LABELS: ReadonlySet<string> = new Set(['build', 'version', 'admindisplayversion', 'fileversion']);

function withoutLabels(words: readonly string[]): readonly string[] {
  const others = words.filter((word) => !LABELS.has(word.replace(/[:=]$/, '')));
  return others.length > 0 ? others : words;
}

/** 0 for a whole word, 1 for the beginning of one, 2 for a part of one; null: not there. */
function matchOf(entry: Entry, word: string): number | null {
  if (!entry.all.includes(word)) return null;
  if (entry.words.includes(word)) return 0;
  return entry.words.some((each) => each.startsWith(word)) ? 1 : 2;
}

function score(entry: Entry, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const found = matchOf(entry, word);
    if (found === null) return null;
    sum += found;
  }
  return sum;
}

function isUpdate({ level }: Entry): number {
  return level.update === null ? 0 : 1;
}

function isSame(a: KnownLevel, b: KnownLevel): boolean {
  return a.release.id === b.release.id && a.update?.fullId === b.update?.fullId;
}

function identified(catalogue: Catalogue, text: string): readonly KnownLevel[] {
  const found = identify(catalogue, text);
  if (found.kind === 'level') return [found.level];
  return found.kind === 'candidates' ? found.levels : [];
}

export interface SearchOptions {
  /** Only levels of this product. */
  readonly product?: string | undefined;
}

/**
 * Levels that fit a typed text, best first: exactly what the text names, then whole words, beginnings, parts;
 * among equals CUs before SUs, since what fits both has named no SU, and newest first. Newest first of all when
 * the text is empty. A level that `identify` reads
 * keeps what it knows: a named CU or an AdminDisplayVersion comes back with `updateKnown: false`.
 */
export function searchLevels(
  catalogue: Catalogue,
  text: string,
  { product }: SearchOptions = {},
): readonly KnownLevel[] {
  const own = (level: KnownLevel) => product === undefined || level.release.product === product;
  const entries = entriesOf(catalogue).filter((entry) => own(entry.level));
  const words = withoutLabels(
    text
      .slice(0, 200)
      .toLowerCase()
      .split(/[\s+()]+/)
      .filter((word) => word !== ''),
  );
  if (words.length === 0) return entries.map((entry) => entry.level);
  const exact = identified(catalogue, text).filter(own);
  const matches = entries
    .map((entry) => ({ entry, rank: score(entry, words) }))
    .filter((match) => match.rank !== null && !exact.some((item) => isSame(item, match.entry.level)))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || isUpdate(a.entry) - isUpdate(b.entry));
  return [...exact, ...matches.map((match) => match.entry.level)];
}
