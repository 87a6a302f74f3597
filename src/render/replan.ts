/** What a plan made anew changes, as text. */
import type { Plan } from '../checklist/plan.ts';
import { isSameWork, type PlanDifference, type StepDifference } from '../saved/replan.ts';
import { glyphs } from './glyphs.ts';
import { paragraph, type Style, section } from './layout.ts';
import { STATUS_NAMES } from './records.ts';
import { counted, sentence } from './words.ts';

/** Ends in a line feed. */
export function replanText(difference: PlanDifference, plan: Plan, style: Style): string {
  const { facts, added, removed, changed, moved, newWarnings, kept, reopened } = difference;
  const { rule, bullet, arrow } = glyphs(style.ascii);
  const titled = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [...section(style, title, rule), ...lines];
  const step = ({ step: each, number, status }: StepDifference, said = '') =>
    paragraph(
      style,
      `${number} ${each.title}${status === 'open' ? '' : ` (${STATUS_NAMES[status]})`}${said}`,
      {
        mark: bullet,
      },
    );
  const lines = [
    ...paragraph(
      style,
      isSameWork(difference)
        ? 'The work is the same as when the plan was approved.'
        : 'The plan is not the one that was approved.',
      { tone: 'heading' },
    ),
    ...titled(
      'What changed about the plan',
      facts.flatMap(({ about, before, after }) =>
        paragraph(style, `${before} ${arrow} ${after}`, { mark: bullet, label: `${about}:` }),
      ),
    ),
    ...titled(
      'New steps',
      added.flatMap((each) => step(each)),
    ),
    ...titled(
      'Steps that are gone',
      removed.flatMap((each) => step(each)),
    ),
    ...titled(
      'Steps that changed',
      changed.flatMap((each) =>
        step(each, `: ${each.parts.join(', ')}${each.reopened ? '; has to be done again' : ''}`),
      ),
    ),
    ...(moved ? ['', ...paragraph(style, 'The order of the steps changed.')] : []),
    ...titled(
      'New warnings',
      newWarnings.flatMap((text) => paragraph(style, sentence(text), { mark: '!' })),
    ),
    '',
    ...paragraph(
      style,
      `${counted(kept, 'tick')} still ${kept === 1 ? 'applies' : 'apply'}; ${counted(reopened.length, 'step')} ${reopened.length === 1 ? 'has' : 'have'} to be done again. The new plan has ${counted(plan.steps.length, 'step')}.`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
