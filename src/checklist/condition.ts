/** Reads a step's `when` against its context. The vocabulary is closed and checked on load. */
import {
  type Catalogue,
  inRange,
  productTitle,
  type Release,
  required,
  ruleFor,
  windowsFor,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import { containsUpdate } from '../catalogue/contents.ts';
import type { CheckData, ConditionData, Role, WindowsId } from '../catalogue/schema.ts';
import { mediaOf } from '../planner/acts.ts';
import { forestStanding, supportedForestLevels } from '../planner/forest.ts';
import { type Context, releaseUntilMove } from './context.ts';
import { everyOf, FALSE, known, negate, someOf, TRUE, type Truth, unknown } from './truth.ts';

/** The check that answers a fact, where the data have one. */
export function checkOf(catalogue: Catalogue, id: string): CheckData | null {
  return catalogue.facts.get(id)?.check ?? null;
}

function factTruth(context: Context, id: string): Truth {
  const answer = context.question.facts[id];
  if (answer !== undefined) return known(answer);
  const fact = required(context.catalogue.facts, id);
  if (context.role === 'edge' && fact.organisation) {
    const elsewhere = (text: string) => `${text} (ask on a Mailbox server)`;
    return unknown(elsewhere(fact.only), elsewhere(fact.onlyNot));
  }
  return unknown(fact.only, fact.onlyNot, checkOf(context.catalogue, id));
}

function windowsNames(catalogue: Catalogue, ids: readonly WindowsId[]): string {
  return ids.map((id) => windowsTitle(catalogue, id)).join(' or ');
}

function windowsTruth(context: Context, ids: readonly WindowsId[]): Truth {
  const { catalogue, before, role } = context;
  if (context.windowsKnown) return known(ids.includes(before.windows));
  const possible = windowsFor(catalogue, before.release, role);
  if (possible.every((id) => ids.includes(id))) return TRUE;
  if (!possible.some((id) => ids.includes(id))) return FALSE;
  const names = windowsNames(catalogue, ids);
  return unknown(`the server runs ${names}`, `the server does not run ${names}`);
}

/** Position in time over products: an older product is always before a newer one. */
function isBelow(catalogue: Catalogue, release: Release, mark: Release): boolean {
  const own = required(catalogue.products, release.product).order;
  const other = required(catalogue.products, mark.product).order;
  return own === other ? release.order < mark.order : own < other;
}

function crosses(context: Context, id: string): Truth {
  const mark = required(context.catalogue.releases, id);
  return known(
    isBelow(context.catalogue, context.before.release, mark) &&
      !isBelow(context.catalogue, context.release, mark),
  );
}

function domainControllerTruth(context: Context, ids: readonly WindowsId[]): Truth {
  const { dcWindows } = context.question;
  if (dcWindows !== undefined) return known(ids.some((id) => dcWindows.includes(id)));
  const names = windowsNames(context.catalogue, ids);
  return unknown(
    `a domain controller of the forest runs ${names}`,
    `no domain controller of the forest runs ${names}`,
  );
}

/** The Windows versions that domain controllers may run for the release. */
export function controllersFor({ catalogue, release }: Context): readonly WindowsId[] {
  return ruleFor(catalogue.domainControllerRules, release).windows;
}

/** The same, and while old and new servers run side by side those of the old one as well. */
export function controllersForAll(context: Context): readonly WindowsId[] {
  const { catalogue, before, among } = context;
  const windows = controllersFor(context);
  if (!among.some((hop) => hop.act === 'migrate')) return windows;
  const old = releaseUntilMove(catalogue, before.release, among);
  const { windows: known } = ruleFor(catalogue.domainControllerRules, old);
  const both = windows.filter((id) => known.includes(id));
  return both.length > 0 ? both : windows;
}

function unmetTruth(context: Context, what: 'domain-controllers' | 'forest-level'): Truth {
  const { catalogue, question, release } = context;
  if (what === 'domain-controllers') {
    const allowed = controllersFor(context);
    if (question.dcWindows !== undefined)
      return known(question.dcWindows.some((id) => !allowed.includes(id)));
    const names = windowsNames(catalogue, allowed);
    return unknown(
      `a domain controller runs something other than ${names}`,
      `all domain controllers run ${names}`,
    );
  }
  if (question.forestLevel !== undefined)
    return known(forestStanding(catalogue, release, question.forestLevel) === 'below');
  const lowest = supportedForestLevels(catalogue, release)[0]?.name ?? '';
  return unknown(
    `the forest functional level is below ${lowest}`,
    `the forest functional level is ${lowest} or higher`,
  );
}

function productOfStart({ question: { from } }: Context): string {
  return from.kind === 'level' ? from.release.product : from.product.id;
}

function alsoTruth(context: Context, ids: readonly string[]): Truth {
  const { also } = context.question;
  if (also !== undefined) return known(ids.some((id) => also.includes(id)));
  const names = ids.map((id) => productTitle(context.catalogue, id));
  return unknown(
    `a server object of ${names.join(' or ')} exists in the organisation`,
    `no server object of ${names.join(' or ')} exists in the organisation`,
  );
}

/** Does the level the plan (or window, or act) starts from hold this update's code? Unknown with the SU unknown. */
function containedTruth(context: Context, name: string): Truth {
  const { catalogue, before } = context;
  if (before.updateKnown) return known(containsUpdate(catalogue, before.release, before.update, name));
  const own = before.release.updates.find((update) => update.id === name);
  // One that never came for this CU is in its code or is not, whichever of its updates is installed.
  if (!own) return known(containsUpdate(catalogue, before.release, null, name));
  const from = `${name} (build ${own.build})`;
  // Most of these steps come after the update, when the server has it in any case: what was before it decides.
  return unknown(
    `the server had ${from} or a later update at the beginning`,
    `the server did not have ${from} at the beginning`,
    checkOf(catalogue, 'level-recorded'),
  );
}

function withoutTruth(context: Context, name: string): Truth {
  return negate(containedTruth(context, name));
}

function containsTruth(context: Context, name: string): Truth {
  return known(containsUpdate(context.catalogue, context.after.release, context.after.update, name));
}

/**
 * The truth of a condition; unknown when it depends on something nobody answered. Asked a thousand times for one
 * plan: the kinds that the data use most stand first.
 */
export function evaluate(condition: ConditionData, context: Context): Truth {
  if ('all' in condition) return everyOf(condition.all, (part) => evaluate(part, context));
  if ('role' in condition) return known(condition.role.includes(context.role));
  if ('has' in condition) return known(context.among.some((hop) => hop.act === condition.has));
  if ('release' in condition)
    return known(inRange(context.catalogue.releases, condition.release, context.release));
  if ('any' in condition) return someOf(condition.any, (part) => evaluate(part, context));
  if ('fact' in condition) return factTruth(context, condition.fact);
  if ('not' in condition) return negate(evaluate(condition.not, context));
  if ('gains' in condition) {
    const { gains } = condition;
    return everyOf([containsTruth, withoutTruth], (truthOf) => truthOf(context, gains));
  }
  if ('contains' in condition) return containsTruth(context, condition.contains);
  if ('windows' in condition) return windowsTruth(context, condition.windows);
  if ('product' in condition) return known(condition.product.includes(context.before.release.product));
  if ('crosses' in condition) return crosses(context, condition.crosses);
  if ('risk' in condition) return known(context.risk === condition.risk);
  if ('prepares' in condition) {
    return known(context.hop?.act === 'prepare-ad' && context.hop.parts.includes(condition.prepares));
  }
  if ('domainController' in condition) return domainControllerTruth(context, condition.domainController);
  if ('unmet' in condition) return unmetTruth(context, condition.unmet);
  if ('started' in condition) return known(condition.started.includes(productOfStart(context)));
  if ('also' in condition) return alsoTruth(context, condition.also);
  if ('software' in condition) {
    return known(
      context.hop?.act === 'install-software' && condition.software.includes(context.hop.software),
    );
  }
  if ('dotnet' in condition) {
    return known(context.hop?.act === 'install-dotnet' && condition.dotnet.includes(context.hop.dotnet));
  }
  if ('media' in condition) {
    return known(mediaOf(context.catalogue, context.release, context.question.media) === condition.media);
  }
  if ('contained' in condition) return containedTruth(context, condition.contained);
  return known(context.update?.esu !== undefined);
}

/** Can a condition hold for this role, whatever else is so? `unknown`: other answers decide. */
export function roleAllows(condition: ConditionData, role: Role): boolean | 'unknown' {
  if ('role' in condition) return condition.role.includes(role);
  if ('not' in condition) {
    const inner = roleAllows(condition.not, role);
    return inner === 'unknown' ? inner : !inner;
  }
  if ('all' in condition) {
    const parts = condition.all.map((part) => roleAllows(part, role));
    return parts.includes(false) ? false : parts.includes('unknown') ? 'unknown' : true;
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => roleAllows(part, role));
    return parts.includes(true) ? true : parts.includes('unknown') ? 'unknown' : false;
  }
  return 'unknown';
}
