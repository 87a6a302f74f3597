/** Slips on the command line that no flag of its own explains. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-arguments-'));
writeFileSync(join(dir, 'file.yaml'), 'x');

describe('--data', () => {
  it.each([
    [join(dir, 'absent'), 'there is no such folder'],
    [join(dir, 'file.yaml'), 'this is a file'],
  ])('%s is no folder, and the flag is named', async (path, why) => {
    for (const command of [
      ['plan', '--from', '2019-cu14', '--to', 'latest'],
      ['troubleshoot', '--list'],
      ['preflight'],
    ]) {
      const { code, stdout, stderr } = await cupath(...command, '--data', path);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toBe(`cupath: --data: found "${path}", expected a folder with *.yaml files; ${why}\n`);
    }
  });
});

describe('--version', () => {
  it.each([[['--version', 'x']], [['--version', 'plan']]])('stands alone: %j', async (args) => {
    const { code, stdout, stderr } = await cupath(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`cupath: --version: found "${args[1]}" beside it, expected nothing more\n`);
  });
});

describe('names that every object has', () => {
  it.each(['--constructor', '--__proto__', '--toString', '--hasOwnProperty=1'])(
    '%s is no flag',
    async (flag) => {
      for (const command of [['plan'], ['identify', 'x'], []]) {
        const { code, stdout, stderr } = await cupath(...command, flag, 'x');
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/^cupath: "--\w+" is no flag of cupath/);
      }
    },
  );
});

describe('what would be ignored', () => {
  it.each([
    [['catalogue', 'check', '--format', 'json'], /^cupath: --format: found with catalogue check/],
    [['catalogue', 'check', '--product', '2016'], /^cupath: --product: found with catalogue check/],
    [['help', 'plan', 'extra'], /^cupath: help: found "extra", expected one command or topic/],
  ])('%j is refused', async (args, said) => {
    const { code, stdout, stderr } = await cupath(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });
});
