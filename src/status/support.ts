/** Support state of a level, what is newer, and the floor of Exchange Online. Pure. */
import {
  type Catalogue,
  compareBuilds,
  newestSecurityUpdate,
  type Product,
  type Release,
  releaseTitle,
  restrictionsOn,
  type Update,
} from '../catalogue/catalogue.ts';
import { containsUpdate } from '../catalogue/contents.ts';
import { buildOf, type KnownLevel, levelId, levelTitle } from '../catalogue/identify.ts';
import { lineState, type Service, serviced, servicedUntil } from '../catalogue/lifecycle.ts';
import { openQuestion, type Question } from '../planner/question.ts';
import { resolveTarget } from '../planner/target.ts';
import { type Bounds, boundsOf } from './exposure.ts';

/** What somebody said beside the level; absent answers stay absent. */
export interface StatusOptions {
  /** ISO day. */
  readonly today: string;
  /** Does the organisation have Extended Security Updates? */
  readonly esu?: boolean | undefined;
  readonly hybrid?: boolean | undefined;
}

/** A level for people and for JSON. */
export interface LevelName {
  /** `2019-cu14+Oct25SU` */
  readonly id: string;
  readonly title: string;
  readonly build: string;
  readonly date: string | null;
  readonly kb: string | null;
  readonly link: string | null;
}

/** Names a level. */
export function nameLevel(catalogue: Catalogue, level: Pick<KnownLevel, 'release' | 'update'>): LevelName {
  const item = level.update ?? level.release;
  return {
    id: levelId(level),
    title: levelTitle(catalogue, level),
    build: buildOf(level),
    date: item.date ?? null,
    kb: item.kb ?? null,
    link: item.link ?? null,
  };
}

export interface Support {
  readonly service: Service;
  /** Does this organisation get updates? null: subscribers of ESU do, and nobody said whether this is one. */
  readonly supported: boolean | null;
  /** Last day of the present state; null where no date is fixed or nothing comes any more. */
  readonly until: string | null;
  readonly lineEnd: string | null;
  readonly esuEnd: string | null;
  /**
   * The day on which the line ended for everybody, ESU included: what was found after it, nobody assesses for this
   * product. Null: the line goes on.
   */
  readonly assessedUntil: string | null;
  /** Sentences on the product line. */
  readonly text: string;
}

/** The end of a line that nobody services any more and no period of ESU will; null: somebody does. */
function endOf(product: Product | undefined, today: string): string | null {
  if (!product || lineState(product, today).state !== 'ended') return null;
  const ends = [product.extendedEnd ?? '', ...product.esu.map(({ to }) => to)].sort();
  const last = ends.at(-1) ?? '';
  return last === '' || last >= today ? null : last;
}

/** Who gets updates for the release on that day. */
export function supportOf(catalogue: Catalogue, release: Release, { today, esu }: StatusOptions): Support {
  const service = serviced(catalogue, release, today);
  const product = catalogue.products.get(release.product);
  const line = product && lineState(product, today, catalogue.products.get(product.successor ?? '')?.name);
  return {
    service,
    supported: service === 'esu' ? (esu ?? null) : service === 'public',
    until: servicedUntil(catalogue, release, today),
    lineEnd: line?.supportEnd ?? product?.supportedUntilAtLeast ?? null,
    esuEnd: line?.esuEnd ?? null,
    assessedUntil: endOf(product, today),
    text: line?.text ?? '',
  };
}

export interface Newer {
  /** The newest CU of the product, when it is newer than the installed one. */
  readonly cu: LevelName | null;
  /** The newest SU for the installed CU that this organisation can have, when it is not installed. */
  readonly update: (LevelName & { readonly name: string }) | null;
  /** A still newer SU that only ESU subscribers get, where nobody said that this is one. */
  readonly esuUpdate: (LevelName & { readonly name: string }) | null;
  /** A still newer update that only secondary sources name. */
  readonly unconfirmed: (LevelName & { readonly name: string; readonly reason: string }) | null;
  /** Where "latest" leads from here; null: this is it. */
  readonly latest: (LevelName & { readonly reason: string; readonly sameProduct: boolean }) | null;
}

