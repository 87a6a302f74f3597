/** The reducer of the screens: model and event in, model out. What must touch the world leaves as a request. */
import { pastedEvidence } from '../commands/evidence.ts';
import { entryText } from '../render/checklist.ts';
import { changed } from '../saved/change.ts';
import { LIMITS, type Stamp, type StepChange } from '../saved/checklist.ts';
import { onlyIn } from '../saved/merge.ts';
import { nextOpen } from '../saved/progress.ts';
import { isClosed, recordOf, recordsOf } from '../saved/state.ts';
import { moveCursor } from '../wizard/list.ts';
import type { ResumeEvent, ResumeKey } from './events.ts';
import { helpLines, listHeight, stepHeight, stepLines } from './layout.ts';
import { type Input, type Model, type Screen, stepOf, unsaved } from './model.ts';

function say(model: Model, text: string, bad = false): Model {
  return { ...model, notice: { bad, text } };
}

function show(model: Model, screen: Screen): Model {
  return { ...model, screen, notice: null };
}

function goTo(model: Model, cursor: number): Model {
  const screen: Screen = model.screen.kind === 'step' ? { kind: 'step', top: 0 } : model.screen;
  return { ...model, cursor, screen, copied: -1, notice: null };
}

function toNextOpen(model: Model, from: number): Model {
  const next = nextOpen(model.checklist.plan, recordsOf(model.checklist.log), from);
  return next === null ? say(model, 'No step is open.') : goTo(model, next);
}

/** Writes into the log and asks for a save; a closed step leads on to the next open one. */
function record(model: Model, change: StepChange, stamp: Stamp): Model {
  const result = changed(model.checklist, change, stamp);
  if (!result.ok) return say(model, `Not kept: ${result.problem}.`, true);
  const next: Model = { ...model, checklist: result.checklist, saving: { keep: false } };
  const closed = change.kind === 'done' || change.kind === 'skipped';
  return closed ? toNextOpen(next, model.cursor) : { ...next, notice: null };
}

function toggle(model: Model, stamp: Stamp): Model {
  const step = stepOf(model)?.id;
  if (step === undefined) return model;
  const kind = isClosed(recordOf(recordsOf(model.checklist.log), step)) ? 'reopened' : 'done';
  return record(model, { kind, step, remark: null }, stamp);
}

function ask(model: Model, input: Input, text = ''): Model {
  if (stepOf(model) === undefined) return model;
  const back = model.screen.kind === 'input' ? model.screen.back : model.screen;
  return show(model, { kind: 'input', input, text, back });
}

function copy(model: Model): Model {
  const step = stepOf(model);
  const checks = step?.conditionCheck ? [step.conditionCheck] : [];
  const all = step ? [...checks, ...step.commands, ...step.verify] : [];
  if (all.length === 0) return say(model, 'This step has no command.');
  const copied = (model.copied + 1) % all.length;
  const name = `${copied + 1} of ${all.length}`;
  return { ...model, copied, notice: null, request: { kind: 'copy', run: all[copied]?.run ?? '', name } };
}

/** The command that was copied last, else the first, alone on the screen. */
function plain(model: Model): Model {
  const next = copy({ ...model, copied: Math.max(-1, model.copied - 1) });
  if (next.request?.kind !== 'copy') return next;
  const { run } = next.request;
  return { ...show(next, { kind: 'plain', run, back: model.screen }), request: null };
}

function leave(model: Model): Model {
  if (unsaved(model).length > 0 && !model.leaving)
    return {
      ...say(model, 'Something is not saved: w tries again, q again leaves without it.', true),
      leaving: true,
    };
  return { ...model, request: { kind: 'exit', code: 0 } };
}

/** Keys without a question behind them, which a paste must not press. */
const ACTS_AT_ONCE: readonly string[] = [' ', 'q'];

/** Keys that work on the list and on a step alike. */
function command(model: Model, letter: string, stamp: Stamp): Model {
  switch (letter) {
    case ' ':
      return toggle(model, stamp);
    case 's':
      return ask(model, 'skip');
    case 'f':
      return ask(model, 'fail');
    case 'n':
      return ask(model, 'note');
    case 'e':
      return ask(model, 'evidence');
    case 'c':
      return copy(model);
    case 'p':
      return plain(model);
    case '.':
      return toNextOpen(model, model.cursor + 1);
    case 'w':
      return { ...model, notice: null, saving: { keep: false } };
    case 'q':
      return leave(model);
    case '?':
      return show(model, { kind: 'help', top: 0, back: model.screen });
    case 'j':
      return move(model, 'down');
    case 'k':
      return move(model, 'up');
    default:
      return model;
  }
}

