/** What a command reads, and saved checklists, are never written over by what it writes. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

const QUESTION = ['plan', '--from', 'se-rtm+Oct25SU', '--to', 'latest', '--server', 'EX01'];
const SERVERS = 'Name,AdminDisplayVersion\nEX01,Version 15.2 (Build 1544.4)\n';
const OVERLAY = 'sources:\n  - { id: site, title: Our list }\n';
const PREFLIGHT = 'cupath:preflight = 1\ncupath:server = EX01\ncupath:end = 27\n';
const WINDOW = ['--window', '12h', '--start', '2026-12-05 22:00'];

const home = mkdtempSync(join(tmpdir(), 'cupath-overwrite-'));
const dir = join(home, 'work');
const kept = join(home, 'kept');

/** A folder with one of everything that is read; the checklists have a tick. */
beforeAll(async () => {
  mkdirSync(dir);
  mkdirSync(join(dir, 'own'));
  writeFileSync(join(dir, 'servers.csv'), SERVERS);
  writeFileSync(join(dir, 'own', 'site.yaml'), OVERLAY);
  writeFileSync(join(dir, 'setup.log'), 'no log\n');
  writeFileSync(join(dir, 'answers.txt'), PREFLIGHT);
  writeFileSync(join(dir, 'evidence.txt'), 'ok\n');
  symlinkSync('servers.csv', join(dir, 'link.csv'));
  symlinkSync('r.cupath.json', join(dir, 'link.md'));
  for (const name of ['r', 'other']) {
    const path = join(dir, `${name}.cupath.json`);
    await cupath(...QUESTION, '--output', path);
    await cupath('resume', path, '--done', '1');
    writeFileSync(join(dir, `${name}.json`), readFileSync(path));
  }
  cpSync(dir, kept, { recursive: true, verbatimSymlinks: true });
});

beforeEach(() => {
  rmSync(dir, { recursive: true });
  cpSync(kept, dir, { recursive: true, verbatimSymlinks: true });
});

afterAll(() => rmSync(home, { recursive: true }));

function contents(): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { withFileTypes: true, recursive: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

/** Paths of the folder are written as `./NAME`. */
function placed(args: readonly string[]): readonly string[] {
  return args.map((arg) => arg.replace(/(^|=)\.\//, `$1${dir}/`));
}

const INPUT = 'this command reads it; choose another name';
const CHECKLIST = 'only cupath plan --output writes a file named *.cupath.json';

const FLEET = ['plan', '--to', 'latest', '--inventory'];

describe('an output that would cost a file', () => {
  it.each<[readonly string[], string]>([
    [['resume', './r.cupath.json', '--export', './r.cupath.json', '--format', 'json'], INPUT],
    [['resume', './r.cupath.json', '--export', './r.cupath.json'], INPUT],
    [['resume', './r.cupath.json', '--export', './link.md'], INPUT],
    [['resume', './other.cupath.json', '--export', './link.md'], CHECKLIST],
    [['resume', './r.json', '--done', '2', '--export', './r.json'], INPUT],
    [['resume', './r.cupath.json', '--done', '2', '--export', './other.cupath.json'], CHECKLIST],
    [['resume', './r.cupath.json', '--export', './new.CUPATH.json'], CHECKLIST],
    [['resume', './r.json', '--merge', './r.cupath.json', '--export', './r.json'], INPUT],
    [['resume', './r.cupath.json', '--evidence', '2=./evidence.txt', '--export', './evidence.txt'], INPUT],
    [['resume', './r.cupath.json', '--merge', './r.json', '--export', './r.json'], INPUT],
    [['diagnose', './setup.log', '--output', './setup.log'], INPUT],
    [['diagnose', './setup.log', '--output', './r.cupath.json'], CHECKLIST],
    [['preflight', '--read', './answers.txt', '--output', './answers.txt'], INPUT],
    [['preflight', '--data', './own', '--output', './own/site.yaml'], INPUT],
    [['troubleshoot', '1603', '--data', './own', '--output', './own/site.yaml'], INPUT],
    [['troubleshoot', '1603', '--output', './r.cupath.json'], CHECKLIST],
    [['inventory', 'show', './servers.csv', '--format', 'text', '--output', './servers.csv'], INPUT],
    [['inventory', 'show', './link.csv', '--format', 'text', '--output', './servers.csv'], INPUT],
    [['inventory', 'show', './servers.csv', '--format', 'text', '--output', './link.csv'], INPUT],
    [['inventory', 'init', '--output', './servers.csv'], 'it exists; choose a new name'],
    [['inventory', 'init', '--output', './new.cupath.json'], CHECKLIST],
    [[...FLEET, './servers.csv', '--output', './servers.csv'], INPUT],
    [[...FLEET, './link.csv', '--output', './servers.csv'], INPUT],
    [[...FLEET, '.', '--output', './servers.csv'], INPUT],
    [[...FLEET, './servers.csv', '--ics', './servers.csv', '--output', './plan.txt', ...WINDOW], INPUT],
    [[...FLEET, './servers.csv', '--ics', './r.cupath.json', ...WINDOW], CHECKLIST],
    [[...FLEET, './servers.csv', '--server', 'EX01', '--output', './servers.csv'], INPUT],
    [[...QUESTION, '--data', './own', '--output', './own/site.yaml'], INPUT],
  ])('%j is refused in one line, and every file is as it was', async (args, message) => {
    const before = contents();
    const all = placed(args).map((arg) => (arg === '.' ? dir : arg));
    const { code, stderr } = await cupath(...all);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.includes(': left out: '));
    expect(lines).toEqual([expect.stringContaining(message)]);
    expect(lines[0]).toMatch(/^cupath: --(?:output|ics|export): found /);
    expect(code).toBe(2);
    expect(contents()).toEqual(before);
  });

  it('is no file of the same folder that was left out, and no overlay of another kind', async () => {
    for (let round = 0; round < 2; round++) {
      const { code } = await cupath(
        ...FLEET,
        dir,
        '--data',
        join(dir, 'own'),
        '--output',
        join(dir, 'plan.html'),
        '--format',
        'html',
      );
      expect(code).toBe(0);
    }
    const { code } = await cupath(
      ...QUESTION,
      '--data',
      join(dir, 'own'),
      '--output',
      join(dir, 'own', 'plan.txt'),
    );
    expect(code).toBe(0);
  });
});

describe('a place that takes no file', () => {
  it.each<[string, string]>([
    ['./absent/x', 'its folder does not exist'],
    ['./servers.csv/x', 'a part of the path is a file, not a folder'],
    ['./loop', 'it is a link that leads back to itself'],
    ['./loop/x', 'it is a link that leads back to itself'],
    [`./${'x'.repeat(300)}`, 'the name is too long'],
    ['./own', 'it is a folder'],
  ])('%s is refused in one line', async (path, reason) => {
    symlinkSync('loop', join(dir, 'loop'));
    const { code, stderr } = await cupath('inventory', 'init', ...placed(['--output', path]));
    expect(stderr).toMatch(/^cupath: --output: found "[^\n]*\n$/);
    expect(stderr).toContain(`expected a file to write: ${reason}\n`);
    expect(code).toBe(2);
  });
});

describe('a pipe', () => {
  it('takes the output, and stays a pipe', async () => {
    const path = join(dir, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = spawn('cat', [path]);
    let text = '';
    reader.stdout.on('data', (piece) => {
      text += piece;
    });
    const closed = once(reader, 'close');
    expect((await cupath('inventory', 'init', '--output', path)).code).toBe(0);
    await closed;
    expect(text).toContain('servers:');
    expect(statSync(path).isFIFO()).toBe(true);
  });
});
