import { describe, expect, it } from 'vitest';
import { readInventory } from '../../src/inventory/read.ts';
import { catalogue } from '../whole.ts';

async function read(name: string, text: string) {
  const { files, servers } = await readInventory(
    [{ name, bytes: new TextEncoder().encode(text) }],
    catalogue,
  );
  const [file] = files;
  return { message: file?.kind === 'refused' ? file.message : null, servers: servers.length };
}

const csv = (row: string) =>
  read('own.csv', `name,level,role,dag,site,dotnet,windows\nEX01,2019-cu14,mailbox,,,,\n${row}\n`);
const yaml = (line: string) =>
  read('own.yaml', `servers:\n  - name: EX01\n    level: 2019-cu14\n    ${line}\n`);

describe('an inventory written by hand', () => {
  it.each([
    ['EX02,2019-cu14,Mailbx,,,,', 'line 3: EX02: role: found "Mailbx", expected mailbox, edge or tools'],
    ['EX02,2019-cu14,egde,,,,', 'role: found "egde"'],
    ['EX02,2019-cu14,mailbox,,,,Server 2099', 'windows: found "Server 2099"'],
    ['EX02,2019-cu14,mailbox,,,5.0,', 'dotnet: found "5.0"'],
    ['EX02,banana,mailbox,,,,', 'level: found "banana"'],
  ])('%s is refused with its line', async (row, message) => {
    const found = await csv(row);
    expect(found.message).toContain(message);
    expect(found.servers).toBe(0);
  });

  it.each([
    ['role: Mailbx', 'line 2: EX01: role: found "Mailbx"'],
    ['windows: 2099', 'windows: found "2099"'],
  ])('YAML %s is refused with its line', async (line, message) => {
    expect((await yaml(line)).message).toContain(message);
  });

  it.each([['EX02,2019-cu14,,,,,'], ['EX02,,mailbox,,,unknown,?'], ['EX02,15.2.9999.1,edge,,,528040,2019']])(
    '%s is read: what is left open is unknown, a build may be newer than the data',
    async (row) => {
      expect(await csv(row)).toEqual({ message: null, servers: 2 });
    },
  );
});
