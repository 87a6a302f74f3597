/** Which level the readings of one server mean, the most exact and newest first; contradictions come with it. */
import { type Catalogue, compareBuilds } from '../catalogue/catalogue.ts';
import { buildOf, identify, type KnownLevel, levelTitle } from '../catalogue/identify.ts';
import { displayVersion, plainBuild } from './builds.ts';
import type { Contradiction, ServerLevel } from './inventory.ts';
import { READINGS, type Reading } from './record.ts';

/** One reading with where and when it was made. */
export interface LevelReading {
  readonly how: Reading;
  readonly text: string;
  readonly file: string;
  readonly at: string | null;
}

export interface ResolvedLevel {
  readonly level: ServerLevel;
  readonly text: string | null;
  readonly contradictions: readonly Contradiction[];
}

const HOW: Readonly<Record<Reading, string>> = {
  'exsetup-report': 'the build of ExSetup',
  exsetup: 'the build of ExSetup',
  'vulnerability-report': 'the build',
  written: 'the level written by hand',
  label: 'the label',
  directory: 'AdminDisplayVersion',
};

/** First numbers of the builds of products too old to be planned, by the data's own words. */
function legacyOf(catalogue: Catalogue, build: string): ServerLevel | null {
  const major = build.split('.')[0];
  const product = catalogue.data.legacyProducts.find((item) => String(item.major) === major);
  return product ? { kind: 'legacy', product } : null;
}

function unknownLevel(
  text: string,
  reason: string,
  product: Extract<ServerLevel, { kind: 'unknown' }>['product'] = null,
): ServerLevel {
  return { kind: 'unknown', text, reason, product };
}

/** Levels that were read before: thousands of servers share a few dozen texts. */
const readBefore = new WeakMap<Catalogue, Map<string, ServerLevel>>();
const MAX_REMEMBERED = 5000;

/** What a text means as a level of a server. */
export function levelOf(catalogue: Catalogue, text: string): ServerLevel {
  const known = readBefore.get(catalogue) ?? new Map<string, ServerLevel>();
  readBefore.set(catalogue, known);
  const found = known.get(text) ?? readLevel(catalogue, text);
  if (known.size < MAX_REMEMBERED) known.set(text, found);
  return found;
}

function readLevel(catalogue: Catalogue, text: string): ServerLevel {
  const build = plainBuild(text);
  const legacy = build === null ? null : legacyOf(catalogue, build);
  if (legacy) return legacy;
  const found = identify(catalogue, text);
  switch (found.kind) {
    case 'level':
      return found.level;
    case 'legacy':
      return { kind: 'legacy', product: found.product };
    case 'unknown-build':
      return unknownLevel(text, found.message, found.product);
    case 'planned':
      return unknownLevel(text, `${found.planned.name} is not released`);
    case 'candidates': {
      const products = new Set(found.levels.map((level) => level.release.product));
      const [only] = products;
      const product = products.size === 1 ? (catalogue.products.get(only ?? '') ?? null) : null;
      return unknownLevel(text, `${found.levels.length} levels fit this name`, product);
    }
    case 'not-understood':
      return unknownLevel(text, found.message);
  }
}

/**
 * What one reading says. Active Directory holds the CU, or the SU that last wrote its build there; later ones
 * leave it as it is, so a CU says nothing about the SU of today, in whatever spelling it stands in the file.
 */
function levelRead(catalogue: Catalogue, { how, text }: LevelReading): ServerLevel {
  const found = levelOf(catalogue, text);
  if (how !== 'directory' || found.kind !== 'level') return found;
  return found.update === null || displayVersion(text) !== null
    ? { ...found, update: null, updateKnown: false }
    : found;
}

/** The most exact first; of equals the newest, those without a time last. */
export function byExactness(a: LevelReading, b: LevelReading): number {
  return (
    READINGS.indexOf(a.how) - READINGS.indexOf(b.how) ||
    (b.at ?? '').localeCompare(a.at ?? '') ||
    a.file.localeCompare(b.file)
  );
}

function titleOf(catalogue: Catalogue, level: ServerLevel): string {
  if (level.kind === 'level') return `${levelTitle(catalogue, level)} (${buildOf(level)})`;
  return level.kind === 'legacy' ? level.product.name : (level.text ?? 'unknown');
}

/** Can both be said of one server? One that is blind to updates fits every update of its CU. */
function agree(a: ServerLevel, b: ServerLevel): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'legacy' && b.kind === 'legacy') return a.product.id === b.product.id;
  if (a.kind === 'unknown' && b.kind === 'unknown')
    return a.text === null || plainBuild(a.text) === plainBuild(b.text ?? '');
  if (a.kind !== 'level' || b.kind !== 'level') return true;
  if (a.release.id !== b.release.id) return false;
  return !a.updateKnown || !b.updateKnown || a.update?.id === b.update?.id;
}