function scroll(model: Model, top: number): Model {
  const most = Math.max(0, stepLines(model).length - stepHeight(model));
  return { ...model, screen: { kind: 'step', top: Math.max(0, Math.min(most, top)) }, notice: null };
}

function moveInStep(model: Model, top: number, key: ResumeKey): Model {
  const page = Math.max(1, stepHeight(model) - 1);
  const last = model.checklist.plan.steps.length - 1;
  switch (key) {
    case 'up':
      return scroll(model, top - 1);
    case 'down':
      return scroll(model, top + 1);
    case 'page-up':
      return scroll(model, top - page);
    case 'page-down':
      return scroll(model, top + page);
    case 'home':
      return scroll(model, 0);
    case 'end':
      return scroll(model, Number.MAX_SAFE_INTEGER);
    case 'left':
      return goTo(model, Math.max(0, model.cursor - 1));
    case 'right':
      return goTo(model, Math.min(last, model.cursor + 1));
    case 'tab':
      return toNextOpen(model, model.cursor + 1);
    case 'escape':
    case 'enter':
    case 'backspace':
      return show(model, { kind: 'list' });
    default:
      return model;
  }
}

function move(model: Model, key: ResumeKey): Model {
  if (model.screen.kind === 'step') return moveInStep(model, model.screen.top, key);
  if (model.screen.kind !== 'list') return model;
  const count = model.checklist.plan.steps.length;
  if (key === 'tab') return toNextOpen(model, model.cursor + 1);
  if (key === 'enter' || key === 'right') return count === 0 ? model : show(model, { kind: 'step', top: 0 });
  if (key === 'quit' || key === 'keep' || key === 'clear' || key === 'escape') return model;
  return goTo(model, moveCursor(model.cursor, key, count, listHeight(model)));
}

type InputScreen = Extract<Screen, { kind: 'input' }>;

function typeInto(model: Model, screen: InputScreen, text: string): Model {
  const longest = screen.input === 'evidence' ? LIMITS.fileBytes / 8 : LIMITS.note;
  const joined = screen.text + (screen.input === 'evidence' ? text : text.replace(/\s*\n\s*/g, ' '));
  const cut = joined.slice(0, longest);
  const next = { ...model, screen: { ...screen, text: cut } };
  return cut.length < joined.length
    ? say(next, `Cut: at most ${longest} characters are kept.`, true)
    : { ...next, notice: null };
}

function confirm(model: Model, { input, text, back }: InputScreen, stamp: Stamp): Model {
  const step = stepOf(model)?.id;
  const said = input === 'evidence' ? text : text.trim();
  if (step === undefined) return model;
  if (said === '' && input !== 'fail')
    return say(model, input === 'skip' ? 'A reason is needed.' : 'Nothing was typed.', true);
  const shown = { ...model, screen: back };
  switch (input) {
    case 'skip':
      return record(shown, { kind: 'skipped', step, reason: said }, stamp);
    case 'fail':
      return record(shown, { kind: 'failed', step, remark: said === '' ? null : said }, stamp);
    case 'note':
      return record(shown, { kind: 'note', step, text: said }, stamp);
    case 'evidence':
      return record(shown, { kind: 'evidence', step, evidence: pastedEvidence(said) }, stamp);
  }
}

function onInput(model: Model, screen: InputScreen, event: ResumeEvent): Model {
  if (event.type === 'paste') return typeInto(model, screen, event.text);
  if (event.type === 'letter') return typeInto(model, screen, event.letter);
  if (event.type !== 'key') return model;
  switch (event.key) {
    case 'escape':
      return show(model, screen.back);
    case 'backspace':
      return { ...model, screen: { ...screen, text: Array.from(screen.text).slice(0, -1).join('') } };
    case 'clear':
      return { ...model, screen: { ...screen, text: '' } };
    // Without bracketed paste a pasted line end is the Enter key, so evidence is kept with another key.
    case 'enter':
      return screen.input === 'evidence'
        ? typeInto(model, screen, '\n')
        : confirm(model, screen, event.stamp);
    case 'keep':
      return confirm(model, screen, event.stamp);
    default:
      return model;
  }
}

