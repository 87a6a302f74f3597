/** Paths that lead nowhere, and what else lies in a folder, are bad input, never a bug of the program. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAtMost } from '../../src/catalogue/read-at-most.ts';
import { cupath } from './cupath.ts';

const SERVERS = 'Name,AdminDisplayVersion\nEX01,Version 15.2 (Build 1544.4)\n';
const home = mkdtempSync(join(tmpdir(), 'cupath-paths-'));
const good = join(home, 'good.csv');
const mixed = join(home, 'mixed');

/** Paths by the reason for which nothing can be read there. */
const BAD: Readonly<Record<string, string>> = {
  'no such file': join(home, 'absent'),
  'a file in place of a folder': join(good, 'x'),
  'a link to itself': join(home, 'loop'),
  'a file behind such a link': join(home, 'loop', 'x'),
  'a link to nothing': join(home, 'dangling'),
  'a name that is too long': join(home, 'x'.repeat(300)),
};

beforeAll(() => {
  writeFileSync(good, SERVERS);
  symlinkSync('loop', join(home, 'loop'));
  symlinkSync('nothing', join(home, 'dangling'));
  mkdirSync(mixed);
  writeFileSync(join(mixed, 'good.csv'), SERVERS);
  mkdirSync(join(mixed, 'sub.csv'));
  symlinkSync('nothing', join(mixed, 'dangling.csv'));
  symlinkSync('loop.csv', join(mixed, 'loop.csv'));
  symlinkSync('good.csv', join(mixed, 'link.csv'));
  execFileSync('mkfifo', [join(mixed, 'pipe.csv')]);
});

afterAll(() => rmSync(home, { recursive: true }));

const COMMANDS: ReadonlyArray<readonly string[]> = [
  ['inventory', 'show'],
  ['plan', '--to', 'latest', '--inventory'],
  ['status', '--inventory'],
  ['plan', '--from', '2019-cu14', '--to', 'latest', '--data'],
  ['catalogue', 'check', '--data'],
  ['catalogue', 'check'],
  ['diagnose'],
  ['preflight', '--read'],
  ['resume'],
];

describe.each(Object.entries(BAD))('%s', (_, path) => {
  it.each(COMMANDS.map((command) => [command.join(' '), command] as const))(
    '%s says so in one line, as bad input',
    async (_name, command) => {
      const { code, stdout, stderr } = await cupath(...command, path);
      expect(stderr).toMatch(/^cupath: [^\n]*\n$/);
      expect(stderr).not.toMatch(/bug|E[A-Z]{4,}/);
      expect([code, stdout]).toEqual([2, '']);
    },
  );
});

describe('a folder', () => {
  it.each([mixed, join(mixed, '*.csv')])(
    '%s gives its files; the rest is left out with a remark',
    async (path) => {
      const { code, stdout, stderr } = await cupath('inventory', 'show', '--format', 'json', path);
      expect(JSON.parse(stdout).map((server: { name: string }) => server.name)).toEqual(['EX01']);
      expect(stderr.trimEnd().split('\n')).toEqual([
        'cupath: dangling.csv: left out: it is a link to nothing',
        'cupath: loop.csv: left out: it is a link that leads back to itself',
        'cupath: pipe.csv: left out: it is no file',
        'cupath: sub.csv: left out: it is a folder',
      ]);
      expect(code).toBe(0);
    },
  );

  it('with nothing but such entries is refused', async () => {
    const only = join(home, 'only');
    mkdirSync(join(only, 'sub.csv'), { recursive: true });
    const { code, stderr } = await cupath('inventory', 'show', only);
    expect([code, stderr]).toEqual([
      2,
      `cupath: inventory show: "${join(only, 'sub.csv')}": it is a folder\n`,
    ]);
  });
});

