import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openChecklist } from '../../src/commands/checklist-file.ts';
import { KEYS, Terminal, type TerminalOptions } from '../terminal.ts';

const PROGRAM = join(process.cwd(), 'dist', 'cupath.js');
let open: Terminal[] = [];

function wizard(options: TerminalOptions = {}, ...args: readonly string[]): Terminal {
  const terminal = new Terminal(process.execPath, [PROGRAM, '--today', '2026-11-24', ...args], options);
  open.push(terminal);
  return terminal;
}

afterEach(() => {
  for (const terminal of open) terminal.close();
  open = [];
});

/** From the first screen to the plan of 2016 CU12 to the newest CU of its line. */
async function toPlan(terminal: Terminal): Promise<void> {
  await terminal.see('Which Exchange');
  terminal.paste('2016 cu12');
  await terminal.see('15.1.1713.5');
  await terminal.press(KEYS.enter);
  await terminal.see('Which SU');
  await terminal.press(KEYS.home, KEYS.enter);
  await terminal.see('Where should');
  await terminal.press(KEYS.down, KEYS.enter);
  await terminal.see('What is installed');
  await terminal.press(KEYS.enter);
  await terminal.see('Which .NET');
  await terminal.press(KEYS.enter);
  await terminal.press(KEYS.tab);
  await terminal.see('At your own risk');
}

describe('the wizard in a real terminal', () => {
  it('goes from the level to the plan at 80x24, saves it, and leaves the checklist in the scrollback', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'cupath-pty-'));
    const terminal = wizard({ cwd });
    await toPlan(terminal);
    expect(terminal.isAlternate()).toBe(true);
    expect(terminal.screen()).toContain('CU23');
    await terminal.press('w');
    await terminal.see('Why this plan');
    await terminal.press(KEYS.escape);
    await terminal.see('At your own risk');
    await terminal.press('s');
    await terminal.see('Save the checklist');
    await terminal.press(KEYS.enter);
    await terminal.see('At your own risk');
    const saved = readFileSync(join(cwd, 'exchange-update.md'), 'utf8');
    expect(saved).toContain('- [ ] ');
    for (const name of ['night.cupath.json', 'night.html', 'night.csv']) {
      await terminal.press('s');
      await terminal.see('Save the checklist');
      terminal.paste(name);
      await terminal.see(`> ${name}_`);
      await terminal.press(KEYS.enter);
      await terminal.see(`Saved to ${name}`);
    }
    const { checklist } = openChecklist(join(cwd, 'night.cupath.json'));
    expect(checklist.log).toEqual([]);
    expect(checklist.arguments.slice(0, 2)).toEqual(['--from', expect.stringMatching(/^2016-cu12/)]);
    expect(readFileSync(join(cwd, 'night.html'), 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*Content-Security-Policy/,
    );
    expect(readFileSync(join(cwd, 'night.csv'), 'utf8')).toMatch(/^\ufeffStep,Summary/);
    await terminal.press('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.scrollback()).toContain('cupath plan --from 2016-cu12+Mar21SU');
    expect(terminal.raw).toContain('\u001b[?25h');
  });

  it('takes keys that nobody has a name for, and answers of the terminal', async () => {
    const terminal = wizard();
    await terminal.see('Which Exchange');
    // Ctrl-F13, Ctrl with an unknown number, a cursor position report, a lone start of a sequence.
    for (const bytes of ['\u001b[25;5~', '\u001b[1;5Q', '\u001b[6n', '\u001b[24;80R', '\u001b[6']) {
      terminal.paste(bytes);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.raw).not.toContain('TypeError');
  });

  it('goes back with Esc and keeps the answers', async () => {
    const terminal = wizard();
    await toPlan(terminal);
    const plan = terminal.screen();
    await terminal.press(KEYS.escape);
    // One key at a time: two Esc in one piece are something else to a terminal.
    for (let tries = 0; terminal.screen() === plan && tries < 200; tries++) await sleep(20);
    await terminal.press(KEYS.escape);
    await terminal.see('Which .NET');
    expect(terminal.screen()).toContain('--from 2016-cu12+Mar21SU');
  });

  it('gives the terminal back on Ctrl-C, with the command that goes on', async () => {
    const terminal = wizard();
    await terminal.see('Which Exchange');
    terminal.paste('15.1.2507.61');
    await terminal.see('CU23 Oct25SU');
    await terminal.press(KEYS.enter);
    await terminal.see('Where should');
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.isAlternate()).toBe(false);
    const left = terminal.scrollback();
    expect(left).toContain('cupath plan --from 2016-cu23+Oct25SU --to latest');
    expect(left).toContain('cupath --from 2016-cu23+Oct25SU --today 2026-11-24');
  });

  it('opens on the answers of its flags: the first open question, Esc through the given ones, Ctrl-C and back', async () => {
    const terminal = wizard(
      { columns: 120 },
      '--from',
      '2016 CU12',
      '--to',
      'latest-cu',
      '--dotnet',
      '4.7.2',
      '--no-dag',
    );
    await terminal.see('Which SU');
    await terminal.press(KEYS.escape);
    await terminal.see('Which CU of');
    await terminal.press(KEYS.enter);
    await terminal.see('Which SU');
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    const line = /^cupath (--from .*)$/m.exec(terminal.scrollback())?.[1];
    expect(line).toBe('--from 2016-cu12 --dotnet 4.7.2 --no-dag --to latest-cu --today 2026-11-24');
    const again = wizard({}, ...(line ?? '').split(' ').slice(0, -2));
    await again.see('Which SU');
  });

  it('works at 40x15, grows with the window, and draws no colour with NO_COLOR', async () => {
    const terminal = wizard({ columns: 40, rows: 15, env: { NO_COLOR: '1' } });
    await terminal.see('Which Exchange');
    for (const line of terminal.screen().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    terminal.resize(100, 30);
    await terminal.see('Choose the product, or type or paste what you have');
    // Colours are SGR 30-37, 90-97 and 38; the ones for bold or reset are not colours.
    expect(terminal.raw).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-8]|9[0-7])m/);
  });

  it('keeps to ASCII with --plain', async () => {
    const terminal = wizard({}, '--plain');
    await terminal.see('Which Exchange');
    expect(terminal.screen()).not.toMatch(/[^\u0020-\u007e\n]/);
  });

  it('answers in the screen-reader mode of Ink', async () => {
    const terminal = wizard({ env: { INK_SCREEN_READER: 'true' } }, '--from', '2016-cu23+Oct25SU');
    await terminal.see('(selected) Latest');
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.scrollback()).toMatch(/^To resume, the answers so far/m);
  });
});

describe('an inventory in a real terminal', () => {
  it('opens on its servers, shows the plan of the fleet, and leaves it in the scrollback', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'cupath-pty-'));
    const csv =
      'name,level,role,dag,site,dotnet,windows\nEX01,2019-cu14,mailbox,DAG1,Main,4.8,2019\nEX02,2019-cu14,mailbox,DAG1,Main,4.8,2019\n';
    writeFileSync(join(cwd, 'servers.csv'), csv);
    const terminal = wizard({ cwd }, '--inventory', 'servers.csv');
    await terminal.see('Which server?');
    expect(terminal.screen()).toContain('up to');
    await terminal.press(KEYS.enter);
    await terminal.see('The plan of the fleet to latest');
    await terminal.press('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.scrollback()).toContain('Wave 2: EX02');
    expect(terminal.scrollback()).toContain(
      'cupath plan --inventory servers.csv --to latest --today 2026-11-24',
    );
  });
});
