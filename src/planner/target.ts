/**
 * What the target means on the day of the plan: `latest` becomes a level, a CU gets its newest SU that this
 * organisation can have, and levels that can be no target are refused with the rule.
 */
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
import { serviced } from '../catalogue/lifecycle.ts';
import type { Violation } from './machine.ts';
import type { Question } from './question.ts';

export interface ResolvedTarget {
  readonly release: Release;
  /** The SU that the server shall have in the end; null when the CU has none. */
  readonly update: Update | null;
  /** Why this level, in one sentence. */
  readonly reason: string;
  /** Rules that forbid it as a target, whatever the route. */
  readonly blocks: readonly Violation[];
  /** An SU of an ESU period that would be newer, if somebody said that the organisation has ESU. */
  readonly esuUpdate: Update | null;
}

/** May this organisation have the update? ESU updates only when ESU was answered with yes. */
function obtainable(question: Question): (update: Update) => boolean {
  return (update) =>
    (update.date === undefined || update.date <= question.today) &&
    (update.esu === undefined || question.facts.esu === true);
}

function released(release: Release, today: string): boolean {
  return release.date <= today;
}

function newestRelease(product: Product, today: string): Release | undefined {
  return product.releases.findLast((release) => released(release, today));
}

/** Does this organisation get security updates for the release on that day? ESU counts for subscribers only. */
export function isServiced(catalogue: Catalogue, release: Release, today: string, esu: boolean): boolean {
  const service = serviced(catalogue, release, today);
  return service === 'public' || (service === 'esu' && esu);
}

/** A target that nobody named is never below what is installed, whatever the day of the plan. */
function notBelow(installed: Release | null, found: Release | undefined): Release | undefined {
  if (installed === null) return found;
  if (!found || (found.product === installed.product && found.order < installed.order)) return installed;
  return found;
}

/** The newest release that is serviced for this server on that day: in its line, or in the next product. */
function latestRelease(catalogue: Catalogue, question: Question, product: Product): Release | undefined {
  const seen = new Set<string>();
  let line: Product | undefined = product;
  while (line && !seen.has(line.id)) {
    seen.add(line.id);
    const newest: Release | undefined = line.releases.findLast(
      (release) =>
        released(release, question.today) &&
        isServiced(catalogue, release, question.today, question.facts.esu === true),
    );
    if (newest) return newest;
    line = line.successor === undefined ? undefined : catalogue.products.get(line.successor);
  }
  return newestRelease(product, question.today);
}

function withUpdate(
  catalogue: Catalogue,
  question: Question,
  release: Release,
  reason: string,
): ResolvedTarget {
  const usable = (update: Update) =>
    obtainable(question)(update) && restrictionsOn(catalogue, release, update, question.today).length === 0;
  const newest = newestSecurityUpdate(release, usable) ?? null;
  const withEsu =
    question.facts.esu === undefined
      ? newestSecurityUpdate(release, (update) => update.date === undefined || update.date <= question.today)
      : undefined;
  const installed =
    question.from.kind === 'level' && question.from.release.id === release.id ? question.from.update : null;
  const keep = installed !== null && (newest === null || compareBuilds(installed.build, newest.build) > 0);
  return {
    release,
    update: keep ? installed : newest,
    reason,
    blocks: [],
    esuUpdate:
      withEsu && (newest === null || compareBuilds(withEsu.build, newest.build) > 0) ? withEsu : null,
  };
}

/** Rules against exactly this update: withdrawn, reserved for ESU subscribers, or held back by a house rule. */
function updateBlocks(
  catalogue: Catalogue,
  question: Question,
  release: Release,
  update: Update,
): readonly Violation[] {
  const blocks: Violation[] = [];
  if (update.withdrawn !== undefined) {
    blocks.push({ rule: 'update-withdrawn', because: `${update.id} was withdrawn: ${update.withdrawn}` });
  }
  if (update.esu !== undefined && question.facts.esu === false) {
    blocks.push({
      rule: 'esu-required',
      because: `${update.id} for ${releaseTitle(catalogue, release)} went only to subscribers of ESU period ${update.esu}`,
    });
  }
  for (const rule of restrictionsOn(catalogue, release, update, question.today)) {
    if (rule.updates?.includes(update.fullId)) blocks.push({ rule: rule.id, because: rule.text });
  }
  return blocks;
}

/**
 * Resolves the target of a question. Null when it names a release that is announced but not out, or when the
 * server's product is one whose updates are not planned here and the target asks for "the latest of it".
 */
export function resolveTarget(catalogue: Catalogue, question: Question): ResolvedTarget | null {
  const { to, from } = question;
  if (to.kind === 'planned') return null;
  if (to.kind === 'release') {
    return withUpdate(
      catalogue,
      question,
      to.release,
      'named as the target, with the newest security update for it',
    );
  }
  if (to.kind === 'update') {
    const blocks = updateBlocks(catalogue, question, to.release, to.update);
    return { release: to.release, update: to.update, reason: 'named as the target', blocks, esuUpdate: null };
  }
  const product =
    from.kind === 'level'
      ? catalogue.products.get(from.release.product)
      : [...catalogue.products.values()].findLast((item) => item.successor === undefined);
  if (!product) return null;
  const installed = from.kind === 'level' ? from.release : null;
  const newest =
    to.kind === 'latest-cu'
      ? newestRelease(product, question.today)
      : latestRelease(catalogue, question, product);
  const release = notBelow(installed, newest);
  if (!release) return null;
  if (release !== newest) {
    const reason = `what is installed: no newer CU of ${product.name} was released by ${question.today}`;
    return withUpdate(catalogue, question, release, reason);
  }
  const reason =
    to.kind === 'latest-cu'
      ? `the newest CU of ${product.name}`
      : release.product === product.id
        ? `the newest level of ${product.name} that is serviced on ${question.today}`
        : `${product.name} gets no more updates here (${question.today}); this is the next line that does`;
  return withUpdate(catalogue, question, release, reason);
}
