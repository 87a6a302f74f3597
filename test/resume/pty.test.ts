import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type OpenChecklist, openChecklist, saveChecklist } from '../../src/commands/checklist-file.ts';
import { jsonText } from '../../src/render/json.ts';
import { checklistJson } from '../../src/saved/checklist.ts';
import { recordOf, recordsOf, remarkOf } from '../../src/saved/state.ts';
import { done, fresh, step, worked } from '../saved/sample.ts';
import { KEYS, Terminal, type TerminalOptions } from '../terminal.ts';

const PROGRAM = join(process.cwd(), 'dist', 'cupath.js');
let open: Terminal[] = [];

function file(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cupath-resume-')), 'EX01.cupath.json');
  writeFileSync(path, jsonText(checklistJson(fresh)));
  return path;
}

function resume(path: string, options: TerminalOptions = {}, ...args: readonly string[]): Terminal {
  const terminal = new Terminal(process.execPath, [PROGRAM, 'resume', path, ...args], options);
  open.push(terminal);
  return terminal;
}

function recordIn(path: string, number: number) {
  return recordOf(recordsOf(openChecklist(path).checklist.log), step(number));
}

/** Waits for the file, not the screen: what counts is what is saved. */
async function until(path: string, holds: (open: OpenChecklist) => boolean): Promise<void> {
  const started = Date.now();
  while (!holds(openChecklist(path))) {
    if (Date.now() - started > 15_000) throw new Error('the file did not become what was expected');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

afterEach(() => {
  for (const terminal of open) terminal.close();
  open = [];
});

describe('a checklist in a real terminal', () => {
  it('says on a line of its own how far it is where the screen is read aloud', async () => {
    const terminal = resume(file(), { env: { INK_SCREEN_READER: 'true' } });
    await terminal.see('q leave');
    await terminal.press('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.scrollback()).not.toMatch(/leave\d/);
  });

  it('is worked through at 80x24: tick, skip, fail, note, open, leave', async () => {
    const path = file();
    const terminal = resume(path);
    await terminal.see('0 of 12 steps done');
    // The sample was made with other data, and the screen says so first.
    await terminal.see('This plan was made with data as of');
    expect(terminal.isAlternate()).toBe(true);
    expect(terminal.raw).toContain('\u001b[?2004h');
    await terminal.press(KEYS.space);
    await terminal.see('1 of 12 steps done');
    await terminal.press('s', ...'no agent', KEYS.enter);
    await terminal.see('1 of 12 steps done, 1 skipped');
    await terminal.press('f', ...'error 1603', KEYS.enter);
    await terminal.see('1 failed');
    await terminal.press('.');
    await terminal.press(KEYS.enter);
    await terminal.see('4 of 12 Prepare Active Directory');
    await terminal.press('n', ...'schema master DC02', KEYS.enter);
    await terminal.see(/Note \d{4}-.*schema master DC02/);
    // A key right behind Esc would be read as Alt and that key.
    await terminal.press(KEYS.escape);
    await terminal.see('Enter open');
    await terminal.press('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.raw).toContain('\u001b[?2004l');
    expect(terminal.scrollback()).toContain('1 of 12 steps done, 1 skipped, 1 failed');
    expect(recordIn(path, 1).status).toBe('done');
    expect(remarkOf(recordIn(path, 2))).toBe('no agent');
    expect(remarkOf(recordIn(path, 3))).toBe('error 1603');
    expect(recordIn(path, 4).notes[0]?.text).toBe('schema master DC02');
  });

  it('keeps a bracketed paste as evidence, with no line of it taken for a key', async () => {
    const path = file();
    const terminal = resume(path);
    await terminal.see('0 of 12');
    terminal.paste('\u001b[200~Name   State\r q\r x\r\u001b[201~');
    await terminal.see('Paste the output of the check');
    expect(terminal.screen()).toContain('Name   State');
    await terminal.press('\u0004');
    await until(path, ({ checklist }) => checklist.log.length === 1);
    expect(recordIn(path, 1)).toMatchObject({ status: 'open' });
    expect(recordIn(path, 1).evidence[0]?.evidence.text).toBe('Name   State\n q\n x\n');
  });

  it('copies with OSC 52, and shows a command alone', async () => {
    const terminal = resume(file());
    await terminal.see('0 of 12');
    await terminal.press('c');
    await terminal.see('sent to the clipboard of the terminal');
    const run = fresh.plan.steps[0]?.commands[0]?.run ?? '';
    expect(terminal.raw).toContain(`\u001b]52;c;${Buffer.from(run).toString('base64')}\u0007`);
    await terminal.press('p');
    await terminal.see('any key back');
    expect(terminal.screen().split('\n')[0]).toBe(run);
    await terminal.press('x');
    await terminal.see('0 of 12');
  });

  it('loses at most the last key when it is killed', async () => {
    const path = file();
    for (let round = 1; round <= 3; round++) {
      const terminal = resume(path);
      await terminal.see(`${round - 1} of 12 steps done`);
      await terminal.press(KEYS.space);
      await terminal.see(`${round} of 12 steps done`);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      await until(path, ({ checklist }) => checklist.log.length >= round);
      terminal.signal('SIGKILL');
      await terminal.exit();
      expect(recordIn(path, round).status).toBe('done');
    }
  });

  it('notices somebody else: takes in other steps, asks about the same one', async () => {
    const path = file();
    const terminal = resume(path);
    await terminal.see('0 of 12');
    const first = openChecklist(path);
    saveChecklist(first, worked(first.checklist, [done(5)], 'bert'));
    await terminal.see('Meanwhile bert on JUMP01: step 5 done');
    // Within the two seconds before the screen looks again.
    const second = openChecklist(path);
    saveChecklist(
      second,
      worked(second.checklist, [{ kind: 'failed', step: step(1), remark: 'no' }], 'bert'),
    );
    await terminal.press(KEYS.space);
    await terminal.see(/Somebody else changed the same step|Meanwhile bert on JUMP01: step 1 failed/);
    if (terminal.screen().includes('Somebody else')) {
      expect(recordIn(path, 1).status).toBe('failed');
      await terminal.press('k');
    }
    await until(path, () => recordIn(path, 1).status === 'done');
    expect(
      openChecklist(path)
        .checklist.log.map(({ by }) => by)
        .slice(0, 2),
    ).toEqual(['bert', 'bert']);
  });

  it('works at 40x15, in ASCII, without colour, and grows with the window', async () => {
    const terminal = resume(file(), { columns: 40, rows: 15, env: { NO_COLOR: '1' } }, '--plain');
    await terminal.see('0 of 12');
    expect(terminal.screen()).not.toMatch(/[^\u0020-\u007e\n]/);
    for (const line of terminal.screen().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    terminal.resize(100, 30);
    await terminal.see('? help');
    expect(terminal.raw).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-8]|9[0-7])m/);
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.isAlternate()).toBe(false);
  });
});
