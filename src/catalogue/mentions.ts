/** Where the data name other entries: one small list per section. Checked by `check-names.ts`. */
import type { EntryOf } from './merge.ts';
import type { ConditionData, Range, SectionName } from './schema.ts';
import type { Path } from './yaml.ts';

/**
 * What a name can stand for: an entry of a section, an update by its name alone (`Oct25SU`, of any release), or
 * a manual action that a step carries out.
 */
export type Kind = SectionName | 'updateNames' | 'actions';

/** At `path` stands `name`, which must name something of one of these kinds. */
export interface Mention {
  readonly path: Path;
  readonly name: string;
  readonly kinds: readonly Kind[];
}

export interface FoundRange {
  readonly path: Path;
  readonly range: Range;
}

export type Leaf = Exclude<
  ConditionData,
  | { readonly all: readonly ConditionData[] }
  | { readonly any: readonly ConditionData[] }
  | { readonly not: ConditionData }
>;

const ANY_PRODUCT = ['products', 'legacyProducts'] as const;

function one(path: Path, name: string | undefined, ...kinds: Kind[]): Mention[] {
  return name === undefined ? [] : [{ path, name, kinds }];
}

function each(path: Path, names: readonly string[] | undefined, ...kinds: Kind[]): Mention[] {
  return (names ?? []).map((name, index) => ({ path: [...path, index], name, kinds }));
}

/** Every leaf of a condition with its path. */
export function leavesOf(
  condition: ConditionData | undefined,
  path: Path,
): { readonly leaf: Leaf; readonly path: Path }[] {
  if (condition === undefined) return [];
  if ('all' in condition)
    return condition.all.flatMap((item, index) => leavesOf(item, [...path, 'all', index]));
  if ('any' in condition)
    return condition.any.flatMap((item, index) => leavesOf(item, [...path, 'any', index]));
  if ('not' in condition) return leavesOf(condition.not, [...path, 'not']);
  return [{ leaf: condition, path }];
}

function inLeaf(leaf: Leaf, path: Path): Mention[] {
  if ('fact' in leaf) return one([...path, 'fact'], leaf.fact, 'facts');
  if ('windows' in leaf) return each([...path, 'windows'], leaf.windows, 'windows');
  if ('product' in leaf) return each([...path, 'product'], leaf.product, ...ANY_PRODUCT);
  if ('crosses' in leaf) return one([...path, 'crosses'], leaf.crosses, 'releases');
  if ('risk' in leaf) return one([...path, 'risk'], leaf.risk, 'risks');
  if ('domainController' in leaf)
    return each([...path, 'domainController'], leaf.domainController, 'windows');
  if ('started' in leaf) return each([...path, 'started'], leaf.started, ...ANY_PRODUCT);
  if ('also' in leaf) return each([...path, 'also'], leaf.also, ...ANY_PRODUCT);
  if ('software' in leaf) return each([...path, 'software'], leaf.software, 'software');
  if ('dotnet' in leaf) return each([...path, 'dotnet'], leaf.dotnet, 'dotnet');
  if ('gains' in leaf) return one([...path, 'gains'], leaf.gains, 'updateNames');
  if ('contains' in leaf) return one([...path, 'contains'], leaf.contains, 'updateNames');
  if ('contained' in leaf) return one([...path, 'contained'], leaf.contained, 'updateNames');
  return [];
}

