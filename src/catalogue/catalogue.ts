/**
 * The catalogue, indexed for asking: pure, frozen in use, built from validated data. No file access here.
 */
import type {
  AdLevels,
  CatalogueData,
  CoexistenceRule,
  DomainControllerRule,
  DotnetData,
  DotnetRule,
  ForestLevelRule,
  LegacyProductData,
  LicenceData,
  MediaRule,
  PlannedReleaseData,
  PolicyData,
  ProductData,
  Range,
  ReleaseData,
  RestrictionData,
  RiskData,
  Role,
  SourceData,
  UpdateData,
  WindowsData,
  WindowsId,
  WindowsRule,
} from './schema.ts';

export interface Update extends UpdateData {
  readonly kind: 'SU' | 'HU';
  /** `2019-cu14+Oct25SU` */
  readonly fullId: string;
}

export interface Release extends ReleaseData {
  /** Position among the releases of its product, 0 is the first. */
  readonly order: number;
  /** Oldest first, by build. */
  readonly updates: readonly Update[];
}

export interface Product extends ProductData {
  /** Oldest first, by build. */
  readonly releases: readonly Release[];
  /** Position in time among the products. */
  readonly order: number;
}

export interface Catalogue {
  readonly data: CatalogueData;
  /** `sha256:...` over the data files, in a fixed order. */
  readonly digest: string;
  /** Names of the overlay directories, in the order given. */
  readonly overlays: readonly string[];
  readonly products: ReadonlyMap<string, Product>;
  readonly legacyProducts: ReadonlyMap<string, LegacyProductData>;
  readonly releases: ReadonlyMap<string, Release>;
  readonly plannedReleases: ReadonlyMap<string, PlannedReleaseData>;
  /** By full id. */
  readonly updates: ReadonlyMap<string, Update>;
  readonly dotnet: ReadonlyMap<string, DotnetData>;
  readonly windows: ReadonlyMap<string, WindowsData>;
  readonly sources: ReadonlyMap<string, SourceData>;
  readonly risks: ReadonlyMap<string, RiskData>;
  readonly policies: ReadonlyMap<string, PolicyData>;
  /** By release id. */
  readonly dotnetRules: ReadonlyMap<string, DotnetRule>;
  readonly windowsRules: ReadonlyMap<string, WindowsRule>;
  readonly domainControllerRules: ReadonlyMap<string, DomainControllerRule>;
  readonly forestLevelRules: ReadonlyMap<string, ForestLevelRule>;
  readonly mediaRules: ReadonlyMap<string, MediaRule>;
  readonly licences: ReadonlyMap<string, LicenceData>;
  readonly coexistenceRules: ReadonlyMap<string, readonly CoexistenceRule[]>;
  /** By Windows id: the .NET versions that can be present on it, oldest first. */
  readonly dotnetOnWindows: ReadonlyMap<string, readonly string[]>;
  /** By transition id: the releases it leads to. */
  readonly landings: ReadonlyMap<string, readonly Release[]>;
}

/**
 * The entry of an id that the loader has checked to exist.
 * @throws Error when it does not: a bug, never bad data
 */
export function required<T>(entries: ReadonlyMap<string, T>, id: string): T {
  const entry = entries.get(id);
  if (entry === undefined) throw new Error(`The catalogue has no entry ${id}`);
  return entry;
}

/** Compares two builds (`15.2.1748.10`), part by part as numbers: negative when `a` is older. */
export function compareBuilds(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < 4; index++) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Compares two .NET versions such as `4.7.2` and `4.8`: negative when `a` is older. */
export function compareDotnet(a: string, b: string): number {
  return compareBuilds(a, b);
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** True when `release` lies in `range` (both ends included, same product; an absent end is open). */
export function inRange(
  releases: ReadonlyMap<string, Release>,
  range: Range,
  release: Pick<Release, 'product' | 'order'>,
): boolean {
  const from = releases.get(range.from);
  const to = range.to === undefined ? undefined : releases.get(range.to);
  if (!from || from.product !== release.product) return false;
  return release.order >= from.order && (to === undefined || release.order <= to.order);
}

function byRelease<T extends { readonly applies: Range }>(
  rules: readonly T[],
  releases: ReadonlyMap<string, Release>,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const rule of rules) {
    for (const release of releases.values()) {
      if (!found.has(release.id) && inRange(releases, rule.applies, release)) found.set(release.id, rule);
    }
  }
  return found;
}

/**
 * Indexes validated data. Cheap (a few hundred entries), called once per run.
 * @param data every list validated and cross-checked by the loader
 * @param digest `sha256:...` of the data files
 * @param overlays names of the overlays that are merged into `data`
 */
