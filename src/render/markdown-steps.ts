/** The checklist part of the Markdown: one tick per step, its text inside the list item. */
import type { FilledCheck, FilledCommand, Plan, Route, Step } from '../checklist/plan.ts';
import { isClosed, type Records, recordOf, type StepRecord } from '../saved/state.ts';
import { markdownFence, markdownLink, markdownText } from './markdown-escape.ts';
import { evidenceTexts, NO_RECORDS, noteTexts, statusText } from './records.ts';
import {
  briefLine,
  citations,
  conditionLine,
  groupSteps,
  isAct,
  overview,
  overviewCost,
  type StepGroup,
  stepFlags,
} from './steps.ts';
import { SHELL_NAMES } from './words.ts';

/** Columns of `- `: what belongs to a list item stands there. */
const INSIDE = 2;

const LANGUAGES: Readonly<Record<FilledCommand['shell'], string>> = {
  powershell: 'powershell',
  ems: 'powershell',
  cmd: 'bat',
};

/**
 * The steps of the chosen route under a heading per phase and act.
 * @param brief one line per step, cautions, and the commands of the acts alone
 */
export function markdownSteps(
  plan: Plan,
  route: Route | undefined,
  brief = false,
  records: Records = NO_RECORDS,
): readonly string[] {
  const title = plan.verdict === 'current' ? '## Still worth doing' : '## Steps';
  if (plan.steps.length === 0) {
    return plan.verdict === 'current' ? [title, '', 'No further step is known for this level.', ''] : [];
  }
  const groups = groupSteps(plan.steps, route, plan.from.role);
  return [
    title,
    '',
    ...glance(groups),
    ...groups.flatMap((group) => [
      `### ${markdownText(group.title)}`,
      '',
      ...group.steps.flatMap(({ step, number }) =>
        brief
          ? briefItem(step, number, recordOf(records, step.id))
          : [...stepItem(plan, step, number, recordOf(records, step.id)), ''],
      ),
      '',
    ]),
  ];
}

/** One row per group; a plan of one or two groups needs none. */
function glance(groups: readonly StepGroup[]): readonly string[] {
  if (groups.length < 3) return [];
  return [
    '| Steps | What | Typical |',
    '| ---: | --- | --- |',
    ...overview(groups).map(
      (row) => `| ${row.numbers} | ${markdownText(row.title)} | ${overviewCost(row)} |`,
    ),
    '',
  ];
}

/** Lines as a paragraph of their own inside the list item. */
function inside(...lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines.map((line) => ' '.repeat(INSIDE) + line)];
}

function labelled(label: string, text: string | null): readonly string[] {
  return text === null || text === '' ? [] : inside(`**${label}:** ${markdownText(text)}`);
}

function briefItem(step: Step, number: number, record: StepRecord): readonly string[] {
  return [
    `- [${isClosed(record) ? 'x' : ' '}] ${number}. ${markdownText(briefLine(step, true))}`,
    ...recorded(record),
    ...labelled('Caution', step.caution),
    ...(isAct(step) ? [...fences(step), ''] : []),
  ];
}

function fences(step: Step): readonly string[] {
  return step.commands.flatMap((command, index) => [
    ...(step.commands[index - 1]?.shell === command.shell ? [] : inside(`${SHELL_NAMES[command.shell]}:`)),
    '',
    ...markdownFence(command.run, LANGUAGES[command.shell], INSIDE),
  ]);
}

/** Tick lists know two states: what is skipped with a reason is closed as well, and the line below says so. */
function stepItem(plan: Plan, step: Step, number: number, record: StepRecord): readonly string[] {
  const flags = stepFlags(step);
  const condition = conditionLine(plan, step);
  const cited = citations(plan, step.sources);
  return [
    `- [${isClosed(record) ? 'x' : ' '}] **${number}. ${markdownText(step.title)}**`,
    ...recorded(record),
    ...(flags.length === 0 ? [] : inside(markdownText(flags.join(' · ')))),
    ...(condition === null ? [] : inside(`**${markdownText(condition)}**`)),
    ...(step.conditionCheck === null ? [] : check('Find out', step.conditionCheck)),
    ...inside(
      ...step.why
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(markdownText),
    ),
    ...labelled('Caution', step.caution),
    ...fences(step),
    ...step.verify.flatMap((each) => check('Check', each)),
    ...labelled('If not', step.otherwise),
    ...labelled('Going back', step.rollback),
    ...labelled('Undoes', step.undoes),
    ...labelled('Closes', step.closes.join(', ')),
    ...(step.links.length === 0
      ? []
      : inside(`See: ${step.links.map((link) => markdownLink(link.title, link.url)).join(', ')}`)),
    ...(cited === '' ? [] : inside(markdownText(cited))),
  ];
}

/** What was done with the step, by whom, and what was written down. */
function recorded(record: StepRecord): readonly string[] {
  const state = statusText(record);
  return [
    ...(state === null ? [] : inside(`**${markdownText(state)}**`)),
    ...noteTexts(record).flatMap((text) => inside(markdownText(text))),
    ...evidenceTexts(record).flatMap(({ about, text }) => [
      ...inside(markdownText(about)),
      ...(text === null ? [] : ['', ...markdownFence(text, 'text', INSIDE)]),
    ]),
  ];
}

function check(label: string, { shell, run, expect }: FilledCheck): readonly string[] {
  return [
    ...inside(`**${label}:** ${SHELL_NAMES[shell]}`),
    '',
    ...markdownFence(run, LANGUAGES[shell], INSIDE),
    ...labelled('Expect', expect),
  ];
}