const MENTIONS: { readonly [S in SectionName]?: (value: EntryOf<S>) => Mention[] } = {
  products: (value) => [
    ...each(['serviced'], value.serviced, 'releases'),
    ...value.esu.flatMap((esu, index) => each(['esu', index, 'covers'], esu.covers, 'releases')),
    ...one(['successor'], value.successor, 'products'),
  ],
  releases: (value) => one(['product'], value.product, 'products'),
  plannedReleases: (value) => one(['product'], value.product, 'products'),
  updates: (value) => one(['release'], value.release, 'releases'),
  dotnetRules: (value) => each(['supports'], value.supports, 'dotnet'),
  windows: (value) => [
    ...one(['dotnet', 'preinstalled'], value.dotnet?.preinstalled, 'dotnet'),
    ...each(['dotnet', 'installable'], value.dotnet?.installable, 'dotnet'),
  ],
  windowsRules: (value) => [
    ...each(['server'], value.server, 'windows'),
    ...each(['tools'], value.tools, 'windows'),
  ],
  domainControllerRules: (value) => each(['windows'], value.windows, 'windows'),
  forestLevelRules: (value) => each(['levels'], value.levels, 'forestLevels'),
  software: (value) =>
    value.needed.flatMap((needed, index) => each(['needed', index, 'windows'], needed.windows, 'windows')),
  coexistenceRules: (value) => [
    ...('planned' in value.target ? one(['target', 'planned'], value.target.planned, 'plannedReleases') : []),
    ...each(['refuses'], value.refuses, ...ANY_PRODUCT),
    ...value.minimum.flatMap((least, index) => [
      ...one(['minimum', index, 'product'], least.product, ...ANY_PRODUCT),
      ...one(['minimum', index, 'release'], least.release, 'releases'),
    ]),
  ],
  transitions: (value) =>
    'product' in value.from ? one(['from', 'product'], value.from.product, ...ANY_PRODUCT) : [],
  policies: (value) => [
    ...each(['floor', 'products'], value.floor?.products, 'products'),
    ...one(['floor', 'update'], value.floor?.update, 'updateNames'),
  ],
  restrictions: (value) => [
    ...each(['releases'], value.releases, 'releases'),
    ...each(['updates'], value.updates, 'updates'),
  ],
  steps: (value) => [
    ...leavesOf(value.when, ['when']).flatMap(({ leaf, path }) => inLeaf(leaf, path)),
    ...each(['after'], value.after, 'actions'),
  ],
  vulnerabilities: (value) => [
    ...each(['products'], value.products, ...ANY_PRODUCT),
    ...value.fixedBy.flatMap((fix, index) => [
      ...('update' in fix ? one(['fixedBy', index, 'update'], fix.update, 'updateNames') : []),
      ...('release' in fix ? one(['fixedBy', index, 'release'], fix.release, 'releases') : []),
    ]),
    ...each(['needs'], value.needs, 'actions'),
    ...each(['unless'], value.unless, 'actions'),
    ...each(['settledFrom'], value.settledFrom, 'releases'),
  ],
  knownIssues: (value) => [
    ...value.affects.flatMap((affected, index) =>
      'release' in affected
        ? one(['affects', index, 'release'], affected.release, 'releases')
        : [
            ...one(['affects', index, 'since'], affected.since, 'updateNames'),
            ...one(['affects', index, 'before'], affected.before, 'updateNames'),
          ],
    ),
    ...one(['fact'], value.fact, 'facts'),
    ...each(['windows'], value.windows, 'windows'),
    ...each(['actions'], value.actions, 'actions'),
  ],
  setupFailures: (value) => each(['unless'], value.unless, 'setupFailures'),
  mitigations: (value) => [
    ...each(['covers'], value.covers, 'vulnerabilities'),
    ...each(['replacedBy'], value.replacedBy, 'updateNames'),
    ...one(['removedBy'], value.removedBy, 'actions'),
    ...one(['setAgainBy'], value.setAgainBy, 'actions'),
  ],
  topics: (value) => each(['related'], value.related, 'topics'),
};

const applies = (value: { readonly applies: Range }): FoundRange[] => [
  { path: ['applies'], range: value.applies },
];

const RANGES: { readonly [S in SectionName]?: (value: EntryOf<S>) => FoundRange[] } = {
  dotnetRules: applies,
  windowsRules: applies,
  domainControllerRules: applies,
  forestLevelRules: applies,
  mediaRules: applies,
  licences: applies,
  software: (value) =>
    value.needed.map((needed, index) => ({ path: ['needed', index, 'applies'], range: needed.applies })),
  coexistenceRules: (value) => ('planned' in value.target ? [] : [{ path: ['target'], range: value.target }]),
  transitions: (value) => [
    ...('product' in value.from ? [] : [{ path: ['from'], range: value.from }]),
    { path: ['to'], range: value.to },
  ],
  knownIssues: (value) =>
    value.affects.flatMap((affected, index) =>
      'applies' in affected ? [{ path: ['affects', index, 'applies'], range: affected.applies }] : [],
    ),
  mitigations: (value) => value.applies.map((range, index) => ({ path: ['applies', index], range })),
  steps: (value) =>
    leavesOf(value.when, ['when']).flatMap(({ leaf, path }) =>
      'release' in leaf ? [{ path: [...path, 'release'], range: leaf.release }] : [],
    ),
};

/** `sources:` stands in entries and inside them (minutes, ESU periods). */
function sourcesIn(value: unknown, path: Path): Mention[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    return key === 'sources' && Array.isArray(child)
      ? each(place, child.map(String), 'sources')
      : sourcesIn(child, place);
  });
}

/** Every range of an entry. */
export function rangesIn<S extends SectionName>(section: S, value: EntryOf<S>): readonly FoundRange[] {
  return RANGES[section]?.(value) ?? [];
}

/** Everything that an entry names, its sources and the ends of its ranges included. */
export function mentionsIn<S extends SectionName>(section: S, value: EntryOf<S>): readonly Mention[] {
  const ends = rangesIn(section, value).flatMap(({ path, range }) => [
    ...one([...path, 'from'], range.from, 'releases'),
    ...one([...path, 'to'], range.to, 'releases'),
  ]);
  return [...(MENTIONS[section]?.(value) ?? []), ...ends, ...sourcesIn(value, [])];
}
