/** A plan for many servers as a value: what the renderers print and `--format json` writes (`cupath.fleet/1`). */
import type { Note, Plan, Span, Step } from '../checklist/plan.ts';

/** What a server needs, in the order in which a reader meets the groups. */
export type Fate =
  /** Updated on the machine it is. */
  | 'update'
  /** New servers beside it; it may need an update first. */
  | 'migrate'
  /** Its mere presence stops others: it has to go first. */
  | 'leave'
  | 'current'
  | 'no-path'
  /** No file says what it runs, or its build is not known. */
  | 'unknown';

/** One plan that many servers share: their names stand in it as `SERVER_MARK` and `DAG_MARK`. */
export interface SharedPlan {
  /** `A`, `B`, ... `Z`, `AA`: how the output refers to it. */
  readonly id: string;
  /** Id of the plan that this is a shorter form of; null: it is none. */
  readonly base: string | null;
  /** Its steps are those of each server; what is done once is in the fleet plan. */
  readonly plan: Plan;
  readonly fate: Exclude<Fate, 'leave' | 'unknown'>;
  /** The work on the server itself in its window (before a move, where there is one). */
  readonly minutes: Span;
  /** The work of the move to new servers, which no window holds; zero without one. */
  readonly moveMinutes: Span;
  readonly reboots: number;
  /** Releases that are installed on the server itself, in order; empty when nothing is. */
  readonly stops: readonly string[];
  readonly hasWindow: boolean;
}

export interface FleetServer {
  /** The key in `servers`: the name in the inventory. */
  readonly name: string;
  readonly fate: Fate;
  /** Null for `unknown`. */
  readonly shared: SharedPlan | null;
  readonly role: Plan['from']['role'];
  readonly dag: string | null;
  readonly dagKnown: boolean;
  /** The files contradict each other about the DAG: it may be a member of another one. */
  readonly dagDoubtful: boolean;
  readonly site: string | null;
  /** Why nothing is planned, or null. */
  readonly reason: string | null;
  /** May the name stand in commands? Others show the placeholder. */
  readonly nameInCommands: boolean;
  readonly contradictions: readonly string[];
  /** Servers whose checklists hold what this one's move leans on and is done once for several. */
  readonly movesAfter: readonly string[];
}

/** Before this member goes down: who is left, and the step whose commands check that they carry the load. */
export interface LoadCheck {
  readonly server: string;
  readonly dag: string;
  /** The other members in the inventory, at most `SHOWN_MEMBERS` of them. */
  readonly rest: readonly string[];
  readonly restCount: number;
  readonly step: string | null;
}

export type Stage = 'minimum' | 'internet-facing' | 'other-sites' | 'edge' | 'tools';

export interface Wave {
  /** From 1. */
  readonly wave: number;
  readonly stage: Stage;
  /** True: only when the servers of the departure have left. */
  readonly afterDeparture: boolean;
  /** Servers that may be down at the same time. */
  readonly servers: readonly string[];
  /** With `parallel` servers worked on at a time. */
  readonly minutes: Span;
  readonly checks: readonly LoadCheck[];
}

/** Servers that have to run a release before others may go on. */
export interface Awaited {
  readonly release: string;
  readonly servers: readonly string[];
  /** The waves in which they get there; none: no wave brings them there. */
  readonly waves: readonly number[];
}

/** Servers that are replaced together by new ones. */
export interface Migration {
  readonly servers: readonly string[];
  readonly dag: string | null;
  readonly site: string | null;
  readonly plan: string;
  /** True: others wait until these servers are gone. */
  readonly first: boolean;
  /** What has to be done before the first new server is set up; these servers themselves may be among those named. */
  readonly after: readonly Awaited[];
  /** The moves of all these servers, one after the other. */
  readonly minutes: Span;
}

/**
 * The moment when the last server that the newest Setup refuses has left. Active Directory is not prepared with that
 * release, and the release is installed nowhere, before it.
 */
export interface Departure {
  /** None: the version was named by hand, and no server of it is in the inventory. */
  readonly servers: readonly string[];
  /** The release that has to wait; null: nobody goes anywhere. */
  readonly release: string | null;
  /** The release that Active Directory is prepared with then; null: no level rises. */
  readonly prepares: string | null;
  /** Once, when they have left. */
  readonly steps: readonly Step[];
  readonly minutes: Span;
}

