import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { KEYS, Terminal, type TerminalOptions } from '../terminal.ts';

const PROGRAM = join(process.cwd(), 'dist', 'cupath.js');
let open: Terminal[] = [];

function walk(options: TerminalOptions = {}, ...args: readonly string[]): Terminal {
  const terminal = new Terminal(process.execPath, [PROGRAM, 'troubleshoot', ...args], options);
  open.push(terminal);
  return terminal;
}

afterEach(() => {
  for (const terminal of open) terminal.close();
  open = [];
});

describe('troubleshoot in a real terminal', () => {
  it('goes from what is seen to what helps, and leaves the account in the scrollback', async () => {
    const terminal = walk();
    await terminal.see('What do you see?');
    expect(terminal.isAlternate()).toBe(true);
    terminal.paste('http 500');
    await terminal.see('Filter: http 500');
    await terminal.press(KEYS.enter);
    await terminal.see('Was the SU installed');
    await terminal.press(KEYS.enter);
    await terminal.see('msiexec /update');
    await terminal.press(KEYS.enter);
    await terminal.see('Look at another symptom');
    await terminal.press(KEYS.enter);
    expect(await terminal.exit()).toBe(0);
    expect(terminal.isAlternate()).toBe(false);
    expect(terminal.scrollback()).toContain('Install the SU again with elevation: helped');
    expect(terminal.raw).toContain('\u001b[?25h');
  });

  it('begins its account on a line of its own where the screen is read aloud', async () => {
    const terminal = walk({ env: { INK_SCREEN_READER: 'true' } });
    await terminal.see('type to filter');
    terminal.paste('http 500');
    await terminal.see('Filter: http 500');
    await terminal.press(KEYS.enter);
    await terminal.see('q leave');
    await terminal.press('q');
    expect(await terminal.exit()).toBe(0);
    expect(terminal.scrollback()).toMatch(/^Troubleshooting: /m);
  });

  it('works at 40x12 without colour, in ASCII, and ends with Ctrl-C', async () => {
    const terminal = walk({ columns: 40, rows: 12, env: { NO_COLOR: '1' } }, '--plain');
    const screen = await terminal.see('What do you see?');
    expect(screen).not.toMatch(/[^\u0020-\u007e\n]/);
    expect(terminal.raw).not.toMatch(/\u001b\[(?:\d+;)*(?:3[0-8]|9[0-7])m/);
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
  });
});
