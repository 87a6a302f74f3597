import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  makeSure,
  type OpenChecklist,
  openChecklist,
  saveChecklist,
} from '../../src/commands/checklist-file.ts';
import { replaceFile } from '../../src/commands/replace-file.ts';
import { jsonText } from '../../src/render/json.ts';
import { type Checklist, checklistJson, LIMITS } from '../../src/saved/checklist.ts';
import { recordOf, recordsOf } from '../../src/saved/state.ts';
import { done, fresh, step, worked } from './sample.ts';

function saved(checklist: Checklist = fresh): OpenChecklist {
  const path = join(mkdtempSync(join(tmpdir(), 'cupath-saved-')), 'a.cupath.json');
  writeFileSync(path, jsonText(checklistJson(checklist)));
  return openChecklist(path);
}

function save(open: OpenChecklist, changed: Checklist, keep = false): OpenChecklist {
  const saving = saveChecklist(open, changed, keep);
  if (saving.kind === 'conflict') throw new Error('conflict');
  return saving.open;
}

describe('replacing a file', () => {
  it('keeps its mode, goes through links, and leaves nothing behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-replace-'));
    const real = join(folder, 'real.txt');
    const link = join(folder, 'link.txt');
    writeFileSync(real, 'old');
    chmodSync(real, 0o640);
    symlinkSync(real, link);
    expect(replaceFile(link, 'new')).toBe(true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['link.txt', 'real.txt']);
  });

  it('stops in the last moment, and cannot be stopped half-way by a folder that is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-replace-'));
    const path = join(folder, 'a.txt');
    writeFileSync(path, 'old');
    expect(replaceFile(path, 'new', () => false)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.txt']);
    expect(() => replaceFile(join(folder, 'no', 'a.txt'), 'new')).toThrow(/ENOENT/);
  });

  it('clears away what a killed save left, once it is old', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-replace-'));
    const path = join(folder, 'a.txt');
    const old = join(folder, '.a.txt.0123456789ab.tmp');
    const young = join(folder, '.a.txt.ba9876543210.tmp');
    const foreign = join(folder, '.a.txt.mine.tmp');
    for (const each of [old, young, foreign]) writeFileSync(each, 'x');
    utimesSync(old, 1, 1);
    utimesSync(foreign, 1, 1);
    replaceFile(path, 'new');
    expect(readdirSync(folder).sort()).toEqual(['.a.txt.ba9876543210.tmp', '.a.txt.mine.tmp', 'a.txt']);
  });
});

