/** The screens as lines: pure arithmetic over the model. A frame is at most `rows - 1` high. */

import { entryText } from '../render/checklist.ts';
import { codeLines, prose } from '../render/layout.ts';
import { STATUS_TONES } from '../render/record-lines.ts';
import { evidenceTexts, noteTexts, statusText, tickBox } from '../render/records.ts';
import { groupSteps, stepFlags } from '../render/steps.ts';
import type { Tone } from '../render/tones.ts';
import { chosenRoute, counted, journey } from '../render/words.ts';
import { askedRoute, LIMITS } from '../saved/checklist.ts';
import { progressOf } from '../saved/progress.ts';
import { recordOf, recordsOf } from '../saved/state.ts';
import { countText, timeLeftText } from '../saved/words.ts';
import { BLANK, type Line, lines, type Page, shorten } from '../wizard/document.ts';
import { windowAround } from '../wizard/list.ts';
import { bodyLines } from '../wizard/plan-document.ts';
import { type Input, type Model, type Screen, stepOf, unsaved } from './model.ts';

export interface View {
  readonly ascii: boolean;
  /** ISO time in UTC. */
  readonly now: string;
}

/** From this height on there are empty rows between the parts. */
const ROOMY = 18;

function pageOf({ columns }: Model, ascii = false): Page {
  return { width: Math.max(10, columns - 1), ascii };
}

/** What is updated, and how far it is: three rows. */
export function headLines(model: Model, { ascii, now }: View): readonly Line[] {
  const { plan, log } = model.checklist;
  const page = pageOf(model, ascii);
  const progress = progressOf(plan, recordsOf(log), now);
  const name = plan.from.server === null ? '' : `${plan.from.server}: `;
  const row = (text: string, tone: Tone): Line => ({
    text: shorten(prose(text, ascii), page.width, ascii),
    tone,
  });
  const time = timeLeftText(progress);
  const lost = model.saving === null && unsaved(model).length > 0 ? ' NOT SAVED' : '';
  return [
    row(name + journey(plan, ascii ? '->' : '→'), 'heading'),
    row(`${countText(progress)}${lost}`, progress.failed > 0 || lost !== '' ? 'bad' : 'good'),
    ...(time === '' || model.rows < 12 ? [] : [row(time, 'dim')]),
  ];
}

const LIST_KEYS: readonly string[] = [
  'Space done',
  'Enter open',
  's skip',
  'f failed',
  'n note',
  'e evidence',
  'c copy',
  '. next open',
  '? help',
  'q leave',
];
const STEP_KEYS = ['Space done', 'Up/Down scroll', 'c copy', 's skip', 'f failed', 'n note', 'e evidence'];
const KEYS: Readonly<Record<Screen['kind'], readonly string[]>> = {
  list: LIST_KEYS,
  step: [...STEP_KEYS, 'Right/Left step', 'Esc list', 'q leave'],
  input: ['Enter keep', 'Esc back'],
  conflict: ['k keep mine on top', 'r reload, drop mine'],
  plain: ['any key back'],
  help: ['Up/Down PgUp/PgDn scroll', 'any other key back'],
};

/** The keys of the screen, whole hints only, in at most two rows. */
export function keyLines(model: Model): readonly Line[] {
  const { width } = pageOf(model);
  const evidence = model.screen.kind === 'input' && model.screen.input === 'evidence';
  const hints = evidence ? ['Ctrl-D keep', 'Ctrl-U clear', 'Esc back'] : KEYS[model.screen.kind];
  const rows: string[] = [];
  for (const hint of hints) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 3 + hint.length <= width)
      rows[rows.length - 1] = `${last}   ${hint}`;
    else if (rows.length < (model.rows < 12 ? 1 : 2)) rows.push(hint);
  }
  return rows.map((text) => ({ text, tone: 'plain' }));
}

export function noticeLines(model: Model, ascii: boolean): readonly Line[] {
  const { notice } = model;
  return notice
    ? lines(pageOf(model, ascii), notice.text, { tone: notice.bad ? 'bad' : 'good' }).slice(0, 4)
    : [];
}

export function isRoomy(model: Model): boolean {
  return model.rows >= ROOMY;
}

