/**
 * From core acts to the hops of a route: Active Directory first, software before the act that demands it
 * (and never between a .NET that is ahead and its CU), the security updates after the CU.
 */
import {
  type Catalogue,
  highestLevels,
  newestSecurityUpdate,
  type Release,
  ruleFor,
  type Update,
} from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';
import { type CoreAct, mediaOf, type State } from './acts.ts';
import { dotnetViolation } from './machine.ts';
import { preparations, softwareDemanded } from './preparation.ts';
import type { Level, Question } from './question.ts';
import type { Hop } from './route.ts';
import type { ResolvedTarget } from './target.ts';

interface Walk {
  readonly catalogue: Catalogue;
  readonly question: Question;
  readonly from: Level;
  readonly role: Role;
  readonly start: State;
  readonly acts: readonly CoreAct[];
  readonly target: ResolvedTarget;
}

function suHop(release: Release, update: Update, rule: string): Hop {
  return { act: 'install-su', release: release.id, update: update.id, build: update.build, rule };
}

/** The newest SU this organisation can have for a CU that stays in service for a while. */
function lastingUpdate(question: Question, release: Release): Update | undefined {
  return newestSecurityUpdate(
    release,
    (update) =>
      (update.date === undefined || update.date <= question.today) &&
      (update.esu === undefined || question.facts.esu === true),
  );
}

/** The rule that forces a stop at a CU: what the state before could not have had of the acts after it. */
function forcedBy(walk: Walk, later: readonly CoreAct[], before: State): string {
  const dotnet = later.find((act) => act.act === 'install-dotnet');
  const lock = dotnet && dotnetViolation(walk.catalogue, { ...before, dotnet: dotnet.dotnet });
  if (lock) return lock.rule;
  const move = later.find((act) => act.act === 'upgrade-in-place' || act.act === 'migrate');
  return move ? move.transition : 'cu-any-to-newer';
}

/** The rule that demands a .NET: the list of the next release, or of the running one when none follows. */
function demandedBy(walk: Walk, later: readonly CoreAct[], running: Release): string {
  const next = later.find((act) => act.act !== 'install-dotnet');
  const release = next?.release ?? running;
  return ruleFor(walk.catalogue.dotnetRules, release).id;
}

function coreHop(walk: Walk, act: CoreAct, later: readonly CoreAct[], before: State): Hop {
  if (act.act === 'install-dotnet') {
    const rule = demandedBy(walk, later, before.release);
    return {
      act: 'install-dotnet',
      dotnet: act.dotnet,
      rule,
      ...(act.risk === undefined ? {} : { risk: act.risk }),
    };
  }
  const media = mediaOf(walk.catalogue, act.release, walk.question.media);
  const { id: release, build, product } = act.release;
  if (act.act === 'install-cu')
    return { act: 'install-cu', release, build, media, rule: forcedBy(walk, later, before) };
  if (act.act === 'upgrade-in-place') {
    return { act: 'upgrade-in-place', product, release, build, media, rule: act.transition };
  }
  const { windows, dotnet } = act;
  return { act: 'migrate', product, release, build, media, rule: act.transition, windows, dotnet };
}

function softwareHops(walk: Walk, landing: Release, windows: WindowsId, have: Set<string>): readonly Hop[] {
  const missing = softwareDemanded(walk.catalogue, landing, walk.role, windows).filter(
    (item) => !have.has(item.id),
  );
  for (const item of missing) have.add(item.id);
  return missing.map((item) => ({
    act: 'install-software',
    software: item.id,
    name: item.name,
    rule: item.id,
  }));
}

/** All hops of the route, in the order of doing. */
export function routeHops(walk: Walk): readonly Hop[] {
  const { catalogue, question, acts, start, target } = walk;
  const levels =
    question.prepared === undefined
      ? walk.from.release.ad
      : highestLevels(walk.from.release.ad, question.prepared.ad);
  const toPrepare =
    walk.role === 'edge' ? [] : preparations(catalogue, walk.from.release, acts, levels, question.also ?? []);
  const have = new Set(
    softwareDemanded(catalogue, walk.from.release, walk.role, start.windows).map((item) => item.id),
  );

  const hops: Hop[] = [];
  /** Where the acts on the present server begin in `hops`: Active Directory is prepared before them. */
  let stage = 0;
  let state: State = start;
  acts.forEach((act, index) => {
    if (act.act === 'migrate') {
      const su = index > 0 ? lastingUpdate(question, state.release) : undefined;
      if (su) hops.push(suHop(state.release, su, 'su-after-cu'));
      stage = hops.length;
    }
    for (const item of toPrepare.filter((preparation) => preparation.before === index)) {
      hops.splice(stage, 0, {
        act: 'prepare-ad',
        release: item.release.id,
        parts: item.parts,
        rule: 'ad-levels',
      });
      stage++;
    }
    const hop = coreHop(walk, act, acts.slice(index + 1), state);
    if (act.act === 'install-cu' || act.act === 'upgrade-in-place') {
      const previous = hops.at(-1);
      const ahead = previous?.act === 'install-dotnet' && previous.risk !== undefined;
      hops.splice(
        ahead ? hops.length - 1 : hops.length,
        0,
        ...softwareHops(walk, act.release, state.windows, have),
      );
    }
    hops.push(hop);
    if (act.act === 'install-dotnet') state = { ...state, dotnet: act.dotnet };
    else if (act.act === 'migrate') {
      state = { release: act.release, windows: act.windows, dotnet: act.dotnet, ahead: false };
      for (const item of softwareDemanded(catalogue, act.release, walk.role, act.windows)) have.add(item.id);
      stage = hops.length;
    } else state = { ...state, release: act.release };
  });

  const moved = acts.some((act) => act.act !== 'install-dotnet');
  const installed = moved ? null : walk.from.update;
  if (target.update && target.update.fullId !== installed?.fullId) {
    hops.push(suHop(target.release, target.update, moved ? 'su-after-cu' : 'su-cumulative'));
  }
  return hops;
}