describe('a checklist in a file', () => {
  it('is saved with a revision that rises', () => {
    const open = saved();
    const once = save(open, worked(open.checklist, [done(1)]));
    const twice = save(once, worked(once.checklist, [done(2)]));
    expect(twice.checklist.revision).toBe(3);
    expect(openChecklist(open.path)).toEqual(twice);
  });

  it('takes in what somebody else did with other steps', () => {
    const anna = saved();
    const bert = openChecklist(anna.path);
    save(bert, worked(bert.checklist, [done(2)], 'bert'));
    const saving = saveChecklist(anna, worked(anna.checklist, [done(1)]));
    if (saving.kind === 'conflict') throw new Error('conflict');
    expect(saving.theirs.map(({ by }) => by)).toEqual(['bert']);
    const records = recordsOf(openChecklist(anna.path).checklist.log);
    expect([1, 2].map((number) => recordOf(records, step(number)).status)).toEqual(['done', 'done']);
    expect(saving.open.checklist.revision).toBe(3);
  });

  it('asks where both did something with one step; either answer loses nothing', () => {
    const anna = saved();
    const bert = openChecklist(anna.path);
    save(bert, worked(bert.checklist, [{ kind: 'failed', step: step(1), remark: 'error 1603' }], 'bert'));
    const mine = worked(anna.checklist, [done(1)]);
    const saving = saveChecklist(anna, mine);
    expect(saving.kind).toBe('conflict');
    const untouched = openChecklist(anna.path).checklist;
    expect(untouched.log.map(({ by }) => by)).toEqual(['bert']);
    const kept = save(anna, mine, true);
    expect(kept.checklist.log.map(({ by }) => by)).toEqual(['bert', 'anna']);
    expect(recordOf(recordsOf(kept.checklist.log), step(1)).status).toBe('done');
  });

  it('comes back whole when a save of the same moment pushed another aside', () => {
    const anna = saved();
    const bert = openChecklist(anna.path);
    const mine = save(anna, worked(anna.checklist, [done(1)]));
    // Bert looked before Anna saved, and puts his file in place after hers.
    writeFileSync(bert.path, jsonText(checklistJson(worked(bert.checklist, [done(2)], 'bert'))));
    const sure = makeSure(mine);
    expect(sure.checklist.log.map(({ by }) => by)).toEqual(['bert', 'anna']);
    expect(openChecklist(anna.path)).toEqual(sure);
    const later = save(mine, worked(mine.checklist, [done(3)]));
    expect(later.checklist.log).toHaveLength(3);
  });

  it('is not written over another checklist, and comes back when it was deleted', () => {
    const open = saved();
    const changed = worked(open.checklist, [done(1)]);
    writeFileSync(open.path, jsonText(checklistJson({ ...fresh, id: 'other' })));
    expect(() => saveChecklist(open, changed)).toThrow(/another checklist has taken its place/);
    const gone = { ...open, path: `${open.path}.gone` };
    save(gone, changed);
    expect(openChecklist(gone.path).checklist.log).toHaveLength(1);
  });

  it.each([
    ['a folder', (path: string) => join(path, '..'), /this is no file/],
    ['missing', (path: string) => `${path}x`, /there is no such file/],
    [
      'too long',
      (path: string) => {
        truncateSync(path, LIMITS.fileBytes + 1);
        return path;
      },
      /at most \d+ are read/,
    ],
    [
      'no UTF-8',
      (path: string) => {
        writeFileSync(path, Buffer.from([0x7b, 0xff, 0xfe]));
        return path;
      },
      /no UTF-8/,
    ],
    [
      'half a file',
      (path: string) => {
        writeFileSync(path, '{\n "schema": "cupath.checklist/1",\n "id"');
        return path;
      },
      /a\.cupath\.json:3:6: no JSON here, expected :$/,
    ],
  ])('that is %s is refused in one line', (_name, spoil, message) => {
    const path = spoil(saved().path);
    expect(() => openChecklist(path)).toThrow(message);
  });
});

function saver(path: string, who: string, count = 1_000_000): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'test/saved/saver.ts', path, who, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What the saver has said so far, line by line, once it has said `ready`. */
async function lines(child: ChildProcess): Promise<() => readonly string[]> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => reject(new Error('the saver ended before it began')));
    child.stdout?.on('data', (part) => {
      text += String(part);
      if (text.includes('ready\n')) resolve();
    });
  });
  return () => text.split('\n').slice(1, -1);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('close', () => resolve());
  });
}

describe('a checklist whose program is killed', () => {
  it('at any moment, holds everything that was said to be saved', async () => {
    const { path } = saved();
    for (let round = 0; round < 8; round++) {
      const child = saver(path, `r${round}`);
      const said = await lines(child);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      child.kill('SIGKILL');
      await ended(child);
      const ids = openChecklist(path).checklist.log.map(({ id }) => id);
      const own = ids.filter((id) => id.startsWith(`r${round}-`));
      expect(own.slice(0, said().length)).toEqual(said());
      // At most the one that was being written is there without having been said.
      expect(own.length - said().length).toBeLessThanOrEqual(1);
    }
    expect(openChecklist(path).checklist.log.length).toBeGreaterThan(8);
  }, 120_000);

  it('two at once lose nothing of each other', async () => {
    const { path } = saved();
    const pair = [saver(path, 'anna', 25), saver(path, 'bert', 25)];
    await Promise.all(pair.map(ended));
    const ids = openChecklist(path).checklist.log.map(({ id }) => id);
    for (const who of ['anna', 'bert'])
      expect(ids.filter((id) => id.startsWith(who))).toEqual(
        Array.from({ length: 25 }, (_, at) => `${who}-${at}`),
      );
  }, 120_000);
});
