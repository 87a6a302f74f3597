/**
 * What has to be prepared around the core acts of a route: Active Directory (once, with the newest media that
 * the organisation can take at that moment, before the first act that needs it, only where a level rises),
 * the software that Setup demands, and the security updates.
 */
import { type Catalogue, highestLevels, inRange, type Release } from '../catalogue/catalogue.ts';
import type { AdLevels, Role, SoftwareData, WindowsId } from '../catalogue/schema.ts';
import { type CoreAct, coexistenceViolation } from './acts.ts';

export type AdPart = 'schema' | 'organisation' | 'domains';

/** Software that Setup of `release` itself demands of a machine in this role. */
export function softwareDemanded(
  catalogue: Catalogue,
  release: Release,
  role: Role,
  windows: WindowsId,
): readonly SoftwareData[] {
  return catalogue.data.software.filter(
    (item) =>
      item.requiredBy === 'setup' &&
      item.roles.includes(role) &&
      item.needed.some(
        (need) =>
          inRange(catalogue.releases, need.applies, release) &&
          (need.windows === undefined || need.windows.includes(windows)),
      ),
  );
}

/** Which preparations raise a level from `now` to `wanted`. Domains are those PrepareAD was not run in. */
export function partsToPrepare(now: AdLevels, wanted: AdLevels): readonly AdPart[] {
  const parts: AdPart[] = [];
  if (now.schema < wanted.schema) parts.push('schema');
  if (now.schema < wanted.schema || now.organisation < wanted.organisation) parts.push('organisation');
  if (now.domain < wanted.domain) parts.push('domains');
  return parts;
}

export interface Preparation {
  /** Index of the core act before which it has to be done. */
  readonly before: number;
  readonly release: Release;
  readonly parts: readonly AdPart[];
}

function landing(act: CoreAct): Release | null {
  return act.act === 'install-dotnet' ? null : act.release;
}

/**
 * The media to prepare with before an act that installs `release`: the newest release that the acts after it
 * install before the next migration and that the products present now do not refuse.
 */
function mediaFor(
  catalogue: Catalogue,
  release: Release,
  later: readonly CoreAct[],
  present: readonly string[],
): Release {
  let chosen = release;
  for (const act of later) {
    if (act.act === 'migrate') break;
    const next = landing(act);
    if (next && coexistenceViolation(catalogue, next.id, present) === null) chosen = next;
  }
  return chosen;
}

/**
 * Every preparation of Active Directory that a route needs, in order.
 * @param start levels the forest has now (the installed CU's row, or a higher one that was named)
 * @param also other products known to be in the organisation
 */
export function preparations(
  catalogue: Catalogue,
  from: Release,
  acts: readonly CoreAct[],
  start: AdLevels,
  also: readonly string[],
): readonly Preparation[] {
  const found: Preparation[] = [];
  let levels = start;
  let product = from.product;
  acts.forEach((act, index) => {
    const release = landing(act);
    if (!release) return;
    if (partsToPrepare(levels, release.ad).length > 0) {
      const present = act.act === 'migrate' ? [...also, product] : also;
      const media = mediaFor(catalogue, release, acts.slice(index + 1), present);
      found.push({ before: index, release: media, parts: partsToPrepare(levels, media.ad) });
      levels = highestLevels(levels, media.ad);
    }
    product = release.product;
  });
  return found;
}