function isNewer(update: Update | undefined, build: string): update is Update {
  return update !== undefined && compareBuilds(update.build, build) > 0;
}

/** The answer on ESU as a fact of a question; nothing where nobody answered. */
export function esuFact(esu: boolean | undefined): Question['facts'] {
  return esu === undefined ? {} : { esu };
}

function latestOf(catalogue: Catalogue, level: KnownLevel, { today, esu }: StatusOptions): Newer['latest'] {
  const question = openQuestion(level, { kind: 'latest' }, today);
  const target = resolveTarget(catalogue, { ...question, facts: esuFact(esu) });
  if (!target) return null;
  const sameRelease = target.release.id === level.release.id;
  const installed = boundsOf(level).worst;
  if (sameRelease && buildOf(target) === buildOf(installed)) return null;
  return {
    ...nameLevel(catalogue, target),
    reason: target.reason,
    sameProduct: target.release.product === level.release.product,
  };
}

/** What is newer than the level; with the SU unknown, than the CU without one. */
export function newerThan(catalogue: Catalogue, level: KnownLevel, options: StatusOptions): Newer {
  const { release } = level;
  const { today, esu } = options;
  const installed = buildOf(boundsOf(level).worst);
  const product = catalogue.products.get(release.product);
  const newestCu = product?.releases.findLast((item) => item.date <= today);
  const out = (update: Update) =>
    (update.date === undefined || update.date <= today) &&
    restrictionsOn(catalogue, release, update, today).length === 0;
  const publicOnes = newestSecurityUpdate(release, (item) => out(item) && item.esu === undefined);
  const all = newestSecurityUpdate(release, out);
  const mine = esu === true ? all : publicOnes;
  const unconfirmed = release.updates.findLast((item) => item.unconfirmed !== undefined && out(item));
  const named = (update: Update) => ({ ...nameLevel(catalogue, { release, update }), name: update.id });
  const above = mine && compareBuilds(mine.build, installed) > 0 ? mine.build : installed;
  return {
    cu:
      newestCu && newestCu.order > release.order
        ? nameLevel(catalogue, { release: newestCu, update: null })
        : null,
    update: isNewer(mine, installed) ? named(mine) : null,
    esuUpdate: esu === undefined && isNewer(all, above) ? named(all) : null,
    unconfirmed: isNewer(unconfirmed, all && compareBuilds(all.build, above) > 0 ? all.build : above)
      ? { ...named(unconfirmed), reason: unconfirmed.unconfirmed ?? '' }
      : null,
    latest: latestOf(catalogue, level, options),
  };
}

export interface HybridState {
  /** Did somebody say that the organisation is hybrid? null: nobody said. */
  readonly hybrid: boolean | null;
  /** `below`: refused from `from` on; `unknown`: depends on the SU that nobody named. */
  readonly state: 'below' | 'above' | 'unknown';
  /** Name of the update that the floor asks for. */
  readonly floor: string;
  readonly from: string;
  readonly inForce: boolean;
  readonly policy: string;
  readonly text: string;
  readonly url: string | null;
  /** Title of the release when hybrid organisations are supported on a newer CU only. */
  readonly newestCu: string | null;
}

/** How Exchange Online treats the level in a hybrid organisation; null where no floor is set for the product. */
export function hybridState(
  catalogue: Catalogue,
  bounds: Bounds,
  { today, hybrid }: StatusOptions,
): HybridState | null {
  const { release } = bounds.worst;
  const policy = catalogue.data.policies.find((item) => item.floor?.products.includes(release.product));
  if (!policy?.floor || hybrid === false) return null;
  const { update, from } = policy.floor;
  const has = (side: Bounds['worst']) => containsUpdate(catalogue, side.release, side.update, update);
  const newest = catalogue.products.get(release.product)?.releases.findLast((item) => item.date <= today);
  return {
    hybrid: hybrid ?? null,
    state: has(bounds.worst) ? 'above' : has(bounds.best) ? 'unknown' : 'below',
    floor: update,
    from,
    inForce: today >= from,
    policy: policy.id,
    text: policy.text,
    url: policy.url ?? null,
    newestCu: newest && newest.order > release.order ? releaseTitle(catalogue, newest) : null,
  };
}
