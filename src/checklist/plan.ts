/**
 * The plan as a value: what the renderers print, what `--format json` writes (contract `cupath.plan/1`),
 * what the wizard shows. Stable order, plain JSON, no functions, no clock.
 */
import type { DataAge } from '../catalogue/age.ts';
import type { Phase, Role, Scope, Shell, WindowsId } from '../catalogue/schema.ts';
import type { Block, Opening, Rejected, Route, Span } from '../planner/route.ts';
import type { KnownIssue } from './known-issues.ts';

export type { Act, Block, Hop, Opening, Rejected, Route, Span } from '../planner/route.ts';

export interface FilledCommand {
  readonly shell: Shell;
  readonly run: string;
}
export interface FilledCheck extends FilledCommand {
  readonly expect: string;
}

export interface Step {
  readonly id: string;
  readonly phase: Phase;
  readonly scope: Scope;
  /** Index of the hop in the route's `hops`, from 0; null for steps that belong to no single act. */
  readonly hop: number | null;
  readonly title: string;
  readonly why: string;
  readonly commands: readonly FilledCommand[];
  readonly verify: readonly FilledCheck[];
  /** What to do when the check fails. */
  readonly otherwise: string | null;
  readonly caution: string | null;
  /** `Only if ...`; null: always. */
  readonly condition: string | null;
  /** The read-only check that decides the condition. */
  readonly conditionCheck: FilledCheck | null;
  readonly reboot: boolean;
  readonly reversible: boolean;
  /** What is known about going back, where `reversible` alone does not say it. */
  readonly rollback: string | null;
  readonly minutes: Span;
  /** Ids of the vulnerabilities that are closed once this step is done. */
  readonly closes: readonly string[];
  readonly undoes: string | null;
  /** Id of the manual action that the step carries out. */
  readonly action: string | null;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  /** Source ids, resolved in the plan's `sources`. */
  readonly sources: readonly string[];
}

export interface Note {
  readonly id: string;
  readonly text: string;
}

export interface PlannedRisk {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

export interface PlannedVulnerability {
  readonly id: string;
  readonly name: string | null;
  readonly impact: string;
  readonly score: string | null;
  readonly knownExploited: boolean;
  /** ISO day on which it was added to the CISA list. */
  readonly listed: string | null;
  /**
   * Before the first step: open by the code of the level; in the code, but in force only after a manual action; or
   * closed, and opened again by an older CU on the way.
   */
  readonly now: 'open' | 'needs-action' | 'closed';
  /** Only updates of something else (Windows, .NET) have the fix, so no build of Exchange shows whether it is there. */
  readonly outside: boolean;
  /** Id of the step after which it is closed; null: it is still open at the end. */
  readonly closedBy: string | null;
  /** Manual actions without which the fix is not in force. */
  readonly alsoNeeds: readonly string[];
  /** Manual actions that take off an override which switches the fix off; without one the fix is in force. */
  readonly unless: readonly string[];
  /** True when an act on the way opens it again for a while. */
  readonly reopened: boolean;
  /** Why it is still open at the end; null: it is closed. */
  readonly because: string | null;
}

/** Something that was set for the time without an update, and what becomes of it. */
export interface Undo {
  /** Id of the mitigation, or of the manual action that removes an override. */
  readonly id: string;
  /** `set-again`: a CU of the plan takes it off before the fix is in. `remove`: obsolete at the end. `keep`: still needed there. */
  readonly what: 'set-again' | 'remove' | 'keep';
  readonly title: string;
  readonly text: string;
  /** Id of the step that does it; null: no step of this plan. */
  readonly step: string | null;
  /** The condition of that step. */
  readonly condition: string | null;
  readonly sources: readonly string[];
}

export interface Plan {
  /** Which data, and how old they are on the day of the plan. */
  readonly catalogue: DataAge & { readonly digest: string; readonly overlays: readonly string[] };
  /** The command line that gives this plan again. */
  readonly command: string;
  /** The day the plan is made for. */
  readonly today: string;
  readonly from: {
    readonly server: string | null;
    readonly product: string;
    readonly release: string | null;
    readonly update: string | null;
    /** False when the input named the CU only. */
    readonly updateKnown: boolean;
    readonly build: string | null;
    readonly dotnet: string | null;
    readonly windows: WindowsId | null;
    readonly role: Role | null;
    readonly dag: string | null;
  };
  readonly to: {
    readonly product: string;
    readonly release: string;
    readonly update: string | null;
    readonly build: string | null;
    /** Does anybody still get updates for this level on the day of the plan? */
    readonly serviced: boolean;
  };
  readonly verdict: 'supported' | 'risk' | 'no-path' | 'current';
  readonly routes: readonly Route[];
  readonly rejected: readonly Rejected[];
  readonly steps: readonly Step[];
  readonly vulnerabilities: {
    readonly openNow: readonly PlannedVulnerability[];
    readonly openAtTarget: readonly PlannedVulnerability[];
  };
  /** Known issues of the target, those that hit everybody first. */
  readonly knownIssues: readonly KnownIssue[];
  readonly undo: readonly Undo[];
  /** Answers nobody gave, and what was assumed. `about` is the flag's name without dashes. */
  readonly assumptions: readonly { readonly about: string; readonly text: string }[];
  readonly warnings: readonly Note[];
  /** The named risks that the routes take, each once, with the text an admin reads before accepting it. */
  readonly risks: readonly PlannedRisk[];
  /** Filled when the verdict is `no-path`, or when other servers of a fleet have to leave first. */
  readonly blocks: readonly Block[];
  readonly openings: readonly Opening[];
  /** Every source id that the plan cites. */
  readonly sources: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string | null;
    readonly dated: string | null;
  }[];
}
