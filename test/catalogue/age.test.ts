import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageSentence,
  dataAge,
  nextPatchTuesday,
  patchTuesdaysBetween,
  staleWarning,
} from '../../src/catalogue/age.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const catalogue = loadCatalogue('data', []);
const DAY = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Day by day: a Tuesday whose day of the month is 8 to 14. */
function isPatchTuesday(day: string): boolean {
  const date = new Date(day);
  return date.getUTCDay() === 2 && date.getUTCDate() >= 8 && date.getUTCDate() <= 14;
}

describe('Patch Tuesdays', () => {
  test.each([
    ['2026-11-24', '2026-12-08'],
    ['2026-12-08', '2026-12-08'],
    ['2026-12-09', '2027-01-12'],
    ['2026-09-01', '2026-09-08'],
    ['2028-02-29', '2028-03-14'],
  ])('after %s comes %s', (today, next) => {
    expect(nextPatchTuesday(today)).toBe(next);
  });

  test('days and counts agree with a walk over the calendar', () => {
    const day = fc.integer({ min: Date.parse('2013-01-01') / DAY, max: Date.parse('2040-12-31') / DAY });
    fc.assert(
      fc.property(day, fc.integer({ min: -40, max: 500 }), (start, length) => {
        const from = iso(start * DAY);
        const to = iso((start + length) * DAY);
        let passed = 0;
        for (let each = start + 1; each <= start + length; each++)
          if (isPatchTuesday(iso(each * DAY))) passed++;
        expect(patchTuesdaysBetween(from, to)).toBe(passed);
        let next = start;
        while (!isPatchTuesday(iso(next * DAY))) next++;
        expect(nextPatchTuesday(from)).toBe(iso(next * DAY));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the age of the data', () => {
  const at = (days: number) =>
    dataAge(catalogue, iso(Date.parse(catalogue.data.catalogue.asOf) + days * DAY));
  const limit = catalogue.data.catalogue.staleAfterDays;

  test('old only after the limit of the catalogue', () => {
    expect(at(limit).stale).toBe(false);
    expect(at(limit + 1).stale).toBe(true);
    expect(staleWarning(at(limit))).toBeNull();
    expect(staleWarning(at(limit + 1))).toContain(catalogue.data.catalogue.asOf);
  });

  test('the warning names the Patch Tuesdays that have passed', () => {
    const age = dataAge(catalogue, '2026-11-24');
    expect(age.patchTuesdays).toBe(patchTuesdaysBetween(age.asOf, '2026-11-24'));
    expect(staleWarning({ ...age, stale: true, patchTuesdays: 2 })).toContain('2 Patch Tuesdays have passed');
    expect(staleWarning({ ...age, stale: true, patchTuesdays: 1 })).toContain('1 Patch Tuesday has passed');
    expect(ageSentence({ ...age, patchTuesdays: 0, ageDays: 1 })).toMatch(/, 1 day old\.$/);
  });

  test('a day before the data has no age', () => {
    expect(at(-3)).toMatchObject({ ageDays: -3, stale: false, patchTuesdays: 0 });
    expect(ageSentence(at(-3))).toBe(`Data as of ${catalogue.data.catalogue.asOf}.`);
  });
});