/** A label such as "Exchange 2019 CU14" says nothing about updates; one with an update that is newer says more. */
function moreExact(a: KnownLevel, b: KnownLevel): boolean {
  return !a.updateKnown && b.updateKnown && a.release.id === b.release.id;
}

/** An installed update that a report lists, and the file. */
export interface Hotfix {
  readonly title: string;
  readonly file: string;
}

interface Read {
  readonly reading: LevelReading;
  readonly level: ServerLevel;
}

/** The build of a level, known or not; null when there is none. */
function numbersOf(level: ServerLevel): string | null {
  if (level.kind === 'level') return buildOf(level);
  return level.kind === 'unknown' ? plainBuild(level.text ?? '') : null;
}

/** Does a later reading show a higher build? Nobody takes a CU back. A label is not believed for that. */
function overtakes(chosen: Read, other: Read): boolean {
  const [before, after] = [chosen.reading.at, other.reading.at];
  if (before === null || after === null || after <= before || other.reading.how === 'label') return false;
  const [old, now] = [numbersOf(chosen.level), numbersOf(other.level)];
  if (old === null || now === null || compareBuilds(now, old) <= 0) return false;
  return !(chosen.level.kind === 'level' && other.level.kind === 'level' && agree(chosen.level, other.level));
}

/** Updates in the list that the chosen build does not show: for its CU by their title, or by their KB number. */
function missed(level: ServerLevel, hotfixes: readonly Hotfix[]): Hotfix | null {
  if (level.kind !== 'level' || level.update !== null || !level.updateKnown) return null;
  const { release } = level;
  const ofRelease = (title: string) => {
    const kb = /\bKB ?(\d{6,8})\b/i.exec(title)?.[1];
    if (kb === undefined) return false;
    if (release.updates.some((update) => update.kb === `KB${kb}`)) return true;
    const cu = /cumulative update (\d{1,2})\b|\bCU(\d{1,2})\b/i.exec(title);
    return cu !== null && release.id.endsWith(`-cu${cu[1] ?? cu[2]}`);
  };
  return hotfixes.find(({ title }) => ofRelease(title)) ?? null;
}

/**
 * The level that the readings give, and what does not fit it. The build wins over a label, the newer reading
 * over an older one of the same kind, and a higher build over a lower one that was read before; an unknown build
 * stays unknown even beside a label that names a level.
 * @param hotfixes installed updates that reports list
 */
export function resolveLevel(
  catalogue: Catalogue,
  readings: readonly LevelReading[],
  hotfixes: readonly Hotfix[] = [],
): ResolvedLevel {
  const sorted = [...readings].sort(byExactness);
  const [best] = sorted;
  if (!best) {
    const reason = 'no file says what this server runs';
    return { level: { kind: 'unknown', text: null, reason, product: null }, text: null, contradictions: [] };
  }
  const all = sorted.map((reading) => ({ reading, level: levelRead(catalogue, reading) }));
  const readable =
    all.find(({ level }) => level.kind !== 'unknown' || plainBuild(level.text ?? '') !== null) ?? all[0];
  let chosen = readable ?? { reading: best, level: levelRead(catalogue, best) };
  for (const other of all) if (overtakes(chosen, other)) chosen = other;
  for (const other of all) {
    if (chosen.level.kind === 'level' && other.level.kind === 'level' && moreExact(chosen.level, other.level))
      chosen = other;
  }
  const seen = new Set<string>();
  const contradictions = all.flatMap(({ reading, level }): Contradiction[] => {
    if (agree(level, chosen.level)) return [];
    const text = `${HOW[reading.how]} in ${reading.file} says ${titleOf(catalogue, level)}, ${HOW[chosen.reading.how]} in ${chosen.reading.file} says ${titleOf(catalogue, chosen.level)}; taken: ${titleOf(catalogue, chosen.level)}`;
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ about: 'level', text }];
  });
  const hidden = missed(chosen.level, hotfixes);
  if (hidden === null || chosen.level.kind !== 'level')
    return { level: chosen.level, text: chosen.reading.text, contradictions };
  const text = `${hidden.file} lists "${hidden.title}" as installed, but the build ${buildOf(chosen.level)} is the one without an update; taken: update unknown`;
  return {
    level: { ...chosen.level, updateKnown: false },
    text: chosen.reading.text,
    contradictions: [...contradictions, { about: 'level', text }],
  };
}
