/** Where a log says that the update goes on: by what setup was to do, and how far it came. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failedRun, type RunOptions, refusedRun, successfulRun, text } from '../diagnose/log.ts';
import { cupath } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-diagnose-resume-'));
const MOUNT = ['[ERROR] Failed to mount database "DB01". Error: no.'];
const REFUSED = ['Failed [Rule:SampleRule] [Message:No.]', '[REQUIRED] No.'];

interface Resume {
  readonly command: string;
  readonly note: string;
  readonly steps: readonly { readonly number: number; readonly title: string }[];
}

async function diagnosed(log: string): Promise<{ readonly page: string; readonly resume: Resume | null }> {
  const path = join(dir, 'setup.log');
  writeFileSync(path, log);
  const [first] = JSON.parse((await cupath('diagnose', path, '--format', 'json')).stdout);
  return { page: (await cupath('diagnose', path)).stdout, resume: first.resume };
}

/** A run of `setup.exe /name`, as it stands in the log. */
function prepared(run: readonly string[], name: string): string {
  return text(run)
    .replace("Name='mode', Value='Upgrade'", `Name='${name}', Value=''`)
    .replace(/.*The installation mode is set.*\n/, '');
}

function titles(resume: Resume | null): string {
  return (resume?.steps ?? []).map(({ title }) => title).join('\n');
}

describe('a run that prepared Active Directory', () => {
  it.each([
    ['prepareschema', 'Extend the schema with', 'Prepare the organisation with'],
    ['preparead', 'Prepare the organisation with', 'Install Exchange Server 2016 CU23'],
  ])('/%s: goes on behind it, from the old build', async (name, done, next) => {
    const { page, resume } = await diagnosed(prepared(successfulRun({ local: '15.1.1591.10' }), name));
    expect(page).not.toContain('The CU is on');
    expect(resume?.note).toContain('still has its old build');
    expect(resume?.command).toContain('--from 2016-cu11 ');
    expect(titles(resume)).not.toContain(done);
    expect(titles(resume)).toContain(next);
    expect(titles(resume)).toContain('Install Exchange Server 2016 CU23 on EX01');
  });

  it('goes on with the preparation where that failed', async () => {
    const { resume } = await diagnosed(
      prepared(failedRun(MOUNT, { local: '15.1.1591.10' }), 'prepareschema'),
    );
    expect(titles(resume)).toContain('Extend the schema with');
    expect(titles(resume)).toContain('Install IIS URL Rewrite');
  });
});

describe('a run that was no update', () => {
  it.each(['Uninstall', 'RecoverServer'])('%s has no update to go on with', async (mode) => {
    const other = (run: readonly string[]) =>
      text(run).replace("'BuildToBuildUpgrade'", `'${mode}'`).replace("Value='Upgrade'", `Value='${mode}'`);
    for (const log of [other(successfulRun()), other(failedRun(MOUNT))]) {
      const { page, resume } = await diagnosed(log);
      expect(resume).toBeNull();
      expect(page).not.toContain('The CU is on');
      expect(page).not.toContain('Resume your update');
    }
  });

  it('a fresh installation goes on with its SU', async () => {
    const { resume } = await diagnosed(text(successfulRun({ mode: 'Install', local: null })));
    expect(resume?.note).toContain('The CU is on');
  });
});

describe('the steps that remain', () => {
  const old: RunOptions = { local: '15.1.1591.10' };

  it('hold what setup asks for, after it refused', async () => {
    const { resume } = await diagnosed(text(refusedRun(REFUSED, old)));
    expect(titles(resume)).toContain('Install IIS URL Rewrite');
    expect(titles(resume)).toContain('Install .NET Framework 4.8');
  });

  it('do not, after it broke off at work', async () => {
    const { resume } = await diagnosed(text(failedRun(MOUNT, old)));
    expect(titles(resume)).not.toContain('Install IIS URL Rewrite');
  });

  it.each([
    ['failed', failedRun(MOUNT, { local: '15.1.2375.7', setup: '15.1.2375.7' })],
    ['succeeded', successfulRun({ local: '15.1.2375.7', setup: '15.1.2375.7' })],
  ])('are the whole plan where setup ran with media of the installed release and %s', async (_name, run) => {
    const { page, resume } = await diagnosed(text(run));
    expect(page).not.toContain('The CU is on');
    expect(resume?.command).toContain('--to latest-cu');
    expect(resume?.steps[0]?.number).toBe(1);
    expect(resume?.steps.at(-1)?.number).toBe(resume?.steps.length);
  });
});
