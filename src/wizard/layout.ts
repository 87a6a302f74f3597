/**
 * How the window is divided, in rows: pure arithmetic over the model. A frame is at most `rows - 1` high,
 * because a frame as high as the terminal makes Ink wipe what the terminal had scrolled away.
 */
import { displayWidth } from '../render/layout.ts';
import { chosenRoute, journey, SHELL_NAMES } from '../render/words.ts';
import type { QuestionId } from './answers.ts';
import type { Core } from './core.ts';
import { cutLines, type Line, lines, type Page, shorten, shortenMiddle } from './document.ts';
import type { Choice, Form } from './form.ts';
import { keysOf } from './keys.ts';
import { askedIn, type Model, plannedQuestion, planOf } from './model.ts';
import { summary } from './plan-document.ts';
import { isQuestionId, trail, visibleChoices, wizardQuestion } from './questions.ts';

/** The smallest window that everything is laid out for; below it the wizard still scrolls. */
export const SMALLEST = { columns: 40, rows: 15 };

/** From this height on there are empty rows between the parts. */
const ROOMY = 18;

export function pageOf(core: Core, model: Model): Page {
  return { width: Math.max(10, model.columns - 1), ascii: core.ascii };
}

/** The answers so far in one line; where it is too long, the newest ones stay readable. */
export function headerText(core: Core, model: Model): string {
  const { width, ascii } = pageOf(core, model);
  if (model.columns < SMALLEST.columns || model.rows < SMALLEST.rows) {
    const wanted = `${SMALLEST.columns}x${SMALLEST.rows}`;
    return shorten(`Small window (${model.columns}x${model.rows}), better from ${wanted}`, width, ascii);
  }
  const state = askedIn(core, model);
  const dots = ascii ? '...' : '…';
  const words = trail(state);
  const full = ['cupath', ...words].join(' > ');
  if (displayWidth(full) <= width) return full;
  for (let first = 1; first < words.length; first++) {
    const text = ['cupath', dots, ...words.slice(first)].join(' > ');
    if (displayWidth(text) <= width) return text;
  }
  return shorten(full, width, ascii);
}

const TITLES: Readonly<Record<'why' | 'help' | 'save' | 'answers', string>> = {
  why: 'Why this plan',
  help: 'Help',
  save: 'Save the checklist',
  answers: 'Which answer should change?',
};

/** Rows that the list of a question takes when nothing is cut off: filter, rows, detail and the row above it. */
function wantedRows(core: Core, model: Model, id: QuestionId): number {
  const item = wizardQuestion(id);
  const { choices } = visibleChoices(item, askedIn(core, model), '');
  const rows = choices.length + (item.form === 'many' ? 1 : 0);
  if (item.form === 'text') return 1 + lines(pageOf(core, model), item.unsure, { label: 'Not sure:' }).length;
  const longest = choices.reduce(
    (most, choice) => Math.max(most, detailLines(core, model, choice).length),
    0,
  );
  const detail = longest === 0 ? 0 : Math.min(longest, MOST_DETAIL) + detailGap(model);
  return (item.form === 'search' ? 1 : 0) + rows + detail;
}

/**
 * Rows for the explanation of a question: a few, and as many more as its list leaves empty. A filter shortens the
 * list, but not this: nothing jumps while somebody types.
 */
function helpRoom(core: Core, model: Model, id: QuestionId, title: number): number {
  const usual = model.rows >= 20 ? 3 : isRoomy(model) ? 2 : 0;
  const free = rowsBetween(core, model) - title - wantedRows(core, model, id);
  return Math.max(usual, free);
}

/** Title and explanation of the screen. */
export function headLines(core: Core, model: Model): readonly Line[] {
  const page = pageOf(core, model);
  const { screen } = model;
  if (isQuestionId(screen)) {
    const item = wizardQuestion(screen);
    const state = askedIn(core, model);
    const title = lines(page, item.title(state), { tone: 'heading' }).slice(0, model.rows < 10 ? 1 : 3);
    const help = lines(page, item.help(state), { tone: 'dim' });
    return [...title, ...cutLines(help, helpRoom(core, model, screen, title.length), page)];
  }
  if (screen !== 'plan') return lines(page, TITLES[screen], { tone: 'heading' });
  const plan = planOf(core, model);
  if (!plan) return [];
  const tone = plan.verdict === 'no-path' ? 'bad' : plan.verdict === 'risk' ? 'warn' : 'good';
  const route = chosenRoute(plan, model.route);
  const arrow = core.ascii ? 'to' : '→';
  return [
    ...lines(page, journey(plan, arrow), { tone: 'heading' }).slice(0, 1),
    ...lines(page, summary(plan, route, page.width), { tone }).slice(0, model.rows < 12 ? 1 : 2),
  ];
}

