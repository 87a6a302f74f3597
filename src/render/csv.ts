/**
 * A plan as CSV (RFC 4180), one row per step: for spreadsheets, and for the import of Jira, which asks for a
 * column named Summary and headings without punctuation.
 */
import type { FilledCheck, FilledCommand, Plan, Step } from '../checklist/plan.ts';
import type { RouteId } from '../planner/question.ts';
import { type Records, recordOf, remarkOf } from '../saved/state.ts';
import { codeLines } from './layout.ts';
import { printable } from './printable.ts';
import { evidenceTexts, NO_RECORDS, noteTexts, STATUS_NAMES, timeText, whoText } from './records.ts';
import { groupSteps } from './steps.ts';
import { chosenRoute, conditionText, phaseName, SCOPE_NAMES, SHELL_NAMES } from './words.ts';

export interface CsvOptions {
  readonly route?: RouteId | undefined;
  readonly records?: Records | undefined;
  /**
   * A byte order mark in front. Excel and Windows PowerShell read a UTF-8 file without one as the code page of
   * the machine; a pipe must not have one, because readers there take it for a part of the first heading.
   */
  readonly mark?: boolean;
}

interface Row {
  readonly step: Step;
  readonly number: number;
  readonly group: string;
  readonly plan: Plan;
  readonly records: Records;
}

type Column = readonly [heading: string, value: (row: Row) => string];

function scripts(list: readonly FilledCommand[]): string {
  return list.map(({ shell, run }) => `${SHELL_NAMES[shell]}:\n${codeLines(run).join('\n')}`).join('\n\n');
}

function checks(list: readonly FilledCheck[]): string {
  return list.map((check) => `${scripts([check])}\nExpect: ${paragraphs(check.expect)}`).join('\n\n');
}

/** Prose: its line ends stay, everything else that does not print is shown as an escape. */
function paragraphs(text: string | null): string {
  return (text ?? '')
    .trim()
    .split(/\r?\n/)
    .map((line) => printable(line.trim()))
    .join('\n');
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

/** Everything a person needs to do the step, for ticket systems that show one text per issue. */
function description({ step }: Row): string {
  const parts: readonly (readonly [string, string])[] = [
    ['', step.condition === null ? '' : conditionText(paragraphs(step.condition))],
    ['Find out', step.conditionCheck === null ? '' : `\n${checks([step.conditionCheck])}`],
    ['', paragraphs(step.why)],
    ['Caution', paragraphs(step.caution)],
    ['Do', step.commands.length === 0 ? '' : `\n${scripts(step.commands)}`],
    ['Check', step.verify.length === 0 ? '' : `\n${checks(step.verify)}`],
    ['If not', paragraphs(step.otherwise)],
    ['Going back', paragraphs(step.rollback)],
  ];
  return parts
    .filter(([, text]) => text !== '')
    .map(([label, text]) => (label === '' ? text : `${label}: ${text}`.replace(': \n', ':\n')))
    .join('\n\n');
}

const COLUMNS: readonly Column[] = [
  ['Step', ({ number }) => String(number)],
  ['Summary', ({ step }) => paragraphs(step.title)],
  ['Status', ({ step, records }) => STATUS_NAMES[recordOf(records, step.id).status]],
  ['Phase', ({ plan, step }) => phaseName(step.phase, plan.from.role)],
  ['Part', ({ group }) => paragraphs(group)],
  ['Server', ({ plan }) => paragraphs(plan.from.server)],
  ['Scope', ({ step }) => SCOPE_NAMES[step.scope] ?? 'on the server'],
  ['Condition', ({ step }) => (step.condition === null ? '' : conditionText(paragraphs(step.condition)))],
  ['Description', description],
  ['Commands', ({ step }) => scripts(step.commands)],
  ['Checks', ({ step }) => checks(step.verify)],
  ['If not', ({ step }) => paragraphs(step.otherwise)],
  ['Caution', ({ step }) => paragraphs(step.caution)],
  ['Going back', ({ step }) => paragraphs(step.rollback)],
  ['Reboot', ({ step }) => yesNo(step.reboot)],
  ['Can be undone', ({ step }) => yesNo(step.reversible)],
  ['Minutes low', ({ step }) => String(step.minutes.low)],
  ['Minutes typical', ({ step }) => String(step.minutes.typical)],
  ['Minutes high', ({ step }) => String(step.minutes.high)],
  ['Closes', ({ step }) => paragraphs(step.closes.join(' '))],
  ['Links', ({ step }) => step.links.map(({ url }) => printable(url)).join('\n')],
  ['Id', ({ step }) => paragraphs(step.id)],
  [
    'Changed',
    ({ step, records }) => timeText(recordOf(records, step.id).last?.at ?? '').replace(/^\s*UTC$/, ''),
  ],
  ['Changed by', ({ step, records }) => paragraphs(who(records, step))],
  ['Remark', ({ step, records }) => paragraphs(remarkOf(recordOf(records, step.id)))],
  ['Notes', ({ step, records }) => paragraphs(noteTexts(recordOf(records, step.id)).join('\n'))],
  [
    'Evidence',
    ({ step, records }) =>
      evidenceTexts(recordOf(records, step.id))
        .map(({ about, text }) => [paragraphs(about), ...codeLines(text ?? '')].join('\n').trim())
        .join('\n\n'),
  ],
];

function who(records: Records, step: Step): string {
  const { last } = recordOf(records, step.id);
  return last === null ? '' : whoText(last);
}

/** Signs with which a cell becomes a formula in Excel, LibreOffice or Google Sheets; full-width twins count. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** The longest text that a cell of Excel holds. */
const LONGEST = 32_767;
const CUT = ' ... (cut: a cell holds no more)';

/**
 * One field. What could be read as a formula gets an apostrophe in front, which spreadsheets take as "this is
 * text"; numbers of our own are no formulas and need none.
 */
export function csvField(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  const whole = guarded.length > LONGEST ? guarded.slice(0, LONGEST - CUT.length) + CUT : guarded;
  return /[",\r\n]|^\s|\s$/.test(whole) ? `"${whole.replaceAll('"', '""')}"` : whole;
}

function line(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

/** The headings, with one in front where given. */
export function csvHeadings(first: readonly string[] = []): string {
  return line([...first, ...COLUMNS.map(([heading]) => heading)]);
}

/**
 * One row per step, without headings.
 * @param first cells in front of each row
 */
export function csvRows(plan: Plan, options: CsvOptions = {}, first: readonly string[] = []): string {
  const { records = NO_RECORDS } = options;
  return groupSteps(plan.steps, chosenRoute(plan, options.route))
    .flatMap((group) =>
      group.steps.map(({ step, number }): Row => ({ step, number, group: group.title, plan, records })),
    )
    .map((row) => line([...first, ...COLUMNS.map(([, value]) => value(row))]))
    .join('');
}

/** In front of a file, so that spreadsheets read it as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** The steps as CSV, the headings first. Lines end in CR LF, as RFC 4180 wants it. */
export function renderCsv(plan: Plan, options: CsvOptions = {}): string {
  return (options.mark === true ? BYTE_ORDER_MARK : '') + csvHeadings() + csvRows(plan, options);
}
