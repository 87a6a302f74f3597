/** Rows that a console broke at its edge, in the middle of a word: the rest of a row is no server. */
import { describe, expect, it } from 'vitest';
import { lines, notes, read } from './files.ts';

const HEAD = [
  'Name    Site                 ServerRole  Edition    AdminDisplayVersion',
  '----    ----                 ----------  -------    -------------------',
];
const row = (name: string, build: string) =>
  `${name}    contoso.local/Con... Mailbox     Enterprise Version 15.2 (Build ${build})`;
const ex = (name: string, level: string) => `${name} ${level} mailbox - - - -`;

/** The rows as a console of this width breaks them; blanks at the end of a line are lost. */
function broken(rows: readonly string[], width: number): readonly string[] {
  return rows.flatMap((text) =>
    text.length <= width ? [text] : [text.slice(0, width).trimEnd(), text.slice(width)],
  );
}

describe('a table whose rows are longer than the console, and its head is not', () => {
  const rows = [row('EX01', '1544.4'), row('EX02', '1748.10'), row('EX03', '2562.17')];
  const widths = Array.from({ length: 28 }, (_, index) => (rows[1] ?? '').length - 1 - index);
  it.each(widths.filter((width) => width >= 71))('broken at %i columns', async (width) => {
    const files = { 'a.txt': [...HEAD, ...broken(rows, width), ''].join('\n') };
    expect(await lines(files)).toEqual([
      ex('EX01', '2019-cu14+?'),
      ex('EX02', '2019-cu15+?'),
      ex('EX03', 'se-rtm+?'),
    ]);
    expect(await notes(files)).toEqual([]);
  });

  it('a name at the end of the row is put together', async () => {
    const setup = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin\\ExSetup.exe';
    const text = [
      `FileVersion      ${'FileName'.padEnd(setup.length)} PSComputerName`,
      `-----------      ${'--------'.padEnd(setup.length)} --------------`,
      `15.02.1544.036   ${setup} exchange-server-`,
      'ber01',
      `15.02.1748.010   ${setup} exchange-server-`,
      'ber02',
    ];
    expect(await lines({ 'a.txt': text.join('\n') })).toEqual([
      'exchange-server-ber01 2019-cu14+Oct25SU - - - - -',
      'exchange-server-ber02 2019-cu15 - - - - -',
    ]);
  });
});

describe('what does not fit to the row above', () => {
  it('is left out with a note instead of becoming a server', async () => {
    const text = [...HEAD, row('EX01', '1544.4').slice(0, 65), 'ld what', row('EX03', '2562.17')];
    const files = { 'a.txt': text.join('\n') };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['EX01', 'EX03']);
    expect(await notes(files)).toEqual([expect.stringMatching(/^no version stands here.*left out/)]);
  });

  it('is left out as well when it is the rest of another column', async () => {
    const text = [
      'Name AdminDisplayVersion          Site',
      '---- -------------------          ----',
      'EX01 Version 15.2 (Build 1544.4)  contoso.local/Configuration/Sites/Main-Cam',
      'pus',
      'EX02 Version 15.2 (Build 1748.10) contoso.local/Configuration/Sites/Branch',
    ];
    const files = { 'a.txt': text.join('\n') };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['EX01', 'EX02']);
    expect(await notes(files)).toEqual([expect.stringMatching(/rest of the row above/)]);
  });

  it.each(['0)', '1748', '1748.10', '(Build', 'a/b'])('"%s" is the name of no machine', async (name) => {
    const text = ['Name      AdminDisplayVersion', '----      -------------------'];
    const files = {
      'a.txt': [
        ...text,
        `${name.padEnd(9)} Version 15.2 (Build 1544.4)`,
        'EX02      Version 15.2 (Build 1544.4)',
      ].join('\n'),
    };
    expect((await read(files)).servers.map((server) => server.name)).toEqual(['EX02']);
    expect(await notes(files)).toEqual([expect.stringMatching(/can be no name of a machine; left out/)]);
  });

  it('a server without a version, and one with an address for its name, stay servers', async () => {
    const text = [
      'Name      ServerRole AdminDisplayVersion',
      '----      ---------- -------------------',
      'EX01      Mailbox    Version 15.2 (Build 1544.4)',
      'EX02      Mailbox',
      '10.0.0.7  Mailbox    Version 15.2 (Build 1544.4)',
    ];
    expect((await read({ 'a.txt': text.join('\n') })).servers.map(({ name }) => name)).toEqual([
      '10.0.0.7',
      'EX01',
      'EX02',
    ]);
  });
});

describe('pasted text without a head', () => {
  it('names the row whose version was broken, instead of dropping it', async () => {
    const files = {
      'mail.txt': [
        'EX01 Mailbox Version 15.2 (Build 1544.4)',
        'EX02 Mailbox Version 15.2 (Bui',
        'ld 1748.10)',
      ].join('\n'),
    };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['EX01']);
    expect((await notes(files)).filter((text) => /left out/.test(text))).toHaveLength(1);
  });
});
