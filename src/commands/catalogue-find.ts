/** Finds entries of the catalogue by what people call them: id, full id, update name, KB number, build, level name. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { identify, type KnownLevel } from '../catalogue/identify.ts';
import { nearestName } from '../catalogue/nearest.ts';
import type { CatalogueData, CatalogueSection } from '../catalogue/schema.ts';

export type AnyEntry = CatalogueData[CatalogueSection][number];

export interface FoundEntry {
  readonly section: CatalogueSection;
  /** Its id, for an update the full id such as `2019-cu14+Oct25SU`. */
  readonly name: string;
  readonly entry: AnyEntry;
}

/** Annotations are shown with what they annotate. */
function sectionsOf(data: CatalogueData): readonly CatalogueSection[] {
  const { catalogue: _header, annotations: _annotations, ...sections } = data;
  return Object.keys(sections) as readonly Exclude<CatalogueSection, 'annotations'>[];
}

function nameOf(entry: AnyEntry): string {
  return 'release' in entry && typeof entry.release === 'string' ? `${entry.release}+${entry.id}` : entry.id;
}

/** Every entry with the name others call it by. */
export function allEntries(catalogue: Catalogue): readonly FoundEntry[] {
  return sectionsOf(catalogue.data).flatMap((section) =>
    catalogue.data[section].map((entry: AnyEntry) => ({ section, name: nameOf(entry), entry })),
  );
}

function isCalled(found: FoundEntry, wanted: string): boolean {
  const { entry } = found;
  const words = [
    found.name,
    entry.id,
    'kb' in entry ? entry.kb : undefined,
    'build' in entry ? entry.build : undefined,
  ];
  return words.some((word) => word?.toLowerCase() === wanted);
}

function levelName({ release, update }: KnownLevel): string {
  return update ? update.fullId : release.id;
}

function identified(catalogue: Catalogue, text: string): ReadonlySet<string> {
  const found = identify(catalogue, text);
  if (found.kind === 'level') return new Set([levelName(found.level)]);
  return new Set(found.kind === 'candidates' ? found.levels.map(levelName) : []);
}

/** All entries of that name, in the order of the data; an exact id wins over a reading of the words. */
export function findEntries(catalogue: Catalogue, text: string): readonly FoundEntry[] {
  const wanted = text.trim().toLowerCase();
  const all = allEntries(catalogue);
  const exact = all.filter((found) => isCalled(found, wanted));
  if (exact.length > 0) return exact;
  const names = identified(catalogue, text);
  return all.filter(
    (found) => (found.section === 'releases' || found.section === 'updates') && names.has(found.name),
  );
}

/** The name nearest to a text that names nothing. */
export function nearestEntry(catalogue: Catalogue, text: string): string | undefined {
  return nearestName(text, new Set(allEntries(catalogue).map((found) => found.name)));
}