describe('an overlay', () => {
  it.each(['dangling', 'loop'])('with a link named %s.yaml is invalid', async (name) => {
    const dir = mkdtempSync(join(home, 'overlay-'));
    symlinkSync(name === 'loop' ? 'loop.yaml' : 'nothing', join(dir, `${name}.yaml`));
    writeFileSync(join(dir, 'site.yaml'), 'sources:\n  - { id: site, title: Our list }\n');
    const { code, stderr } = await cupath('plan', '--from', '2019-cu14', '--to', 'latest', '--data', dir);
    expect(stderr).toBe(
      `${join(dir, name)}.yaml:1:1: expected a file inside the data directory; a link out of it or to nothing is not followed\ncupath: the overlay "${basename(dir)}" is invalid; further problems may show after these are fixed\n`,
    );
    expect(code).toBe(4);
  });
});

describe('data that are invalid', () => {
  const named = (name: string, text: string) => {
    const dir = join(home, name);
    mkdirSync(dir);
    writeFileSync(join(dir, 'site.yaml'), text);
    return dir;
  };
  const last = async (...dirs: readonly string[]) => {
    const flags = dirs.flatMap((dir) => ['--data', dir]);
    const { code, stderr } = await cupath('plan', '--from', '2019-cu14', '--to', 'latest', ...flags);
    expect(code).toBe(4);
    return stderr.trimEnd().split('\n').at(-1);
  };
  const MORE = '; further problems may show after these are fixed';

  it('are named: the overlay, not the catalogue that is fine', async () => {
    const good = named('ovgood', 'sources:\n  - { id: ours, title: Our list }\n');
    const empty = named('ovempty', '');
    const key = named('ovkey', 'source: []\n');
    const twice = named('ovtwice', 'sources:\n  - { id: ours, title: Our list }\n');
    expect(await last(good, empty)).toBe(`cupath: the overlay "ovempty" is invalid${MORE}`);
    expect(await last(key, empty)).toBe(`cupath: the overlays "ovkey" and "ovempty" are invalid${MORE}`);
    expect(await last(good, twice)).toBe('cupath: the overlay "ovtwice" is invalid');
  });

  it('are told by catalogue check to hide more where they do', async () => {
    const dir = named('ovcheck', 'sources:\n  - { id: ours, titel: Our list }\n');
    const { code, stderr } = await cupath('catalogue', 'check', dir);
    expect([code, stderr.trimEnd().split('\n').at(-1)]).toEqual([4, `2 problems${MORE}`]);
  });
});

describe.skipIf(!existsSync('/dev/zero'))('a device without an end', () => {
  it.each<readonly [readonly string[], string]>([
    [['inventory', 'show', '/dev/zero'], 'more than 64 MiB'],
    [['plan', '--to', 'latest', '--inventory', '/dev/zero'], 'more than 64 MiB'],
    [['preflight', '--read', '/dev/zero'], '--read: '],
    [['diagnose', '/dev/zero'], 'this is no text'],
    [['resume', '/dev/zero', '--show'], 'this is no file'],
  ])('%j is refused', async (args, message) => {
    const before = process.memoryUsage().rss;
    const { code, stderr } = await cupath(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(process.memoryUsage().rss - before).toBeLessThan(512 * 1024 * 1024);
  });
});

describe('reading at most so many bytes', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 300_000])('gives a file of %i bytes whole', (size) => {
    const path = join(home, `size-${size}`);
    const bytes = Buffer.alloc(size, 'abcdefg');
    writeFileSync(path, bytes);
    expect(readAtMost(path, 300_000)?.length).toBe(size);
    expect(Buffer.compare(readAtMost(path, size) ?? Buffer.of(0), bytes)).toBe(0);
    if (size > 0) expect(readAtMost(path, size - 1)).toBeNull();
  });

  it('reads a pipe to its end', async () => {
    const path = join(home, 'pipe');
    execFileSync('mkfifo', [path]);
    const writer = spawn('sh', ['-c', `for i in 1 2 3; do printf part$i; sleep 0.05; done > '${path}'`]);
    expect(Buffer.from(readAtMost(path, 100) ?? []).toString()).toBe('part1part2part3');
    writer.kill();
  });
});
