/**
 * The certificate: why a route is not shorter. Every candidate with fewer CU installs, or with as many and
 * fewer acts, is followed from the start until the first act that a rule forbids; candidates that fall to the
 * same rule are counted and one is shown. That no permitted one is left follows from the search being exact;
 * the tests check it against a brute force of its own.
 */
import type { Release } from '../catalogue/catalogue.ts';
import { type CoreAct, edgesFrom, type State, type Terms } from './acts.ts';
import type { Violation } from './machine.ts';
import { policyBlock } from './obstacles.ts';
import type { RouteId } from './question.ts';
import type { Rejected } from './route.ts';
import { type Found, onWantedWindows } from './search.ts';

/** `install-cu 2016-cu23`, `install-dotnet 4.8`, `migrate se-rtm`. */
export function actLabel(act: CoreAct): string {
  return act.act === 'install-dotnet' ? `install-dotnet ${act.dotnet}` : `${act.act} ${act.release.id}`;
}

interface Prefix {
  readonly state: State;
  readonly acts: readonly CoreAct[];
  readonly cus: number;
  /** How many candidates share this prefix's state and length. */
  readonly count: number;
}

interface Group {
  readonly example: readonly string[];
  readonly because: string;
  count: number;
}

const weight = (act: CoreAct) => (act.act === 'install-dotnet' ? 0 : act.act === 'migrate' ? 100 : 1);

/** Acts that would complete a candidate after `act`, at the least: the target itself when it is not reached. */
function completion(act: CoreAct, state: State, target: Release): readonly CoreAct[] {
  const at = act.act === 'install-dotnet' ? state.release : act.release;
  if (at.id === target.id) return [];
  return at.product === target.product
    ? [{ act: 'install-cu', release: target }]
    : [{ act: 'upgrade-in-place', release: target, transition: '' }];
}

/**
 * @param found the route that is defended
 * @returns one entry per rule, the rule that stops most candidates first
 */
export function certificate(terms: Terms, start: State, found: Found, route: RouteId): readonly Rejected[] {
  const total = found.acts.reduce((sum, act) => sum + weight(act), 0);
  const shorter = (acts: number, cus: number) => cus < total || (cus === total && acts < found.acts.length);
  const groups = new Map<string, Group>();
  const stop = (violation: Violation, acts: readonly CoreAct[], count: number) => {
    const known = groups.get(violation.rule);
    if (known) known.count += count;
    else groups.set(violation.rule, { example: acts.map(actLabel), because: violation.because, count });
  };
  let front: readonly Prefix[] = [{ state: start, acts: [], cus: 0, count: 1 }];

  while (front.length > 0) {
    const next = new Map<string, Prefix>();
    for (const prefix of front) {
      if (prefix.state.release.id === terms.target.id) {
        if (onWantedWindows(terms, prefix.state) || !shorter(prefix.acts.length, prefix.cus)) continue;
        stop(policyBlock(terms.catalogue, 'windows-no-in-place'), prefix.acts, prefix.count);
        continue;
      }
      const edges = edgesFrom(terms, prefix.state);
      for (const { act, violation } of edges.forbidden) {
        const rest = completion(act, prefix.state, terms.target);
        const acts = [...prefix.acts, act, ...rest];
        if (!shorter(acts.length, prefix.cus + [act, ...rest].reduce((sum, item) => sum + weight(item), 0)))
          continue;
        stop(violation, acts, prefix.count);
      }
      for (const { act, next: state } of edges.allowed) {
        const rest = completion(act, prefix.state, terms.target);
        const cus = prefix.cus + weight(act);
        const least = rest.reduce((sum, item) => sum + weight(item), 0);
        if (!shorter(prefix.acts.length + 1 + rest.length, cus + least)) continue;
        const key = `${state.release.id}|${state.dotnet}|${state.windows}|${state.ahead}|${cus}`;
        const same = next.get(key);
        next.set(key, { state, acts: [...prefix.acts, act], cus, count: (same?.count ?? 0) + prefix.count });
      }
    }
    front = [...next.values()];
  }

  return [...groups.entries()]
    .map(([rule, group]) => ({
      hops: group.example,
      rule,
      because: group.because,
      count: group.count,
      route,
    }))
    .sort((a, b) => a.hops.length - b.hops.length || b.count - a.count || (a.rule < b.rule ? -1 : 1));
}
