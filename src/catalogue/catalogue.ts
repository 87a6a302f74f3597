/**
 * The catalogue, indexed for asking: pure, frozen in use, built from validated data. No file access here.
 */
import { lazily } from './lazily.ts';
import type {
  AdLevels,
  CatalogueData,
  CoexistenceRule,
  DomainControllerRule,
  DotnetData,
  DotnetRule,
  FactData,
  ForestLevelRule,
  LegacyProductData,
  LicenceData,
  MediaRule,
  Phase,
  PlannedReleaseData,
  PolicyData,
  ProductData,
  Range,
  ReleaseData,
  RestrictionData,
  RiskData,
  Role,
  SourceData,
  StepTemplate,
  UpdateData,
  VulnerabilityData,
  WindowsData,
  WindowsId,
  WindowsRule,
} from './schema.ts';
import { worstFirst } from './severity.ts';

export interface Update extends UpdateData {
  readonly kind: 'SU' | 'HU';
  /** Position among the updates of its release, 0 is the first. */
  readonly order: number;
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
  readonly facts: ReadonlyMap<string, FactData>;
  /** By release id. */
  readonly dotnetRules: ReadonlyMap<string, DotnetRule>;
  readonly windowsRules: ReadonlyMap<string, WindowsRule>;
  readonly domainControllerRules: ReadonlyMap<string, DomainControllerRule>;
  readonly forestLevelRules: ReadonlyMap<string, ForestLevelRule>;
  readonly mediaRules: ReadonlyMap<string, MediaRule>;
  readonly licences: ReadonlyMap<string, LicenceData>;
  readonly coexistenceRules: ReadonlyMap<string, readonly CoexistenceRule[]>;
  /** By .NET version: its position among all of them, 0 is the oldest. */
  readonly dotnetOrder: ReadonlyMap<string, number>;
  /** By Windows id: the .NET versions that can be present on it, oldest first. */
  readonly dotnetOnWindows: ReadonlyMap<string, readonly string[]>;
  /** Templates of the checklist by what they are for and their phase (`templateKey`), in the order of the data. */
  readonly stepTemplates: ReadonlyMap<string, readonly StepTemplate[]>;
  /** The templates of a phase, in the order of the data. */
  readonly templatesByPhase: ReadonlyMap<string, readonly StepTemplate[]>;
  /** Worst first. */
  readonly vulnerabilities: readonly VulnerabilityData[];
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

/** Where the part that begins at `start` ends; an absent part is empty, and counts as 0. */
function endOfPart(text: string, start: number): number {
  const dot = text.indexOf('.', start);
  return dot === -1 ? text.length : dot;
}

/** Compares two builds (`15.2.1748.10`), part by part as numbers: negative when `a` is older. */
export function compareBuilds(a: string, b: string): number {
  if (a === b) return 0;
  for (let left = 0, right = 0, part = 0; part < 4; part++) {
    const endLeft = endOfPart(a, left);
    const endRight = endOfPart(b, right);
    const difference = Number(a.slice(left, endLeft)) - Number(b.slice(right, endRight));
    if (difference !== 0) return difference;
    left = endLeft + 1;
    right = endRight + 1;
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

/** The releases of a range, oldest first; see `inRange`. */
function releasesIn(
  { products, releases }: Pick<Catalogue, 'products' | 'releases'>,
  range: Range,
): readonly Release[] {
  const from = releases.get(range.from);
  const to = range.to === undefined ? undefined : releases.get(range.to);
  if (!from) return [];
  return required(products, from.product).releases.slice(from.order, to && to.order + 1);
}

/** The first rule that applies to each release. */
function byRelease<T extends { readonly applies: Range }>(
  rules: readonly T[],
  catalogue: Pick<Catalogue, 'products' | 'releases'>,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const rule of rules) {
    for (const { id } of releasesIn(catalogue, rule.applies)) if (!found.has(id)) found.set(id, rule);
  }
  return found;
}

function byBuild(a: { readonly build: string }, b: { readonly build: string }): number {
  return compareBuilds(a.build, b.build);
}

/** By full id; those of one release one after the other, oldest first. */
function updatesOf(data: CatalogueData): ReadonlyMap<string, Update> {
  const groups = grouped(data.updates, (item) => item.release);
  return new Map(
    [...groups].flatMap(([release, items]) =>
      [...items].sort(byBuild).map((item, order): [string, Update] => {
        const fullId = `${release}+${item.id}`;
        return [fullId, { ...item, kind: item.id.includes('HU') ? 'HU' : 'SU', order, fullId }];
      }),
    ),
  );
}

/** Items by their key, both in the order in which they come. */
export function grouped<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function productsOf(data: CatalogueData, updates: Catalogue['updates']): ReadonlyMap<string, Product> {
  const updatesByRelease = grouped(updates.values(), (update) => update.release);
  const releasesByProduct = grouped(data.releases, (release) => release.product);
  const ordered = [...data.products].sort((a, b) => (a.released < b.released ? -1 : 1));
  return new Map(
    ordered.map((item, order): [string, Product] => {
      const releases = [...(releasesByProduct.get(item.id) ?? [])].sort(byBuild).map(
        (release, position): Release => ({
          ...release,
          order: position,
          updates: updatesByRelease.get(release.id) ?? [],
        }),
      );
      return [item.id, { ...item, order, releases }];
    }),
  );
}

function coexistenceOf(
  data: CatalogueData,
  catalogue: Pick<Catalogue, 'products' | 'releases'>,
): ReadonlyMap<string, readonly CoexistenceRule[]> {
  const reached = data.coexistenceRules.flatMap((rule) => {
    const { target } = rule;
    if ('planned' in target) return [{ id: target.planned, rule }];
    return releasesIn(catalogue, target).map(({ id }) => ({ id, rule }));
  });
  const groups = grouped(reached, ({ id }) => id);
  return new Map([...groups].map(([id, group]) => [id, group.map(({ rule }) => rule)]));
}

/** What a template is for (one act, a window, the plan) and its phase. */
export function templateKey(per: Exclude<StepTemplate['per'], readonly unknown[]>, phase: Phase): string {
  return `${per} ${phase}`;
}

function templatesOf({ steps }: CatalogueData): ReadonlyMap<string, readonly StepTemplate[]> {
  const keyed = steps.flatMap((template) => {
    const pers = typeof template.per === 'string' ? [template.per] : template.per;
    return [...new Set(pers)].map((per) => ({ key: templateKey(per, template.phase), template }));
  });
  const groups = grouped(keyed, ({ key }) => key);
  return new Map([...groups].map(([key, group]) => [key, group.map(({ template }) => template)]));
}

/**
 * Indexes validated data. Each index is made when it is first asked for.
 * @param data every list validated and cross-checked by the loader
 * @param digest `sha256:...` of the data files
 * @param overlays names of the overlays that are merged into `data`
 */
export function indexCatalogue(
  data: CatalogueData,
  digest: string,
  overlays: readonly string[] = [],
): Catalogue {
  const catalogue: Catalogue = lazily<Catalogue>({
    data: () => data,
    digest: () => digest,
    overlays: () => overlays,
    products: () => productsOf(data, catalogue.updates),
    legacyProducts: () => byId(data.legacyProducts),
    releases: () => byId([...catalogue.products.values()].flatMap((product) => product.releases)),
    plannedReleases: () => byId(data.plannedReleases),
    updates: () => updatesOf(data),
    dotnet: () => byId(data.dotnet),
    windows: () => byId(data.windows),
    sources: () => byId(data.sources),
    risks: () => byId(data.risks),
    policies: () => byId(data.policies),
    facts: () => byId(data.facts),
    dotnetRules: () => byRelease(data.dotnetRules, catalogue),
    windowsRules: () => byRelease(data.windowsRules, catalogue),
    domainControllerRules: () => byRelease(data.domainControllerRules, catalogue),
    forestLevelRules: () => byRelease(data.forestLevelRules, catalogue),
    mediaRules: () => byRelease(data.mediaRules, catalogue),
    licences: () => byRelease(data.licences, catalogue),
    coexistenceRules: () => coexistenceOf(data, catalogue),
    dotnetOrder: () =>
      new Map([...catalogue.dotnet.keys()].sort(compareDotnet).map((id, position) => [id, position])),
    dotnetOnWindows: () => new Map(data.windows.map((item) => [item.id, dotnetOn(item)])),
    stepTemplates: () => templatesOf(data),
    templatesByPhase: () => grouped(data.steps, ({ phase }) => phase),
    vulnerabilities: () => worstFirst(data.vulnerabilities),
    landings: () =>
      new Map(data.transitions.map((transition) => [transition.id, releasesIn(catalogue, transition.to)])),
  });
  return catalogue;
}

function dotnetOn({ dotnet }: WindowsData): readonly string[] {
  if (!dotnet) return [];
  const all =
    dotnet.preinstalled === undefined ? dotnet.installable : [dotnet.preinstalled, ...dotnet.installable];
  return [...new Set(all)].sort(compareDotnet);
}

/** .NET versions that can be present on this Windows: the preinstalled one and what installs over it, oldest first. */
export function dotnetPossibleOn(catalogue: Catalogue, windows: WindowsId): readonly string[] {
  return required(catalogue.dotnetOnWindows, windows);
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
  const product = catalogue.products.get(id) ?? required(catalogue.legacyProducts, id);
  return product.name;
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

/** The switch that accepts the licence terms in Setup of this release; null: of the newest release of all. */
export function licenceSwitch(catalogue: Catalogue, release: Release | null): string {
  const newest = [...catalogue.products.values()].at(-1)?.releases.at(-1);
  const own = release ?? newest;
  return own === undefined ? '' : ruleFor(catalogue.licences, own).switch;
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
        (update !== null && rule.updates?.includes(update.fullId) === true)),
  );
}
