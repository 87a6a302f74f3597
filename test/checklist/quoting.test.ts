import { describe, expect, test } from 'vitest';
import { quotedFor } from '../../src/checklist/quoting.ts';

describe('values in commands', () => {
  test.each([
    ["O'Brien", "O''Brien"],
    ['a\u2019; Remove-Item x #', 'a\u2019\u2019; Remove-Item x #'],
    ['\u2018\u201a\u201b', '\u2018\u2018\u201a\u201a\u201b\u201b'],
    ['$(x) `n "y"', '$(x) `n "y"'],
  ])('PowerShell cannot leave its single quotes: %s', (value, quoted) => {
    expect(quotedFor('powershell', value)).toBe(quoted);
    expect(quotedFor('ems', value)).toBe(quoted);
  });

  test('cmd loses what would end the string or expand in it', () => {
    expect(quotedFor('cmd', 'a" & del %TEMP% "b')).toBe('a & del TEMP b');
  });
});