/** Rows between head and footer. */
function bodyHeight(model: Model): number {
  const head = model.rows < 12 ? 2 : 3;
  const gaps = isRoomy(model) ? 2 : 0;
  const notice = Math.max(0, noticeLines(model, false).length - (isRoomy(model) ? 1 : 0));
  return Math.max(1, model.rows - 1 - head - gaps - notice - keyLines(model).length);
}

/** Rows kept below the list for what is recorded about the step of the cursor. */
function detailHeight(model: Model): number {
  return model.rows >= 22 ? 3 : model.rows >= 15 ? 1 : 0;
}

export function listHeight(model: Model): number {
  return Math.max(1, bodyHeight(model) - detailHeight(model));
}

export function stepHeight(model: Model): number {
  return bodyHeight(model);
}

export interface ListLine extends Line {
  readonly selected: boolean;
}

/** Headings and steps around the cursor, then what is recorded about the step there. */
export function listLines(model: Model, ascii: boolean): readonly ListLine[] {
  const { plan, log } = model.checklist;
  const records = recordsOf(log);
  const width = pageOf(model, ascii).width - 2;
  const digits = String(plan.steps.length).length;
  const all = groupSteps(plan.steps, chosenRoute(plan, askedRoute(model.checklist))).flatMap((group) => [
    { text: shorten(prose(group.title, ascii), width, ascii), tone: 'heading' as const, selected: false },
    ...group.steps.map(({ step, number }): ListLine => {
      const { status } = recordOf(records, step.id);
      const only = step.condition === null ? '' : ' (conditional)';
      const title = prose(step.title, ascii);
      const text = `${tickBox(records, step.id)} ${String(number).padStart(digits)} ${title}${only}`;
      return {
        text: shorten(text, width, ascii),
        tone: STATUS_TONES[status],
        selected: number - 1 === model.cursor,
      };
    }),
  ]);
  const at = Math.max(
    0,
    all.findIndex((line) => line.selected),
  );
  const { top, bottom } = windowAround(at, all.length, listHeight(model));
  return all.slice(top, bottom);
}

/** State, newest note and evidence of the step of the cursor. */
export function detailLines(model: Model, ascii: boolean): readonly Line[] {
  const step = stepOf(model);
  if (!step) return [];
  const record = recordOf(recordsOf(model.checklist.log), step.id);
  const page = pageOf(model, ascii);
  const texts = [
    statusText(record),
    noteTexts(record).at(-1) ?? null,
    evidenceTexts(record).at(-1)?.about ?? null,
    stepFlags(step).join(', '),
  ];
  return texts
    .flatMap((text) => (text === null || text === '' ? [] : lines(page, text, { tone: 'dim' }).slice(0, 1)))
    .slice(0, detailHeight(model));
}

/** The step as a document: title, what is recorded, what to do. */
export function stepLines(model: Model, ascii = false): readonly Line[] {
  const step = stepOf(model);
  if (!step) return [];
  const { plan, log } = model.checklist;
  const records = recordsOf(log);
  const record = recordOf(records, step.id);
  const page = pageOf(model, ascii);
  const status = statusText(record);
  return [
    ...lines(page, step.title, {
      label: `${tickBox(records, step.id)} ${model.cursor + 1} of ${plan.steps.length}`,
      tone: 'heading',
    }),
    ...lines(page, status, { indent: 4, tone: STATUS_TONES[record.status] }),
    ...noteTexts(record).flatMap((text) => lines(page, text, { indent: 4 })),
    ...evidenceTexts(record).flatMap(({ about }) => lines(page, about, { indent: 4, tone: 'dim' })),
    BLANK,
    ...bodyLines(plan, step, page),
  ];
}

/** The part of the step that is shown, with how much there is beyond it. */
export function shownStepLines(model: Model, top: number, ascii: boolean): readonly Line[] {
  return window(model, stepLines(model, ascii), top, 'end of this step');
}

