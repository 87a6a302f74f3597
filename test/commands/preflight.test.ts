import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cupath, cupathWith } from './cupath.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupath-preflight-'));

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const OUTPUT = [
  'cupath:preflight = 1',
  'cupath:server = EX01',
  'cupath:reboot-pending = Windows Update',
  'cupath:dotnet = 461808',
  'cupath:ad-level = 17003/16763/13243',
  'cupath:end = 27',
  '',
].join('\r\n');

describe('preflight', () => {
  it.skipIf(process.getuid?.() === 0)('says in words that a file must not be read', async () => {
    const path = file('closed.txt', OUTPUT);
    chmodSync(path, 0);
    const { code, stderr } = await cupath('preflight', '--read', path);
    expect([code, stderr]).toEqual([2, expect.stringContaining('reading it is not permitted, expected')]);
  });

  it('prints one block, whole and without colour', async () => {
    const { code, stdout } = await cupath('preflight', '--role', 'mailbox');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Checks before Exchange setup/);
    expect(stdout).toMatch(/\n\}\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it.each(['latest', 'latest-cu', 'latets', 'lates-cu'])(
    'suggests no word that it refuses: %s',
    async (word) => {
      expect((await cupath('preflight', '--to', word)).stderr).not.toMatch(/mean "latest/);
    },
  );

  it('names the checks that it leaves out for the role', async () => {
    const { stdout } = await cupath('preflight', '--role', 'edge');
    expect(stdout).toMatch(/^# Left out for this role: .*\bad-level\b.*\bcertificates\.$/m);
    expect((await cupath('preflight')).stdout).not.toContain('Left out');
  });

  it('says on stderr that the data are old', async () => {
    expect((await cupath('preflight', '--today', '2027-02-01')).stderr).toContain('old data: as of ');
    expect((await cupath('preflight', '--today', '2026-10-08')).stderr).toBe('');
  });

  it('judges what the block printed, as a console or Out-File wrote it', async () => {
    for (const content of [OUTPUT, Buffer.from(`\ufeff${OUTPUT}`, 'utf16le')]) {
      const { code, stdout } = await cupath(
        'preflight',
        '--read',
        file('out.txt', content),
        '--to',
        '2019-cu15',
      );
      expect(code).toBe(0);
      expect(stdout).toContain('Checks before setup of Exchange Server 2019 CU15 on EX01');
      expect(stdout).toContain('Found: Windows Update');
      expect(stdout).toContain('Stops setup: .NET Framework is one that the target supports [dotnet]');
    }
  });

  it('gives JSON, of the checks and of the results', async () => {
    const list = JSON.parse((await cupath('preflight', '--format', 'json')).stdout);
    expect(list[0]).toMatchObject({ id: 'elevated-administrator', run: expect.any(String) });
    const { stdout } = await cupathWith(OUTPUT, 'preflight', '--read', '-', '--format', 'json');
    const page = JSON.parse(stdout);
    expect(page).toMatchObject({ server: 'EX01', complete: true });
    expect(page.checks.find((item: { id: string }) => item.id === 'reboot-pending').state).toBe('stops');
    expect(page.checks.find((item: { id: string }) => item.id === 'dotnet').state).toBe('open');
  });

  it.each<[string, readonly string[], string]>([
    ['a file without --read', ['out.txt'], 'a file to read needs --read'],
    ['a file that is not there', ['--read', join(dir, 'absent.txt')], 'no such file'],
    ['a folder', ['--read', dir], 'this is a folder'],
    ['an empty file', ['--read', file('empty.txt', '')], 'the file is empty'],
    ['another text', ['--read', file('letter.txt', 'hello')], 'no line of it begins with cupath:preflight'],
    ['two outputs', ['--read', file('two.txt', OUTPUT.repeat(2))], 'the block ran more than once in it'],
    ['a large file', ['--read', file('large.txt', 'x\n'.repeat(600_000))], 'holds more than'],
    ['no text', ['--read', file('binary.bin', new Uint8Array(5000).fill(7))], 'this is no text'],
    ['a role that is none', ['--role', 'hub'], 'expected mailbox, edge, tools'],
    ['a target that is none', ['--to', '2019-cu99'], '--to'],
    ['latest without a server', ['--to', 'latest'], 'the latest depends on the server: cupath plan names it'],
    ['latest-cu without a server', ['--to', ' Latest CU'], 'the latest depends on the server'],
  ])('refuses %s', async (_name, args, message) => {
    const { code, stderr } = await cupath('preflight', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
