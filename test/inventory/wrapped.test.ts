/** Lines that a narrow console broke, and sentences that only look like rows. */
import { describe, expect, it } from 'vitest';
import { lines, notes, read, refusal } from './files.ts';

describe('a list on a narrow console', () => {
  it('has its words put together again, and blanks only where there were some', async () => {
    const text = [
      'Name                : MB1',
      'Fqdn                : mb1.a-long-sub-domain.exam',
      '                      ple.net',
      'Site                : example.net/Sites/Main-Cam',
      '                      pus',
      'AdminDisplayVersion : Version 15.2 (Build 15',
      '                      44.4)',
      'ServerRole          : Mailbox,',
      '                      ClientAccess',
      '',
      'Name                : MB2',
      'AdminDisplayVersion : Version 15.2',
      '                      (Build 1748.10)',
    ].join('\n');
    expect(await lines({ 'a.txt': text })).toEqual([
      'MB1 2019-cu14+? mailbox - Main-Campus - -',
      'MB2 2019-cu15+? - - - - -',
    ]);
    expect((await read({ 'a.txt': text })).servers[0]?.fqdn).toBe('mb1.a-long-sub-domain.example.net');
  });
});

describe('pasted text', () => {
  it('takes rows, and leaves out sentences and dates with a note', async () => {
    const files = {
      'mail.txt': [
        'Our old box MB7 has been on Version 15.1 (Build 2507.6) since spring.',
        '2026-02-03 MB8 Version 15.2 (Build 1748.10)',
        'Server MB9: Version 15.2 (Build 1748.10)',
        'MB1 a.b/Con... Mailbox Enterprise Version 15.2 (Build 1544.4)',
        'MB2 Main Mailbox, ClientAccess Standard Version 15.2 (Build 1748.10)',
      ].join('\n'),
    };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['MB1', 'MB2']);
    expect((await notes(files)).filter((text) => /left out/.test(text))).toHaveLength(3);
  });

  it('of nothing but a sentence is refused', async () => {
    expect(await refusal('Our old box MB7 has been on Version 15.1 (Build 2507.6) since spring.')).toMatch(
      /no line names a server/,
    );
  });
});

describe('a table of Get-ExchangeServer whose runs of blanks became one', () => {
  it.each([
    [
      'Name AdminDisplayVersion ServerRole Site',
      'Version 15.1 (Build 1713.5) Mailbox, ClientAccess a.b/Sites/Main',
    ],
    ['Name Site AdminDisplayVersion ServerRole', 'a.b/Sites/Main Version 15.1 (Build 1713.5) Mailbox'],
    ['Name Edition AdminDisplayVersion', 'StandardEvaluation Version 15.1 (Build 1713.5)'],
  ])('gives names and versions, and says that the rest is lost: %s', async (head, row) => {
    const files = {
      'mail.txt': [head, head.replace(/\w/g, '-'), `EX01 ${row}`, `EXCHANGE-02 ${row}`].join('\n'),
    };
    expect(await lines(files)).toEqual(['EX01 2016-cu12+? - - - - -', 'EXCHANGE-02 2016-cu12+? - - - - -']);
    expect(await notes(files)).toEqual([expect.stringContaining('columns are lost in this paste')]);
  });

  it('leaves out a row that does not begin with a name', async () => {
    const head = 'AdminDisplayVersion Name';
    const rows = ['Version 15.1 (Build 1713.5) EX01', 'EX02 Version 15.1 (Build 1713.5)'];
    const files = { 'mail.txt': [head, head.replace(/\w/g, '-'), ...rows].join('\n') };
    expect(await lines(files)).toEqual(['EX02 2016-cu12+? - - - - -']);
    expect((await notes(files)).filter((note) => note.includes('left out'))).toHaveLength(1);
  });
});

const EXSETUP_HEAD = `ProductVersion   FileVersion      FileName                                                          PSComputerName
--------------   -----------      --------                                                          --------------
15.02.1544.036   15.02.1544.036   C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe    ex01
`;
const PATH = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe';
const LONG = 'D:\\A rather long path to programs\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe';

