/**
 * What code a level contains. Source of the rule: updates are cumulative within a CU, and a CU holds what was
 * published before it came out. An update that never came for a CU is not in any later update of that CU
 * unless the data say so (the March 2021 packages for old CUs held that month's fixes only).
 */
import type { Catalogue, Release, Update } from './catalogue.ts';

interface Days {
  /** The first day of all. */
  first: string;
  /** By product id. */
  readonly ofProduct: Map<string, string>;
}

const daysOf = new WeakMap<Catalogue, ReadonlyMap<string, Days>>();

/** By name of the update, such as `Oct25SU`. A plan asks thousands of times. */
function daysByName(catalogue: Catalogue): ReadonlyMap<string, Days> {
  const known = daysOf.get(catalogue);
  if (known) return known;
  const names = new Map<string, Days>();
  for (const { id, date, release } of catalogue.updates.values()) {
    if (date === undefined) continue;
    const days = names.get(id) ?? { first: date, ofProduct: new Map<string, string>() };
    names.set(id, days);
    if (date < days.first) days.first = date;
    const product = catalogue.releases.get(release)?.product ?? '';
    const own = days.ofProduct.get(product);
    if (own === undefined || date < own) days.ofProduct.set(product, date);
  }
  daysOf.set(catalogue, names);
  return names;
}

/** The day on which the update of this name came out for a product; of any product where it did not for this one. */
export function updateDay(catalogue: Catalogue, name: string, product: string): string | undefined {
  const days = daysByName(catalogue).get(name);
  return days?.ofProduct.get(product) ?? days?.first;
}

/** Does the level (a release with its installed update, or none) contain the code of the update of this name? */
export function containsUpdate(
  catalogue: Catalogue,
  release: Release,
  update: Update | null,
  name: string,
): boolean {
  const own = catalogue.updates.get(`${release.id}+${name}`);
  if (own) return update !== null && update.order >= own.order;
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
