/**
 * Recognises a level from what admins have at hand: names, builds as Exchange shows them, KB numbers. Never a
 * guess: what the catalogue does not hold is said to be unknown. Pure. No message repeats the input.
 */
import {
  type Catalogue,
  compareBuilds,
  type Product,
  type Release,
  releaseTitle,
  type Update,
} from './catalogue.ts';
import { withoutDirectoryOffset } from './directory-build.ts';
import { compact, isAliasedUpdate, LONGEST_NAME, type NameParts, parseName, tidy } from './naming.ts';
import type { LegacyProductData, PlannedReleaseData } from './schema.ts';

export { searchLevels } from './search-levels.ts';

/** A release with or without an update. `updateKnown` is false when nobody said which update is installed. */
export interface KnownLevel {
  readonly kind: 'level';
  readonly release: Release;
  readonly update: Update | null;
  readonly updateKnown: boolean;
}

/** What the text was: a full build, `Version 15.x (Build n.m)` (mostly blind to updates), a name, or a KB number. */
export type Evidence = 'build' | 'display-version' | 'name' | 'kb';

export interface UnknownBuild {
  readonly kind: 'unknown-build';
  /** Four numbers without padding. */
  readonly build: string;
  /** Nearest known levels of any product. */
  readonly below: KnownLevel | null;
  readonly above: KnownLevel | null;
  /** The product whose builds begin with the same two numbers and lie around or below it; null: none. */
  readonly product: Product | null;
  /** Nearest known levels of that product. */
  readonly inProduct: { readonly below: KnownLevel | null; readonly above: KnownLevel | null };
  /** `catalogue`: above every build; `product`: above every build of its product; null: neither. */
  readonly newerThan: 'catalogue' | 'product' | null;
  readonly message: string;
}

export interface NotUnderstood {
  readonly kind: 'not-understood';
  readonly reason: 'empty' | 'too-long' | 'unreadable' | 'unknown-release' | 'unknown-update' | 'unknown-kb';
  readonly message: string;
  /** Ids among which the meant one may be; absent: any. */
  readonly near?: readonly string[] | undefined;
}

export type Identification =
  | { readonly kind: 'level'; readonly level: KnownLevel; readonly by: Evidence }
  /** More than one level fits, newest first. */
  | { readonly kind: 'candidates'; readonly levels: readonly KnownLevel[]; readonly by: Evidence }
  | { readonly kind: 'planned'; readonly planned: PlannedReleaseData }
  | { readonly kind: 'legacy'; readonly product: LegacyProductData }
  | UnknownBuild
  | NotUnderstood;

/** The build of a level. */
export function buildOf(level: Pick<KnownLevel, 'release' | 'update'>): string {
  return (level.update ?? level.release).build;
}

/** `Exchange Server 2019 CU14 Oct25SU` */
export function levelTitle(catalogue: Catalogue, level: Pick<KnownLevel, 'release' | 'update'>): string {
  const title = releaseTitle(catalogue, level.release);
  return level.update ? `${title} ${level.update.id}` : title;
}

/** `2019-cu14+Oct25SU`, `2019-cu14` */
export function levelId(level: Pick<KnownLevel, 'release' | 'update'>): string {
  return level.update?.fullId ?? level.release.id;
}

const LISTED = 4;

/** The first few levels with their builds, so that one can be typed: `2016-cu12 (15.1.1713.5), ... and 3 more`. */
export function levelList(levels: readonly KnownLevel[]): string {
  const shown = levels.slice(0, LISTED).map((level) => `${levelId(level)} (${buildOf(level)})`);
  const more = levels.length > LISTED ? `, and ${levels.length - LISTED} more` : '';
  return `${shown.join(', ')}${more}`;
}

/** Every level of the catalogue: each release as it came out, and each of its updates; oldest build first. */
export function allLevels(catalogue: Catalogue): readonly KnownLevel[] {
  const levels = [...catalogue.releases.values()].flatMap((release) => [
    { kind: 'level' as const, release, update: null, updateKnown: true },
    ...release.updates.map((update) => ({ kind: 'level' as const, release, update, updateKnown: true })),
  ]);
  return levels.sort((a, b) => compareBuilds(buildOf(a), buildOf(b)));
}

function level(release: Release, update: Update | null, updateKnown: boolean): KnownLevel {
  return { kind: 'level', release, update, updateKnown };
}

function oneOrMore(levels: readonly KnownLevel[], by: Evidence): Identification | null {
  const [first, ...others] = [...levels].sort((a, b) => compareBuilds(buildOf(b), buildOf(a)));
  if (!first) return null;
  return others.length === 0
    ? { kind: 'level', level: first, by }
    : { kind: 'candidates', levels: [first, ...others], by };
}

function notUnderstood(reason: NotUnderstood['reason'], message: string): NotUnderstood {
  return { kind: 'not-understood', reason, message };
}

