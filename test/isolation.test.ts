/**
 * No network, no surprise: the program runs in a network namespace without interfaces, asks for no socket that
 * leaves the machine, and writes nothing but the file that was named.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, Terminal } from './terminal.ts';

const PROGRAM = join(process.cwd(), 'dist', 'cupath.js');
const LEVELS = ['--from', '2016-cu12', '--to', '2016-cu23'];

const RUNS: readonly (readonly string[])[] = [
  ['--version'],
  ['--help'],
  ['help', 'overlays'],
  ['identify', '15.1.2507.6', 'KB5011155'],
  ['plan', ...LEVELS],
  ['plan', ...LEVELS, '--format', 'json'],
  ['plan', ...LEVELS, '--format', 'markdown'],
  ['status', '2016-cu12'],
  ['why', '2016-cu12'],
  ['explain'],
  ['catalogue', 'list'],
  ['catalogue', 'show', '2016-cu23'],
  ['catalogue', 'graph'],
  ['catalogue', 'check'],
  ['completion', 'bash'],
];

/** The word before the program that takes the network away; empty: not permitted here. */
const NO_NETWORK = [
  ['unshare', '-n'],
  ['unshare', '-rn'],
].find(([command = '', ...args]) => spawnSync(command, [...args, 'true']).status === 0);
const HAS_STRACE = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cupath-isolation-'));
  for (const name of ['home', 'work', 'package']) mkdirSync(join(home, name));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

function environment(): NodeJS.ProcessEnv {
  const at = join(home, 'home');
  return {
    PATH: process.env.PATH,
    HOME: at,
    XDG_CACHE_HOME: join(at, 'cache'),
    XDG_CONFIG_HOME: join(at, 'config'),
    TMPDIR: join(at, 'tmp'),
  };
}

function run(before: readonly string[], args: readonly string[], program = PROGRAM) {
  const [command = '', ...rest] = [...before, process.execPath, program, ...args];
  return spawnSync(command, rest, { cwd: join(home, 'work'), env: environment(), encoding: 'utf8' });
}

/** Every path below a folder with size and time of change, hidden ones too. */
function snapshot(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const { size, ctimeMs } = lstatSync(path);
      return entry.isDirectory() ? [path, ...snapshot(path)] : [`${path} ${size} ${ctimeMs}`];
    })
    .sort();
}

it('can take the network away, where it has to', () => {
  if (process.env.CUPATH_REQUIRE_NETNS === '1') expect(NO_NETWORK).toBeDefined();
  else if (!NO_NETWORK) process.stderr.write('unshare is not permitted here: not tried without network\n');
});

describe.skipIf(!NO_NETWORK)('without any network interface', () => {
  it('has none', () => {
    const [command = '', ...args] = NO_NETWORK ?? [];
    const routes = execFileSync(command, [...args, 'cat', '/proc/net/route'], { encoding: 'utf8' });
    expect(routes.trim().split('\n')).toHaveLength(1);
  });

  it.each(RUNS.map((args) => [args.join(' '), args] as const))(
    '%s runs as it does with a network',
    (_, args) => {
      const alone = run(NO_NETWORK ?? [], args);
      const usual = run([], args);
      const stamp = /"generated": "[^"]*"/;
      expect(alone.status).toBe(0);
      expect(alone.stderr).toBe(usual.stderr);
      expect(alone.stdout.replace(stamp, '')).toBe(usual.stdout.replace(stamp, ''));
    },
  );
});

it.skipIf(!NO_NETWORK)('asks its questions without any network interface', async () => {
  const [command = '', ...args] = NO_NETWORK ?? [];
  const terminal = new Terminal(command, [...args, process.execPath, PROGRAM], { cwd: join(home, 'work') });
  try {
    await terminal.see('? help');
    await terminal.press('2', '0', '1', '6');
    await terminal.see('2016');
    await terminal.press(KEYS.ctrlC);
    expect(await terminal.exit()).toBe(130);
    expect(terminal.isAlternate()).toBe(false);
  } finally {
    terminal.close();
  }
});

describe.skipIf(!HAS_STRACE)('the calls to the system', () => {
  it.each(RUNS.map((args) => [args.join(' '), args] as const))(
    '%s opens no socket and starts no program',
    (_, args) => {
      const trace = join(home, 'trace');
      run(['strace', '-f', '-qq', '-e', 'trace=socket,connect,sendto,execve', '-o', trace], args);
      const calls = readFileSync(trace, 'utf8').split('\n');
      const foreign = calls.filter(
        (line) => /\b(?:socket|connect|sendto)\(/.test(line) && !/AF_UNIX/.test(line),
      );
      expect(foreign).toEqual([]);
      expect(calls.filter((line) => line.includes('execve('))).toHaveLength(1);
    },
  );
});

describe('what is written', () => {
  it('is nothing but the file that was named', () => {
    const before = snapshot(home);
    for (const args of RUNS) expect(run([], args).status).toBe(0);
    expect(snapshot(home)).toEqual(before);
    expect(run([], ['plan', ...LEVELS, '--output', 'plan.txt']).status).toBe(0);
    const added = snapshot(join(home, 'work'));
    expect(added).toHaveLength(1);
    expect(added[0]).toContain(join('work', 'plan.txt '));
    expect(snapshot(join(home, 'home'))).toEqual([]);
  });

  it('in its own package is its cache, once, and only there', () => {
    const own = join(home, 'package');
    for (const name of ['dist', 'data', 'package.json']) {
      cpSync(name, join(own, name), { recursive: true });
    }
    rmSync(join(own, 'dist', 'cache'), { recursive: true, force: true });
    const program = join(own, 'dist', 'cupath.js');
    const before = snapshot(own).filter((line) => !/\/dist$/.test(line));
    const first = run([], ['plan', ...LEVELS], program);
    const after = snapshot(own);
    const added = after.filter((line) => !before.includes(line) && !/\/dist$/.test(line));
    expect(added.length).toBeGreaterThan(2);
    expect(added.filter((line) => !line.startsWith(join(own, 'dist', 'cache')))).toEqual([]);
    expect(run([], ['plan', ...LEVELS], program).stdout).toBe(first.stdout);
    expect(snapshot(own).filter((line) => !line.includes('data.json'))).toEqual(
      after.filter((line) => !line.includes('data.json')),
    );
  });

  it('is no condition: damaged, foreign and unwritable caches change nothing', () => {
    const own = join(home, 'package');
    const program = join(own, 'dist', 'cupath.js');
    const cache = join(own, 'dist', 'cache');
    const usual = run([], ['plan', ...LEVELS], program).stdout;
    const [folder = ''] = readdirSync(cache).filter((name) => name.includes(process.version));
    for (const name of readdirSync(join(cache, folder))) {
      const path = join(cache, folder, name);
      const good = readFileSync(path);
      const flipped = Buffer.from(good);
      flipped[1000] = (flipped[1000] ?? 0) ^ 1;
      const half = good.subarray(0, good.length / 2);
      for (const bad of [Buffer.alloc(0), half, Buffer.from('x'.repeat(5000)), flipped]) {
        writeFileSync(path, bad);
        const { status, stdout, stderr } = run([], ['plan', ...LEVELS], program);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toBe(usual);
      }
    }
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'a file where the folder should be');
    expect(run([], ['plan', ...LEVELS], program).stdout).toBe(usual);
  });
});
