/** Files of different ages about one server, and what a build does not show. */
import { describe, expect, it } from 'vitest';
import { levelText, lines, read } from './files.ts';

const report = (build: string, more: readonly string[] = []) =>
  [
    'Exchange Health Checker Version 22.12.01.1000',
    '',
    'Exchange Information',
    '--------------------',
    '\tName: MBX1',
    `\tBuild Number: ${build}`,
    ...more.map((line) => `\t${line}`),
    '\tServer Role: Mailbox',
  ].join('\n');
const OLD = {
  'HealthChecker-MBX1-20230301000000.txt': report('15.02.1118.020', [
    'DAG Name: Standalone Server',
    '.NET Framework: 4.7.2',
  ]),
};

describe('an old report beside newer files', () => {
  it('loses for DAG and .NET, and its CU is not believed any more', async () => {
    const files = {
      ...OLD,
      'exsetup-20261001000000.csv': 'Name,FileVersion\nMBX1,15.02.1748.039\n',
      'dags-20261001000000.csv': 'Name,DatabaseAvailabilityGroup\nMBX1,DAG7\n',
      'net-20261001000000.csv': 'Name,Release\nMBX1,528040\n',
    };
    expect(await lines(files)).toEqual(['MBX1 2019-cu15+Oct25SU mailbox DAG7 - - 4.8']);
    const { servers } = await read(files);
    expect(servers[0]?.contradictions.map(({ about }) => about).sort()).toEqual(['dag', 'dotnet', 'level']);
  });

  it('loses its CU to a later AdminDisplayVersion too, the update then not known', async () => {
    const later = { 'a-20261001000000.csv': 'Name,AdminDisplayVersion\nMBX1,Version 15.2 (Build 1748.10)\n' };
    expect((await read({ ...OLD, ...later })).servers.map(levelText)).toEqual(['2019-cu15+?']);
  });

  it('keeps its update beside a later AdminDisplayVersion of the same CU', async () => {
    const later = { 'a-20261001000000.csv': 'Name,AdminDisplayVersion\nMBX1,Version 15.2 (Build 1118.7)\n' };
    expect((await read({ ...OLD, ...later })).servers.map(levelText)).toEqual(['2019-cu12+Nov22SU']);
  });

  it('a build newer than the data overtakes it as well', async () => {
    const later = { 'a-20261001000000.csv': 'Name,FileVersion\nMBX1,15.02.9999.001\n' };
    expect((await read({ ...OLD, ...later })).servers.map(levelText)).toEqual(['unknown: 15.02.9999.001']);
  });

  it('a column with the time of the row decides like the time of a report', async () => {
    const files = {
      'a.csv': 'Name,Build,Collected,DotNet\nMBX1,15.2.1544.4,2024-01-01,4.7.2\n',
      'b.csv': 'Name,Build,Collected,DotNet\nMBX1,15.2.1748.39,2026-11-01 10:30:00,4.8\n',
    };
    expect(await lines(files)).toEqual(['MBX1 2019-cu15+Oct25SU - - - - 4.8']);
  });
});

describe('an update that the build does not show', () => {
  it('AdminDisplayVersion as dotted numbers does not mean that there is none', async () => {
    const text = 'Name,AdminDisplayVersion\nMBX1,15.2.1748.10\nMBX2,15.02.1544.004\n';
    expect((await read({ 'a.csv': text })).servers.map(levelText)).toEqual(['2019-cu15+?', '2019-cu14+?']);
  });

  it.each([
    ['by its title', 'Security Update for Exchange Server 2019 Cumulative Update 9 (KB5009999)'],
    ['by its number', 'Security Update (KB5001779)'],
  ])('is in the list of a report, %s', async (_, title) => {
    const text = report('15.02.0858.005', ['Exchange IU or Security Hotfix Detected.', `\t${title}`]);
    const { servers } = await read({ 'a.txt': text });
    expect(servers.map(levelText)).toEqual(['2019-cu9+?']);
    expect(servers[0]?.contradictions[0]?.text).toContain(title);
  });

  it('one of an older CU in the list says nothing about this one', async () => {
    const title = 'Security Update for Exchange Server 2019 Cumulative Update 8 (KB5009999)';
    const text = report('15.02.0858.005', ['Exchange IU or Security Hotfix Detected:', `\t${title}`]);
    expect((await read({ 'a.txt': text })).servers.map(levelText)).toEqual(['2019-cu9']);
  });
});
