import { describe, expect, it } from 'vitest';
import { code, displayWidth, facts, paragraph, wrap } from '../../src/render/layout.ts';

const style = { width: 20, colour: false, ascii: false };

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['Straße', 6],
    ['e\u0301', 1],
    ['サーバー', 8],
    ['한글', 4],
    ['👩‍💻', 2],
    ['→│▼', 3],
    ['', 0],
  ])('of %j is %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('wrapping', () => {
  it('hangs further lines under the text', () => {
    expect(wrap('one two three four five', { width: 14, first: '* ', rest: '  ' })).toEqual([
      '* one two',
      '  three four',
      '  five',
    ]);
  });

  it('never cuts an address', () => {
    const url = 'https://example.test/a/very/long/path';
    expect(wrap(`see ${url} now`, { width: 12 })).toEqual(['see', url, 'now']);
  });

  it('cuts a word wider than the line, after a sign where it can', () => {
    expect(wrap('dotnet-ahead-of-the-cu', { width: 14 })).toEqual(['dotnet-ahead-', 'of-the-cu']);
    expect(wrap('abcdefghij', { width: 4 })).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('cuts wide characters by columns, not by letters', () => {
    for (const line of wrap('交換サーバーの更新計画', { width: 7 }))
      expect(displayWidth(line)).toBeLessThanOrEqual(7);
  });
});

describe('paragraphs', () => {
  it('keep the number of spaces in a mark and hang to its right', () => {
    expect(paragraph(style, 'Install the update now', { mark: '[ ]  1 ' })).toEqual([
      '[ ]  1  Install the',
      '        update now',
    ]);
  });

  it('start a new line for each line end in the text', () => {
    expect(paragraph(style, 'First.\nSecond.', { indent: 2 })).toEqual(['  First.', '  Second.']);
  });

  it('give no line for an empty text', () => {
    expect(paragraph(style, '')).toEqual([]);
  });
});

describe('facts', () => {
  it('break between facts, never inside one', () => {
    expect(facts(style, ['.NET 4.7.2', 'SU unknown', 'Mailbox'])).toEqual([
      '.NET 4.7.2',
      'SU unknown · Mailbox',
    ]);
  });
});

describe('commands', () => {
  it('stay whole, line by line, with tabs as spaces', () => {
    expect(code(style, 'Get-Service |\n\tWhere-Object Status -eq Running  \n\nexit\n', 4)).toEqual([
      '    Get-Service |',
      '        Where-Object Status -eq Running',
      '',
      '    exit',
    ]);
  });
});