/** What consoles and reports print before a build. */
const BUILD_LABEL = /^(?:admindisplayversion|fileversion|productversion|exchangeversion|buildnumber)[:=]?/;
const FULL_BUILD = /^(?:version|build)?:?v?(\d{1,5})\.(\d{1,5})\.(\d{1,7})\.(\d{1,7})$/;
const DISPLAY_VERSION = /^(?:version)?:?(\d{1,5})\.(\d{1,5})\(build(\d{1,7})\.(\d{1,7})\)$/;
const TRUNK = /^(?:version|build)?:?v?(\d{1,5})\.(\d{1,5})\.(\d{1,7})$/;

function withoutLabel(tidied: string): string {
  return tidied.replaceAll(' ', '').replace(BUILD_LABEL, '');
}

function readBuild(
  tidied: string,
): { readonly build: string; readonly by: 'build' | 'display-version' } | null {
  const text = withoutLabel(tidied);
  const display = DISPLAY_VERSION.exec(text);
  const match = display ?? FULL_BUILD.exec(text);
  if (!match) return null;
  const [major = 0, minor = 0, number = 0, revision = 0] = match.slice(1, 5).map(Number);
  const real = display ? withoutDirectoryOffset(number) : number;
  return { build: [major, minor, real, revision].join('.'), by: display ? 'display-version' : 'build' };
}

/** The first three numbers of a build, which a CU shares with all its updates; null: the text is something else. */
function readTrunk(tidied: string): string | null {
  const match = TRUNK.exec(withoutLabel(tidied));
  return match ? match.slice(1, 4).map(Number).join('.') : null;
}

function byTrunk(catalogue: Catalogue, trunk: string): Identification {
  const releases = [...catalogue.releases.values()].filter(({ build }) => build.startsWith(`${trunk}.`));
  const { asOf } = catalogue.data.catalogue;
  return (
    oneOrMore(
      releases.map((release) => level(release, null, false)),
      'display-version',
    ) ??
    notUnderstood(
      'unknown-release',
      `No CU of this catalogue (as of ${asOf}) has a build that begins with ${trunk}. A whole build has four numbers.`,
    )
  );
}

function unknownBuild(catalogue: Catalogue, build: string): UnknownBuild {
  const levels = allLevels(catalogue);
  const isBelow = (item: KnownLevel) => compareBuilds(buildOf(item), build) < 0;
  const around = (items: readonly KnownLevel[]) => ({
    below: items.findLast(isBelow) ?? null,
    above: items.find((item) => !isBelow(item)) ?? null,
  });
  const line = (text: string) => text.split('.').slice(0, 2).join('.');
  const { below, above } = around(levels);
  const neighbour = [below, above].find((item) => item !== null && line(buildOf(item)) === line(build));
  const product = (neighbour && catalogue.products.get(neighbour.release.product)) ?? null;
  const inProduct = product
    ? around(levels.filter((item) => item.release.product === product.id))
    : { below: null, above: null };
  const newerThan = above === null ? 'catalogue' : product && inProduct.above === null ? 'product' : null;
  const message = buildMessage(catalogue, build, below, above, newerThan === 'product' ? product : null);
  return { kind: 'unknown-build', build, below, above, product, inProduct, newerThan, message };
}

function buildMessage(
  catalogue: Catalogue,
  build: string,
  below: KnownLevel | null,
  above: KnownLevel | null,
  outgrown: Product | null,
): string {
  const { asOf } = catalogue.data.catalogue;
  const named = (item: KnownLevel) => `${levelTitle(catalogue, item)} (${buildOf(item)})`;
  if (!above)
    return `Build ${build} is newer than this catalogue (as of ${asOf})${below ? `; the newest known level is ${named(below)}` : ''}.`;
  if (!below)
    return `Build ${build} is older than every level of this catalogue; the oldest is ${named(above)}.`;
  const newer = outgrown ? ` It is newer than every known build of ${outgrown.name}.` : '';
  return `Build ${build} is not in this catalogue (as of ${asOf}). Nearest below: ${named(below)}; nearest above: ${named(above)}.${newer}`;
}

function withBuild(catalogue: Catalogue, build: string): KnownLevel | null {
  for (const release of catalogue.releases.values()) {
    if (release.build === build) return level(release, null, true);
    const update = release.updates.find((item) => item.build === build);
    if (update) return level(release, update, true);
  }
  return null;
}

function byBuild(catalogue: Catalogue, build: string, by: 'build' | 'display-version'): Identification {
  const found = withBuild(catalogue, build);
  if (!found) return unknownBuild(catalogue, build);
  // AdminDisplayVersion keeps showing the CU whatever SU came after it: the build of a CU leaves the SU open. The
  // build of an SU cannot have got there without that SU.
  const open = by === 'display-version' && found.update === null;
  return { kind: 'level', level: open ? level(found.release, null, false) : found, by };
}

/** The id of a level as the catalogue writes it: nothing to take apart. */
function byId(catalogue: Catalogue, id: string): KnownLevel | null {
  const release = catalogue.releases.get(id);
  if (release) return level(release, null, false);
  const update = catalogue.updates.get(id);
  const owner = update && catalogue.releases.get(update.release);
  return owner ? level(owner, update, true) : null;
}

