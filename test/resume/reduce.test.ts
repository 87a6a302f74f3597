import { describe, expect, it } from 'vitest';
import type { OpenChecklist } from '../../src/commands/checklist-file.ts';
import { newChecklist } from '../../src/commands/new-checklist.ts';
import { displayWidth } from '../../src/render/layout.ts';
import { clipboardSequence, copyCommand } from '../../src/resume/clipboard.ts';
import { inputReader, type ResumeEvent, type ResumeKey } from '../../src/resume/events.ts';
import {
  conflictLines,
  detailLines,
  headLines,
  helpLines,
  inputLines,
  keyLines,
  listLines,
  shownHelpLines,
  shownStepLines,
} from '../../src/resume/layout.ts';
import { firstModel, type Model, unsaved } from '../../src/resume/model.ts';
import { reduce } from '../../src/resume/reduce.ts';
import type { Checklist } from '../../src/saved/checklist.ts';
import { recordOf, recordsOf, remarkOf } from '../../src/saved/state.ts';
import { HOSTILE, hostilePlan } from '../render/hostile-plan.ts';
import { done, fresh, stamp, step, worked } from '../saved/sample.ts';

const view = { ascii: false, now: '2026-11-24T20:00:00Z' };
let count = 0;

function key(name: ResumeKey): ResumeEvent {
  count += 1;
  return { type: 'key', key: name, stamp: { ...stamp(count % 60), id: `k${count}` } };
}

function letters(text: string): readonly ResumeEvent[] {
  return Array.from(text, (letter) => {
    count += 1;
    return { type: 'letter', letter, stamp: { ...stamp(count % 60), id: `l${count}` } };
  });
}

function opened(checklist: Checklist = fresh): OpenChecklist {
  return { path: 'x.cupath.json', checklist, digest: 'd' };
}

function send(model: Model, ...events: readonly ResumeEvent[]): Model {
  return events.reduce(reduce, model);
}

function start(checklist: Checklist = fresh): Model {
  return firstModel(opened(checklist), { columns: 80, rows: 24 }, null);
}

function status(model: Model, number: number) {
  return recordOf(recordsOf(model.checklist.log), step(number));
}

/** The outside saves: what it would answer. */
function saved(model: Model): Model {
  return send(model, { type: 'saved', open: opened(model.checklist), theirs: [] });
}

