/** Rules over ranges: the ranges are sound, every release has exactly one rule of each kind, nothing goes in circles. */
import { compareBuilds } from './catalogue.ts';
import { rangesIn } from './mentions.ts';
import { type Entry, type EntryOf, type Merged, SECTION_NAMES } from './merge.ts';
import { type CatalogueProblem, type Place, problemAt } from './problem.ts';
import type { Range, ReleaseData, SectionName } from './schema.ts';

type Releases = ReadonlyMap<string, ReleaseData>;

/** Of each of these a release has one, not none and not two. */
const ONE_EACH = [
  'dotnetRules',
  'windowsRules',
  'mediaRules',
  'licences',
  'domainControllerRules',
  'forestLevelRules',
] as const;

function releasesById(merged: Merged): Releases {
  return new Map(merged.entries.releases.map((entry) => [entry.value.id, entry.value]));
}

function rangeFault(releases: Releases, range: Range): string | undefined {
  const from = releases.get(range.from);
  const to = range.to === undefined ? undefined : releases.get(range.to);
  if (!from || !to) return undefined;
  if (from.product !== to.product) {
    return `a range stays inside one product; ${from.id} is of ${from.product}, ${to.id} of ${to.product}`;
  }
  if (compareBuilds(from.build, to.build) > 0)
    return `the range is reversed: ${from.id} is newer than ${to.id}`;
  return undefined;
}

function badRangesIn<S extends SectionName>(
  section: S,
  entries: readonly Entry<EntryOf<S>>[],
  releases: Releases,
): CatalogueProblem[] {
  return entries.flatMap((entry) =>
    rangesIn(section, entry.value).flatMap(({ path, range }) => {
      const fault = rangeFault(releases, range);
      return fault === undefined ? [] : [problemAt(entry.at([...path, 'to']), fault)];
    }),
  );
}

/** A range runs from the older to the newer release of one product. */
export function badRanges(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  return SECTION_NAMES.flatMap((section) => badRangesIn(section, merged.entries[section], releases));
}

function covers(releases: Releases, range: Range, release: ReleaseData): boolean {
  const from = releases.get(range.from);
  const to = range.to === undefined ? undefined : releases.get(range.to);
  if (!from || from.product !== release.product || (range.to !== undefined && !to)) return false;
  if (compareBuilds(release.build, from.build) < 0) return false;
  return to === undefined || compareBuilds(release.build, to.build) <= 0;
}

/** Every release has exactly one rule for .NET, Windows, media, licence switch, domain controllers and forest level. */
export function coverage(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  return ONE_EACH.flatMap((section) =>
    merged.entries.releases.flatMap((release) => {
      const [first, second] = merged.entries[section].filter((rule) =>
        covers(releases, rule.value.applies, release.value),
      );
      if (!first) return [problemAt(release.at(['id']), `${section}: no rule covers "${release.value.id}"`)];
      if (!second) return [];
      const message = `${section}: "${release.value.id}" is covered already by "${first.value.id}" (${first.file})`;
      return [problemAt(second.at(['applies']), message)];
    }),
  );
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
}

/** The edges that close a circle, each with the way around. */
function circles(edges: readonly Edge[]): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]) => {
    for (const edge of edges.filter((item) => item.from === node)) {
      const start = trail.indexOf(edge.to);
      if (start >= 0) {
        problems.push(
          problemAt(edge.place, `goes in a circle: ${[...trail.slice(start), edge.to].join(' -> ')}`),
        );
      } else if (!done.has(edge.to)) visit(edge.to, [...trail, edge.to]);
    }
    done.add(node);
  };
  for (const { from } of edges) if (!done.has(from)) visit(from, [from]);
  return problems;
}

/** Successors lead onwards. */
export function successorCircles(merged: Merged): readonly CatalogueProblem[] {
  return circles(
    merged.entries.products.flatMap((entry) => {
      const { id, successor } = entry.value;
      return successor === undefined ? [] : [{ from: id, to: successor, place: entry.at(['successor']) }];
    }),
  );
}

/** Transitions lead from one product to another and never back. */
export function transitionCircles(merged: Merged): readonly CatalogueProblem[] {
  const releases = releasesById(merged);
  return circles(
    merged.entries.transitions.flatMap((entry) => {
      const { from, to } = entry.value;
      const start = 'product' in from ? from.product : releases.get(from.from)?.product;
      const end = releases.get(to.from)?.product;
      return start === undefined || end === undefined
        ? []
        : [{ from: start, to: end, place: entry.at(['to']) }];
    }),
  );
}