export function indexCatalogue(
  data: CatalogueData,
  digest: string,
  overlays: readonly string[] = [],
): Catalogue {
  const updatesByRelease = new Map<string, Update[]>();
  const updates = new Map<string, Update>();
  for (const item of data.updates) {
    const update: Update = {
      ...item,
      kind: item.id.includes('HU') ? 'HU' : 'SU',
      fullId: `${item.release}+${item.id}`,
    };
    updates.set(update.fullId, update);
    const list = updatesByRelease.get(item.release);
    if (list) list.push(update);
    else updatesByRelease.set(item.release, [update]);
  }
  for (const list of updatesByRelease.values()) list.sort((a, b) => compareBuilds(a.build, b.build));

  const releases = new Map<string, Release>();
  const products = new Map<string, Product>();
  const ordered = [...data.products].sort((a, b) => a.released.localeCompare(b.released));
  ordered.forEach((item, order) => {
    const own = data.releases
      .filter((release) => release.product === item.id)
      .sort((a, b) => compareBuilds(a.build, b.build))
      .map((release, position) => ({
        ...release,
        order: position,
        updates: updatesByRelease.get(release.id) ?? [],
      }));
    for (const release of own) releases.set(release.id, release);
    products.set(item.id, { ...item, order, releases: own });
  });

  const coexistenceRules = new Map<string, CoexistenceRule[]>();
  const addRule = (key: string, rule: CoexistenceRule) => {
    coexistenceRules.set(key, [...(coexistenceRules.get(key) ?? []), rule]);
  };
  for (const rule of data.coexistenceRules) {
    if ('planned' in rule.target) addRule(rule.target.planned, rule);
    else {
      for (const release of releases.values()) {
        if (inRange(releases, rule.target, release)) addRule(release.id, rule);
      }
    }
  }

  return {
    data,
    digest,
    overlays,
    products,
    legacyProducts: byId(data.legacyProducts),
    releases,
    plannedReleases: byId(data.plannedReleases),
    updates,
    dotnet: byId(data.dotnet),
    windows: byId(data.windows),
    sources: byId(data.sources),
    risks: byId(data.risks),
    policies: byId(data.policies),
    dotnetRules: byRelease(data.dotnetRules, releases),
    windowsRules: byRelease(data.windowsRules, releases),
    domainControllerRules: byRelease(data.domainControllerRules, releases),
    forestLevelRules: byRelease(data.forestLevelRules, releases),
    mediaRules: byRelease(data.mediaRules, releases),
    licences: byRelease(data.licences, releases),
    coexistenceRules,
    dotnetOnWindows: new Map(data.windows.map((item) => [item.id, dotnetOn(item)])),
    landings: new Map(
      data.transitions.map((transition) => [
        transition.id,
        [...releases.values()].filter((release) => inRange(releases, transition.to, release)),
      ]),
    ),
  };
}

function dotnetOn({ dotnet }: WindowsData): readonly string[] {
  if (!dotnet) return [];
  const all =
    dotnet.preinstalled === undefined ? dotnet.installable : [dotnet.preinstalled, ...dotnet.installable];
  return [...new Set(all)].sort(compareDotnet);
}

/** .NET versions that can be present on this Windows: the preinstalled one and what installs over it, oldest first. */
export function dotnetPossibleOn(catalogue: Catalogue, windows: WindowsId): readonly string[] {
  return catalogue.dotnetOnWindows.get(windows) ?? [];
}

/** Highest of two sets of Active Directory levels, value by value. */
export function highestLevels(a: AdLevels, b: AdLevels): AdLevels {
  return {
    schema: Math.max(a.schema, b.schema),
    organisation: Math.max(a.organisation, b.organisation),
    domain: Math.max(a.domain, b.domain),
  };
}

/** Newest SU of a release that fits `accept`; withdrawn and unconfirmed ones never. Undefined when there is none. */
export function newestSecurityUpdate(
  release: Release,
  accept: (update: Update) => boolean,
): Update | undefined {
  return release.updates.findLast(
    (update) =>
      update.kind === 'SU' &&
      update.withdrawn === undefined &&
      update.unconfirmed === undefined &&
      accept(update),
  );
}

/** `Windows Server 2022` */
export function windowsTitle(catalogue: Catalogue, id: string): string {
  return required(catalogue.windows, id).name;
}

/** `Exchange Server 2016`, older products included. */
export function productTitle(catalogue: Catalogue, id: string): string {
  return (catalogue.products.get(id) ?? catalogue.legacyProducts.get(id))?.name ?? id;
}

/** The Windows versions on which this release is supported for a role, oldest first. */
export function windowsFor(catalogue: Catalogue, release: Release, role: Role): readonly WindowsId[] {
  const rule = ruleFor(catalogue.windowsRules, release);
  return role === 'tools' ? rule.tools : rule.server;
}

/**
 * The rule of its kind for a release.
 * @throws Error when there is none: the loader refuses such data
 */
export function ruleFor<T>(rules: ReadonlyMap<string, T>, release: Release): T {
  return required(rules, release.id);
}

/** `Exchange Server 2019 CU14` */
export function releaseTitle(catalogue: Catalogue, release: Release): string {
  return `${productTitle(catalogue, release.product)} ${release.name}`;
}

/** The house rules of overlays that forbid this level on this day. */
export function restrictionsOn(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
  today: string,
): readonly RestrictionData[] {
  return catalogue.data.restrictions.filter(
    (rule) =>
      (rule.from === undefined || rule.from <= today) &&
      (rule.to === undefined || today <= rule.to) &&
      (rule.releases.includes(release.id) ||
        (update !== null && (rule.updates ?? []).includes(update.fullId))),
  );
}
