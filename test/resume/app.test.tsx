import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpenChecklist, Saving } from '../../src/commands/checklist-file.ts';
import { App, type World } from '../../src/resume/app.tsx';
import type { Checklist } from '../../src/saved/checklist.ts';
import { fresh, stamp, step, worked } from '../saved/sample.ts';
import { KEYS } from '../terminal.ts';

afterEach(cleanup);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Bench {
  readonly saves: Checklist[];
  readonly copies: string[];
  /** What the next saves answer; afterwards they succeed. */
  readonly answers: (Saving | Error)[];
}

async function open(checklist: Checklist = fresh) {
  const bench: Bench = { saves: [], copies: [], answers: [] };
  let count = 0;
  const at = (changed: Checklist): OpenChecklist => ({
    path: 'x.cupath.json',
    checklist: changed,
    digest: 'd',
  });
  const world: World = {
    ascii: false,
    now: () => '2026-11-24T20:00:00Z',
    stamp: () => {
      count += 1;
      return stamp(count);
    },
    save: (_open, changed) => {
      const answer = bench.answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer) return answer;
      bench.saves.push(changed);
      return { kind: 'saved', open: at(changed), theirs: [] };
    },
    look: () => null,
    copy: (run) => {
      bench.copies.push(run);
      return { text: 'Copied.', bad: false };
    },
  };
  const codes: number[] = [];
  const app = render(
    <App world={world} open={at(checklist)} warning={null} onLeave={(_model, code) => codes.push(code)} />,
  );
  Object.defineProperty(app.stdout, 'columns', { value: 80, configurable: true });
  Object.defineProperty(app.stdout, 'rows', { value: 24, configurable: true });
  app.stdout.emit('resize');
  await pause(30);
  return {
    ...bench,
    codes,
    frame: () => app.lastFrame() ?? '',
    async see(text: string) {
      for (let tries = 0; tries < 200 && !app.lastFrame()?.includes(text); tries++) await pause(20);
      expect(app.lastFrame()).toContain(text);
    },
    async until(holds: () => boolean) {
      for (let tries = 0; tries < 200 && !holds(); tries++) await pause(20);
      expect(holds()).toBe(true);
    },
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        app.stdin.write(key);
        await pause(30);
      }
    },
  };
}

describe('the screens', () => {
  it('show the list with progress, the step of the cursor and the keys', async () => {
    const app = await open();
    await app.see('q leave');
    expect(app.frame()).toBe(
      [
        'EX01: Exchange 2016 CU12 → 2016 CU23 Oct25SU',
        '0 of 12 steps done, 12 left',
        'window 2:35 h left (1:30 to 4:55) of 2:35 h',
        '',
        '  Before the window',
        '❯ [ ]  1 Run Health Checker and keep its report',
        '  [ ]  2 Check that last night’s backup can be restored',
        '  Dependency servers',
        '  [ ]  3 Update Office Online Server first (conditional)',
        '  Organisation: AD with 2016 CU23',
        '  [ ]  4 Prepare Active Directory with 2016 CU23',
        '  Into maintenance mode',
        '  [ ]  5 Drain mail queues and put EX01 into maintenance mode',
        '  Prerequisites: .NET 4.8',
        '  [ ]  6 Stop and disable all Exchange services (conditional)',
        '  [ ]  7 Install .NET 4.8 and restart',
        '  Update: 2016 CU23',
        'Takes 0:10 h (0:05 to 0:20)',
        ...Array<string>(3).fill(''),
        'Space done   Enter open   s skip   f failed   n note   e evidence   c copy',
        '. next open   ? help   q leave',
      ].join('\n'),
    );
  });

  it('save every change as it is made', async () => {
    const app = await open();
    await app.press(' ', ' ');
    await app.until(() => app.saves.length === 2);
    await app.press('q');
    await app.until(() => app.codes.length === 1);
    expect(app.saves.map((each) => each.log.length)).toEqual([1, 2]);
    expect(app.codes).toEqual([0]);
  });

  it('keep what could not be saved, and save it with the next try', async () => {
    const app = await open();
    app.answers.push(new Error('"x": not saved: the disk is full'));
    await app.press(' ');
    await app.see('the disk is full');
    await app.see('NOT SAVED');
    await app.press('w');
    await app.until(() => app.saves.length === 1 && !app.frame().includes('NOT SAVED'));
    expect(app.saves.map((each) => each.log.length)).toEqual([1]);
  });

  it('show a conflict and keep mine on top', async () => {
    const app = await open();
    const theirs = worked(fresh, [{ kind: 'failed', step: step(1), remark: 'error 1603' }], 'bert');
    const file: OpenChecklist = { path: 'x.cupath.json', checklist: theirs, digest: 'e' };
    app.answers.push({ kind: 'conflict', file, theirs: theirs.log });
    await app.press(' ');
    await app.see('bert on JUMP01: step 1 failed: error 1603');
    expect(app.saves).toEqual([]);
    await app.press('k');
    await app.until(() => app.saves.length === 1);
  });

  it('copy the commands of a step and show help', async () => {
    const app = await open();
    await app.press('c');
    await app.until(() => app.copies.length === 1);
    expect(app.copies).toEqual([fresh.plan.steps[0]?.commands[0]?.run]);
    await app.see('Copied.');
    await app.press('?');
    await app.see('Space ticks a step off');
    await app.press('x', KEYS.enter);
    await app.see('1 of 12 Run Health Checker');
  });
});
