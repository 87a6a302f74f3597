import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { progressLine } from '../../src/commands/progress.ts';
import { cupath } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-fleet-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const TWO = file(
  'two.csv',
  'name,level,role,dag,site,dotnet,windows\nEX01,2019-cu14,mailbox,DAG1,Main,4.8,2019\nEX02,2019-cu14+Oct25SU,mailbox,DAG1,Main,4.8,2019\n',
);
const OLD = file(
  'old.csv',
  'name,level,role,dag,site,dotnet,windows\nEX13,2013-cu23,mailbox,none,Main,4.8,2012r2\n',
);
const plan = (...args: readonly string[]) => cupath('plan', '--to', 'latest', '--inventory', TWO, ...args);

describe('cupath plan --inventory', () => {
  it('prints the order and the command that plans it again', async () => {
    const { code, stdout } = await plan('--internet-site', 'Main');
    expect(code).toBe(0);
    expect(stdout).toContain('2 are updated in place');
    expect(stdout).toMatch(/Wave 1: EX01 \(A\)[\s\S]*Wave 2: EX02 \(B\)/);
    expect(stdout).toContain('check that EX02 can carry the load');
    const again = stdout.trimEnd().split('\n').at(-1)?.trim() ?? '';
    expect(again).toBe(
      `cupath plan --inventory "${TWO}" --to latest --internet-site Main --today 2026-11-24`,
    );
  });

  it('refuses a site that no server stands in, with the known ones', async () => {
    const { code, stderr } = await plan('--internet-site', 'Mian');
    expect(code).toBe(2);
    expect(stderr).toMatch(/--internet-site: found "Mian", expected a site of the inventory: "Main"/);
    expect((await plan('--internet-site', 'main')).code).toBe(0);
  });

  it('writes no calendar without an event, but says so', async () => {
    const path = join(dir, 'none.ics');
    const window = ['--window', '30m', '--start', '2026-12-05 22:00'];
    const written = await plan(...window, '--ics', path);
    expect(written.stderr).toContain('--ics: no work stands in a window, so no calendar is written');
    expect(readdirSync(dir)).not.toContain('none.ics');
    expect(written.stdout).toContain('Fits into no window');
    const printed = await plan(...window, '--format', 'ics');
    expect(printed).toMatchObject({ code: 0, stdout: '' });
    expect(printed.stderr).toContain('--format ics: no work stands in a window');
  });

  it('takes further files after the flag, and a folder', async () => {
    const { code, stdout, stderr } = await cupath('plan', '--to', 'latest', '--inventory', TWO, OLD);
    expect(code).toBe(3);
    expect(stderr).toBe('cupath: 2 of 3 servers are blocked by others (coexistence-se-rtm)\n');
    expect(stdout).toContain('EX13 must leave the organisation before 2 servers can go on');
    const folder = join(dir, 'folder');
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.csv'), readFileSync(TWO));
    writeFileSync(join(folder, 'notes.txt'), 'nothing here\n');
    writeFileSync(join(folder, 'picture.png'), 'x');
    const all = await cupath('plan', '--to', 'latest', '--inventory', folder);
    expect(all.code).toBe(0);
    expect(all.stderr).toMatch(/^cupath: notes.txt: left out: found UTF-8 text that begins "nothing here"/);
  });

  it('looks up patterns that the shell did not, and leaves out what lies beside reports', async () => {
    const folder = join(dir, 'reports');
    mkdirSync(folder);
    const report =
      'Name: EX0N\nVersion: Exchange 2019 CU14 Oct25SU\nBuild Number: 15.02.1544.036\nServer Role: Mailbox\nDAG Name: Standalone Server\n';
    for (const number of ['1', '2']) {
      writeFileSync(
        join(folder, `HealthChecker-EX0${number}-20260312091527.txt`),
        report.replace('EX0N', `EX0${number}`),
      );
    }
    writeFileSync(join(folder, 'HealthChecker-Debug.txt'), 'noise\n');
    writeFileSync(join(folder, 'other.txt'), 'noise\n');
    const all = await cupath('inventory', 'show', '--format', 'json', join(folder, 'healthchecker*'));
    expect(JSON.parse(all.stdout).map((server: { name: string }) => server.name)).toEqual(['EX01', 'EX02']);
    expect(all.stderr).toMatch(/^cupath: HealthChecker-Debug.txt: left out: by its name a file/);
    const one = await cupath('inventory', 'show', '--format', 'json', join(folder, '*EX01-*.txt'));
    expect(JSON.parse(one.stdout)).toHaveLength(1);
    expect((await cupath('inventory', 'show', join(folder, 'x*.txt'))).stderr).toMatch(
      /x\*\.txt", expected a file or a folder: it does not exist/,
    );
  });

  it('writes JSON, Markdown and the calendar; a file is whole or not there', async () => {
    const window = ['--window', '12h', '--start', '2026-12-05 22:00'];
    const { stdout } = await plan('--format', 'json', ...window);
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({
      schema: 'cupath.fleet/1',
      generated: '2026-11-24T12:00:00Z',
    });
    expect(Object.keys(json.servers)).toEqual(['EX01', 'EX02']);
    expect(json.servers.EX01).toMatchObject({
      schema: 'cupath.plan/1',
      from: { server: 'EX01', dag: 'DAG1' },
    });
    expect((await plan('--format', 'markdown')).stdout).toMatch(/^# 2 servers to latest\n/);
    expect((await plan('--format', 'ics', ...window)).stdout).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const out = join(dir, 'plan.json');
    const ics = join(dir, 'plan.ics');
    expect(await plan('--format', 'json', '--output', out, '--ics', ics, ...window)).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(json);
    expect(readFileSync(ics, 'utf8')).toContain('END:VCALENDAR\r\n');
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('takes names with an underscore into the commands', async () => {
    const two = file('underscore.csv', 'Name,AdminDisplayVersion\nEX_01,Version 15.2 (Build 1544.4)\n');
    const fleet = await cupath('plan', '--to', 'latest', '--inventory', two, '--checklists');
    expect(fleet.stdout).not.toContain('characters that no host name has');
    const { stdout } = await cupath('plan', '--to', 'latest', '--inventory', two, '--server', 'EX_01');
    expect(stdout).toContain("'EX_01'");
    expect(stdout).not.toContain('<SERVER>');
  });

  it('names the server in the command that gives its sheet again, and no brief', async () => {
    const command = `cupath plan --inventory "${TWO}" --server ex02 --to latest --today 2026-11-24`;
    const last = (text: string) => text.trimEnd().split('\n').at(-1)?.trim();
    expect(last((await plan('--server', 'ex02')).stdout)).toBe(command);
    expect(last((await plan('--server', 'ex02', '--brief')).stdout)).toBe(command);
    expect(JSON.parse((await plan('--server', 'ex02', '--format', 'json')).stdout).command).toBe(command);
    expect((await plan('--server', 'ex02', '--format', 'markdown')).stdout).toContain(command);
    expect(last((await plan('--brief')).stdout)).toMatch(/--to latest --brief --today 2026-11-24$/);
  });

  it('says in the sheet of a server that others hold it up, and exits as the plan of all does', async () => {
    const { code, stdout, stderr } = await plan(OLD, '--server', 'EX01');
    expect(code).toBe(3);
    expect(stderr).toBe('cupath: "EX01" is blocked by others (coexistence-se-rtm)\n');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /Supported, but not yet\. .*! Warning: Not before EX13 has left the organisation/,
    );
    const json = JSON.parse((await plan(OLD, '--server', 'EX01', '--format', 'json')).stdout);
    expect(json.blocks.map(({ rule }: { rule: string }) => rule)).toEqual(['coexistence-se-rtm']);
    expect((await plan(OLD, '--server', 'EX13')).code).toBe(0);
  });

  it('prints the plan of one server, without what is done once', async () => {
    const { code, stdout } = await plan('--server', 'ex02', '--format', 'json');
    expect(code).toBe(0);
    const single = JSON.parse(stdout);
    expect(single).toMatchObject({ schema: 'cupath.plan/1', from: { server: 'EX02', update: 'Oct25SU' } });
    expect(single.steps.map((step: { id: string }) => step.id)).not.toContain('ad-se-rtm-schema');
    expect((await plan('--server', 'EX09')).stderr).toMatch(
      /^cupath: --server: found "EX09", expected a server of the inventory; did you mean "EX0/,
    );
  });

  it('prints every checklist in full when asked', async () => {
    const outline = (await plan()).stdout.length;
    const full = await plan('--checklists');
    expect(full.stdout.length).toBeGreaterThan(outline * 1.5);
  });

  it.each([
    [['--from', '2019-cu14'], '--from describes one server; with --inventory the files say it'],
    [['--dag', 'DAG1'], '--dag describes one server; with --inventory the files say it'],
    [
      ['--window', '4h'],
      '--start is missing: give the begin of the first window, such as "2026-12-05 22:00"',
    ],
    [
      ['--start', '2026-12-05 22:00'],
      '--start belongs to --window: give the length of a window, such as --window 4h',
    ],
    [
      ['--window', '25h', '--start', '2026-12-05 22:00'],
      '--window: found "25h", expected a length of at most a day, such as 4h, 4h30m or 240m',
    ],
    [
      ['--window', '4h', '--start', '2026-02-30 22:00'],
      '--start: found "2026-02-30 22:00", expected a day and time such as "2026-12-05 22:00"',
    ],
    [
      ['--window', '4h', '--start', '2026-12-05 22:00', '--fit', 'hihg'],
      '--fit: found "hihg", expected low, typical, high; did you mean "high"?',
    ],
    [['--parallel', '0'], '--parallel: found "0", expected a number from 1 to 1000'],
    [
      ['--format', 'ics'],
      'a calendar needs --window and --start, such as --window 4h --start "2026-12-05 22:00"',
    ],
    [['nowhere.csv'], '--inventory: found "nowhere.csv", expected a file or a folder: it does not exist'],
  ])('refuses %j in one line', async (args, message) => {
    expect(await plan(...args)).toEqual({ code: 2, stdout: '', stderr: `cupath: ${message}\n` });
  });

  it('names the file that it does not understand', async () => {
    const { code, stderr } = await cupath(
      'plan',
      '--to',
      'latest',
      '--inventory',
      file('letter.txt', 'Dear \u001b[31mall\n'),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /letter\.txt": found UTF-8 text that begins "Dear \\u001b\[31mall"; expected a Health Checker report/,
    );
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('flags for many servers need an inventory', async () => {
    const { stderr } = await cupath('plan', '--from', '2019-cu14', '--to', 'latest', '--parallel', '2');
    expect(stderr).toBe('cupath: --parallel belongs to a plan with --inventory\n');
  });
});

describe('cupath inventory', () => {
  it('init says on stderr that the data are old', async () => {
    const init = (today: string) => cupath('inventory', 'init', '--today', today);
    expect((await init('2027-02-01')).stderr).toContain('old data: as of ');
    expect((await init('2026-10-08')).stderr).toBe('');
  });

  it.each(['yaml', 'csv'])('init gives a template in %s that can be planned as it is', async (format) => {
    const { code, stdout } = await cupath('inventory', 'init', '--format', format);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('#')).length).toBeGreaterThan(7);
    expect(stdout.split('\n').filter((line) => line.length > 110)).toEqual([]);
    const template = file(`template.${format}`, stdout);
    const shown = await cupath('inventory', 'show', '--format', 'json', template);
    const servers: { name: string; release: string | null; updateKnown: boolean }[] = JSON.parse(
      shown.stdout,
    );
    expect(servers.map(({ name, release, updateKnown }) => [name, release !== null, updateKnown])).toEqual([
      ['EDGE01', true, false],
      ['EX01', true, true],
      ['EX02', true, true],
    ]);
    expect((await cupath('plan', '--inventory', template, '--to', 'latest')).code).toBe(0);
  });

  it('show says what is known, what is not, and what contradicts', async () => {
    const report = file(
      'HealthChecker-EX01.txt',
      'Name: EX01\nVersion: Exchange 2019 CU15\nBuild Number: 15.02.1544.036\nServer Role: Mailbox\n',
    );
    const { stdout } = await cupath('inventory', 'show', report);
    expect(stdout).toMatch(/^EX01: Exchange Server 2019 CU14 Oct25SU\n/);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '! Contradiction: the label in HealthChecker-EX01.txt says Exchange Server 2019 CU15',
    );
    expect(stdout).toContain('DAG unknown');
  });

  it.each([
    [[], 'inventory: expected init (a template to fill in) or show FILE...'],
    [['int'], 'inventory: found "int", expected init or show'],
    [['init', 'x'], 'inventory init: found "x", expected no file; name it with --output'],
    [['show'], 'inventory show: expected files or folders after it'],
  ])('refuses %j', async (args, message) => {
    expect(await cupath('inventory', ...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `cupath: ${message}\n`,
    });
  });
});

describe('the progress line', () => {
  const drawn = (isTTY: boolean, times: readonly number[]) => {
    const stderr = Object.assign(new PassThrough(), { isTTY });
    let at = 0;
    const line = progressLine({ stderr, env: {} }, 'planning 10 servers', () => times[at++] ?? 0);
    for (let done = 1; done < times.length; done++) line.update(done, times.length - 1);
    line.end();
    return String(stderr.read() ?? '');
  };

  it('says nothing within a second', () => {
    expect(drawn(true, [0, 500, 999])).toBe('');
  });

  it('draws a bar in a terminal and takes it off', () => {
    expect(drawn(true, [0, 1200, 1250, 2000])).toMatch(
      /^\rplanning 10 servers \[#{10}\.{20}\] {2}33 %\rplanning 10 servers \[#{30}\] 100 %\r +\r$/,
    );
  });

  it('says one line elsewhere', () => {
    expect(drawn(false, [0, 1200, 2000, 3000])).toBe('cupath: planning 10 servers ...\n');
  });
});