describe('the screens as a reducer', () => {
  it('begins at the first open step', () => {
    expect(start(worked(fresh, [done(1), done(2)])).cursor).toBe(2);
  });

  it('ticks, goes on to the next open step, and asks for a save until it has its outcome', () => {
    const model = send(start(), ...letters(' '));
    expect(status(model, 1).status).toBe('done');
    expect(model.cursor).toBe(1);
    expect(model.saving).toEqual({ keep: false });
    expect(send(model, ...letters('j')).saving).toEqual({ keep: false });
    expect(saved(model).saving).toBeNull();
    expect(unsaved(saved(model))).toEqual([]);
  });

  it('loses nothing that was done while a save was under way', () => {
    const first = send(start(), ...letters(' '));
    const second = send(first, ...letters(' '));
    const model = send(second, { type: 'saved', open: opened(first.checklist), theirs: [] });
    expect([1, 2].map((number) => status(model, number).status)).toEqual(['done', 'done']);
    expect(model.saving).toEqual({ keep: false });
  });

  it('takes a tick back', () => {
    const model = send(start(worked(fresh, [done(1)])), key('home'), ...letters(' '));
    expect(status(model, 1).status).toBe('open');
  });

  it('skips with a reason only, and marks as failed with or without one', () => {
    const asking = send(start(), ...letters('s'), key('enter'));
    expect(asking.notice).toEqual({ bad: true, text: 'A reason is needed.' });
    expect(status(asking, 1).status).toBe('open');
    const skipped = send(asking, ...letters('no hybrid q '), key('enter'));
    expect(remarkOf(status(skipped, 1))).toBe('no hybrid q');
    const failed = send(skipped, ...letters('f'), key('enter'));
    expect(status(failed, 2)).toMatchObject({ status: 'failed' });
    expect(failed.cursor).toBe(1);
    expect(send(failed, ...letters('.')).cursor).toBe(2);
  });

  it('leaves an input with Esc and changes nothing', () => {
    const model = send(start(), ...letters('nabc'), key('escape'));
    expect(model.screen).toEqual({ kind: 'list' });
    expect(model.checklist).toBe(fresh);
  });

  it('takes a paste anywhere as evidence, whatever is in it, and never as keys', () => {
    const text = 'Name  State\nq\n s\n\u001b[31mx';
    const asking = send(start(), { type: 'paste', text });
    expect(asking.screen).toMatchObject({ kind: 'input', input: 'evidence', text });
    expect(asking.checklist).toBe(fresh);
    const more = send(asking, key('enter'), { type: 'paste', text: 'more' });
    const kept = send(more, key('keep'));
    expect(status(kept, 1).evidence.map((each) => each.evidence.text)).toEqual([`${text}\nmore`]);
    expect(status(kept, 1).status).toBe('open');
  });

  it('shows what somebody else did, and keeps or drops what was done here', () => {
    const mine = send(start(), ...letters(' '));
    const theirs = worked(fresh, [{ kind: 'failed', step: step(1), remark: 'error 1603' }], 'bert');
    const event = { type: 'conflict', file: opened(theirs), theirs: theirs.log } as const;
    const asked = send(mine, event);
    if (asked.screen.kind !== 'conflict') throw new Error(asked.screen.kind);
    const text = conflictLines(asked, asked.screen, false)
      .map((line) => line.text)
      .join('\n');
    expect(text).toContain('bert on JUMP01: step 1 failed: error 1603');
    expect(text).toContain('anna on JUMP01: step 1 done');
    expect(send(asked, ...letters(' xq')).screen.kind).toBe('conflict');
    expect(send(asked, ...letters('k')).saving).toEqual({ keep: true });
    const dropped = send(asked, ...letters('r'));
    expect(status(dropped, 1).status).toBe('failed');
    expect(unsaved(dropped)).toEqual([]);
  });

  it('takes in at once what others did, but never over something unsaved', () => {
    const file = opened(worked(fresh, [done(3)], 'bert'));
    const seen = send(start(), { type: 'seen', file });
    expect(status(seen, 3).status).toBe('done');
    expect(seen.notice?.text).toBe('Meanwhile bert on JUMP01: step 3 done');
    const busy = send(start(), ...letters(' '), { type: 'seen', file });
    expect(status(busy, 1).status).toBe('done');
    expect(status(busy, 3).status).toBe('open');
  });

  it('says that something is not saved, and leaves without it only when asked twice', () => {
    const failed = send(start(), ...letters(' '), { type: 'save-failed', message: 'NOT SAVED: full' });
    expect(headLines(failed, view)[1]?.text).toContain('NOT SAVED');
    const once = send(failed, ...letters('q'));
    expect(once.request).toBeNull();
    expect(send(once, ...letters('q')).request).toEqual({ kind: 'exit', code: 0 });
    expect(send(failed, ...letters('w')).saving).toEqual({ keep: false });
    expect(send(failed, key('quit')).request).toEqual({ kind: 'exit', code: 130 });
  });

  it('copies the commands of a step in turn', () => {
    const at = send(start(), key('end'), key('home'), ...letters('c'));
    const [first] = fresh.plan.steps;
    expect(at.request).toEqual({ kind: 'copy', run: first?.commands[0]?.run, name: '1 of 2' });
    expect(send(at, ...letters('c')).request).toMatchObject({ run: first?.verify[0]?.run, name: '2 of 2' });
    const plain = send(at, ...letters('p'));
    expect(plain.request).toBeNull();
    expect(plain.screen).toMatchObject({ kind: 'plain', run: first?.commands[0]?.run });
    expect(send(plain, ...letters('x')).screen).toEqual({ kind: 'list' });
  });

  it('ticks with Space alone: no key that is named nowhere does it', () => {
    const model = start();
    for (const letter of 'abdghilmortuvxyz') expect(send(model, ...letters(letter))).toEqual(model);
  });

  it('scrolls its help, and closes it with any other key', () => {
    const help = send({ ...start(), columns: 60, rows: 20 }, ...letters('?'));
    const shown = (model: Model) =>
      model.screen.kind === 'help' ? shownHelpLines(model, model.screen.top, false) : [];
    expect(shown(help).at(-1)?.text).toMatch(/^\d+ more lines? below$/);
    const end = send(help, key('page-down'), key('page-down'), key('end'));
    expect(shown(end).map((line) => line.text)).toEqual([
      ...helpLines(end)
        .slice(-(shown(end).length - 1))
        .map((line) => line.text),
      'end of the help',
    ]);
    expect(send(end, key('up'), key('home')).screen).toMatchObject({ kind: 'help', top: 0 });
    for (const close of [key('escape'), key('enter'), ...letters('q?x ')])
      expect(send(end, close).screen).toEqual({ kind: 'list' });
  });

  it('counts what is pasted', () => {
    const count = (text: string) => {
      const model = send(
        start(),
        ...letters('e'),
        ...(text === '' ? [] : [{ type: 'paste' as const, text }]),
      );
      return model.screen.kind === 'input' ? inputLines(model, model.screen, false).at(-1)?.text : '';
    };
    expect(['', 'a', 'ab\nc'].map(count)).toEqual([
      '0 lines, 0 characters',
      '1 line, 1 character',
      '2 lines, 4 characters',
    ]);
  });

  it('draws no control character of a hostile file', () => {
    const evil = newChecklist(hostilePlan, { generated: '2026-11-24T08:00:00Z', arguments: [] });
    const model = start({
      ...evil,
      log: [{ ...stamp(1, HOSTILE), kind: 'note', step: step(1), text: HOSTILE }],
    });
    const step1 = send(model, key('enter'));
    const all = [
      ...headLines(model, view),
      ...listLines(model, false),
      ...detailLines(model, false),
      ...shownStepLines(step1, 0, false),
    ];
    for (const { text } of all) expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u2028\u202e]/);
  });

  it('fits every window', () => {
    for (const [columns, rows] of [
      [80, 24],
      [40, 15],
      [30, 10],
      [200, 60],
    ] as const) {
      let model = send(firstModel(opened(), { columns, rows }, 'The data are old. '.repeat(20)), key('down'));
      for (const screen of ['list', 'step'] as const) {
        const body = screen === 'list' ? listLines(model, false) : shownStepLines(model, 0, false);
        const all = [...headLines(model, view), ...body, ...keyLines(model)];
        for (const { text } of all) expect(displayWidth(text)).toBeLessThan(columns);
        expect(all.length).toBeLessThan(rows);
        model = send(model, key('enter'));
      }
    }
  });
});