/** Servers whose presence stops Setup on others. */
export interface CoexistenceBlock {
  readonly rule: string;
  readonly because: string;
  readonly blockers: readonly string[];
  readonly blocked: readonly string[];
}

/** Servers below the level that a newer version asks of those beside it. */
export interface Minimum {
  readonly rule: string;
  readonly release: string;
  readonly because: string;
  readonly servers: readonly string[];
}

/** One way to bring a DAG over a bridge. */
export interface BridgeWay {
  /** Times that a member goes into maintenance. */
  readonly windows: number;
  /** Work, one server after the other. */
  readonly minutes: Span;
  /** From the first member's new CU until the last member has it, back to back: the DAG runs different CUs. */
  readonly mixed: Span;
  /** Windows during which the DAG runs different CUs, one member per window. */
  readonly mixedWindows: number;
}

export interface BridgeComparison {
  readonly dag: string;
  readonly members: readonly string[];
  /** Those of them that have to stop on the way; the others are past the bridge. */
  readonly stopping: readonly string[];
  /** Every member of the DAG in the inventory stops on the way, those without work included. */
  readonly allStop: boolean;
  /** They all start and stop at the same releases, so that none is ever more than one stop ahead. */
  readonly together: boolean;
  /** Releases at which the members stop on the way. */
  readonly over: readonly string[];
  /** Each member makes all its hops in its own window. This is how the waves are made. */
  readonly ownWindow: BridgeWay;
  /** The whole DAG goes to each bridge before any member goes on. */
  readonly wholeDag: BridgeWay;
}

/** One window with what is done in it; times are local wall-clock times, `2026-12-05T22:00`. */
export interface MaintenanceWindow {
  readonly window: number;
  readonly start: string;
  readonly end: string;
  /** `organisation` stands for the steps of the organisation. */
  readonly items: readonly {
    readonly what: 'organisation' | 'server';
    readonly name: string;
    readonly wave: number | null;
    /** True: only when the servers of the departure have left. */
    readonly afterDeparture: boolean;
    readonly start: string;
    readonly end: string;
    readonly minutes: Span;
  }[];
  /** Typical end of the work; later than `end` never happens, the high figure may. */
  readonly mayOverrun: boolean;
}

export interface Schedule {
  /** Minutes of one window. */
  readonly length: number;
  readonly windows: readonly MaintenanceWindow[];
  /** What no window can hold, or has to wait for something that none can. */
  readonly unfit: readonly { readonly name: string; readonly minutes: Span; readonly reason: string }[];
}

export interface FleetPlan {
  readonly catalogue: Plan['catalogue'];
  /** The command line that gives this plan again. */
  readonly command: string;
  readonly today: string;
  /** What `--to` said. */
  readonly target: string;
  /** Servers worked on at a time. */
  readonly parallel: number;
  /** The release that the forest is prepared with before any server; null: the levels suffice. */
  readonly prepares: string | null;
  /** Once, before any server. */
  readonly organisation: readonly Step[];
  readonly organisationMinutes: Span;
  /** What divides the plan in two; null: no server has to leave before others go on. */
  readonly departure: Departure | null;
  /** Once, after the last server. */
  readonly closing: readonly Step[];
  readonly closingMinutes: Span;
  readonly waves: readonly Wave[];
  readonly migrations: readonly Migration[];
  readonly servers: readonly FleetServer[];
  readonly plans: readonly SharedPlan[];
  readonly blocks: readonly CoexistenceBlock[];
  readonly minimums: readonly Minimum[];
  readonly bridges: readonly BridgeComparison[];
  /** Organisation, waves, the steps after a departure, and closing steps together. */
  readonly total: Span;
  readonly schedule: Schedule | null;
  /** Ids of the sources of the times. */
  readonly timeSources: readonly string[];
  readonly assumptions: readonly { readonly about: string; readonly text: string }[];
  readonly warnings: readonly Note[];
  readonly sources: Plan['sources'];
}

/** Members of a DAG that a load check names. */
export const SHOWN_MEMBERS = 16;
