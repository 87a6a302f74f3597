/**
 * What a question of the wizard is: a row of a table. The table decides what is asked, what may be answered
 * and what an answer does to the planner's question; screens only draw it.
 */
import type { CheckData } from '../catalogue/schema.ts';
import type { Question } from '../planner/question.ts';
import type { Answer, Answers, QuestionId } from './answers.ts';
import type { Core } from './core.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A few words behind the label: a date, a build, "no updates any more". */
  readonly hint?: string | undefined;
  /** One or two sentences, shown while the choice is highlighted. */
  readonly detail?: string | undefined;
  /** Answers that come with this choice, for example product and CU with an SU that was searched for. */
  readonly answers?: Answers | undefined;
}

/** What is known when a question is asked. */
export interface Asked {
  readonly core: Core;
  readonly answers: Answers;
  /** Null until product and CU are answered. The target is `latest` until it is answered. */
  readonly question: Question | null;
}

export interface Found {
  readonly choices: readonly Choice[];
  readonly note: string | null;
}

/**
 * `search`: a long list with type-to-filter. `choice`: a few exclusive ones. `many`: any number of them.
 * `text`: a name that is typed in.
 */
export type Form = 'search' | 'choice' | 'many' | 'text';

export interface WizardQuestion {
  readonly id: QuestionId;
  readonly form: Form;
  /** Asked even when no answer changes the plan, because there is no plan without it. */
  readonly required: boolean;
  /** Only a flag answers it: it is never asked, but can be changed once it is answered. */
  readonly unasked?: true;
  applies(asked: Asked): boolean;
  title(asked: Asked): string;
  help(asked: Asked): string;
  /** In the order of the list; for `text` none. */
  choices(asked: Asked): readonly Choice[];
  /** Search beyond filtering the labels; absent: labels and hints are filtered. */
  search?(asked: Asked, text: string): Found;
  /** The value that is highlighted first when nothing is answered. */
  preselect?(asked: Asked): string | undefined;
  /** For `many`: the row that says "none at all"; absent: at least one has to be ticked. */
  readonly none?: string;
  /** How many choices stand above "Not sure"; absent: all of them. */
  aboveUnsure?(asked: Asked): number;
  /** What "Not sure" means here; null: it has to be answered. */
  readonly unsure: string | null;
  findOut(asked: Asked): CheckData | null;
  /** Why a typed text is refused; null: it is fine. */
  refuse?(text: string): string | null;
  /** Answers to try, to see whether any of them changes the plan; absent: every choice alone, none, and all. */
  probes?(asked: Asked): readonly Answer[];
  put(question: Question, values: Answer, core: Core): Question;
  /** A few words for the line of answers on top. */
  short(values: Answer, asked: Asked): string;
}
