/**
 * The edges of the graph, computed from rules: which physical acts a state allows, and which rule forbids
 * each of the others. Nobody lists pairs of releases.
 */
import {
  type Catalogue,
  dotnetPossibleOn,
  inRange,
  type Release,
  required,
  restrictionsOn,
  ruleFor,
  windowsFor,
} from '../catalogue/catalogue.ts';
import type { CoexistenceRule, MediaState, Role, TransitionData, WindowsId } from '../catalogue/schema.ts';
import { dotnetViolation, type Machine, type Violation, windowsViolation } from './machine.ts';

/** The named risk of a .NET that the running CU does not support yet. */
export const DOTNET_AHEAD = 'dotnet-ahead-of-cu';

export type CoreAct =
  | { readonly act: 'install-dotnet'; readonly dotnet: string; readonly risk?: string }
  | { readonly act: 'install-cu'; readonly release: Release }
  | { readonly act: 'upgrade-in-place'; readonly release: Release; readonly transition: string }
  | {
      readonly act: 'migrate';
      readonly release: Release;
      readonly transition: string;
      readonly windows: WindowsId;
      readonly dotnet: string;
    };

/** Where a search stands. `ahead`: the last act put .NET ahead of the CU, so a CU must follow at once. */
export interface State extends Machine {
  readonly ahead: boolean;
}

/** What the whole search is held to. */
export interface Terms {
  readonly catalogue: Catalogue;
  readonly role: Role;
  readonly target: Release;
  readonly today: string;
  /** Other products in the organisation that somebody named. */
  readonly also: readonly string[];
  /** Ids of releases whose media are in hand. */
  readonly media: readonly string[];
  /** May named risks be taken? */
  readonly risks: boolean;
  /** The Windows that the server shall run in the end: only new servers bring another. Absent: any. */
  readonly toWindows?: WindowsId | undefined;
  /** Only media that can be had (public or in hand)? */
  readonly obtainableOnly: boolean;
  /** Locks to leave aside, to find out what blocks; nothing in a real plan. */
  readonly relaxed: ReadonlySet<'coexistence' | 'restrictions' | 'windows' | 'dotnet'>;
}

export interface Edge {
  readonly act: CoreAct;
  readonly next: State;
}
export interface ForbiddenEdge {
  readonly act: CoreAct;
  readonly violation: Violation;
}
export interface Edges {
  readonly allowed: readonly Edge[];
  readonly forbidden: readonly ForbiddenEdge[];
}

/** State of the media of a release for this admin. */
export function mediaOf(
  catalogue: Catalogue,
  release: Release,
  inHand: readonly string[],
): MediaState | 'in-hand' {
  if (inHand.includes(release.id)) return 'in-hand';
  return ruleFor(catalogue.mediaRules, release).state;
}

/** Can anybody get these media today, or does the admin hold them? */
export function mediaObtainable(catalogue: Catalogue, release: Release, inHand: readonly string[]): boolean {
  const state = mediaOf(catalogue, release, inHand);
  return state === 'public' || state === 'in-hand';
}

/** The coexistence rules that hold for a release, an announced one included. */
export function coexistenceRulesFor(catalogue: Catalogue, releaseId: string): readonly CoexistenceRule[] {
  return catalogue.coexistenceRules.get(releaseId) ?? [];
}

/** The coexistence rule that Setup of `release` (or its announcement) holds against these products, or null. */
export function coexistenceViolation(
  catalogue: Catalogue,
  releaseId: string,
  products: readonly string[],
): Violation | null {
  for (const rule of coexistenceRulesFor(catalogue, releaseId)) {
    const refused = rule.refuses.find((product) => products.includes(product));
    if (refused !== undefined) return { rule: rule.id, because: rule.text };
  }
  return null;
}

function landingViolation(terms: Terms, landing: Machine, present: readonly string[]): Violation | null {
  const { catalogue, relaxed } = terms;
  if (!relaxed.has('dotnet')) {
    const dotnet = dotnetViolation(catalogue, landing);
    if (dotnet) return dotnet;
  }
  if (!relaxed.has('windows')) {
    const windows = windowsViolation(catalogue, landing, terms.role);
    if (windows) return windows;
  }
  if (!relaxed.has('coexistence')) {
    const coexistence = coexistenceViolation(catalogue, landing.release.id, present);
    if (coexistence) return coexistence;
  }
  const restriction = restrictionsOn(catalogue, landing.release, null, terms.today)[0];
  if (restriction && !relaxed.has('restrictions')) return { rule: restriction.id, because: restriction.text };
  if (terms.obtainableOnly && !mediaObtainable(catalogue, landing.release, terms.media)) {
    const rule = ruleFor(catalogue.mediaRules, landing.release);
    return { rule: rule.id, because: rule.text };
  }
  return null;
}

