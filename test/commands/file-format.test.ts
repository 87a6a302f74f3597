import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-format-'));
const PLAN = ['plan', '--from', '2016-cu12', '--to', '2016-cu23'];

describe('--output', () => {
  it.each([
    ['p.json', /^\{\n {2}"schema": "cupath\.plan\/1"/],
    ['p.html', /^<!doctype html>/],
    ['p.HTM', /^<!doctype html>/],
    ['p.csv', /^\ufeffStep,/],
    ['p.md', /^# Exchange 2016 CU12/],
    ['p.txt', /^Exchange 2016 CU12/],
    ['plan', /^Exchange 2016 CU12/],
    ['p.plan', /^Exchange 2016 CU12/],
    ['p.ticket', /^Exchange 2016 CU12/],
  ])('%s is written in the format that its name promises', async (name, begin) => {
    const path = join(dir, name);
    expect(await cupath(...PLAN, '--output', path)).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(path, 'utf8')).toMatch(begin);
  });

  it('leaves the last word to --format', async () => {
    const path = join(dir, 'text.json');
    await cupath(...PLAN, '--format', 'text', '--output', path);
    expect(readFileSync(path, 'utf8')).toMatch(/^Exchange 2016 CU12/);
  });

  it.each(['q.pdf', 'q.DOCX', 'q.xlsx', 'q.ics'])(
    'refuses %s, which is no format of a plan',
    async (name) => {
      const path = join(dir, name);
      const { code, stderr } = await cupath(...PLAN, '--output', path);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^cupath: --output: found ".+", expected a name that ends in \.txt, \.md, /);
      expect(stderr).not.toContain('.ics,');
      expect(existsSync(path)).toBe(false);
      expect(await cupath(...PLAN, '--format', 'text', '--output', path)).toMatchObject({ code: 0 });
    },
  );

  it('writes a calendar for many servers only', async () => {
    const list = join(dir, 'servers.csv');
    writeFileSync(list, 'name,level\nEX01,2019-cu14\n');
    const fleet = ['plan', '--inventory', list, '--to', 'latest'];
    const one = await cupath(...fleet, '--server', 'EX01', '--output', join(dir, 'one.ics'));
    expect(one).toMatchObject({ code: 2, stderr: expect.stringContaining('--output: found') });
    const windows = ['--window', '9h', '--start', '2026-12-05 22:00'];
    const path = join(dir, 'all.ics');
    expect(await cupath(...fleet, ...windows, '--output', path)).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toMatch(/^BEGIN:VCALENDAR/);
  });

  it('- is standard output', async () => {
    const { code, stdout } = await cupath(...PLAN, '--output', '-');
    expect([code, stdout.startsWith('Exchange 2016 CU12')]).toEqual([0, true]);
  });
});

describe('a target where a level is asked for', () => {
  it.each([
    [['plan', '--from', 'latest', '--to', 'latest'], '--from'],
    [['plan', '--from', '2016-cu12', '--to', '2016-cu23', '--prepared', 'Latest CU'], '--prepared'],
  ])('%j says what it is, and suggests it not', async (args, flag) => {
    const { code, stderr } = await cupath(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^cupath: ${flag}: found "[^"]+", expected a level such as .*latest depends on the server`),
    );
    expect(stderr).not.toContain('Did you mean');
  });
});

describe('--output of the other commands', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cupath-endings-'));
  const log = join(dir, 'ExchangeSetup.log');
  writeFileSync(log, '[11/24/2026 08:00:00.0000] [0] Starting Microsoft Exchange Server 2016 Setup\n');
  const commands: readonly (readonly string[])[] = [
    ['diagnose', log],
    ['troubleshoot', '1603'],
    ['preflight'],
  ];

  it.each(commands)('%s: the name decides the format, and may not promise another', async (...command) => {
    const json = join(dir, `${command[0]}.json`);
    expect((await cupath(...command, '--output', json)).code).toBe(0);
    expect(() => JSON.parse(readFileSync(json, 'utf8'))).not.toThrow();
    const { code, stderr } = await cupath(...command, '--output', join(dir, 'x.pdf'));
    expect([code, existsSync(join(dir, 'x.pdf'))]).toEqual([2, false]);
    expect(stderr).toMatch(/^cupath: --output: found ".*x\.pdf", expected a name that ends in \.txt, \.json/);
  });
});
