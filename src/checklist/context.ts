/**
 * What a step template is read against: the plan, a maintenance window, or one act. Built from the hops by
 * walking them once; templates never see the planner.
 */
import { type Catalogue, type Release, required, type Update } from '../catalogue/catalogue.ts';
import type { Role, WindowsId } from '../catalogue/schema.ts';
import type { Level, Question } from '../planner/question.ts';
import type { Hop } from '../planner/route.ts';

/** What the server runs at one moment. */
export interface Standing {
  readonly release: Release;
  readonly update: Update | null;
  readonly updateKnown: boolean;
  readonly dotnet: string;
  readonly windows: WindowsId;
}

export interface Context {
  readonly catalogue: Catalogue;
  readonly question: Question;
  readonly role: Role;
  /** Before the act, window or plan. */
  readonly before: Standing;
  /** After it. */
  readonly after: Standing;
  /** The release that the act installs or prepares for: of a plan or window its last, of a .NET the next. */
  readonly release: Release;
  /** The update that the act, window or plan ends with. */
  readonly update: Update | null;
  /** The act, for templates of one act. */
  readonly hop: Hop | null;
  readonly hopIndex: number | null;
  /** The hops of the plan or window the step belongs to. */
  readonly among: readonly Hop[];
  /** Risk taken by the act itself, or by the .NET right before it. */
  readonly risk: string | null;
  /** Last CU of the whole plan: `--iso` is its image. */
  readonly finalRelease: Release;
  /** The work is on a server that an earlier migration of this plan set up, not on the one that was named. */
  readonly onNewServer: boolean;
  /** Was the Windows answered, or is it an assumption? */
  readonly windowsKnown: boolean;
}

/** One stretch of the plan: preparation of AD, a window on one server, or a move to new servers. */
export type Segment =
  | { readonly kind: 'prepare'; readonly context: Context }
  | { readonly kind: 'window'; readonly context: Context; readonly acts: readonly Context[] }
  | { readonly kind: 'migrate'; readonly context: Context; readonly acts: readonly Context[] };

export interface Stages {
  readonly whole: Context;
  /** What the server runs before each hop, and after the last. */
  readonly standings: readonly Standing[];
  readonly segments: readonly Segment[];
}

function step(catalogue: Catalogue, standing: Standing, hop: Hop): Standing {
  switch (hop.act) {
    case 'install-dotnet':
      return { ...standing, dotnet: hop.dotnet };
    case 'install-cu':
    case 'upgrade-in-place':
    case 'migrate': {
      const release = required(catalogue.releases, hop.release);
      const moved = hop.act === 'migrate';
      return {
        release,
        update: null,
        updateKnown: true,
        dotnet: (moved ? hop.dotnet : undefined) ?? standing.dotnet,
        windows: (moved ? hop.windows : undefined) ?? standing.windows,
      };
    }
    case 'install-su':
      return {
        ...standing,
        update: required(catalogue.updates, `${hop.release}+${hop.update}`),
        updateKnown: true,
      };
    case 'install-software':
    case 'prepare-ad':
      return standing;
  }
}

function nextRelease(catalogue: Catalogue, hops: readonly Hop[], from: number, running: Release): Release {
  for (const hop of hops.slice(from)) {
    if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place' || hop.act === 'migrate') {
      return required(catalogue.releases, hop.release);
    }
  }
  return running;
}

/** The standings before each hop, and the one after the last (one more than there are hops). */
function standings(catalogue: Catalogue, hops: readonly Hop[], start: Standing): readonly Standing[] {
  const found: Standing[] = [start];
  let now = start;
  for (const hop of hops) {
    now = step(catalogue, now, hop);
    found.push(now);
  }
  return found;
}

/** Runs of hops that belong together, as [first, last] indexes. */
function runs(hops: readonly Hop[]): readonly { kind: Segment['kind']; first: number; last: number }[] {
  const found: { kind: Segment['kind']; first: number; last: number }[] = [];
  hops.forEach((hop, index) => {
    const open = found.at(-1);
    if (hop.act === 'prepare-ad') found.push({ kind: 'prepare', first: index, last: index });
    else if (hop.act === 'migrate') found.push({ kind: 'migrate', first: index, last: index });
    else if (open?.kind === 'window') open.last = index;
    // The update of freshly installed servers belongs to the move: they are not in service yet.
    else if (open?.kind === 'migrate' && hop.act === 'install-su') open.last = index;
    else found.push({ kind: 'window', first: index, last: index });
  });
  return found;
}

/** Splits a route into its stages. */
export function stagesOf(
  catalogue: Catalogue,
  question: Question,
  from: Level,
  role: Role,
  start: { readonly dotnet: string; readonly windows: WindowsId },
  hops: readonly Hop[],
): Stages {
  const begin: Standing = {
    release: from.release,
    update: from.update,
    updateKnown: from.updateKnown,
    dotnet: start.dotnet,
    windows: start.windows,
  };
  const at = standings(catalogue, hops, begin);
  const end = at.at(-1) ?? begin;
  const shared = {
    catalogue,
    question,
    role,
    finalRelease: end.release,
    windowsKnown: question.windows !== undefined,
  };
  const between = (
    first: number,
    last: number,
  ): Pick<Context, 'before' | 'after' | 'among' | 'onNewServer'> => ({
    onNewServer: hops.slice(0, first).some((hop) => hop.act === 'migrate'),
    before: at[first] ?? begin,
    after: at[last + 1] ?? end,
    among: hops.slice(first, last + 1),
  });
  const many = (first: number, last: number): Context => {
    const span = between(first, last);
    return {
      ...shared,
      ...span,
      release: span.after.release,
      update: span.after.update,
      hop: null,
      hopIndex: null,
      risk: null,
    };
  };
  const one = (index: number, among: readonly Hop[]): Context => {
    const hop = hops[index];
    const span = between(index, index);
    const previous = hops[index - 1];
    const own = hop?.act === 'install-dotnet' ? hop.risk : undefined;
    const inherited = previous?.act === 'install-dotnet' ? previous.risk : undefined;
    const following = hops[index + 1];
    const release =
      hop?.act === 'prepare-ad'
        ? required(catalogue.releases, hop.release)
        : hop?.act === 'install-dotnet' || hop?.act === 'install-software'
          ? nextRelease(catalogue, hops, index, span.after.release)
          : span.after.release;
    const update =
      hop?.act === 'migrate' && following?.act === 'install-su'
        ? (at[index + 2]?.update ?? null)
        : span.after.update;
    return {
      ...shared,
      ...span,
      among,
      release,
      update,
      hop: hop ?? null,
      hopIndex: index,
      risk: own ?? inherited ?? null,
    };
  };
  const segments = runs(hops).map(({ kind, first, last }): Segment => {
    if (kind === 'prepare') return { kind, context: one(first, hops.slice(first, last + 1)) };
    const among = hops.slice(first, last + 1);
    const acts = among.map((_, offset) => one(first + offset, among));
    return { kind, context: kind === 'migrate' ? one(first, among) : many(first, last), acts };
  });
  return { whole: many(0, hops.length - 1), standings: at, segments };
}