function cuEdges(terms: Terms, state: State): Edges {
  const allowed: Edge[] = [];
  const forbidden: ForbiddenEdge[] = [];
  const product = required(terms.catalogue.products, state.release.product);
  for (const release of product.releases) {
    if (release.order <= state.release.order) continue;
    if (release.product === terms.target.product && release.order > terms.target.order) continue;
    const next: State = { ...state, release, ahead: false };
    const violation = landingViolation(terms, next, terms.also);
    if (violation) forbidden.push({ act: { act: 'install-cu', release }, violation });
    else allowed.push({ act: { act: 'install-cu', release }, next });
  }
  return { allowed, forbidden };
}

function dotnetEdges(terms: Terms, state: State): Edges {
  const allowed: Edge[] = [];
  const forbidden: ForbiddenEdge[] = [];
  const order = terms.catalogue.dotnetOrder;
  const present = required(order, state.dotnet);
  for (const dotnet of dotnetPossibleOn(terms.catalogue, state.windows)) {
    if (required(order, dotnet) <= present) continue;
    if (terms.catalogue.dotnet.get(dotnet)?.avoid !== undefined) continue;
    const next: State = { ...state, dotnet, ahead: false };
    const violation = dotnetViolation(terms.catalogue, next);
    if (!violation) allowed.push({ act: { act: 'install-dotnet', dotnet }, next });
    else if (terms.risks) {
      allowed.push({
        act: { act: 'install-dotnet', dotnet, risk: DOTNET_AHEAD },
        next: { ...next, ahead: true },
      });
    } else forbidden.push({ act: { act: 'install-dotnet', dotnet }, violation });
  }
  return { allowed, forbidden };
}

/** Windows and .NET that new servers of `release` may run, newest Windows first, its newest supported .NET. */
function newMachines(terms: Terms, release: Release): readonly Pick<Machine, 'windows' | 'dotnet'>[] {
  const supported = ruleFor(terms.catalogue.dotnetRules, release).supports;
  return windowsFor(terms.catalogue, release, terms.role).flatMap((windows) => {
    const dotnet = dotnetPossibleOn(terms.catalogue, windows).findLast((version) =>
      supported.includes(version),
    );
    return dotnet === undefined ? [] : [{ windows, dotnet }];
  });
}

/** Does the transition start at this release? */
export function transitionStartsAt(
  catalogue: Catalogue,
  transition: TransitionData,
  release: Release,
): boolean {
  if ('product' in transition.from) return transition.from.product === release.product;
  return inRange(catalogue.releases, transition.from, release);
}

function startsInProduct(catalogue: Catalogue, transition: TransitionData, product: string): boolean {
  if ('product' in transition.from) return transition.from.product === product;
  return catalogue.releases.get(transition.from.from)?.product === product;
}

/** Releases a transition leads to, up to the target where that is of the same product. */
export function landings(
  catalogue: Catalogue,
  transition: TransitionData,
  target: Release,
): readonly Release[] {
  const all = required(catalogue.landings, transition.id);
  return all.filter((release) => release.product !== target.product || release.order <= target.order);
}

function transitionEdges(terms: Terms, state: State): Edges {
  const allowed: Edge[] = [];
  const forbidden: ForbiddenEdge[] = [];
  const { catalogue } = terms;
  for (const transition of catalogue.data.transitions) {
    if (!startsInProduct(catalogue, transition, state.release.product)) continue;
    for (const release of landings(catalogue, transition, terms.target)) {
      const machines: readonly Pick<Machine, 'windows' | 'dotnet'>[] =
        transition.act === 'migrate' ? newMachines(terms, release) : [state];
      const present = transition.act === 'migrate' ? [...terms.also, state.release.product] : terms.also;
      for (const machine of machines) {
        const act: CoreAct =
          transition.act === 'migrate'
            ? {
                act: 'migrate',
                release,
                transition: transition.id,
                windows: machine.windows,
                dotnet: machine.dotnet,
              }
            : { act: 'upgrade-in-place', release, transition: transition.id };
        const next: State = { release, windows: machine.windows, dotnet: machine.dotnet, ahead: false };
        const violation = transitionStartsAt(catalogue, transition, state.release)
          ? landingViolation(terms, next, present)
          : { rule: transition.id, because: transition.text };
        if (violation) forbidden.push({ act, violation });
        else allowed.push({ act, next });
      }
    }
  }
  return { allowed, forbidden };
}

/** All acts from a state. After a .NET ahead of the CU only an act on Exchange itself may follow. */
export function edgesFrom(terms: Terms, state: State): Edges {
  const dotnet = state.ahead ? { allowed: [], forbidden: [] } : dotnetEdges(terms, state);
  const cu = cuEdges(terms, state);
  const transitions =
    state.release.product === terms.target.product
      ? { allowed: [], forbidden: [] }
      : transitionEdges(terms, state);
  const moves = state.ahead
    ? transitions.allowed.filter((edge) => edge.act.act !== 'migrate')
    : transitions.allowed;
  return {
    allowed: [...dotnet.allowed, ...cu.allowed, ...moves],
    forbidden: [...dotnet.forbidden, ...cu.forbidden, ...transitions.forbidden],
  };
}
