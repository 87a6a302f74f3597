/** `cupath catalogue show ID`: everything the data say about an entry, with its sources resolved. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CatalogueSection, SourceData } from '../catalogue/schema.ts';
import { printable } from '../render/printable.ts';
import { type AnyEntry, allEntries, type FoundEntry, findEntries } from './catalogue-find.ts';

export interface ShownEntry {
  readonly section: CatalogueSection;
  readonly id: string;
  readonly entry: AnyEntry;
  /** The rules under which a release falls, by section. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
  /** Full ids of a release's updates, oldest first. */
  readonly updates: readonly string[];
  readonly annotations: readonly { readonly note: string; readonly sources: readonly string[] }[];
  /** For a source: the names of the entries that cite it. */
  readonly citedBy: readonly string[];
  readonly sources: readonly SourceData[];
}

function rulesOf(catalogue: Catalogue, id: string): ShownEntry['rules'] {
  const single = {
    dotnetRules: catalogue.dotnetRules,
    windowsRules: catalogue.windowsRules,
    domainControllerRules: catalogue.domainControllerRules,
    forestLevelRules: catalogue.forestLevelRules,
    mediaRules: catalogue.mediaRules,
    licences: catalogue.licences,
  };
  const found = Object.entries(single).flatMap(([section, rules]): [string, readonly string[]][] => {
    const rule = rules.get(id);
    return rule ? [[section, [rule.id]]] : [];
  });
  const coexistence = catalogue.coexistenceRules.get(id)?.map((rule) => rule.id) ?? [];
  return Object.fromEntries(coexistence.length > 0 ? [...found, ['coexistenceRules', coexistence]] : found);
}

/** Source ids in an entry and inside it. */
function sourceIds(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'sources' && Array.isArray(child) ? child.map(String) : sourceIds(child),
  );
}

function citing(catalogue: Catalogue, { section, entry }: FoundEntry): readonly string[] {
  if (section !== 'sources') return [];
  return allEntries(catalogue)
    .filter((other) => sourceIds(other.entry).includes(entry.id))
    .map((other) => other.name);
}

function shownEntry(catalogue: Catalogue, found: FoundEntry): ShownEntry {
  const { section, name, entry } = found;
  const annotations = catalogue.data.annotations.filter((item) => item.id === name);
  const cited = new Set([...sourceIds(entry), ...annotations.flatMap((item) => item.sources)]);
  const isRelease = section === 'releases';
  return {
    section,
    id: name,
    entry,
    rules: isRelease ? rulesOf(catalogue, entry.id) : {},
    updates: isRelease
      ? (catalogue.releases.get(entry.id)?.updates.map((update) => update.fullId) ?? [])
      : [],
    annotations: annotations.map(({ note, sources }) => ({ note, sources })),
    citedBy: citing(catalogue, found),
    sources: [...cited].flatMap((id) => catalogue.sources.get(id) ?? []),
  };
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value !== 'object' || value === null;
}

/** Paragraphs, rather than names: something in it ends as a sentence does. */
function isProse(list: readonly unknown[]): boolean {
  return list.some((item) => typeof item === 'string' && /[.!?]$/.test(item.trimEnd()));
}

/** A value as indented lines: `key: value`, lists of names on one line, lists of paragraphs one below the other. */
function valueLines(key: string, value: unknown, margin: string): readonly string[] {
  if (isPlain(value)) {
    const [first = '', ...rest] = String(value).trimEnd().split('\n').map(printable);
    if (rest.length === 0) return [`${margin}${key}: ${first}`];
    return [`${margin}${key}:`, ...[first, ...rest].map((line) => `${margin}  ${line}`.trimEnd())];
  }
  if (Array.isArray(value) && value.every(isPlain)) {
    if (isProse(value))
      return [`${margin}${key}:`, ...value.map((item) => `${margin}  ${printable(String(item))}`)];
    return [`${margin}${key}: ${value.length === 0 ? 'none' : printable(value.join(', '))}`];
  }
  const children = Object.entries(value ?? {});
  const inner = children.flatMap(([name, child]) =>
    valueLines(Array.isArray(value) ? `${Number(name) + 1}` : name, child, `${margin}  `),
  );
  return [`${margin}${key}:`, ...inner];
}

function sourceLine(source: SourceData): string {
  const parts = [source.id, source.title, source.url, source.dated && `(${source.dated})`];
  return `    ${printable(parts.filter(Boolean).join('  '))}`;
}

function textOf(shown: ShownEntry): string {
  const fields = Object.entries(shown.entry).flatMap(([key, value]) =>
    key === 'sources' || key === 'id' ? [] : valueLines(key, value, '  '),
  );
  const extra = [
    ...(Object.keys(shown.rules).length > 0 ? valueLines('rules', shown.rules, '  ') : []),
    ...(shown.section === 'releases' ? valueLines('updates', shown.updates, '  ') : []),
    ...shown.annotations.flatMap((item) => valueLines('annotation', item.note, '  ')),
    ...(shown.section === 'sources' ? valueLines('cited by', shown.citedBy, '  ') : []),
  ];
  const sources = shown.sources.length > 0 ? ['  sources:', ...shown.sources.map(sourceLine)] : [];
  return [`${printable(shown.id)}  (${shown.section})`, ...fields, ...extra, ...sources].join('\n');
}

/**
 * All entries that `text` names: a release, update, rule, source, software, step ... by id, KB number, build or
 * level name. Empty when it names nothing.
 */
export function showEntry(catalogue: Catalogue, text: string, format: 'text' | 'json' = 'text'): string {
  const shown = findEntries(catalogue, text).map((found) => shownEntry(catalogue, found));
  if (shown.length === 0) return '';
  if (format === 'json') return `${JSON.stringify(shown, null, 2)}\n`;
  return `${shown.map(textOf).join('\n\n')}\n`;
}