describe('input', () => {
  const none = {
    ...{
      upArrow: false,
      downArrow: false,
      leftArrow: false,
      rightArrow: false,
      pageDown: false,
      pageUp: false,
    },
    ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false },
    ...{
      backspace: false,
      delete: false,
      meta: false,
      super: false,
      hyper: false,
      capsLock: false,
      numLock: false,
    },
  };
  const made = () => stamp(1);

  it('gathers a bracketed paste over any number of pieces', () => {
    const read = inputReader();
    const pieces = ['[200~', 'a q\r\n', 's', '[201~'].flatMap((input) => read(input, none, made));
    expect(pieces).toEqual([{ type: 'paste', text: 'a q\ns' }]);
    const keys = inputReader();
    expect([
      ...keys('[200~', none, made),
      ...keys('x', none, made),
      ...keys('\r', { ...none, return: true }, made),
      ...keys('\t', { ...none, tab: true }, made),
      ...keys('y', none, made),
      ...keys('[201~', none, made),
    ]).toEqual([{ type: 'paste', text: 'x\n\ty' }]);
  });

  it('takes many characters at once, or a line end among them, for a paste', () => {
    const read = inputReader();
    const text = 'Get-Queue | Format-List Status';
    expect(read(text, none, made)).toEqual([{ type: 'paste', text }]);
    expect(read('a\rb', none, made)).toEqual([{ type: 'paste', text: 'a\nb' }]);
    expect(read('jjj', none, made)).toHaveLength(3);
    expect(read('d', { ...none, ctrl: true }, made)).toMatchObject([{ key: 'keep' }]);
  });

  it('takes back one character for each Backspace, however many come in one read, also glued to letters', () => {
    const read = inputReader();
    const typed = send(start(), ...read('ferror x', none, made));
    expect(send(typed, ...read('\u007f\u007f', none, made)).screen).toMatchObject({ text: 'error' });
    expect(send(typed, ...read('yz\u007f\bq', none, made)).screen).toMatchObject({ text: 'error xq' });
    expect(send(typed, ...read('\u007f'.repeat(25), none, made)).screen).toMatchObject({ text: '' });
  });

  it('lets a few characters at once open an input, but never tick or leave', () => {
    const read = inputReader();
    const typed = send(start(), ...read('ferror x', none, made));
    expect(typed.screen).toMatchObject({ kind: 'input', input: 'fail', text: 'error x' });
    const pasted = send(start(), ...read('1 x q', none, made));
    expect(pasted.checklist).toBe(fresh);
    expect(pasted.request).toBeNull();
    expect(status(send(start(), ...read('  ', none, made)), 2).status).toBe('done');
  });
});

describe('copying', () => {
  const surroundings = (env: Readonly<Record<string, string>>) => {
    const written: string[] = [];
    return { env, platform: 'linux' as const, write: (text: string) => void written.push(text), written };
  };

  it('hands the command to the terminal as it is, and says what to do if nothing came of it', () => {
    const run = "Get-ExchangeServer | Format-List 'Ü'\nexit";
    const world = surroundings({ TERM: 'xterm-256color' });
    expect(copyCommand(run, '1 of 2', world)).toMatchObject({
      bad: false,
      text: expect.stringContaining('p shows it'),
    });
    expect(world.written).toEqual([clipboardSequence(run)]);
    const [, base64 = ''] = /^\u001b\]52;c;([A-Za-z0-9+/=]+)\u0007$/.exec(world.written[0] ?? '') ?? [];
    expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(run);
  });

  it.each([{ TERM: 'linux' }, { TERM: 'dumb' }, {}, { TERM: 'xterm', TERM_PROGRAM: 'Apple_Terminal' }])(
    'says so where the terminal takes nothing: %j',
    (env) => {
      const world = surroundings(env as Readonly<Record<string, string>>);
      expect(copyCommand('x', '1 of 1', world)).toMatchObject({ bad: true });
      expect(world.written).toEqual([]);
    },
  );
});