/** A CU's own KB number names the CU only; an update's names the update. */
function byKb(catalogue: Catalogue, kb: string, within?: NameParts): Identification {
  const levels = allLevels(catalogue)
    .filter((item) => (item.update ?? item.release).kb === kb)
    .filter((item) => within?.product === undefined || within.product.id === item.release.product)
    .filter((item) => within?.releases === undefined || within.releases.includes(item.release))
    .map((item) => (item.update ? item : level(item.release, null, false)));
  const { asOf } = catalogue.data.catalogue;
  return (
    oneOrMore(levels, 'kb') ??
    notUnderstood('unknown-kb', `${kb} is the number of no level in this catalogue (as of ${asOf}).`)
  );
}

function levelsOf(catalogue: Catalogue, parts: NameParts): readonly KnownLevel[] {
  const releases = parts.releases ?? parts.product?.releases ?? [...catalogue.releases.values()];
  const { update } = parts;
  if (!update) return releases.map((release) => level(release, null, false));
  return releases.flatMap((release) => {
    const exact = release.updates.find((item) => item.id.toLowerCase() === update.label);
    if (exact) return [level(release, exact, true)];
    return isAliasedUpdate(release, update.label) ? [level(release, null, true)] : [];
  });
}

function byParts(catalogue: Catalogue, parts: NameParts): Identification {
  const found = oneOrMore(levelsOf(catalogue, parts), 'name');
  const planned = catalogue.plannedReleases.get(parts.planned ?? '');
  if (planned && !found) return { kind: 'planned', planned };
  if (found) return found;
  const { asOf } = catalogue.data.catalogue;
  const [release, ...others] = parts.releases ?? [];
  const product = release ? catalogue.products.get(release.product) : parts.product;
  const only = others.length === 0 ? release : undefined;
  const owner = release ? releaseTitle(catalogue, release) : (parts.product?.name ?? 'any release');
  return {
    ...notUnderstood(
      'unknown-update',
      `No update of that name is known for ${owner} (catalogue as of ${asOf}).${only ? ` ${updatesOf(only)}` : ''}`,
    ),
    near: namesNear(only, product),
  };
}

function updatesOf({ updates }: Release): string {
  return updates.length === 0
    ? 'It has no updates.'
    : `It has ${updates.map((update) => update.id).join(', ')}.`;
}

/** What may have been meant: an update of that CU, or else something of that product. */
function namesNear(
  release: Release | undefined,
  product: Product | undefined,
): readonly string[] | undefined {
  if (release) return release.updates.map((update) => update.fullId);
  return product?.releases.flatMap((item) => [item.id, ...item.updates.map((update) => update.fullId)]);
}

/** `Security Update for Exchange ... (KB1234567)`: the KB number, and what stands around it. */
function splitKb(tidied: string): { readonly kb: string; readonly around: string } | null {
  const match =
    /^kb? ?(\d{6,8})$/.exec(tidied) ?? /^(\d{6,8})$/.exec(tidied) ?? /\bkb ?(\d{6,8})\b/.exec(tidied);
  if (!match) return null;
  const around = `${tidied.slice(0, match.index)} ${tidied.slice(match.index + match[0].length)}`;
  return {
    kb: `KB${match[1]}`,
    around: around.replace(/(?:security|hotfix|cumulative) update(?: \d+)? for /, ''),
  };
}

/**
 * Says which level a text means. Case, spaces and the zero padding of builds do not matter; texts of more than
 * 200 characters are refused unread.
 */
export function identify(catalogue: Catalogue, text: string): Identification {
  if (text.length > LONGEST_NAME)
    return notUnderstood('too-long', `The text is longer than ${LONGEST_NAME} characters.`);
  const exact = byId(catalogue, text);
  if (exact) return { kind: 'level', level: exact, by: 'name' };
  const tidied = tidy(text);
  if (tidied === '') return notUnderstood('empty', 'The text is empty.');
  const build = readBuild(tidied);
  if (build) return byBuild(catalogue, build.build, build.by);
  const trunk = readTrunk(tidied);
  if (trunk !== null) return byTrunk(catalogue, trunk);
  const split = splitKb(tidied);
  const name = compact(split ? split.around : tidied);
  if (split && name === null && /^[\s()]*$/.test(split.around)) return byKb(catalogue, split.kb);
  const parsed = name === null ? ({ kind: 'unreadable' } as const) : parseName(catalogue, name);
  if (parsed.kind === 'parts') {
    return split ? byKb(catalogue, split.kb, parsed.parts) : byParts(catalogue, parsed.parts);
  }
  if (parsed.kind === 'legacy') return parsed;
  const { asOf } = catalogue.data.catalogue;
  if (parsed.kind === 'unknown-release') {
    const message = `${parsed.product.name} is known, but not this release of it (catalogue as of ${asOf}).`;
    return { ...notUnderstood('unknown-release', message), near: namesNear(undefined, parsed.product) };
  }
  return notUnderstood(
    'unreadable',
    'This is no build, KB number or name of an Exchange level that cupath knows.',
  );
}
