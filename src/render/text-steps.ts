/** The checklist part of the text: steps in order, under a heading per phase and act. */
import type { FilledCheck, FilledCommand, Plan, Route, Step } from '../checklist/plan.ts';
import type { Records } from '../saved/state.ts';
import { glyphs } from './glyphs.ts';
import { code, facts, paragraph, type Style, section, stack } from './layout.ts';
import { recordLines } from './record-lines.ts';
import { NO_RECORDS, tickBox } from './records.ts';
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
import type { Tone } from './tones.ts';
import { SHELL_NAMES } from './words.ts';

const NOTHING: readonly string[] = [];
const BLANK: readonly string[] = [''];

/** Below this width the text of a step begins under its box, not under its title. */
const NARROW = 60;

/**
 * The steps of the chosen route; a plan without steps gives no section, or for a current server a sentence.
 * @param brief one line per step, cautions, and the commands of the acts alone
 */
export function stepsText(
  plan: Plan,
  route: Route | undefined,
  style: Style,
  brief = false,
  records: Records = NO_RECORDS,
): string[] {
  const { rule } = glyphs(style.ascii);
  const title = plan.verdict === 'current' ? 'Still worth doing' : 'Steps';
  if (plan.steps.length === 0) {
    if (plan.verdict !== 'current') return [];
    return [...section(style, title, rule), ...paragraph(style, 'No further step is known for this level.')];
  }
  const groups = groupSteps(plan.steps, route, plan.from.role);
  return stack(
    section(style, title, rule),
    glance(groups, style),
    ...groups.map((group) =>
      stack(
        BLANK,
        paragraph(style, group.title, { mark: rule.repeat(2), tone: 'heading' }),
        brief ? BLANK : NOTHING,
        ...group.steps.map(({ step, number }) =>
          brief
            ? briefText(plan, step, number, style, records)
            : stepText(plan, step, number, style, records),
        ),
      ),
    ),
    BLANK,
  );
}

/** One line per group; a plan of one or two groups needs none. */
function glance(groups: readonly StepGroup[], style: Style): readonly string[] {
  if (groups.length < 3) return [];
  const rows = overview(groups);
  const wide = Math.max(...rows.map((row) => row.numbers.length));
  return rows.flatMap((row) => {
    const cost = overviewCost(row);
    return paragraph(style, cost === '' ? row.title : `${row.title} (${cost})`, {
      mark: ` ${row.numbers.padStart(wide)} `,
    });
  });
}

function markOf(plan: Plan, step: Step, number: number, records: Records): string {
  const digits = String(plan.steps.length).length;
  return `${tickBox(records, step.id)} ${String(number).padStart(digits)} `;
}

function briefText(plan: Plan, step: Step, number: number, style: Style, records: Records): string[] {
  const mark = markOf(plan, step, number, records);
  const indent = style.width < NARROW ? 4 : mark.length + 1;
  return [
    ...paragraph(style, briefLine(step, true), { mark }),
    ...recordLines(records, step.id, style, indent, true),
    ...(step.caution === null
      ? []
      : paragraph(style, step.caution, { indent, label: '! Caution:', labelTone: 'warn' })),
    ...(isAct(step) ? [...commandsText(step.commands, style, indent).filter((line) => line !== ''), ''] : []),
  ];
}

/** Begins with an empty line. */
function stepText(plan: Plan, step: Step, number: number, style: Style, records: Records): string[] {
  const mark = markOf(plan, step, number, records);
  const indent = style.width < NARROW ? 4 : mark.length + 1;
  const line = (text: string | null, label: string) =>
    text === null || text === '' ? NOTHING : paragraph(style, text, { indent, label });
  const dim = { indent, tone: 'dim' } as const;
  return stack(
    BLANK,
    paragraph(style, step.title, { mark, tone: 'heading' }),
    recordLines(records, step.id, style, indent, true),
    facts(style, stepFlags(step), { indent, tone: flagTone(step) }),
    condition(plan, step, style, indent),
    spaced(paragraph(style, step.why, { indent })),
    step.caution === null
      ? NOTHING
      : spaced(paragraph(style, step.caution, { indent, label: '! Caution:', labelTone: 'warn' })),
    commandsText(step.commands, style, indent),
    ...step.verify.map((check) => spaced(checkText('Check', check, style, indent))),
    spaced(
      stack(
        line(step.otherwise, 'If not:'),
        line(step.rollback, 'Going back:'),
        line(step.undoes, 'Undoes:'),
      ),
    ),
    spaced(
      stack(
        line(step.closes.join(', '), 'Closes:'),
        ...step.links.flatMap((link) => [
          paragraph(style, link.title, { indent, label: 'See:' }),
          paragraph(style, link.url, { indent: indent + 2, tone: 'dim' }),
        ]),
        paragraph(style, citations(plan, step.sources), dim),
      ),
    ),
  );
}

/** A block with an empty line before it; nothing stays nothing. */
function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? NOTHING : BLANK.concat(lines);
}

function flagTone(step: Step): Tone {
  return step.reboot || !step.reversible ? 'warn' : 'dim';
}

function condition(plan: Plan, step: Step, style: Style, indent: number): readonly string[] {
  const text = conditionLine(plan, step);
  if (text === null) return NOTHING;
  return stack(
    BLANK,
    paragraph(style, text, { indent, tone: 'warn', hang: 2 }),
    step.conditionCheck === null ? NOTHING : checkText('Find out', step.conditionCheck, style, indent),
  );
}

/** Commands for one shell follow each other under one label; scripts of several lines stand apart. */
export function commandsText(list: readonly FilledCommand[], style: Style, indent: number): string[] {
  return list.flatMap((command, index) => {
    const before = list[index - 1];
    const lines = code(style, command.run, indent + 4);
    if (before?.shell === command.shell)
      return before.run.includes('\n') || command.run.includes('\n') ? BLANK.concat(lines) : lines;
    return stack(BLANK, paragraph(style, '', { indent, label: `${SHELL_NAMES[command.shell]}:` }), lines);
  });
}

function checkText(label: string, check: FilledCheck, style: Style, indent: number): string[] {
  return stack(
    paragraph(style, SHELL_NAMES[check.shell], { indent, label: `${label}:`, tone: 'dim' }),
    code(style, check.run, indent + 4),
    paragraph(style, check.expect, { indent: indent + 2, label: 'expect:' }),
  );
}
