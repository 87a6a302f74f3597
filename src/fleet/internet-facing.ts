/**
 * Which servers stand in a site that faces the internet. It is the site that does, whichever of its servers the files
 * say it of: all of them have their turn before those of the other sites. Source: the policy `fleet-order`.
 */
import type { InventoryServer } from '../inventory/inventory.ts';

/** A site of which one server says that it faces the internet, and another that it does not. */
export interface DisputedSite {
  readonly site: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

type Told = Pick<InventoryServer, 'name' | 'site' | 'internetFacing'>;

/** Names of the servers in these sites, and of those that face the internet themselves and in no known site. */
export function internetFacing(
  servers: readonly Told[],
  internetSites: readonly string[],
): ReadonlySet<string> {
  const sites = new Set(internetSites.map((site) => site.toLowerCase()));
  for (const { site, internetFacing: told } of servers)
    if (told === true && site !== null) sites.add(site.toLowerCase());
  return new Set(
    servers
      .filter(({ site, internetFacing: told }) =>
        site === null ? told === true : sites.has(site.toLowerCase()),
      )
      .map(({ name }) => name),
  );
}

/** The sites whose servers contradict each other, in the order of the inventory. */
export function disputedSites(servers: readonly Told[]): readonly DisputedSite[] {
  const found = new Map<string, { site: string; yes: string[]; no: string[] }>();
  for (const { name, site, internetFacing: told } of servers) {
    if (site === null || told === null) continue;
    const known = found.get(site.toLowerCase()) ?? { site, yes: [], no: [] };
    found.set(site.toLowerCase(), known);
    (told ? known.yes : known.no).push(name);
  }
  return [...found.values()].filter(({ yes, no }) => yes.length > 0 && no.length > 0);
}
