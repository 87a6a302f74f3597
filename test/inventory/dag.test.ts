/** What files say about database availability groups, and what an empty cell does not say. */
import { describe, expect, it } from 'vitest';
import { lines, notes, read, refusal } from './files.ts';

describe('an empty cell for the DAG', () => {
  it('says nothing beside what Get-ExchangeServer gives', async () => {
    const text =
      'Name,ServerRole,AdminDisplayVersion,DatabaseAvailabilityGroup\nMB1,Mailbox,Version 15.2 (Build 1748.10),\n';
    expect((await read({ 'a.csv': text })).servers[0]?.dag).toEqual({ kind: 'unknown' });
  });

  it('says "none" where Get-MailboxServer wrote it', async () => {
    const chosen = 'Name,DatabaseAvailabilityGroup\nMB1,\n';
    const whole =
      'Name,AdminDisplayVersion,DatabaseAvailabilityGroup,DatabaseCopyAutoActivationPolicy\nMB1,Version 15.2 (Build 1748.10),,Unrestricted\n';
    for (const text of [chosen, whole])
      expect((await read({ 'a.csv': text })).servers[0]?.dag).toEqual({ kind: 'none' });
  });
});

describe('Get-DatabaseAvailabilityGroup', () => {
  const TABLE = [
    'Name   Member Servers              Operational Servers',
    '----   --------------              -------------------',
    'DAGA   {MB1, MB2}                  {MB1, MB2}',
  ];

  it('as its default table gives the members, and no server called like the DAG', async () => {
    const cut = ['DAGB   {MB3, MB4, MB5...}', 'DAGC   {MB6, MB7, MB8, MB9...'];
    const files = { 'dags.txt': [...TABLE, ...cut].join('\n') };
    expect(await lines(files)).toEqual([
      'MB1 unknown: nothing - DAGA - - -',
      'MB2 unknown: nothing - DAGA - - -',
    ]);
    expect((await notes(files)).map((text) => text.slice(0, 31))).toEqual([
      'the members of this DAG are cut',
      'the members of this DAG are cut',
    ]);
  });

  it('as CSV with the name of a type in place of the members is refused with advice', async () => {
    const type =
      'Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.Directory.ADObjectId]';
    expect(await refusal(`"Name","Servers"\n"DAGA","${type}"\n`)).toMatch(
      /line 2: the members of this DAG .* Select-Object Name/,
    );
    expect(await refusal('"Name","Servers"\n"DAGA","System.String[]"\n')).toMatch(/Select-Object Name/);
  });
});
