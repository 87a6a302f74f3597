/**
 * The search: an exact dynamic programme over states. Every act raises the release, the .NET or the product,
 * so the graph has no cycle and each state is solved once.
 */
import { required } from '../catalogue/catalogue.ts';
import { type CoreAct, edgesFrom, mediaObtainable, type State, type Terms } from './acts.ts';
import { dotnetViolation, windowsViolation } from './machine.ts';

/**
 * What a route costs, compared entry by entry: migrations, CU installs (in-place upgrades count), media that
 * cannot be had, risks, reboots, then the tie-breaks: newer CUs and newer .NET first (negative sums).
 * Time needs no entry of its own: between routes equal up to here it is the same (each CU and each .NET
 * takes the same time in the data).
 */
export type Cost = readonly [
  migrations: number,
  cuInstalls: number,
  missingMedia: number,
  risks: number,
  reboots: number,
  newestCu: number,
  newestDotnet: number,
];

export interface Found {
  readonly cost: Cost;
  readonly acts: readonly CoreAct[];
}

const FREE: Cost = [0, 0, 0, 0, 0, 0, 0];

/** Negative when `a` is better. */
export function compareCost(a: Cost, b: Cost): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function add(a: Cost, b: Cost): Cost {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], a[5] + b[5], a[6] + b[6]];
}

/** Higher for a newer .NET: its registry Release value. */
function dotnetRank(terms: Terms, dotnet: string): number {
  return required(terms.catalogue.dotnet, dotnet).release;
}

/** Cost of one act. */
export function costOf(terms: Terms, act: CoreAct): Cost {
  if (act.act === 'install-dotnet') {
    return [0, 0, 0, act.risk === undefined ? 0 : 1, 1, 0, -dotnetRank(terms, act.dotnet)];
  }
  const missing = mediaObtainable(terms.catalogue, act.release, terms.media) ? 0 : 1;
  if (act.act === 'migrate') {
    const windows = terms.catalogue.data.windows.findIndex((item) => item.id === act.windows);
    return [1, 0, missing, 0, 0, -act.release.order, -windows];
  }
  return [0, 1, missing, 0, 1, -act.release.order, 0];
}

function key(state: State): string {
  return `${state.release.id}|${state.dotnet}|${state.windows}|${state.ahead ? 1 : 0}`;
}

/**
 * Answers "what is the cheapest way from this state to a permitted state at the target?" for any number of
 * states, solving each only once. Null: there is none.
 * The start itself may be unsupported (a .NET that came too early); no later state may be.
 */
export function routeFinder(terms: Terms): (start: State) => Found | null {
  const solved = new Map<string, Found | null>();

  const solve = (state: State): Found | null => {
    const known = solved.get(key(state));
    if (known !== undefined) return known;
    let best: Found | null = null;
    if (state.release.id === terms.target.id && !state.ahead && arrived(terms, state)) {
      best = { cost: FREE, acts: [] };
    } else {
      for (const edge of edgesFrom(terms, state).allowed) {
        const rest = solve(edge.next);
        if (rest === null) continue;
        const cost = add(costOf(terms, edge.act), rest.cost);
        if (best === null || compareCost(cost, best.cost) < 0)
          best = { cost, acts: [edge.act, ...rest.acts] };
      }
    }
    solved.set(key(state), best);
    return best;
  };

  return solve;
}

/** The cheapest way from one state. */
export function findRoute(terms: Terms, start: State): Found | null {
  return routeFinder(terms)(start);
}

/** Is the server on the Windows that was asked for? */
export function onWantedWindows({ toWindows }: Terms, { windows }: State): boolean {
  return toWindows === undefined || toWindows === windows;
}

function arrived(terms: Terms, state: State): boolean {
  if (!onWantedWindows(terms, state)) return false;
  if (!terms.relaxed.has('dotnet') && dotnetViolation(terms.catalogue, state)) return false;
  return terms.relaxed.has('windows') || windowsViolation(terms.catalogue, state, terms.role) === null;
}
