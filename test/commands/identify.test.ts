import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, cupath } from './cupath.ts';

describe('identify', () => {
  it('prints the keys of the contract as JSON', async () => {
    const { code, stdout } = await cupath(
      'identify',
      '--format',
      'json',
      'KB5066368',
      'Version 15.1 (Build 1713.5)',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        input: 'KB5066368',
        known: true,
        product: '2019',
        release: '2019-cu14',
        update: 'Oct25SU',
        kind: 'SU',
        build: '15.2.1544.36',
        released: '2025-10-14',
        kb: 'KB5066368',
        serviced: false,
        updateKnown: true,
        catalogue: {
          asOf: catalogue.data.catalogue.asOf,
          ageDays: expect.any(Number),
          stale: expect.any(Boolean),
          patchTuesdays: expect.any(Number),
          nextPatchTuesday: '2026-12-08',
        },
      },
      expect.objectContaining({ release: '2016-cu12', update: null, kind: 'CU', updateKnown: false }),
    ]);
  });

  it('gives nulls, the neighbours and a message for an unknown build, and succeeds', async () => {
    const { code, stdout } = await cupath('identify', '15.2.9999.1', '--format=json');
    expect(code).toBe(0);
    const [answer] = JSON.parse(stdout) as Record<string, unknown>[];
    expect(answer).toMatchObject({
      known: false,
      product: null,
      build: null,
      serviced: null,
      nearest: { above: null },
    });
    expect(answer?.message).toContain('newer than this catalogue (as of ');
  });

  it('says what it is, when it came, whether it is serviced, and how to read the SU', async () => {
    const { stdout } = await cupath('identify', 'Version 15.1 (Build 2507.6)');
    expect(stdout).toContain('Exchange Server 2016 CU23');
    expect(stdout).toContain('released 2022-04-20');
    expect(stdout).toMatch(/Not serviced on 2026-11-2\d/);
    expect(stdout).toContain('ExSetup.exe');
    const shown = await cupath('identify', 'Version 15.1 (Build 2507.61)');
    expect(shown.stdout).toContain('Exchange Server 2016 CU23 Oct25SU');
    expect(shown.stdout.replace(/\s+/g, ' ')).toContain('there may be a newer one');
    expect(shown.stdout).toContain('ExSetup.exe');
  });

  it('says in its text that the data are old, and only then', async () => {
    expect((await cupath('identify', 'se-rtm', '--today', '2027-02-01')).stdout).toMatch(/^Old data: as of /);
    expect((await cupath('identify', 'se-rtm', '--today', '2026-10-08')).stdout).toMatch(/^se-rtm\n/);
  });

  it('is no wider than 80 columns, commands apart', async () => {
    const { stdout } = await cupath('identify', '2016-cu12', 'Oct25SU', '15.1.9999.1', 'se-cu2', '2010');
    const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('    $'));
    expect(wide).toEqual([]);
  });

  it('escapes what a terminal would act upon', async () => {
    const { code, stdout, stderr } = await cupath('identify', '\u001b]0;x\u0007\u202e2016');
    expect(code).toBe(2);
    expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});

describe('the command line', () => {
  it('shows help that fits 80 columns and 24 lines', async () => {
    const { code, stdout } = await cupath('--help');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(24);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(['plan', 'identify', 'status', 'why', 'explain', 'inventory', 'catalogue', 'resume'])(
    '%s --help fits 80 columns',
    async (name) => {
      const { code, stdout } = await cupath(name, '--from', '--help');
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect((await cupath('help', name)).stdout).toBe(stdout);
    },
  );

  it('prints version and day of the data', async () => {
    const { stdout } = await cupath('--version');
    expect(stdout).toBe(`cupath 0.1.0 (catalogue as of ${catalogue.data.catalogue.asOf})\n`);
  });

  it.each([
    [['troubleshoot', 'x'], /troubleshoot: found "x", expected the id of a topic/],
    [['plan', '--format', 'html'], /--from is missing/],
    [['help', 'nosuch'], /help: found "nosuch", expected a command or a topic \(levels, overlays, /],
    [['help', 'overlay'], /did you mean "overlays"/],
    [
      ['plan', '--data', 'package.json'],
      /--data: found "package.json", expected a folder .*; this is a file/,
    ],
    [['catalogue', 'check', 'package.json'], /this is a file/],
    [['catalogue', 'check', 'nowhere'], /there is no such folder/],
    [['identfy'], /did you mean "identify"/],
    [[], /the wizard needs a terminal; .*cupath plan --from LEVEL --to LEVEL/],
    [['--ics', 'x'], /--ics belongs to "cupath plan"/],
    [['plan', '2016-cu12'], /without a flag/],
    [['plan', '--today', '2026-02-30'], /--today: found "2026-02-30"/],
    [['plan', '--dotnet', '-\n4.8'], /--dotnet: found no value/],
    [['identify'], /found no text/],
  ])('%j: exit 2 and one line', async (args, message) => {
    const { code, stdout, stderr } = await cupath(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

describe('plan', () => {
  const base = ['plan', '--from', '2016-cu22', '--dotnet', '4.8', '--windows', '2016', '--to', '2016-cu23'];

  it('prints the same bytes for the same question', async () => {
    const first = await cupath(...base, '--format', 'json');
    expect(first.code).toBe(0);
    expect(first.stdout).toBe((await cupath(...base, '--format', 'json')).stdout);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: 'cupath.plan/1',
      generated: '2026-11-24T12:00:00Z',
      command: 'cupath plan --from 2016-cu22 --dotnet 4.8 --windows 2016 --to 2016-cu23 --today 2026-11-24',
    });
  });

  it('exits 3 with the reason when there is no path', async () => {
    const { code, stdout, stderr } = await cupath('plan', '--from', '2019-cu15', '--to', 'se-cu2');
    expect(code).toBe(3);
    expect(stdout).toContain('No permitted path');
    expect(stderr).toMatch(/^cupath: no permitted path .*\n$/);
  });

  it('writes the whole file or none', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cupath-'));
    const file = join(dir, 'plan.md');
    writeFileSync(file, 'old');
    expect((await cupath(...base, '--format', 'markdown', '--output', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('CU23');
    expect(readdirSync(dir)).toEqual(['plan.md']);
    expect(await cupath(...base, '--output', dir)).toMatchObject({ code: 2, stdout: '' });
    expect((await cupath(...base, '--output', join(dir, 'no', 'plan.md'))).stderr).toContain(
      'its folder does not exist',
    );
  });
});

describe('the program as a process', () => {
  const program = (script: string) => spawnSync('bash', ['-c', script], { encoding: 'utf8' });

  it('ends quietly when the reader of its output goes away', () => {
    const script =
      'set -o pipefail; node node_modules/tsx/dist/cli.mjs src/cli.ts catalogue list --today 2026-10-08 | head -1';
    const { status, stderr } = program(script);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
