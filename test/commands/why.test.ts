import { describe, expect, it } from 'vitest';
import { codeIsOpen } from '../../src/checklist/ledger.ts';
import { catalogue, cupath } from './cupath.ts';

describe('why', () => {
  it('tells in one screen what staying risks', async () => {
    const { code, stdout } = await cupath('why', '2019-cu12+Oct22SU..se-rtm+Sep26SUv2');
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(48);
    const flat = stdout.replace(/\s+/g, ' ');
    for (const part of [
      'Exchange Server 2019 CU12 Oct22SU (15.2.1118.15, 2022-10-11)',
      'Exchange Server SE RTM Sep26SUv2 (15.2.2562.53, 2026-10-02)',
      'apart',
      '2026: CVE-2023-21529',
      '2022: CVE-2022-41040 ProxyNotShell',
      'ended on 2025-10-14',
      'floor of Exchange Online',
      'in force only after manual actions',
      '2 Patch Tuesdays have passed',
    ])
      expect(flat).toContain(part);
  });

  it('counts agree with the code of both levels', async () => {
    const { stdout } = await cupath('why', '2016-cu12', 'latest', '--format', 'json');
    const found = JSON.parse(stdout) as {
      exploited: { year: string; vulnerabilities: { id: string; listed: string }[] }[];
      others: { id: string }[];
      closed: string[];
      remaining: string[];
    };
    const from = catalogue.releases.get('2016-cu12');
    if (!from) throw new Error('2016-cu12');
    const open = catalogue.data.vulnerabilities.filter(
      (item) => codeIsOpen(catalogue, from, null, item) && !item.fixedBy.every((fix) => 'outside' in fix),
    );
    const listed = [...found.exploited.flatMap((year) => year.vulnerabilities), ...found.others].map(
      (item) => item.id,
    );
    expect([...listed].sort()).toEqual(open.map((item) => item.id).sort());
    for (const { year, vulnerabilities } of found.exploited)
      for (const item of vulnerabilities) expect(item.listed.startsWith(year)).toBe(true);
    expect(new Set([...found.closed, ...found.remaining]).size).toBe(
      new Set([...listed, ...found.remaining]).size,
    );
    expect(found.exploited.map((item) => item.year)).toEqual(
      found.exploited
        .map((item) => item.year)
        .toSorted()
        .toReversed(),
    );
  });

  it.each([
    [['2019', 'CU12'], /to Exchange Server SE RTM/],
    [['2019-cu12'], /to Exchange Server SE RTM/],
    [['15.2.1118.7..15.2.1748.39'], /CU15 Oct25SU/],
    [['2019', 'CU12..2019', 'CU15'], /CU15 Oct25SU/],
    [['2019-cu14+Oct25SU', '2019-cu15+Oct25SU'], /CU15 Oct25SU/],
  ])('%j', async (words, message) => {
    const { code, stdout } = await cupath('why', ...words);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(message);
  });

  it.each([
    [[], /found no level/],
    [['banana'], /why: found "banana"/],
    [['2019-cu12..'], /on both sides/],
    [['a..b..c'], /expected LEVEL\.\.LEVEL/],
    [['2010'], /whose updates cupath plans/],
    [['2019-cu12..2019-cu14+Nov24SU'], /withdrawn/],
    [['2019-cu12..se-cu1'], /released/],
    [['2019-cu15+Oct25SU..2019-cu12'], /no update leads back/],
    [['se-rtm..2019-cu15'], /no update leads back/],
  ])('%j: exit 2 and one line', async (words, message) => {
    const { code, stdout, stderr } = await cupath('why', ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('names what is exploited and waits for an action, and why the target still has holes', async () => {
    const flat = (await cupath('why', '2019-cu13+Nov24SUv2')).stdout.replace(/\s+/g, ' ');
    expect(flat).toContain(
      'CVE-2024-21410 (Elevation of privilege, 9.8 CVSS 3.1): Turn on Windows Extended Protection',
    );
    expect(flat).toMatch(/Still open at the target: .*its fix, Oct26SU, is not confirmed/);
  });

  it('as Markdown it holds no raw markup of names', async () => {
    const { stdout } = await cupath('why', '2016-cu23+Oct25SU', '--format', 'markdown');
    expect(stdout).toMatch(/^# From Exchange Server 2016 CU23 Oct25SU/);
    expect(stdout).toContain('## Risk of staying');
    expect(stdout).toContain('**Old data.**');
  });
});

describe('explain', () => {
  it('lists every topic', async () => {
    const { code, stdout } = await cupath('explain');
    expect(code).toBe(0);
    for (const topic of catalogue.data.topics) expect(stdout).toContain(topic.id);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    [['elevated-install'], 'elevated-install'],
    [['elevated'], 'elevated-install'],
    [['esu'], 'esu'],
    [['n-1'], 'serviced-levels'],
    [['patch', 'tuesday'], 'patch-tuesday'],
    [['2016', 'in', 'place'], 'in-place-se'],
    [['do', 'I', 'need', 'ESU?'], 'esu'],
    [['is a reboot needed before the SU'], 'restarts'],
    [['where do I get an old CU'], 'media'],
  ])('%j prints %s with sources and links', async (words, id) => {
    const { code, stdout } = await cupath('explain', ...words);
    const topic = catalogue.data.topics.find((item) => item.id === id);
    expect(code).toBe(0);
    expect(stdout).toContain(topic?.title.slice(0, 40));
    expect(stdout).toContain('Sources:');
    expect(stdout).toContain('https://');
  });

  it('several that fit are a list, none is exit 2', async () => {
    expect((await cupath('explain', 'update')).stdout).toContain('cupath explain TOPIC');
    const both = await cupath('explain', 'does', 'the', 'Edge', 'server', 'need', 'PrepareAD');
    for (const id of ['ad-preparation', 'update-order']) expect(both.stdout).toContain(`  ${id} `);
    expect(both.stdout.match(/^ {2}[a-z]/gm)?.length).toBeLessThan(5);
    // "foo" is no beginning of "foot": too short to be meant.
    for (const words of ['zeppelin', 'foo', 'do I need the']) {
      const { code, stderr } = await cupath('explain', words);
      expect(code).toBe(2);
      expect(stderr).toContain(`cupath: explain: found "${words}"`);
    }
  });

  it('the questions it belongs to exist in the wizard, and what the issue names is there', () => {
    const ids = catalogue.data.topics.map((item) => item.id);
    for (const id of ['update-kinds', 'update-order', 'esu', 'restarts', 'elevated-install'])
      expect(ids).toContain(id);
  });
});