/** The part of a text that is shown, with how much there is beyond it. */
function window(model: Model, all: readonly Line[], top: number, end: string): readonly Line[] {
  const height = stepHeight(model);
  if (all.length <= height) return all;
  // A window that has grown since may show more than what lies below.
  const first = Math.min(top, all.length - height + 1);
  const shown = all.slice(first, first + height - 1);
  const below = all.length - first - shown.length;
  return [...shown, { text: below > 0 ? `${counted(below, 'more line')} below` : end, tone: 'dim' }];
}

const ASKED: Readonly<Record<Input, string>> = {
  skip: 'Why is it skipped?',
  fail: 'What went wrong? Empty is allowed.',
  note: 'Note:',
  evidence: 'Paste the output of the check, then Ctrl-D.',
};

/** What is typed so far; of long evidence the end. */
export function inputLines(
  model: Model,
  screen: Extract<Screen, { kind: 'input' }>,
  ascii: boolean,
): readonly Line[] {
  const page = pageOf(model, ascii);
  const step = stepOf(model);
  const head: readonly Line[] = [
    ...lines(page, step?.title, { label: `Step ${model.cursor + 1}`, tone: 'heading' }),
    ...lines(page, ASKED[screen.input], { tone: 'dim' }),
  ];
  const typed = `${screen.text}_`;
  const room = Math.max(1, bodyHeight(model) - head.length - 1);
  if (screen.input !== 'evidence') return [...head, ...lines(page, `> ${typed}`).slice(-room)];
  const kept = screen.text.length > LIMITS.evidence ? ', too long: only name and digest are kept' : '';
  const all = codeLines(typed);
  const count = screen.text === '' ? 0 : all.length;
  return [
    ...head,
    ...all.slice(-room).map((text): Line => ({ text: shorten(text, page.width, ascii), tone: 'code' })),
    {
      text: `${counted(count, 'line')}, ${counted(screen.text.length, 'character')}${kept}`,
      tone: kept === '' ? 'dim' : 'warn',
    },
  ];
}

/** What the other side did, and what was done here. */
export function conflictLines(
  model: Model,
  { file, theirs }: Extract<Screen, { kind: 'conflict' }>,
  ascii: boolean,
): readonly Line[] {
  const page = pageOf(model, ascii);
  const said = (checklist: typeof file.checklist, entries: typeof theirs) =>
    entries.flatMap((entry) => {
      const record = { ...recordOf(new Map(), ''), last: entry.kind === 'replanned' ? null : entry };
      const remark = record.last && 'remark' in record.last ? record.last.remark : null;
      const reason = record.last && 'reason' in record.last ? record.last.reason : remark;
      return lines(page, `${entryText(checklist, entry)}${reason ? `: ${reason}` : ''}`, { indent: 2 });
    });
  return [
    ...lines(page, 'Somebody else changed the same step in this file. Nothing of yours is saved yet.', {
      tone: 'bad',
    }),
    BLANK,
    ...lines(page, 'In the file by now:', { tone: 'heading' }),
    ...said(file.checklist, theirs),
    BLANK,
    ...lines(page, 'Yours, not saved:', { tone: 'heading' }),
    ...said(model.checklist, unsaved(model)),
    BLANK,
    ...lines(page, 'k keeps both in the log, with yours on top. r loads the file and drops yours.'),
  ];
}

const HELP: readonly string[] = [
  'Space ticks a step off and goes to the next open one; on a ticked step it takes the tick back.',
  's skips with a reason, f marks as failed, n writes a note. All are kept with time and name.',
  'e keeps the output of a check: paste it, then Ctrl-D. A paste anywhere does the same.',
  'c copies the first command of the step, c again the next one. p shows it alone, for terminals that do not let a program copy.',
  'Enter opens a step; there Up and Down scroll, Left and Right go to its neighbours.',
  '. or Tab goes to the next open step. Failed steps are still to be done.',
  'Every change is saved at once. If somebody else works on the same file, you see what they did.',
  'q leaves. The same command line goes on where you were.',
];

export function helpLines(model: Model, ascii = false): readonly Line[] {
  return HELP.flatMap((text) => lines(pageOf(model, ascii), text));
}

/** The part of the help that is shown. */
export function shownHelpLines(model: Model, top: number, ascii: boolean): readonly Line[] {
  return window(model, helpLines(model, ascii), top, 'end of the help');
}
