/**
 * What code a level contains. Source of the rule: updates are cumulative within a CU, and a CU holds what was
 * published before it came out. An update that never came for a CU is not in any later update of that CU
 * unless the data say so (the March 2021 packages for old CUs held that month's fixes only).
 */
import { type Catalogue, compareBuilds, type Release, type Update } from './catalogue.ts';

/** The day on which the update of this name came out for a product; of any product where it did not for this one. */
export function updateDay(catalogue: Catalogue, name: string, product: string): string | undefined {
  const dated = [...catalogue.updates.values()].filter(
    (update) => update.id === name && update.date !== undefined,
  );
  const own = dated.filter((update) => catalogue.releases.get(update.release)?.product === product);
  return (own.length > 0 ? own : dated).map((update) => update.date ?? '').sort()[0];
}

/** Does the level (a release with its installed update, or none) contain the code of the update of this name? */
export function containsUpdate(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
  name: string,
): boolean {
  const own = release.updates.find((item) => item.id === name);
  if (own) return update !== null && compareBuilds(update.build, own.build) >= 0;
  const day = updateDay(catalogue, name, release.product);
  return day !== undefined && release.date > day;
}

/** Does the level contain what came with that release (same product, or an older product's last code line)? */
export function containsRelease(catalogue: Catalogue, release: Release, wanted: Release): boolean {
  if (release.product === wanted.product) return release.order >= wanted.order;
  return (
    release.date > wanted.date &&
    (catalogue.products.get(release.product)?.order ?? 0) >
      (catalogue.products.get(wanted.product)?.order ?? 0)
  );
}
