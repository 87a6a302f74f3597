import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BYTES } from '../../src/inventory/decode.ts';
import { read, refusal } from './files.ts';

describe('hostile files', () => {
  it('a document type is refused before any entity', async () => {
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<Objs><Obj RefId="0"><MS><S N="Name">&b;</S></MS></Obj></Objs>`;
    expect(await refusal(bomb)).toMatch(/^line 2, column \d+: found a document type/);
    expect(await refusal(bomb.replace('<Objs>', '<x>').replace('</Objs>', '</x>'))).toMatch(
      /found a document type/,
    );
  });

  it('an entity that XML does not have is refused', async () => {
    expect(await refusal('<Objs><Obj RefId="0"><MS><S N="Name">&file;</S></MS></Obj></Objs>')).toMatch(
      /not well-formed XML.*entity/,
    );
  });

  it('deep nesting is refused in every format that nests', async () => {
    const deep = 1_000_000;
    expect(await refusal(`<Objs>${'<Obj RefId="1"><MS>'.repeat(deep)}`)).toMatch(
      /nested more than 200 levels deep/,
    );
    expect(await refusal(`<Objs>${'<TN>'.repeat(deep)}`)).toMatch(/nested more than 200 levels deep/);
    expect(await refusal(`${'['.repeat(deep)}`)).toMatch(/not valid/);
    expect(await refusal(`${'['.repeat(deep)}${']'.repeat(deep)}`)).toMatch(
      /recognised as JSON with no object/,
    );
    expect(await refusal(`servers:\n  - ${'['.repeat(deep)}`)).toMatch(/nested too deep/);
    expect(await refusal(`<html>${'<table><tr><td>'.repeat(deep / 10)}`)).toMatch(
      /nested more than 500 levels deep/,
    );
  });

  it('too many bytes are refused with the limit', async () => {
    expect(await refusal(new Uint8Array(MAX_BYTES + 1))).toMatch(/the file has more than 64 MiB/);
  });

  it.each([
    ['one endless line', 'Name '.repeat(400_000)],
    ['dashes', `Name\n${'- '.repeat(400_000)}\nEX01\n`],
    ['colons', 'a:'.repeat(500_000)],
    ['blanks before a version', `${' '.repeat(500_000)}Version 15.2 (Build 1544.4)`],
    ['quotation marks', `Name,AdminDisplayVersion\n${'"'.repeat(300_000)}`],
    ['numbers', `EX01 Version ${'1'.repeat(500_000)}.2 (Build 3.4)`],
    ['many short lines', 'a : b\n'.repeat(200_000)],
    ['tags', `<html>${'<'.repeat(500_000)}`],
  ])('time stays bounded: %s', async (_, text) => {
    const begin = performance.now();
    await read({ 'a.txt': text });
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('names are kept as they are, only bounded; printing is not done here', async () => {
    const name = '\u001b[31m=cmd|calc!A1';
    const { servers } = await read({
      'a.csv': `Name,AdminDisplayVersion\n"${name}",Version 15.2 (Build 1544.4)\n"${'x'.repeat(5000)}",Version 15.2 (Build 1544.4)\n`,
    });
    expect(servers.map((server) => server.name.length)).toEqual([name.length, 300]);
  });

  it('names of object properties are no special names', async () => {
    const { servers } = await read({
      'a.json':
        '[{"Name":"__proto__","AdminDisplayVersion":"Version 15.2 (Build 1544.4)"},{"Name":"constructor","__proto__":{"Site":"x"},"AdminDisplayVersion":"Version 15.2 (Build 1544.4)"}]',
    });
    expect(servers.map(({ name, site }) => [name, site])).toEqual([
      ['__proto__', null],
      ['constructor', null],
    ]);
  });

  it('whatever the bytes are, reading ends in an inventory or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const { files } = await read({ x: bytes });
        expect(files).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it('whatever stands between the pieces of real formats, reading ends', async () => {
    const pieces = [
      'Name',
      ' : ',
      'EX01',
      '\n',
      '----',
      ' ',
      '<Objs>',
      '<Obj RefId="0">',
      '<S N="Name">',
      '{',
      '"',
      ',',
      ';',
      'Version 15.2 (Build 1544.4)',
      'servers:',
      '  - name: x',
      '\t',
      ']',
      'Build Number: 15.2.1.1',
      'AdminDisplayVersion',
      '#TYPE x',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), async (parts) => {
        const { files } = await read({ x: parts.join('') });
        expect(files).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
