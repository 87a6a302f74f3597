/**
 * A route as a value: the physical acts in order, what they cost, and why nothing shorter will do.
 */
import type { MediaState, WindowsId } from '../catalogue/schema.ts';
import type { RouteId } from './question.ts';

/** Minutes. */
export interface Span {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
}

export type Hop =
  | { readonly act: 'install-dotnet'; readonly dotnet: string; readonly rule: string; readonly risk?: string }
  | {
      readonly act: 'install-software';
      readonly software: string;
      readonly name: string;
      readonly rule: string;
    }
  | {
      readonly act: 'prepare-ad';
      readonly release: string;
      readonly parts: readonly ('schema' | 'organisation' | 'domains')[];
      readonly rule: string;
    }
  | {
      readonly act: 'install-cu';
      readonly release: string;
      readonly build: string;
      readonly media: MediaState | 'in-hand';
      /** Why this stop is made: the rule that forces it. */
      readonly rule: string;
    }
  | {
      readonly act: 'upgrade-in-place';
      readonly product: string;
      readonly release: string;
      readonly build: string;
      readonly media: MediaState | 'in-hand';
      readonly rule: string;
    }
  | {
      readonly act: 'migrate';
      readonly product: string;
      readonly release: string;
      readonly build: string;
      readonly media: MediaState | 'in-hand';
      readonly rule: string;
      /** What the new servers run. */
      readonly windows: WindowsId;
      readonly dotnet: string;
    }
  | {
      readonly act: 'install-su';
      readonly release: string;
      readonly update: string;
      readonly build: string;
      readonly rule: string;
    };

export type Act = Hop['act'];

export interface Route {
  readonly id: RouteId;
  readonly recommended: boolean;
  /** Why it is recommended, or not. */
  readonly reason: string;
  readonly hops: readonly Hop[];
  /** Ids of the named risks it takes. */
  readonly risks: readonly string[];
  /** Releases whose media neither Microsoft offers to everybody nor the admin named. */
  readonly missingMedia: readonly string[];
  readonly cuInstalls: number;
  readonly reboots: number;
  readonly minutes: Span;
}

/** A group of shorter candidates that fall to the same rule. */
export interface Rejected {
  /** One example, such as `install-dotnet 4.8`, `install-cu 2016-cu23`. */
  readonly hops: readonly string[];
  readonly rule: string;
  readonly because: string;
  /** How many candidates fall to this rule, the example included. */
  readonly count: number;
  /** The route these candidates would shorten. */
  readonly route: RouteId;
}

/** Why there is no path, and what would open one. */
export interface Block {
  readonly rule: string;
  readonly because: string;
}
export interface Opening {
  /** Such as `--media 2016-cu14`, `remove every Exchange 2013 server`. */
  readonly change: string;
  readonly effect: string;
}
