/** Known issues and the undo list in words that every format shares. */
import type { KnownIssue } from '../checklist/known-issues.ts';
import type { Plan, Undo } from '../checklist/plan.ts';
import { stepReference } from './steps.ts';
import { levelName } from './words.ts';

/** A level id as people write it: `2019-cu14+Nov24SUv2` as `2019 CU14 Nov24SUv2`; other words as they are. */
function cureName(id: string): string {
  const [release = '', update = null] = id.split('+');
  return /^[a-z0-9]+-/.test(id) ? levelName({ product: '', release, update }) : id;
}

/** What cures it: `Cured by 2019 CU14 Nov24SUv2.`, or why nothing does. */
export function cureText({ fixedBy, stays }: Pick<KnownIssue, 'fixedBy' | 'stays'>): string {
  if (fixedBy !== null) return `Cured by ${cureName(fixedBy)}.`;
  switch (stays) {
    case 'by-design':
      return 'It is meant so.';
    case 'configuration':
      return 'No update cures it, a setting does.';
    case 'outside':
      return 'An update outside Exchange cures it.';
    case 'not-fixed':
    case null:
      return 'No build that cures it is known.';
  }
}

/** `Only if users publish their calendars.`; empty for an issue that everybody has. */
export function onlyIfText({ onlyIf, certain }: Pick<KnownIssue, 'onlyIf' | 'certain'>): string {
  const parts = [
    onlyIf === null ? '' : `Only if ${onlyIf}.`,
    certain ? '' : 'Depends on the SU that is installed.',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** The steps of the plan that deal with it: `step 9, step 12`; empty when none does. */
function issueSteps(plan: Plan, issue: KnownIssue): string {
  const steps = issue.actions
    .filter((action) => plan.steps.some((step) => step.action === action))
    .map((action) => stepReference(plan, action));
  return steps.join(', ');
}

const UNDO_NAMES: Readonly<Record<Undo['what'], string>> = {
  'set-again': 'A CU of this plan takes it off; set it again right after the CU',
  remove: 'To take off afterwards',
  keep: 'Stays until a later update',
};

export interface UndoGroup {
  /** What becomes of it and in which step: `To take off afterwards (step 95, only if ...)`. */
  readonly title: string;
  readonly items: readonly Undo[];
}

/** Where it is done; that the plan has no step for it; nothing for what stays. */
function undoPlace(plan: Plan, { step, condition, what }: Undo): string {
  if (step === null) return what === 'keep' ? '' : ' (by hand)';
  const only = condition === null ? '' : `, ${condition.replace(/^O/, 'o')}`;
  return ` (${stepReference(plan, step)}${only})`;
}

/** The undo list by what becomes of it and the step that does it, in plan order. */
export function groupUndo(plan: Plan): readonly UndoGroup[] {
  const groups = new Map<string, Undo[]>();
  for (const item of plan.undo) {
    const title = `${UNDO_NAMES[item.what]}${undoPlace(plan, item)}`;
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return Array.from(groups, ([title, items]) => ({ title, items }));
}

/** Everything about an issue but its title: when it shows, what cures it, the way around. */
export function issueText(plan: Plan, issue: KnownIssue): string {
  const steps = issueSteps(plan, issue);
  const parts = [
    onlyIfText(issue),
    cureText(issue),
    issue.workaround,
    steps === '' ? '' : `In this plan: ${steps}.`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
