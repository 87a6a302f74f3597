/**
 * Which members of a DAG can carry each other's load: only those of one product (or of two, of which one is updated
 * to the other in place) on one Windows. Source of the rule: the policy `dag-alike`.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { productOf } from './question.ts';

/** What has to be equal among the members of a DAG; null: not known. */
export interface DagKind {
  readonly family: string | null;
  readonly windows: string | null;
}

/** Products that are updated to one another on the same machine, each with the name of their group. */
function familiesOf(catalogue: Catalogue): (product: string) => string {
  const above = new Map<string, string>();
  for (const { act, from, to } of catalogue.data.transitions) {
    if (act !== 'upgrade-in-place') continue;
    const source = 'product' in from ? from.product : catalogue.releases.get(from.from)?.product;
    const target = catalogue.releases.get(to.from)?.product;
    if (source !== undefined && target !== undefined && source !== target) above.set(source, target);
  }
  return (product) => {
    let top = product;
    // Bounded, should two products of the data name each other.
    for (let steps = 0; steps < above.size; steps++) top = above.get(top) ?? top;
    return top;
  };
}

/** The kind of each server by its name. */
export function dagKindsOf(catalogue: Catalogue, { servers }: Inventory): ReadonlyMap<string, DagKind> {
  const familyOf = familiesOf(catalogue);
  return new Map(
    servers.map((server) => {
      const product = productOf(server);
      return [
        server.name,
        { family: product === null ? null : familyOf(product), windows: server.windows },
      ] as const;
    }),
  );
}

/** Can both be members of one DAG? What is not known is no reason against it. */
export function alike(a: DagKind | undefined, b: DagKind | undefined): boolean {
  const fits = (one: string | null | undefined, other: string | null | undefined) =>
    one === null || other === null || one === undefined || other === undefined || one === other;
  return fits(a?.family, b?.family) && fits(a?.windows, b?.windows);
}
