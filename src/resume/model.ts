/** The state of the screens: one plain value, changed only by the reducer. */

import type { Step } from '../checklist/plan.ts';
import type { OpenChecklist } from '../commands/checklist-file.ts';
import type { Checklist, Entry } from '../saved/checklist.ts';
import { onlyIn } from '../saved/merge.ts';
import { nextOpen } from '../saved/progress.ts';
import { recordsOf } from '../saved/state.ts';

/** What is being typed: one line, or for evidence any number of them. */
export type Input = 'skip' | 'fail' | 'note' | 'evidence';

export type Screen =
  | { readonly kind: 'list' }
  /** `top`: the first line of the step that is shown. */
  | { readonly kind: 'step'; readonly top: number }
  | { readonly kind: 'input'; readonly input: Input; readonly text: string; readonly back: Screen }
  | { readonly kind: 'conflict'; readonly file: OpenChecklist; readonly theirs: readonly Entry[] }
  /** A command alone on the screen, for marking with the mouse. */
  | { readonly kind: 'plain'; readonly run: string; readonly back: Screen }
  | { readonly kind: 'help'; readonly top: number; readonly back: Screen };

/** What the reducer asks the outside to do; the outside answers with an event. */
export type Request =
  | { readonly kind: 'copy'; readonly run: string; readonly name: string }
  | { readonly kind: 'exit'; readonly code: 0 | 130 };

export interface Model {
  /** As it stands in the file. */
  readonly open: OpenChecklist;
  /** As it stands here: the same, unless a save failed or a conflict is open. */
  readonly checklist: Checklist;
  /** Index of the step. */
  readonly cursor: number;
  readonly screen: Screen;
  /** Commands of this step that were copied, the last one's place. */
  readonly copied: number;
  readonly notice: { readonly bad: boolean; readonly text: string } | null;
  /** Somebody pressed q with something unsaved. */
  readonly leaving: boolean;
  /**
   * A save that is still to be made; `keep`: on top of what somebody else did with the same step. It stays until
   * its outcome is known, so that no key that comes quickly after another can push it aside.
   */
  readonly saving: { readonly keep: boolean } | null;
  readonly columns: number;
  readonly rows: number;
  readonly request: Request | null;
}

/** The first screen: the list, at the first open step. */
export function firstModel(
  open: OpenChecklist,
  size: { readonly columns: number; readonly rows: number },
  warning: string | null,
): Model {
  const { checklist } = open;
  return {
    open,
    checklist,
    cursor: nextOpen(checklist.plan, recordsOf(checklist.log), 0) ?? 0,
    screen: { kind: 'list' },
    copied: -1,
    notice: warning === null ? null : { bad: true, text: warning },
    leaving: false,
    saving: null,
    ...size,
    request: null,
  };
}

/** The step of the cursor; undefined for a plan without steps. */
export function stepOf({ checklist, cursor }: Model): Step | undefined {
  return checklist.plan.steps[cursor];
}

/** Entries that are not in the file. */
export function unsaved({ checklist, open }: Model): readonly Entry[] {
  return onlyIn(checklist.log, open.checklist.log);
}