describe('a table of ExSetup whose columns were lost', () => {
  const ex = (name: string, level: string) => `${name} ${level} - - - - -`;
  const EX01 = ex('ex01', '2019-cu14+Oct25SU');
  const EX02 = ex('ex02', '2019-cu15');
  const EX03 = ex('ex03', '2019-cu15+Oct25SU');

  it.each<[string, string, readonly string[]]>([
    [
      'one blank after the path',
      `${EXSETUP_HEAD}15.02.1748.010   15.02.1748.010   ${PATH}    ex02\n15.02.1748.039   15.02.1748.039   ${PATH} ex03\n`,
      [EX01, EX02, EX03],
    ],
    [
      'a path that pushes the name to the right',
      `${EXSETUP_HEAD}15.02.1748.010   15.02.1748.010   ${LONG} ex02\n`,
      [EX01, EX02],
    ],
    [
      'every row with single blanks',
      `${EXSETUP_HEAD}15.02.1748.010 15.02.1748.010 ${PATH} ex02\n15.02.1748.039 15.02.1748.039 ${PATH} ex03\n`,
      [EX01, EX02, EX03],
    ],
    [
      'everything with single blanks',
      `${EXSETUP_HEAD}15.02.1748.010 15.02.1748.010 ${PATH} ex02\n`.replace(/ {2,}/g, ' '),
      [EX01, EX02],
    ],
    [
      'the name first',
      `PSComputerName FileVersion FileName\n-------------- ----------- --------\nex01 15.02.1544.036 ${PATH}\nex02 15.02.1748.010 ${PATH}\n`,
      [EX01, EX02],
    ],
  ])('has its servers: %s', async (_, text, expected) => {
    expect(await lines({ 'a.txt': text })).toEqual(expected);
    expect(await notes({ 'a.txt': text })).toEqual([]);
  });

  it('leaves a row without a name out with a remark, and its neighbours as they are', async () => {
    const text = `${EXSETUP_HEAD}15.02.1748.039   15.02.1748.039   ${PATH}\n15.02.1748.010   15.02.1748.010   ${PATH}    ex02\n`;
    expect(await lines({ 'a.txt': text })).toEqual([EX01, EX02]);
    expect(await notes({ 'a.txt': text })).toEqual(['a row without a server name; left out']);
  });

  it('leaves a row of Get-ExchangeServer with a version and no name out with a remark', async () => {
    const text = [
      'AdminDisplayVersion          Name',
      '-------------------          ----',
      'Version 15.2 (Build 1544.4)  EX01',
      'Version 15.2 (Build 1748.10)',
      '',
    ].join('\n');
    expect(await lines({ 'a.txt': text })).toEqual(['EX01 2019-cu14+? - - - - -']);
    expect(await notes({ 'a.txt': text })).toEqual(['a row without a server name; left out']);
  });
});

describe('a path or a drive in the place of a name', () => {
  it.each([PATH, 'C:', 'DOMAIN\\EX01'])('%s names no server of a table', async (name) => {
    const width = Math.max(name.length, 4);
    const row = (first: string, build: string) => `${first.padEnd(width)} ${build}\n`;
    const files = {
      'a.txt': `${row('Name', 'FileVersion')}${row('-'.repeat(width), '--------------')}${row(name, '15.02.1544.036')}${row('MB1', '15.02.1544.036')}`,
    };
    expect((await read(files)).servers.map((server) => server.name)).toEqual(['MB1']);
    expect(await notes(files)).toEqual(['a path stands where the name of a server should; left out']);
  });
});

describe('a name that begins with a dot', () => {
  it('names no server; its row is left out with a note', async () => {
    const files = { 'a.csv': 'Name,FileVersion\n.example.net,15.02.1544.036\nMB1,15.02.1544.036\n' };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['MB1']);
    expect(await notes(files)).toEqual(['a row without a server name; left out']);
  });
});
