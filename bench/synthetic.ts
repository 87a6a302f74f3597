/** A catalogue ten times as large: every product line gets nine more releases, with updates, between its own. */
import type { CatalogueData, ReleaseData, UpdateData } from '../src/catalogue/schema.ts';

interface Grown {
  readonly releases: readonly ReleaseData[];
  readonly updates: readonly UpdateData[];
}

/** Copies of a release with builds just above it, so that every range that holds it holds them as well. */
function grow(release: ReleaseData, updates: readonly UpdateData[], factor: number): Grown {
  const [major, minor, build, revision] = release.build.split('.').map(Number);
  const copies = Array.from({ length: factor - 1 }, (_, index) => index + 1).map((copy): Grown => {
    const id = `${release.id}x${copy}`;
    const buildOf = (extra: number) =>
      `${major}.${minor}.${build}.${(revision ?? 0) + 10_000 * copy + extra}`;
    return {
      releases: [{ ...release, id, name: `${release.name}x${copy}`, aliases: [], build: buildOf(0) }],
      updates: updates.map((update, at) => ({ ...update, release: id, build: buildOf(at + 1) })),
    };
  });
  return {
    releases: [release, ...copies.flatMap((copy) => copy.releases)],
    updates: [...updates, ...copies.flatMap((copy) => copy.updates)],
  };
}

/** Every range that ended at a release now ends at its last copy. */
function widen<T>(value: T, last: ReadonlyMap<string, string>): T {
  const walk = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    const copied = Object.entries(item).map(([key, part]): [string, unknown] => [
      key,
      key === 'to' && typeof part === 'string' ? (last.get(part) ?? part) : walk(part),
    ]);
    return Object.fromEntries(copied);
  };
  return walk(value) as T;
}

/** The same rules over `factor` times as many releases and updates. */
export function larger(data: CatalogueData, factor: number): CatalogueData {
  const grown = data.releases.map((release) =>
    grow(
      release,
      data.updates.filter((update) => update.release === release.id),
      factor,
    ),
  );
  const last = new Map(data.releases.map(({ id }) => [id, `${id}x${factor - 1}`]));
  return {
    ...widen(data, last),
    releases: grown.flatMap((item) => item.releases),
    updates: grown.flatMap((item) => item.updates),
  };
}
