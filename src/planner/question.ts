/**
 * What the planner is asked. Everything that nobody answered is absent, never a default: the planner turns
 * an absent answer into a printed assumption or a conditional step.
 */
import type { Release, Update } from '../catalogue/catalogue.ts';
import type { LegacyProductData, PlannedReleaseData, Role, WindowsId } from '../catalogue/schema.ts';

/** Where a server stands. `updateKnown: false` when the input names the CU only (AdminDisplayVersion). */
export interface Level {
  readonly kind: 'level';
  readonly release: Release;
  readonly update: Update | null;
  readonly updateKnown: boolean;
}

/** A product older than those whose updates cupath plans. */
export interface LegacyLevel {
  readonly kind: 'legacy';
  readonly product: LegacyProductData;
}

export type Start = Level | LegacyLevel;

export type Target =
  | { readonly kind: 'latest' }
  | { readonly kind: 'latest-cu' }
  /** A release, with the newest SU that can be had for it. */
  | { readonly kind: 'release'; readonly release: Release }
  /** Exactly this update. */
  | { readonly kind: 'update'; readonly release: Release; readonly update: Update }
  | { readonly kind: 'planned'; readonly planned: PlannedReleaseData };

export type RouteId = 'supported' | 'direct';

export interface Question {
  readonly from: Start;
  readonly to: Target;
  /** .NET on the server, such as `4.7.2`. */
  readonly dotnet?: string | undefined;
  readonly windows?: WindowsId | undefined;
  /** The Windows the server shall run afterwards; absent: it stays. */
  readonly toWindows?: WindowsId | undefined;
  readonly role?: Role | undefined;
  readonly server?: string | undefined;
  /** Name of the DAG; that there is one is the fact `dag`. */
  readonly dag?: string | undefined;
  readonly dcWindows?: readonly WindowsId[] | undefined;
  /** Forest functional level, such as `2012r2`. */
  readonly forestLevel?: string | undefined;
  /** Highest release the forest was prepared for. */
  readonly prepared?: Release | undefined;
  /** Products other than the server's own in the organisation; absent: nobody said. */
  readonly also?: readonly string[] | undefined;
  /** Yes/no facts by id (`dag`, `hybrid`, `esu`, ...); absent: nobody said. */
  readonly facts: Readonly<Record<string, boolean>>;
  /** Ids of releases whose media the admin holds. */
  readonly media: readonly string[];
  readonly route?: RouteId | undefined;
  /** Ids of risks that the admin accepts. */
  readonly accept: readonly string[];
  /** Path of the ISO of the target CU. */
  readonly iso?: string | undefined;
  /** ISO day. */
  readonly today: string;
}

/** The answers known so far: a question whose ends may be missing. */
export interface GivenAnswers extends Omit<Question, 'from' | 'to' | 'today'> {
  readonly from?: Start | undefined;
  readonly to?: Target | undefined;
}

/** The question without anything answered but where to go from and to. */
export function openQuestion(from: Start, to: Target, today: string): Question {
  return { from, to, facts: {}, media: [], accept: [], today };
}
