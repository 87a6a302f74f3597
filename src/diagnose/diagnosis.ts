/** What a diagnosis is: plain data for rendering and for JSON. */
import type { LinkData } from '../catalogue/diagnosis-schema.ts';
import type { CommandData } from '../catalogue/schema.ts';
import type { FileKind } from './reader.ts';
import type { ShownLine } from './run.ts';

export interface EvidenceLine extends ShownLine {
  /** Another file than the log itself, such as ldif.err beside it. */
  readonly file?: string;
}

export interface FilledAction {
  readonly text: string;
  readonly commands: readonly CommandData[];
}

export interface Verdict {
  readonly id: string;
  readonly title: string;
  /** `cause`: this stopped setup. `hint`: worth knowing beside it. `guess`: nothing else fits. `result`: no cause. */
  readonly kind: 'cause' | 'hint' | 'guess' | 'result';
  readonly phase: string;
  readonly evidence: readonly EvidenceLine[];
  readonly cause: string;
  readonly actions: readonly FilledAction[];
  readonly links: readonly LinkData[];
  /** `verified`: seen in a real log; `source`: as stated by an article or script; `inferred`: our reading. */
  readonly status: 'verified' | 'source' | 'inferred';
  readonly sources: readonly string[];
}

/**
 * `success`: the sentence of success ends the run. `failed`: setup said so, or wrote an error. `unfinished`: the
 * log stops before the end of the run. `unproven`: the run ended without error and without that sentence.
 * `unknown`: an excerpt that does not say.
 */
export type Outcome = 'success' | 'failed' | 'unfinished' | 'unproven' | 'unknown';

export interface RequiredMessage extends ShownLine {
  /** The rule behind it; null: the log does not pair them. */
  readonly rule: string | null;
  /** Ids of the verdicts that explain it. */
  readonly explainedBy: readonly string[];
}

export interface RunFacts {
  /** Line of the log on which the run begins. */
  readonly line: number;
  /** How many runs the file holds. */
  readonly runs: number;
  /** As the log names it: `2016`, `Subscription Edition`. */
  readonly product: string | null;
  /** Builds: where the server came from, and what the media were of. */
  readonly fromBuild: string | null;
  readonly toBuild: string | null;
  readonly mode: string | null;
  readonly user: string | null;
  readonly server: string | null;
  readonly role: 'mailbox' | 'edge' | 'tools' | null;
  readonly organisation: string | null;
  readonly domainController: string | null;
  readonly source: string | null;
  readonly timeZone: string | null;
  /** ISO times, UTC. */
  readonly started: string | null;
  readonly ended: string | null;
  readonly outcome: Outcome;
  /** Where it stopped. */
  readonly phase: string | null;
  readonly component: string | null;
  readonly resultCode: number | null;
  /** Whole days before the day of the diagnosis; null: the log has no dates. */
  readonly ageDays: number | null;
}

export interface ErrorBlock {
  readonly before: readonly ShownLine[];
  readonly lines: readonly ShownLine[];
  /** Id of the component that failed, as the log names it. */
  readonly reference: string | null;
  readonly cmdlet: string | null;
}

export interface Services {
  readonly stopped: readonly string[];
  readonly disabled: readonly string[];
}

export interface Diagnosis {
  readonly file: string;
  readonly kind: FileKind;
  readonly verdicts: readonly Verdict[];
  readonly run: RunFacts | null;
  /** What a reader has to know about the reading itself. */
  readonly notes: readonly string[];
  readonly required: readonly RequiredMessage[];
  readonly errorBlock: ErrorBlock | null;
  readonly services: Services | null;
}
