import { describe, expect, test } from 'vitest';
import { lineState, serviced, servicedUntil } from '../../src/catalogue/lifecycle.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const catalogue = loadCatalogue('data', []);

function release(id: string) {
  const found = catalogue.releases.get(id);
  if (!found) throw new Error(id);
  return found;
}

function product(id: string) {
  const found = catalogue.products.get(id);
  if (!found) throw new Error(id);
  return found;
}

describe('who gets updates, on which day', () => {
  test.each([
    ['2016-cu23', '2025-10-14', 'public', '2025-10-14'],
    ['2016-cu23', '2025-10-15', 'esu', '2026-04-14'],
    ['2016-cu23', '2026-04-20', 'none', null],
    ['2016-cu23', '2026-10-31', 'esu', '2026-10-31'],
    ['2016-cu23', '2026-11-01', 'none', null],
    ['2016-cu22', '2026-05-20', 'none', null],
    ['2016-cu20', '2021-04-01', 'public', '2025-10-14'],
    ['2019-cu14', '2025-10-01', 'public', '2025-10-14'],
    ['2019-cu13', '2025-10-01', 'none', null],
    ['2013-cu23', '2023-04-11', 'public', '2023-04-11'],
    ['2013-cu23', '2023-04-12', 'none', null],
    ['se-rtm', '2026-11-24', 'public', null],
    ['se-rtm', '2025-06-30', 'none', null],
  ])('%s on %s: %s until %s', (id, day, service, until) => {
    expect(serviced(catalogue, release(id), day)).toBe(service);
    expect(servicedUntil(catalogue, release(id), day)).toBe(until);
  });

  test('a release of no known product is serviced for nobody', () => {
    expect(serviced(catalogue, { ...release('se-rtm'), product: 'x' }, '2026-11-24')).toBe('none');
    expect(servicedUntil(catalogue, { ...release('se-rtm'), product: 'x' }, '2026-11-24')).toBeNull();
  });
});

describe('how a line stands, in words', () => {
  test.each([
    ['2016', '2019-01-01', 'mainstream', 'In mainstream support until 2020-10-13.'],
    ['2016', '2022-01-01', 'extended', 'In extended support until 2025-10-14.'],
    ['2016', '2025-11-01', 'esu', 'until 2026-04-14 subscribers'],
    [
      '2016',
      '2026-04-20',
      'ended',
      'the next Extended Security Update (ESU) period runs 2026-05-01 to 2026-10-31',
    ],
    [
      '2016',
      '2026-11-24',
      'ended',
      'the Extended Security Update (ESU) program on 2026-10-31; nobody gets updates',
    ],
    ['2013', '2024-01-01', 'ended', 'Support ended on 2023-04-11; nobody gets updates.'],
    ['se', '2026-11-24', 'modern', 'Supported until at least 2035-12-31'],
  ])('%s on %s is %s', (id, day, state, text) => {
    const found = lineState(product(id), day, 'the next one');
    expect(found.state).toBe(state);
    expect(found.text).toContain(text);
    expect(found.text.includes('The next line is the next one.')).toBe(id !== 'se' && state !== 'mainstream');
  });

  test('without fixed dates, and without a name for the successor', () => {
    const { supportedUntilAtLeast: _, ...se } = product('se');
    expect(lineState(se, '2026-11-24').text).toContain('Supported without a fixed end');
    expect(lineState(product('2013'), '2024-01-01').text).toContain('The next line is se.');
    const { extendedEnd: __, ...undated } = product('2013');
    expect(lineState(undated, '2024-01-01').text).toContain('Support has ended');
    expect(lineState(undated, '2024-01-01').supportEnd).toBeNull();
  });
});
