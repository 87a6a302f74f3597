import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Content, levelText, lines, read } from './files.ts';

const DIRECTORY =
  'Name,Fqdn,Site,ServerRole,AdminDisplayVersion\nEX01,EX01.contoso.local,a/Main,Mailbox,Version 15.2 (Build 1544.4)\n';
const EXSETUP = 'PSComputerName,FileVersion\nex01.contoso.local,15.02.1544.036\n';

describe('several files about one server', () => {
  it('short name and FQDN, whatever their case, are one server with the most exact level', async () => {
    const inventory = await read({
      'a.csv': DIRECTORY,
      'b.csv': EXSETUP,
      'c.csv': 'Name,DatabaseAvailabilityGroup\neX01,DAG1\n',
    });
    expect(inventory.servers.map(levelText)).toEqual(['2019-cu14+Oct25SU']);
    expect(inventory.servers[0]).toMatchObject({
      site: 'Main',
      dag: { kind: 'member', dag: 'DAG1' },
      files: ['a.csv', 'b.csv', 'c.csv'],
      contradictions: [],
    });
  });

  it('an SU that once wrote its build into Active Directory says nothing about the SU of today', async () => {
    const old = DIRECTORY.replace('1544.4', '1544.33');
    const alone = await read({ 'a.csv': old });
    expect(alone.servers[0]?.level).toMatchObject({ kind: 'level', update: null, updateKnown: false });
    const both = await read({ 'a.csv': old, 'b.csv': EXSETUP });
    expect(both.servers.map(levelText)).toEqual(['2019-cu14+Oct25SU']);
    expect(both.servers[0]?.contradictions).toEqual([]);
  });

  it('the order of the files does not matter', async () => {
    expect(await lines({ 'b.csv': EXSETUP, 'a.csv': DIRECTORY })).toEqual(
      await lines({ 'a.csv': DIRECTORY, 'b.csv': EXSETUP }),
    );
  });

  it('of two reports of one kind the newer wins, and the difference is shown', async () => {
    const report = (build: string) => `Name: EX01\nBuild Number: ${build}\nServer Role: Mailbox\n`;
    const files = {
      'HealthChecker-EX01-20260101000000.txt': report('15.02.1544.004'),
      'HealthChecker-EX01-20260201000000.txt': report('15.02.1544.036'),
    };
    const { servers } = await read(files);
    expect(servers.map(levelText)).toEqual(['2019-cu14+Oct25SU']);
    expect(servers[0]?.contradictions).toHaveLength(1);
  });

  it('two domains with one short name stay two servers, and a short name between them a third', async () => {
    const { servers } = await read({
      'a.csv': 'Name,FileVersion\nEX01.a.local,15.02.1544.036\nEX01.b.local,15.01.2507.006\n',
      'b.csv': 'Name,Site,AdminDisplayVersion\nEX01,Main,Version 15.2 (Build 1544.4)\n',
    });
    expect(servers.map(({ name }) => name)).toEqual(['EX01', 'EX01.a.local', 'EX01.b.local']);
    expect(servers[0]?.contradictions.map(({ about }) => about)).toEqual(['name']);
  });

  it('a build wins over a label, however new the label is', async () => {
    const label =
      '<table><tr><th>Server Name</th><th>Generation Time</th><th>Exchange Version</th></tr><tr><td>EX01</td><td>2026-10-01 09:00:00</td><td>Exchange 2019 CU15 Oct25SU</td></tr></table>';
    const { servers } = await read({ 'a.html': label, 'b.csv': EXSETUP });
    expect(servers.map(levelText)).toEqual(['2019-cu14+Oct25SU']);
    expect(servers[0]?.contradictions).toHaveLength(1);
  });

  it('contradicting sites, DAGs and roles are shown', async () => {
    const { servers } = await read({
      'a.csv': 'Name,Site,DAG,Role,Level\nEX01,Main,DAG1,mailbox,2019 CU14\n',
      'b.json': '[{"Name":"EX01","Site":"Other","DAG":"DAG2","ServerRole":"Edge"}]',
    });
    expect(servers[0]?.contradictions.map(({ about }) => about).sort()).toEqual(['dag', 'role', 'site']);
  });

  it('a build that is not known stays unknown beside a label that is', async () => {
    const { servers } = await read({
      'a.csv': 'Name,FileVersion\nEX01,15.02.9999.001\n',
      'b.csv': 'Name,Level\nEX01,2019 CU14\n',
    });
    expect(servers.map(levelText)).toEqual(['unknown: 15.02.9999.001']);
    expect(servers[0]?.level).toMatchObject({ reason: expect.stringContaining('15.2.9999.1') });
    expect(servers[0]?.contradictions).toHaveLength(1);
  });

  it('servers come in natural order', async () => {
    expect(
      (await read({ 'a.csv': 'Name,Level\nEX10,2019 CU14\nEX2,2019 CU14\nex1,2019 CU14\n' })).servers.map(
        ({ name }) => name,
      ),
    ).toEqual(['ex1', 'EX2', 'EX10']);
  });
});

const SAMPLES = '../shared/fixtures/health-checker';

describe.skipIf(!existsSync(SAMPLES))(`samples in ${SAMPLES} (skipped where there are none)`, () => {
  const content = (folder: string, pattern: RegExp): Record<string, Content> =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => [name, readFileSync(`${folder}/${name}`)]),
    );

  it('every Health Checker form of one server gives the same server, all together too', async () => {
    const expected = 'EX19-01 2019-cu14+Oct25SU mailbox DAG1 Default-First-Site-Name ws2019 4.8';
    for (const pattern of [/\.xml$/, /\.txt$/, /\.html$/])
      expect(await lines(content(SAMPLES, pattern))).toEqual([expected]);
    const all = await read(content(SAMPLES, /^(?:HealthChecker|ExchangeAll)/));
    expect(
      all.servers.map((server) => [server.name, levelText(server), server.contradictions.length]),
    ).toEqual([
      ['EX16-02', '2016-cu23+?', 0],
      ['EX19-01', '2019-cu14+Oct25SU', 0],
    ]);
    expect(all.organisation).toMatchObject({ schema: 17003, organisation: 16762, hybrid: false });
  });

  it('real captures: what each tells is put together', async () => {
    const upstream = `${SAMPLES}/upstream`;
    expect(await lines(content(upstream, /\.xml$/))).toEqual([
      'SOLO-E19A 2019-cu11+? mailbox no-dag Default-First-Site-Name ws2019 -',
    ]);
    const { files, organisation } = await read(content(upstream, /^(?:ExSetup|GetExchangeAd).*\.xml$/));
    expect(files.map(({ kind }) => kind)).toEqual(['refused', 'read']);
    expect(organisation.schema).toBe(17003);
  });
});