/** What belongs to the highlighted choice: its detail; for "not sure" what comes of it, then how to find out. */
export function detailLines(core: Core, model: Model, choice: Choice | undefined): readonly Line[] {
  const { screen } = model;
  if (!choice || !isQuestionId(screen)) return [];
  const page = pageOf(core, model);
  const check = choice.value === '?' ? wizardQuestion(screen).findOut(askedIn(core, model)) : null;
  const how = check
    ? `Find out in ${SHELL_NAMES[check.shell]}: ${check.run
        .split('\n')
        .map((line) => line.trim())
        .join('; ')}`
    : '';
  return [...lines(page, choice.detail, { tone: 'dim' }), ...lines(page, how)];
}

/** Rows of a long list that are kept before any detail is shown. */
const LIST_FIRST = 5;

/** Rows that a detail has at most. */
const MOST_DETAIL = 6;

/** A long list leaves little room for details, a short one more. */
function detailRoom(core: Core, model: Model, form: Form, count: number): number {
  const usual = model.rows >= 30 ? 5 : model.rows >= 22 ? 3 : 2;
  const free = bodyHeight(core, model) - (form === 'search' ? 1 : 0) - detailGap(model);
  const beside = free - (form === 'choice' ? count : Math.min(count, LIST_FIRST));
  return Math.max(0, Math.min(usual, beside), Math.min(MOST_DETAIL, free - count - 1));
}

/** Empty rows above the detail. */
export function detailGap(model: Model): number {
  return isRoomy(model) ? 1 : 0;
}

/** Rows kept for details, so that nothing jumps while the highlight moves: as many as the longest one needs. */
export function detailHeight(core: Core, model: Model, choices: readonly Choice[]): number {
  const { screen } = model;
  if (!isQuestionId(screen)) return 0;
  const { form } = wizardQuestion(screen);
  const room = detailRoom(core, model, form, choices.length + (form === 'many' ? 1 : 0));
  return choices.slice(0, 60).reduce((most, choice) => {
    return most >= room ? room : Math.max(most, Math.min(room, detailLines(core, model, choice).length));
  }, 0);
}

/** The live keys in at most two rows, whole hints only; further ones stand in the help. */
export function keyRows(core: Core, model: Model): readonly string[] {
  const { width } = pageOf(core, model);
  const most = model.rows < 12 ? 1 : 2;
  const rows: string[] = [];
  for (const { key, does } of keysOf(core, model)) {
    const text = `${key} ${does}`;
    const last = rows.at(-1);
    if (last !== undefined && last.length + 3 + text.length <= width)
      rows[rows.length - 1] = `${last}   ${text}`;
    else if (rows.length < most) rows.push(shorten(text, width, core.ascii));
    else break;
  }
  return rows;
}

/** The command line that asks the same, in at most two rows; none while there is none, or no room. */
export function commandRows(core: Core, model: Model): readonly string[] {
  const question = plannedQuestion(core, model);
  if (!question || model.rows < 12) return [];
  const { width, ascii } = pageOf(core, model);
  // The day of the clock stands in what is printed at the end; here it would only take room.
  const whole = core.commandLine(question);
  const text = core.dayGiven ? whole : whole.replace(/ --today \d{4}-\d{2}-\d{2}/, '');
  const rows = model.rows < 20 ? 1 : 2;
  if (text.length <= width) return [text];
  const short = shortenMiddle(text, width * rows - (rows > 1 ? 12 : 0), ascii);
  return lines({ width, ascii }, short, { indent: 0 })
    .slice(0, rows)
    .map((line) => line.text);
}

/** What came of the last key, in at most three rows. */
export function noticeLines(core: Core, model: Model): readonly Line[] {
  const { notice } = model;
  return notice
    ? lines(pageOf(core, model), notice.text, { tone: notice.bad ? 'bad' : 'good' }).slice(0, 3)
    : [];
}

/** Is there room for empty rows between the parts? */
export function isRoomy(model: Model): boolean {
  return model.rows >= ROOMY;
}

/** Rows between the line of answers and the footer. The notice has the empty row above the footer, where there is one. */
function rowsBetween(core: Core, model: Model): number {
  const gaps = isRoomy(model) ? 2 : 0;
  const notice = Math.max(0, noticeLines(core, model).length - (isRoomy(model) ? 1 : 0));
  const footer = keyRows(core, model).length + commandRows(core, model).length;
  return model.rows - 1 - gaps - notice - footer - 1;
}

/** Rows between head and footer. */
export function bodyHeight(core: Core, model: Model): number {
  return Math.max(1, rowsBetween(core, model) - headLines(core, model).length);
}

/** Rows for the list of a question, below its filter line and above its detail. */
export function listHeight(core: Core, model: Model): number {
  const { screen } = model;
  if (!isQuestionId(screen)) return bodyHeight(core, model);
  const item = wizardQuestion(screen);
  const { choices } = visibleChoices(item, askedIn(core, model), model.places[screen]?.text ?? '');
  const filter = item.form === 'search' ? 1 : 0;
  const detail = detailHeight(core, model, choices);
  const room = bodyHeight(core, model) - filter - detail - (detail > 0 ? detailGap(model) : 0);
  // A row for "None of these", and where not everything fits one that says how much is left out.
  const count = choices.length + (item.form === 'many' ? 1 : 0);
  return Math.max(1, count <= room ? room : room - (item.form === 'choice' ? 0 : 1));
}
