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

/** The context of one act. */
export interface ActContext extends Context {
  readonly hop: Hop;
  readonly hopIndex: number;
}

/** One stretch of the plan: preparation of AD, a window on one server, or a move to new servers. */
export type Segment =
  | { readonly kind: 'prepare'; readonly context: ActContext }
  | { readonly kind: 'window'; readonly context: Context; readonly acts: readonly ActContext[] }
  | { readonly kind: 'migrate'; readonly context: ActContext };

export interface Stages {
  readonly whole: Context;
  /** The whole plan as it stands at its end: after a move the server that was named is gone. */
  readonly closing: Context;
  /** What the server runs before each hop, and after the last. */
  readonly standings: readonly Standing[];
  readonly segments: readonly Segment[];
  /** Every act of the plan, in order. */
  readonly acts: readonly ActContext[];
}

function step(catalogue: Catalogue, standing: Standing, hop: Hop): Standing {
  switch (hop.act) {
    case 'install-dotnet':
      return { ...standing, dotnet: hop.dotnet };
    case 'install-cu':
    case 'upgrade-in-place':
      return {
        ...standing,
        release: required(catalogue.releases, hop.release),
        update: null,
        updateKnown: true,
      };
    case 'migrate':
      return {
        release: required(catalogue.releases, hop.release),
        update: null,
        updateKnown: true,
        dotnet: hop.dotnet,
        windows: hop.windows,
      };
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

/** The release that the first act on Exchange among these hops installs; the running one when there is none. */
function nextRelease(catalogue: Catalogue, hops: readonly Hop[], running: Release): Release {
  for (const hop of hops) {
    if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place' || hop.act === 'migrate') {
      return required(catalogue.releases, hop.release);
    }
  }
  return running;
}

/** The release that the old server runs when the first move to new servers begins; its own where none does. */
export function releaseUntilMove(catalogue: Catalogue, running: Release, hops: readonly Hop[]): Release {
  let release = running;
  for (const hop of hops) {
    if (hop.act === 'migrate') return release;
    if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place')
      release = required(catalogue.releases, hop.release);
  }
  return running;
}

/** A hop with what the server runs before and after it. */
interface Pace {
  readonly hop: Hop;
  readonly index: number;
  readonly before: Standing;
  readonly after: Standing;
}

function walk(catalogue: Catalogue, hops: readonly Hop[], begin: Standing): readonly Pace[] {
  let before = begin;
  return hops.map((hop, index) => {
    const pace = { hop, index, before, after: step(catalogue, before, hop) };
    before = pace.after;
    return pace;
  });
}

/** Hops that belong together; never empty. */
interface Run {
  readonly kind: Segment['kind'];
  readonly first: Pace;
  readonly paces: Pace[];
  after: Standing;
}

function runs(paces: readonly Pace[]): readonly Run[] {
  const found: Run[] = [];
  for (const pace of paces) {
    const open = found.at(-1);
    const { act } = pace.hop;
    const kind = act === 'prepare-ad' ? 'prepare' : act === 'migrate' ? 'migrate' : 'window';
    // The update of freshly installed servers belongs to the move: they are not in service yet.
    const joins =
      kind === 'window' && (open?.kind === 'window' || (open?.kind === 'migrate' && act === 'install-su'));
    if (open && joins) {
      open.paces.push(pace);
      open.after = pace.after;
    } else found.push({ kind, first: pace, paces: [pace], after: pace.after });
  }
  return found;
}

/** The release that an act is about: what it installs, prepares for, or is the prerequisite of. */
function releaseOf(catalogue: Catalogue, { hop, index, after }: Pace, hops: readonly Hop[]): Release {
  switch (hop.act) {
    case 'prepare-ad':
      return required(catalogue.releases, hop.release);
    case 'install-dotnet':
    case 'install-software':
      return nextRelease(catalogue, hops.slice(index), after.release);
    default:
      return after.release;
  }
}

/** The update that an act ends with; new servers get theirs with the move. */
function updateOf(catalogue: Catalogue, { hop, after }: Pace, following: Hop | undefined): Update | null {
  return hop.act === 'migrate' && following?.act === 'install-su'
    ? required(catalogue.updates, `${following.release}+${following.update}`)
    : after.update;
}

function riskOf(hop: Hop | undefined): string | undefined {
  return hop?.act === 'install-dotnet' ? hop.risk : undefined;
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
  const paces = walk(catalogue, hops, begin);
  const standings = [begin, ...paces.map((pace) => pace.after)];
  const end = paces.at(-1)?.after ?? begin;
  const shared = {
    catalogue,
    question,
    role,
    finalRelease: end.release,
    windowsKnown: question.windows !== undefined,
  };
  const movedBefore = (index: number) => hops.slice(0, index).some((hop) => hop.act === 'migrate');
  const many = (before: Standing, after: Standing, first: number, among: readonly Hop[]): Context => ({
    ...shared,
    before,
    after,
    among,
    onNewServer: movedBefore(first),
    release: after.release,
    update: after.update,
    hop: null,
    hopIndex: null,
    risk: null,
  });
  const one = (pace: Pace, among: readonly Hop[]): ActContext => {
    const { hop, index, before, after } = pace;
    return {
      ...shared,
      before,
      after,
      among,
      onNewServer: movedBefore(index),
      release: releaseOf(catalogue, pace, hops),
      update: updateOf(catalogue, pace, hops[index + 1]),
      hop,
      hopIndex: index,
      risk: riskOf(hop) ?? riskOf(hops[index - 1]) ?? null,
    };
  };
  const stretches = runs(paces);
  const segments = stretches.map(({ kind, first, paces: own, after }): Segment => {
    const among = own.map((pace) => pace.hop);
    if (kind !== 'window') return { kind, context: one(first, among) };
    const acts = own.map((pace) => one(pace, among));
    return { kind, context: many(first.before, after, first.index, among), acts };
  });
  const acts = stretches.flatMap((run) => {
    const among = run.paces.map((pace) => pace.hop);
    return run.paces.map((pace) => one(pace, among));
  });
  const whole = many(begin, end, 0, hops);
  const closing = { ...whole, onNewServer: movedBefore(hops.length) };
  return { whole, closing, standings, segments, acts };
}
