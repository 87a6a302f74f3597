/** Puts the lists of all files together; every entry keeps its position and where it came from. */

import { DIAGNOSIS_SECTIONS, type DiagnosisData, type DiagnosisSection } from './diagnosis-schema.ts';
import type { ParsedFile } from './parse.ts';
import type { Place } from './problem.ts';
import {
  type CatalogueData,
  type CatalogueHeader,
  type CatalogueSection,
  type EntryOf,
  SECTIONS,
  type SectionName,
} from './schema.ts';
import type { Path } from './yaml.ts';

export const SECTION_NAMES = Object.keys(SECTIONS) as readonly SectionName[];

export type { EntryOf } from './schema.ts';

const DIAGNOSIS_NAMES = Object.keys(DIAGNOSIS_SECTIONS) as readonly DiagnosisSection[];

function isCatalogueSection(section: SectionName): section is CatalogueSection {
  return !(section in DIAGNOSIS_SECTIONS);
}

export interface Entry<T> {
  readonly value: T;
  readonly file: string;
  /** True for an entry of an overlay. */
  readonly added: boolean;
  /** Position of the entry, or of something inside it. */
  readonly at: (path?: Path, what?: 'value' | 'key') => Place;
}

export type Entries = { readonly [S in SectionName]: readonly Entry<EntryOf<S>>[] };

export interface Merged {
  /** All `catalogue:` headers; exactly one is right. */
  readonly headers: readonly Entry<CatalogueHeader>[];
  readonly entries: Entries;
}

/** A parsed file, and whether it belongs to an overlay. */
export interface Origin {
  readonly parsed: ParsedFile;
  readonly added: boolean;
}

function entriesIn<S extends SectionName>(origins: readonly Origin[], section: S): Entry<EntryOf<S>>[] {
  return origins.flatMap(({ parsed, added }) => {
    const lists: { readonly [T in SectionName]?: readonly EntryOf<T>[] | undefined } = parsed.data;
    const list: readonly EntryOf<S>[] = lists[section] ?? [];
    return list.map((value, index) => ({
      value,
      file: parsed.file,
      added,
      at: (path: Path = [], what: 'value' | 'key' = 'value') =>
        parsed.locate([section, index, ...path], what),
    }));
  });
}

/** Merges files in the order given: base first, then overlays. */
export function merge(origins: readonly Origin[]): Merged {
  const headers = origins.flatMap(({ parsed, added }) =>
    parsed.data.catalogue
      ? [
          {
            value: parsed.data.catalogue,
            file: parsed.file,
            added,
            at: (path: Path = [], what: 'value' | 'key' = 'key') =>
              parsed.locate(['catalogue', ...path], what),
          },
        ]
      : [],
  );
  const lists = SECTION_NAMES.map((section) => [section, entriesIn(origins, section)]);
  return { headers, entries: Object.fromEntries(lists) as Entries };
}

function listsOf<S extends SectionName>(
  entries: Entries,
  sections: readonly S[],
): { readonly [T in S]: readonly EntryOf<T>[] } {
  const lists = sections.map((section) => [section, entries[section].map((entry) => entry.value)]);
  return Object.fromEntries(lists) as { readonly [T in S]: readonly EntryOf<T>[] };
}

/** The plain data of a merge, ready for indexing. */
export function dataOf(entries: Entries, header: CatalogueHeader): CatalogueData {
  return { catalogue: header, ...listsOf(entries, SECTION_NAMES.filter(isCatalogueSection)) };
}

/** The part of a merge that only diagnoses need. */
export function diagnosisOf(entries: Entries): DiagnosisData {
  return listsOf(entries, DIAGNOSIS_NAMES);
}

/** The name by which the rest of the data refers to an entry: its id, for an update `2019-cu14+Oct25SU`. */
export function nameOf(value: { readonly id: string; readonly release?: unknown }): string {
  return typeof value.release === 'string' ? `${value.release}+${value.id}` : value.id;
}
