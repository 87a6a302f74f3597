/**
 * The planner: a catalogue and a question in, routes and their certificate out. Pure; no clock, file or
 * terminal. Order of preference: see `Cost`; which of two routes is recommended: see `recommend`.
 */
import {
  type Catalogue,
  releaseTitle,
  required,
  restrictionsOn,
  ruleFor,
  windowsFor,
  windowsTitle,
} from '../catalogue/catalogue.ts';
import type { Role } from '../catalogue/schema.ts';
import { type CoreAct, mediaObtainable, type State, type Terms } from './acts.ts';
import { certificate } from './certificate.ts';
import { forestObstacles, forestStanding } from './forest.ts';
import { routeHops } from './hops.ts';
import { dotnetCanExist, type Violation, violations } from './machine.ts';
import { legacyObstacles, type Obstacles, obstacles, plannedObstacles, policyBlock } from './obstacles.ts';
import type { Level, Question, RouteId } from './question.ts';
import type { Hop, Rejected } from './route.ts';
import { type Found, routeFinder } from './search.ts';
import { startStates } from './start.ts';
import { type ResolvedTarget, resolveTarget } from './target.ts';

export interface PlannedRoute {
  readonly id: RouteId;
  readonly recommended: boolean;
  readonly reason: string;
  readonly hops: readonly Hop[];
  readonly risks: readonly string[];
  readonly missingMedia: readonly string[];
  readonly cuInstalls: number;
  readonly reboots: number;
}

/** How the path would look on a machine that the answers leave possible as well. */
export interface Variant {
  readonly dotnet: string;
  readonly windows: State['windows'];
  /** Core acts of the recommended route there; null: no path. */
  readonly acts: readonly CoreAct[] | null;
}

export interface RoutePlan extends Obstacles {
  readonly target: ResolvedTarget | null;
  /** The machine planned for; null when the start is no level of the catalogue. */
  readonly start: State | null;
  readonly role: Role;
  /** Rules that the start breaks already. */
  readonly startViolations: readonly Violation[];
  /** Recommended first; empty: no path. */
  readonly routes: readonly PlannedRoute[];
  readonly rejected: readonly Rejected[];
  /** Other possible machines whose path differs from the one planned for. */
  readonly variants: readonly Variant[];
  /** House rules without which another way would be recommended. */
  readonly houseRules: readonly Violation[];
}

function releasesOf(acts: readonly CoreAct[]) {
  return acts.flatMap((act) => (act.act === 'install-dotnet' ? [] : [act.release]));
}

interface Search {
  readonly terms: Terms;
  readonly found: Found;
}

type Finder = (start: State) => Search | null;

function finderFor(terms: Terms): Finder {
  const find = routeFinder(terms);
  return (start) => {
    const found = find(start);
    return found ? { terms, found } : null;
  };
}

/**
 * The best route under one objective: with media that can be had if that costs no further migration,
 * otherwise with all media, and what is missing is named.
 */
function objective(terms: Terms): Finder {
  const having = finderFor({ ...terms, obtainableOnly: true });
  const any = finderFor({ ...terms, obtainableOnly: false });
  return (start) => {
    const withMedia = having(start);
    const withAll = any(start);
    if (withMedia && withAll && withMedia.found.cost[0] <= withAll.found.cost[0]) return withMedia;
    return withAll;
  };
}

interface Pair {
  readonly supported: Search | null;
  readonly direct: Search | null;
}

/** Both objectives for any start; `direct` only where it differs from `supported` by taking a risk. */
function bothObjectives(terms: Terms): (start: State) => Pair {
  const supported = objective({ ...terms, risks: false });
  const direct = objective({ ...terms, risks: true });
  return (start) => {
    const found = direct(start);
    const takesRisk =
      found?.found.acts.some((act) => act.act === 'install-dotnet' && act.risk !== undefined) === true;
    return { supported: supported(start), direct: takesRisk ? found : null };
  };
}

function missingMedia(terms: Terms, found: Found): readonly string[] {
  return releasesOf(found.acts)
    .filter((release) => !mediaObtainable(terms.catalogue, release, terms.media))
    .map((release) => release.id);
}

interface Recommendation {
  readonly id: RouteId;
  readonly because: Readonly<Record<RouteId, string>>;
}

