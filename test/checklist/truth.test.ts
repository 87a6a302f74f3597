import { describe, expect, test } from 'vitest';
import type { CheckData } from '../../src/catalogue/schema.ts';
import { every, FALSE, negate, someOf, TRUE, type Truth, unknown } from '../../src/checklist/truth.ts';

const some = (parts: readonly Truth[]) => someOf(parts, (part) => part);

const check = (shell: CheckData['shell'], run: string): CheckData => ({
  shell,
  run,
  expect: `${run} says yes`,
});
const a = unknown('a', 'no a', check('powershell', 'A'));
const b = unknown('b', 'no b', check('ems', 'B'));
const c = unknown('c', 'no c');

const said = (truth: Truth) => (truth.value === 'unknown' ? [truth.text, truth.opposite] : truth.value);

describe('conditions that nobody answered', () => {
  test.each([
    ['all', every([a, b]), ['a and b', 'no a or no b']],
    ['any', some([a, b]), ['a or b', 'no a and no b']],
    [
      'any within all stands in brackets',
      every([some([a, b]), c]),
      ['(a or b) and c', '(no a and no b) or no c'],
    ],
    [
      'all within any stands in brackets',
      some([every([a, b]), c]),
      ['(a and b) or c', '(no a or no b) and no c'],
    ],
    ['all within all does not', every([every([a, b]), c]), ['a and b and c', 'no a or no b or no c']],
    [
      'the opposite turns both',
      negate(every([some([a, b]), c])),
      ['(no a and no b) or no c', '(a or b) and c'],
    ],
    ['each part once', every([a, a]), ['a', 'no a']],
    ['one part is itself', some([FALSE, a]), ['a', 'no a']],
    ['either so or not so is always so', some([a, negate(a), b]), true],
    ['so and not so is never so', every([a, b, negate(b)]), false],
    ['a known part decides', every([a, FALSE]), false],
    ['a known part decides', some([a, TRUE]), true],
  ])('%s', (_, truth, expected) => {
    expect(said(truth)).toEqual(expected);
  });

  test('the checks of all parts answer it, in the shell that can run both', () => {
    expect(every([a, c, b])).toMatchObject({
      check: { shell: 'ems', run: 'A\nB', expect: 'A says yes; and: B says yes' },
    });
    expect(every([a, unknown('d', 'no d', check('cmd', 'D'))])).toMatchObject({
      check: { shell: 'powershell', run: 'A' },
    });
  });
});