function onConflict(model: Model, screen: Extract<Screen, { kind: 'conflict' }>, event: ResumeEvent): Model {
  if (event.type !== 'letter') return model;
  if (event.letter === 'k') return { ...show(model, { kind: 'list' }), saving: { keep: true } };
  if (event.letter !== 'r') return model;
  const { file } = screen;
  return say(
    { ...model, open: file, checklist: file.checklist, screen: { kind: 'list' } },
    'Loaded again; what you did last is gone.',
  );
}

/** Keys that scroll do so; every other key goes back. */
function onHelp(model: Model, screen: Extract<Screen, { kind: 'help' }>, event: ResumeEvent): Model {
  if (event.type !== 'key' && event.type !== 'letter') return model;
  const height = stepHeight(model);
  const page = Math.max(1, height - 1);
  const all = helpLines(model).length;
  const moves: Readonly<Partial<Record<ResumeKey, number>>> = {
    up: screen.top - 1,
    down: screen.top + 1,
    'page-up': screen.top - page,
    'page-down': screen.top + page,
    home: 0,
    end: all,
  };
  const to = event.type === 'key' ? moves[event.key] : undefined;
  if (to === undefined) return show(model, screen.back);
  // Where not all of it fits, the last row says how much there is below.
  const most = all <= height ? 0 : all - page;
  return show(model, { ...screen, top: Math.max(0, Math.min(most, to)) });
}

function onScreen(model: Model, event: ResumeEvent): Model {
  const { screen } = model;
  switch (screen.kind) {
    case 'input':
      return onInput(model, screen, event);
    case 'conflict':
      return onConflict(model, screen, event);
    case 'help':
      return onHelp(model, screen, event);
    case 'plain':
      return event.type === 'key' || event.type === 'letter' ? show(model, screen.back) : model;
    case 'list':
    case 'step':
      if (event.type === 'paste') return ask(model, 'evidence', event.text);
      if (event.type === 'letter')
        return event.hasty && ACTS_AT_ONCE.includes(event.letter)
          ? model
          : command(model, event.letter, event.stamp);
      return event.type === 'key' ? move(model, event.key) : model;
  }
}

/** What was done while the save was under way is still to be saved. */
function saved(model: Model, { open, theirs }: Extract<ResumeEvent, { type: 'saved' }>): Model {
  const more = onlyIn(model.checklist.log, open.checklist.log);
  const next: Model = {
    ...model,
    open,
    checklist: { ...open.checklist, log: [...open.checklist.log, ...more] },
    leaving: false,
    saving: more.length > 0 ? { keep: false } : null,
  };
  const told = theirs.map((entry) => entryText(open.checklist, entry)).join('; ');
  return told === '' ? next : say(next, `Saved. Meanwhile ${told}`);
}

/** Somebody else changed the file: taken in at once, unless something of ours is still unsaved. */
function seen(model: Model, event: Extract<ResumeEvent, { type: 'seen' }>): Model {
  if (unsaved(model).length > 0 || model.screen.kind === 'conflict') return model;
  const theirs = onlyIn(event.file.checklist.log, model.checklist.log);
  const pushedAside = onlyIn(model.checklist.log, event.file.checklist.log);
  const last = event.file.checklist.plan.steps.length - 1;
  const next = {
    ...model,
    open: event.file,
    checklist: { ...event.file.checklist, log: [...event.file.checklist.log, ...pushedAside] },
    saving: pushedAside.length > 0 ? { keep: true } : null,
    cursor: Math.max(0, Math.min(model.cursor, last)),
  };
  const told = theirs.map((entry) => entryText(event.file.checklist, entry)).join('; ');
  return told === '' ? next : say(next, `Meanwhile ${told}`);
}

/** One step of the screens. Keys that mean nothing change nothing. */
export function reduce(previous: Model, event: ResumeEvent): Model {
  // A request was handed out with the model that carries it, and is not handed out again.
  const model: Model = previous.request === null ? previous : { ...previous, request: null };
  switch (event.type) {
    case 'resize':
      return { ...model, columns: event.columns, rows: event.rows };
    case 'saved':
      return saved(model, event);
    case 'conflict':
      return { ...show(model, { kind: 'conflict', file: event.file, theirs: event.theirs }), saving: null };
    case 'save-failed':
      return { ...say(model, event.message, true), saving: null };
    case 'seen':
      return seen(model, event);
    case 'told':
      return say(model, event.text, event.bad);
    case 'key':
      if (event.key === 'quit') return { ...model, request: { kind: 'exit', code: 130 } };
      return onScreen(model, event);
    default:
      return onScreen(model, event);
  }
}