/** Supported if all its media can be had, else direct; the reason is printed. */
function recommend(terms: Terms, pair: Pair): Recommendation {
  const missing = pair.supported ? missingMedia(terms, pair.supported.found) : [];
  const names = missing
    .map((id) => releaseTitle(terms.catalogue, required(terms.catalogue.releases, id)))
    .join(', ');
  if (!pair.direct) {
    const lacking = missing.length === 0 ? '' : `; media you must still find: ${names}`;
    return {
      id: 'supported',
      because: { supported: `takes no risk and nothing shorter is permitted${lacking}`, direct: '' },
    };
  }
  if (!pair.supported) {
    return {
      id: 'direct',
      because: { supported: '', direct: 'no route without a risk exists from this state' },
    };
  }
  if (missing.length === 0) {
    return {
      id: 'supported',
      because: {
        supported: 'takes no risk, and all its media can be had',
        direct: 'shorter, but takes a risk that is not needed',
      },
    };
  }
  return {
    id: 'direct',
    because: {
      supported: `takes no risk, but only if you still have ${names}: Microsoft no longer offers it to everybody`,
      direct: `Microsoft no longer offers the media of ${names} to everybody, and you named none; this is the documented fallback, at your own risk`,
    },
  };
}

function termsOf(catalogue: Catalogue, question: Question, role: Role, target: ResolvedTarget): Terms {
  return {
    catalogue,
    role,
    target: target.release,
    today: question.today,
    // Servers like this one go its way: a plan that leaves their product has them removed before what refuses it.
    also: (question.also ?? []).filter(
      (id) => question.from.kind !== 'level' || id !== question.from.release.product,
    ),
    media: question.media,
    toWindows: question.toWindows,
    risks: false,
    obtainableOnly: false,
    relaxed: new Set(),
  };
}

function toRoute(
  question: Question,
  from: Level,
  start: State,
  target: ResolvedTarget,
  id: RouteId,
  { terms, found }: Search,
  recommendation: Recommendation,
): PlannedRoute {
  const hops = routeHops({
    catalogue: terms.catalogue,
    question,
    from,
    role: terms.role,
    start,
    acts: found.acts,
    target,
  });
  const chosen = question.route ?? recommendation.id;
  const reboots = hops.filter((hop) =>
    ['install-dotnet', 'install-cu', 'upgrade-in-place', 'install-su'].includes(hop.act),
  );
  return {
    id,
    recommended: id === recommendation.id,
    reason:
      chosen === id && chosen !== recommendation.id
        ? `chosen over the recommended route; ${recommendation.because[id]}`
        : recommendation.because[id],
    hops,
    risks: [
      ...new Set(found.acts.flatMap((act) => (act.act === 'install-dotnet' && act.risk ? [act.risk] : []))),
    ],
    missingMedia: missingMedia(terms, found),
    cuInstalls: found.cost[1],
    reboots: reboots.length,
  };
}

/** The acts of the route that is recommended from a state; null: no path. */
function recommendedActs(terms: Terms, pair: Pair): readonly CoreAct[] | null {
  const search = recommend(terms, pair).id === 'direct' ? pair.direct : pair.supported;
  return search?.found.acts ?? null;
}

function variantsOf(
  terms: Terms,
  routesFrom: (start: State) => Pair,
  others: readonly State[],
  base: readonly CoreAct[] | null,
): readonly Variant[] {
  const signature = (acts: readonly CoreAct[] | null) =>
    JSON.stringify(
      acts?.map((act) => [act.act, act.act === 'install-dotnet' ? act.dotnet : act.release.id]) ?? null,
    );
  return others.flatMap((state) => {
    const acts = recommendedActs(terms, routesFrom(state));
    return signature(acts) === signature(base)
      ? []
      : [{ dotnet: state.dotnet, windows: state.windows, acts }];
  });
}

/** The house rules that the way recommended without any of them would break. */
function houseRulesOnTheWay(terms: Terms, start: State): readonly Violation[] {
  const { catalogue, today } = terms;
  if (catalogue.data.restrictions.length === 0) return [];
  const free: Terms = { ...terms, relaxed: new Set(['restrictions']) };
  const acts = recommendedActs(free, bothObjectives(free)(start)) ?? [];
  const broken = releasesOf(acts).flatMap((release) => restrictionsOn(catalogue, release, null, today));
  return [...new Map(broken.map(({ id, text }) => [id, { rule: id, because: text }])).values()];
}

const NOTHING = { startViolations: [], routes: [], rejected: [], variants: [], houseRules: [] } as const;

function blocked(
  target: ResolvedTarget | null,
  start: State | null,
  role: Role,
  found: Obstacles,
): RoutePlan {
  return { ...NOTHING, target, start, role, ...found };
}

/** Does every way run Setup? A security update alone changes nothing about what the forest may be. */
function installs({ supported, direct }: Pair): boolean {
  return [supported, direct].some((search) => search !== null && releasesOf(search.found.acts).length > 0);
}

/** The named level, where it is above the list of the target; an Edge server is in no forest of Exchange. */
export function forestTooHighFor(
  catalogue: Catalogue,
  { forestLevel }: Question,
  role: Role,
  { release }: ResolvedTarget,
): string | null {
  if (forestLevel === undefined || role === 'edge') return null;
  return forestStanding(catalogue, release, forestLevel) === 'above' ? forestLevel : null;
}

