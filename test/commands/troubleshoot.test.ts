import { describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

describe('troubleshoot', () => {
  it('prints one topic, of a symptom or of a failure', async () => {
    const symptom = await cupath('troubleshoot', 'owa-ecp-http-500');
    expect(symptom.code).toBe(0);
    expect(symptom.stdout).toContain('Q1. Was the SU installed');
    const failure = await cupath('troubleshoot', 'msi-cache-missing');
    expect(failure.stdout).toContain('FixInstallerCache.ps1 -CurrentCuRootDirectory');
  });

  it('lists, also where nothing is asked and no terminal is there', async () => {
    const { stdout } = await cupath('troubleshoot', '--list');
    expect(stdout).toContain('mail-flow-stopped');
    expect((await cupath('troubleshoot')).stdout).toBe(stdout);
  });

  it('searches by words and by codes', async () => {
    const { code, stdout } = await cupath('troubleshoot', 'services', 'disabled');
    expect(code).toBe(0);
    expect(stdout).toContain('topics fit, best first');
    expect((await cupath('troubleshoot', '0x800706D9')).stdout).toContain('[firewall-service-stopped]');
  });

  it.each([
    ['0x80070643', 'su-wrong-cu'],
    ['1642', 'su-wrong-cu'],
    ['1642', 'msi-patch-wrong-build-1642'],
    ['1635', 'msi-patch-not-opened-1635'],
    ['-2144108477', 'owa-ecp-http-400'],
  ])('knows the code %s', async (code, id) => {
    const found = JSON.parse((await cupath('troubleshoot', code, '--format', 'json')).stdout);
    expect(found.map((topic: { id: string }) => topic.id)).toContain(id);
  });

  it('takes a negative number for a word, and nothing else that begins with a dash', async () => {
    const mixed = await cupath('troubleshoot', '-2144108477', 'owa', '--plain');
    expect(mixed.code).toBe(0);
    expect((await cupath('troubleshoot', '-2x')).stderr).toContain('is no flag');
    expect((await cupath('troubleshoot', '--format', '-2144108477')).stderr).toContain(
      '--format: found no value',
    );
  });

  it('has its data in the catalogue, with who cites a source', async () => {
    expect((await cupath('catalogue', 'show', 'msi-cache-missing')).stdout).toContain('(setupFailures)');
    expect((await cupath('catalogue', 'show', 'css-installer-cache')).stdout).toContain('msi-cache-missing');
  });

  it('gives JSON', async () => {
    const { stdout } = await cupath('troubleshoot', 'insert-disk', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ kind: 'symptom', id: 'insert-disk' }]);
  });

  it.each([
    [['fluxcompensator'], 'expected the id of a topic'],
    [['owa-ecp-http-501'], 'did you mean "owa-ecp-http-500"?'],
    [['--list', 'insert-disk'], 'expected nothing more'],
    [['--lst'], '"--lst" is no flag'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await cupath('troubleshoot', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
