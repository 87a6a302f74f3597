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

describe('a name that begins with a dot', () => {
  it('names no server; its row is left out with a note', async () => {
    const files = { 'a.csv': 'Name,FileVersion\n.example.net,15.02.1544.036\nMB1,15.02.1544.036\n' };
    expect((await read(files)).servers.map(({ name }) => name)).toEqual(['MB1']);
    expect(await notes(files)).toEqual(['a row without a server name; left out']);
  });
});