/** Answers a question: routes with their certificate, or what blocks and what would open a way. */
export function planRoutes(catalogue: Catalogue, question: Question): RoutePlan {
  const role = question.role ?? 'mailbox';
  const { from, to } = question;
  const target = resolveTarget(catalogue, question);
  if (to.kind === 'planned') {
    const own = from.kind === 'level' ? from.release.product : from.product.id;
    const present = [...new Set([...(question.also ?? []), ...(own === to.planned.product ? [] : [own])])];
    return blocked(null, null, role, plannedObstacles(catalogue, to.planned.id, present));
  }
  if (!target)
    return blocked(null, null, role, { blocks: [policyBlock(catalogue, 'no-transition')], openings: [] });
  if (from.kind === 'legacy')
    return blocked(target, null, role, legacyObstacles(catalogue, from, target.release));

  const starts = startStates(catalogue, from.release, role, question);
  if (!starts) return blocked(target, null, role, impossibleWindows(catalogue, from, question.windows));
  const { assumed: start, others } = starts;
  const terms = termsOf(catalogue, question, role, target);
  if (target.blocks.length > 0) return blocked(target, start, role, { blocks: target.blocks, openings: [] });
  const routesFrom = bothObjectives(terms);
  const pair = dotnetCanExist(catalogue, start) ? routesFrom(start) : { supported: null, direct: null };
  if (!pair.supported && !pair.direct) {
    const { toWindows } = question;
    const anyWindows = bothObjectives({ ...terms, toWindows: undefined })(start);
    return toWindows !== undefined && (anyWindows.supported ?? anyWindows.direct)
      ? blocked(target, start, role, windowsExchange(catalogue, target, toWindows))
      : blocked(target, start, role, obstacles({ ...terms, toWindows: undefined }, start));
  }
  const older =
    from.update !== null && target.release.id === from.release.id && target.update
      ? from.release.updates.indexOf(target.update) < from.release.updates.indexOf(from.update)
      : false;
  if (older)
    return blocked(target, start, role, { blocks: [policyBlock(catalogue, 'no-downgrade')], openings: [] });

  const forest = forestTooHighFor(catalogue, question, role, target);
  if (forest !== null && installs(pair))
    return blocked(target, start, role, forestObstacles(catalogue, target.release, forest));

  const recommendation = recommend(terms, pair);
  const routes = (['supported', 'direct'] as const).flatMap((id) => {
    const found = pair[id];
    return found ? [{ found, route: toRoute(question, from, start, target, id, found, recommendation) }] : [];
  });
  routes.sort((a, b) => Number(b.route.recommended) - Number(a.route.recommended));
  return {
    target,
    start,
    role,
    startViolations: violations(catalogue, start, role),
    routes: routes.map((item) => item.route),
    rejected: routes.flatMap((item) => certificate(item.found.terms, start, item.found.found, item.route.id)),
    variants: variantsOf(terms, routesFrom, others, recommendedActs(terms, pair)),
    houseRules: houseRulesOnTheWay(terms, start),
    blocks: [],
    openings: [],
  };
}

/** A server on a Windows that cannot carry this Exchange at all: the answer must be wrong. */
function impossibleWindows(
  catalogue: Catalogue,
  from: Level,
  windows: State['windows'] | undefined,
): Obstacles {
  const rule = ruleFor(catalogue.windowsRules, from.release);
  const name = windows === undefined ? 'this Windows' : windowsTitle(catalogue, windows);
  const supported = windowsFor(catalogue, from.release, 'mailbox')
    .map((id) => windowsTitle(catalogue, id))
    .join(', ');
  return {
    blocks: [
      {
        rule: rule.id,
        because: `Exchange cannot run on ${name}; this release runs on ${supported}`,
      },
    ],
    openings: [{ change: 'Correct the Windows version', effect: 'plan again' }],
  };
}

/** Another Windows under an installed Exchange: never in place; the way is a new server. */
function windowsExchange(catalogue: Catalogue, target: ResolvedTarget, windows: State['windows']): Obstacles {
  const rule = ruleFor(catalogue.windowsRules, target.release);
  const fits = rule.server.includes(windows);
  const name = windowsTitle(catalogue, windows);
  const unfit = fits ? [] : [{ rule: rule.id, because: `This release is not supported on ${name}` }];
  return {
    blocks: [policyBlock(catalogue, 'windows-no-in-place'), ...unfit],
    openings: [
      {
        change: fits ? `Build a new server with ${name}` : 'Choose a target that supports this Windows',
        effect:
          'install the target there, move mailboxes, connectors and namespaces, and uninstall this server',
      },
    ],
  };
}
