import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failedRun, refusedRun, successfulRun, text } from '../diagnose/log.ts';
import { cupath, cupathWith } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-diagnose-'));

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const MOUNT = ['[ERROR] Failed to mount database "DB01". Error: no.'];

describe('diagnose', () => {
  it('prints the keys of the contract as JSON, one element per file, in order', async () => {
    const first = file('first.log', text(failedRun(MOUNT)));
    const second = file('second.log', text(successfulRun()));
    const { code, stdout, stderr } = await cupath('diagnose', first, second, '--format', 'json');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const [one, two] = JSON.parse(stdout);
    expect(Object.keys(one).slice(0, 2)).toEqual(['file', 'verdicts']);
    expect(one.file).toBe(first);
    const [verdict] = one.verdicts;
    expect(Object.keys(verdict)).toEqual(
      expect.arrayContaining(['id', 'title', 'evidence', 'cause', 'actions', 'links']),
    );
    expect(verdict.evidence[0]).toEqual({ line: expect.any(Number), text: MOUNT[0] });
    expect(one.run).toMatchObject({
      product: '2016',
      mode: 'Upgrade',
      outcome: 'failed',
      user: 'CONTOSO\\admin',
    });
    expect(two.verdicts.map((item: { id: string }) => item.id)).toEqual(['success']);
  });

  it('shows run, verdict, evidence, commands and where to go on', async () => {
    const log = file('a.log', text(failedRun(MOUNT)));
    const { code, stdout } = await cupath('diagnose', log);
    expect(code).toBe(0);
    expect(stdout).toContain('Setup of Exchange Server 2016 CU22 (15.1.2375.7) → Exchange Server 2016 CU23');
    expect(stdout).toContain('Failed. Phase: Sample Component.');
    expect(stdout).toMatch(/line +\d+ \[ERROR\] Failed to mount database "DB01"/);
    expect(stdout).toContain("Mount-Database 'DB01'");
    expect(stdout).toContain('cupath plan --from 2016-cu22 --role mailbox --server EX01 --to 2016-cu23');
    expect(stdout).toMatch(/\[ \] +\d+ Install Exchange Server 2016 CU23 on EX01/);
    for (const line of stdout.split('\n')) expect(line).toBe(line.trimEnd());
  });

  it('goes on with the preparation of Active Directory where setup refused', async () => {
    const log = file(
      'b.log',
      text(refusedRun(['Failed [Rule:RebootPending] [Message:R.]', '[REQUIRED] R.'])),
    );
    const { stdout } = await cupath('diagnose', log);
    expect(stdout).toContain('What setup itself asks for');
    expect(stdout).toContain('R. [RebootPending] (see reboot-pending-file-renames)');
    expect(stdout).toContain('Prepare the organisation with /PrepareAD');
  });

  it.each([
    ['MinimumFrameworkNotInstalled', 'dotnet-refused'],
    ['VC2013RedistDependencyRequirement', 'software-missing'],
    ['UcmaRedistMsi', 'software-missing'],
    ['ValidOSVersion', 'windows-refused'],
    ['Exchange2013AnyRole', 'older-exchange-present'],
    ['UmLanguagePacksInstalled', 'um-language-packs-installed'],
  ])('points from %s to the plan, and names the rule', async (rule, id) => {
    const log = text(refusedRun([`Failed [Rule:${rule}] [Message:R.]`, '[REQUIRED] R.']));
    const { stdout } = await cupath('diagnose', file('r.log', log));
    expect(stdout).toContain(`[${id}]`);
    expect(stdout.replace(/\s+/g, ' ')).toContain('cupath plan --from LEVEL --to LEVEL');
    expect(stdout).toContain(`R. [${rule}] (see ${id})`);
    expect(stdout).not.toContain('knows no more about it');
  });

  it('goes on with the SU where setup succeeded', async () => {
    const { stdout } = await cupath('diagnose', file('c.log', text(successfulRun())));
    expect(stdout).toContain('Succeeded. The run ends with the sentence of success.');
    expect(stdout).toContain('cupath plan --from 2016-cu23 ');
    expect(stdout).not.toMatch(/\[ \] +\d+ Install Exchange Server 2016 CU23 on/);
  });

  it('shows the block of an unknown error', async () => {
    const log = file('d.log', text(failedRun(['[ERROR] Out of tune.', '|  at Some.Stack()'])));
    const { stdout } = await cupath('diagnose', log);
    expect(stdout).toContain('The error block');
    expect(stdout).toContain('SampleComponent___0123');
    expect(stdout).toContain('at Some.Stack()');
    expect(stdout).not.toContain('no real log with it was at hand');
  });

  it('reads standard input', async () => {
    const { code, stdout } = await cupathWith(text(failedRun(MOUNT)), 'diagnose', '-', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)[0].verdicts[0].id).toBe('database-mount-failed');
  });

  it('writes to a file', async () => {
    const log = file('e.log', text(failedRun(MOUNT)));
    const path = join(dir, 'out.txt');
    const { code, stdout } = await cupath('diagnose', log, '--output', path);
    expect([code, stdout]).toEqual([0, '']);
    expect(readFileSync(path, 'utf8')).toContain('[database-mount-failed]');
  });

  it.each([
    ['no file', [], 'found no file'],
    ['twice standard input', ['-', '-'], 'found - twice'],
    ['a terminal as standard input', ['-'], 'nothing is piped'],
    ['an unknown flag', ['x', '--fromat', 'json'], '--format'],
    ['an unknown format', ['x', '--format', 'html'], 'expected text, json'],
  ])('refuses %s', async (_name, args, message) => {
    const { code, stderr } = await cupath('diagnose', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
  });

  it('says of every file that is no log what it is, and diagnoses the others', async () => {
    const paths = [
      file('empty.log', ''),
      file(
        'binary.log',
        Uint8Array.from({ length: 5000 }, (_item, index) => (index * 31) % 256),
      ),
      file('letter.txt', 'Dear colleague,\nthe setup did not work.\n'),
      join(dir, 'absent.log'),
      dir,
      file('good.log', text(failedRun(MOUNT))),
    ];
    const { code, stdout, stderr } = await cupath('diagnose', ...paths);
    expect(code).toBe(2);
    expect(stdout).toContain('[database-mount-failed]');
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('the file is empty, expected an ExchangeSetup.log');
    expect(lines[1]).toContain('this is no text');
    expect(lines[2]).toContain("no line of it looks like one of setup's");
    expect(lines[3]).toContain('no such file');
    expect(lines[4]).toContain('this is a folder');
    const json = await cupath('diagnose', ...paths, '--format', 'json');
    expect(JSON.parse(json.stdout)).toHaveLength(6);
    expect(JSON.parse(json.stdout)[0]).toMatchObject({
      verdicts: [],
      problem: expect.stringContaining('empty'),
    });
  });

  it('prints nothing that a terminal acts upon', async () => {
    const evil = file(
      'evil.log',
      text(failedRun(['[ERROR] Failed to mount database "\u001b[2J\u009b31mDB\u202e01". Error.'])),
    );
    for (const format of ['text', 'json']) {
      const { stdout } = await cupath('diagnose', evil, '--format', format);
      expect(stdout).toContain('database-mount-failed');
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('knows the failures of an overlay', async () => {
    const overlay = mkdtempSync(join(tmpdir(), 'cupath-overlay-'));
    writeFileSync(
      join(overlay, 'house.yaml'),
      [
        'sources:',
        '  - { id: house, title: Change board of Contoso }',
        'setupFailures:',
        '  - id: house-agent',
        '    title: Our agent holds a file',
        '    stage: error',
        '    phase: any',
        "    when: { in: block, line: [{ match: '^[ERROR] ACME agent {agent:word}', sample: '[ERROR] ACME agent x', other: '[ERROR] agent' }] }",
        "    cause: 'The agent {agent} is at work.'",
        '    actions: [{ text: Stop it, commands: [{ shell: powershell, run: "Stop-Service \'{agent}\'" }] }]',
        '    links: []',
        '    status: source',
        '    sources: [house]',
        '',
      ].join('\n'),
    );
    const log = file('g.log', text(failedRun(['[ERROR] ACME agent Roadrunner'])));
    expect((await cupath('diagnose', log)).stdout).toContain('[unknown-error]');
    const { stdout } = await cupath('diagnose', log, '--data', overlay);
    expect(stdout).toContain('[house-agent]');
    expect(stdout).toContain("Stop-Service 'Roadrunner'");
    expect(stdout).toContain(`--data "${overlay}"`);
  });

  it('puts no name on a command line that is none', async () => {
    const log = text(failedRun(MOUNT)).replace('Server Name=EX01', 'Server Name=EX01;calc');
    const { stdout } = await cupath('diagnose', file('f.log', log));
    expect(stdout).toContain('cupath plan --from 2016-cu22 --role mailbox --to 2016-cu23');
  });
});
