import { describe, expect, it } from 'vitest';
import { allLevels, buildOf, identify, levelTitle, searchLevels } from '../../src/catalogue/identify.ts';
import { lineState, serviced, servicedUntil } from '../../src/catalogue/lifecycle.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const catalogue = loadCatalogue('data', []);

/** `2016-cu12+Mar21SU` or, where the update stays open, `2016-cu12?`. */
function said(text: string): string {
  const found = identify(catalogue, text);
  switch (found.kind) {
    case 'level':
      return `${found.level.update?.fullId ?? found.level.release.id}${found.level.updateKnown ? '' : '?'}`;
    case 'planned':
      return `planned ${found.planned.id}`;
    case 'legacy':
      return `legacy ${found.product.id}`;
    case 'candidates':
      return 'candidates';
    case 'unknown-build':
      return `unknown ${found.build}`;
    case 'not-understood':
      return found.reason;
  }
}

describe('a text names a level', () => {
  it.each([
    ['2016-cu12', '2016-cu12?'],
    ['2016-CU12', '2016-cu12?'],
    ['  exchange   2016 CU12 ', '2016-cu12?'],
    ['Exchange2016CU12', '2016-cu12?'],
    ['2016-cu12+Mar21SU', '2016-cu12+Mar21SU'],
    ['2016 CU12 Mar21SU', '2016-cu12+Mar21SU'],
    ['Exchange Server 2019 Cumulative Update 14 Oct25SU', '2019-cu14+Oct25SU'],
    ['Exchange 2019 CU14 Oct25SU', '2019-cu14+Oct25SU'],
    ['2019 CU14 October 2025 SU', '2019-cu14+Oct25SU'],
    ['2019 CU14 Oct 25 Security Update', '2019-cu14+Oct25SU'],
    ['2019 CU14 Nov24SU v2', '2019-cu14+Nov24SUv2'],
    ['2019 CU14 Nov24SU', '2019-cu14+Nov24SU'],
    ['e2016cu23', '2016-cu23?'],
    ['ex2019 cu15', '2019-cu15?'],
    ['SE RTM', 'se-rtm?'],
    ['Exchange SE', 'se-rtm?'],
    ['Microsoft Exchange Server Subscription Edition RTM', 'se-rtm?'],
    ['2013 SP1', '2013-sp1?'],
    ['2013 Service Pack 1', '2013-sp1?'],
    ['2013 CU4', '2013-sp1?'],
    ['2016-cu12+Feb19SU', '2016-cu12'],
    ['KB5011155', '2016-cu23?'],
    ['Exchange 2016 Dec99SU', 'unknown-update'],
    ['2016 CU23 Dec99SU', 'unknown-update'],
    ['Dec99SU', 'unknown-update'],
    ['14.3.123.4', 'unknown 14.3.123.4'],
    ['KB5066368', '2019-cu14+Oct25SU'],
    ['kb 5066368', '2019-cu14+Oct25SU'],
    ['5066368', '2019-cu14+Oct25SU'],
    ['Security Update For Exchange Server 2019 CU14 (KB5066368)', '2019-cu14+Oct25SU'],
    ['Dec25SU 2019 CU15', '2019-cu15+Dec25SU'],
    ['Nov24SU v2 for Exchange 2019 CU14', '2019-cu14+Nov24SUv2'],
    ['2019 CU0', '2019-rtm?'],
    ['2016-cu0', '2016-rtm?'],
    ['se-cu2', 'planned se-cu2'],
    ['Exchange 2010 SP3 RU32', 'legacy 2010'],
  ])('%s is %s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it.each([
    ['15.1.1713.5', '2016-cu12'],
    ['15.01.1713.005', '2016-cu12'],
    ['Version 15.1 (Build 1713.5)', '2016-cu12?'],
    ['15.1 (Build 1713.5)', '2016-cu12?'],
    ['15.1.1713', '2016-cu12?'],
    ['15.01.1713', '2016-cu12?'],
    ['AdminDisplayVersion Version 15.2 (Build 1544.4)', '2019-cu14?'],
    ['AdminDisplayVersion : Version 15.2 (Build 1544.4)', '2019-cu14?'],
    ['Build Number: 15.02.1544.036', '2019-cu14+Oct25SU'],
    ['Version 15.01 (Build 1713.005)', '2016-cu12?'],
    ['version 15.1(build 1713.5)', '2016-cu12?'],
    ['15.1.2507.61', '2016-cu23+Oct25SU'],
    ['Version 15.1 (Build 2507.61)', '2016-cu23+Oct25SU'],
    ['Version 15.2 (Build 1544.36)', '2019-cu14+Oct25SU'],
    ['Version 15.2 (Build 1544.4)', '2019-cu14?'],
    ['Version 15.2 (Build 31544.4)', '2019-cu14?'],
    ['AdminDisplayVersion : Version 15.02 (Build 31544.004)', '2019-cu14?'],
    ['Version 15.2 (Build 31544.36)', '2019-cu14+Oct25SU'],
    ['15.2.31544.4', 'unknown 15.2.31544.4'],
    ['Version 15.2 (Build 1544.35)', 'unknown 15.2.1544.35'],
  ])('build %s is %s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it('reads every level by build, padded build and its own name', () => {
    for (const level of allLevels(catalogue)) {
      const build = buildOf(level);
      const [a = '', b = '', c = '', d = ''] = build.split('.');
      const padded = `${a}.${b.padStart(2, '0')}.${c.padStart(4, '0')}.${d.padStart(3, '0')}`;
      const id = level.update?.fullId ?? level.release.id;
      expect([said(build), said(padded)]).toEqual([id, id]);
      expect(said(levelTitle(catalogue, level))).toBe(level.update ? id : `${id}?`);
      expect(said(`Version ${a}.${b} (Build ${c}.${d})`)).toBe(level.update ? id : `${id}?`);
    }
  });
});

describe('a text names no single level', () => {
  it('lists every release that an update without release belongs to, newest first', () => {
    const found = identify(catalogue, 'Oct25SU');
    if (found.kind !== 'candidates') throw new Error(found.kind);
    expect(found.levels.map((level) => level.update?.fullId)).toEqual([
      'se-rtm+Oct25SU',
      '2019-cu15+Oct25SU',
      '2019-cu14+Oct25SU',
      '2016-cu23+Oct25SU',
    ]);
  });

  it.each(['KB5000871', 'Feb19SU', 'cu12', '2016'])('%s fits several', (text) => {
    expect(said(text)).toBe('candidates');
  });

  it('names the neighbours of an unknown build and never guesses', () => {
    const found = identify(catalogue, '15.1.1714.0');
    if (found.kind !== 'unknown-build') throw new Error(found.kind);
    expect(found.below?.update?.fullId).toBe('2016-cu12+Mar21SU');
    expect([found.above?.release.id, found.above?.update]).toEqual(['2016-cu13', null]);
    expect([found.product?.id, found.newerThan]).toEqual(['2016', null]);
  });

  it('says when a build is newer than its product or than the whole catalogue', () => {
    const product = identify(catalogue, '15.1.2507.9999');
    const all = identify(catalogue, '15.2.9999.1');
    if (product.kind !== 'unknown-build' || all.kind !== 'unknown-build') throw new Error(product.kind);
    expect([product.newerThan, product.inProduct.above]).toEqual(['product', null]);
    expect(product.above?.release.id).toBe('2019-rtm');
    expect(all.newerThan).toBe('catalogue');
    expect(all.message).toContain(`newer than this catalogue (as of ${catalogue.data.catalogue.asOf})`);
  });

  it('says when a build is older than every level, or of another line altogether', () => {
    const old = identify(catalogue, '14.3.123.4');
    const other = identify(catalogue, '16.0.1.1');
    if (old.kind !== 'unknown-build' || other.kind !== 'unknown-build') throw new Error(old.kind);
    expect([old.below, old.above?.release.id, old.product]).toEqual([null, '2013-rtm', null]);
    expect(old.message).toContain('older than every level');
    expect([other.product, other.inProduct, other.newerThan]).toEqual([
      null,
      { below: null, above: null },
      'catalogue',
    ]);
  });

  it('names what an unknown update was looked for in', () => {
    const text = (asked: string) => {
      const found = identify(catalogue, asked);
      return 'message' in found ? found.message : '';
    };
    expect(text('2016 CU23 Dec99SU')).toContain('for Exchange Server 2016 CU23 (');
    expect(text('2019-cu9+Mar21SU')).toContain('It has Apr21SU, May21SU, Jul21SU.');
    expect(text('Exchange 2016 Dec99SU')).toContain('for Exchange Server 2016 (');
    expect(text('Dec99SU')).toContain('for any release (');
  });

  it.each([
    ['', 'empty'],
    ['x'.repeat(201), 'too-long'],
    ['2016 CU99', 'unknown-release'],
    ['2019 CU14 Nov30SU', 'unknown-update'],
    ['KB9999999', 'unknown-kb'],
    ['Security Update For Exchange Server 2019 CU14 (KB5000871)', 'unknown-kb'],
    ['15.1.9999', 'unknown-release'],
    ['Dec25SU 2019 CU99', 'unknown-release'],
    ['Dec99SU 2019 CU14', 'unknown-update'],
    ['Exchange 2016 CU12\u202e', 'unreadable'],
    ['\u001b[31m2016-cu12', 'unreadable'],
    ['__proto__', 'unreadable'],
  ])('%j is not understood: %s', (text, reason) => {
    const found = identify(catalogue, text);
    expect(said(text)).toBe(reason);
    expect('message' in found && found.message).not.toMatch(/\u001b|\u202e/);
  });
});

describe('searching levels', () => {
  const ids = (text: string, product?: string) =>
    searchLevels(catalogue, text, { product }).map((level) => level.update?.fullId ?? level.release.id);

  it('lists everything, newest product and build first, for an empty text', () => {
    const all = ids('');
    expect(all).toHaveLength(allLevels(catalogue).length);
    expect(all[0]).toMatch(/^se-/);
    expect(all.at(-1)).toBe('2013-rtm');
  });

  it('filters by product', () => {
    expect(ids('', '2016').every((id) => id.startsWith('2016-'))).toBe(true);
  });

  it.each([
    ['cu23', '2016-cu23'],
    ['2016 cu2', '2016-cu2'],
    ['15.02.1544.036', '2019-cu14+Oct25SU'],
    ['KB5066368', '2019-cu14+Oct25SU'],
    ['2025-10-14 2019 cu15', '2019-cu15+Oct25SU'],
    ['oct25 2016', '2016-cu23+Oct25SU'],
    ['2507', '2016-cu23'],
    ['1748', '2019-cu15'],
    ['Build 1713', '2016-cu12'],
    ['2507.61', '2016-cu23+Oct25SU'],
  ])('%s finds %s first', (text, expected) => {
    expect(ids(text)[0]).toBe(expected);
  });

  it('finds nothing for what is not there', () => {
    expect(ids('quark')).toEqual([]);
  });
});

describe('who gets updates', () => {
  const state = (id: string, today: string) => {
    const release = catalogue.releases.get(id);
    if (!release) throw new Error(id);
    return [serviced(catalogue, release, today), servicedUntil(catalogue, release, today)];
  };

  it.each([
    ['2019-cu15', '2025-10-14', 'public', '2025-10-14'],
    ['2019-cu15', '2025-10-15', 'esu', '2026-04-14'],
    ['2019-cu15', '2026-10-31', 'esu', '2026-10-31'],
    ['2019-cu15', '2026-11-01', 'none', null],
    ['2019-cu13', '2026-10-31', 'none', null],
    ['se-rtm', '2026-11-24', 'public', null],
  ])('%s on %s: %s until %s', (id, today, service, until) => {
    expect(state(id, today)).toEqual([service, until]);
  });

  it('says in words when a line ended and where to go', () => {
    const product = catalogue.products.get('2019');
    if (!product) throw new Error('2019');
    const line = lineState(product, '2026-11-24', 'Exchange Server SE');
    expect(line).toMatchObject({
      state: 'ended',
      supportEnd: '2025-10-14',
      esuEnd: '2026-10-31',
      successor: 'se',
    });
    expect(line.text).toContain('2025-10-14');
    expect(line.text).toContain('2026-10-31');
    expect(line.text).toContain('Exchange Server SE');
    expect(lineState(product, '2026-06-01').state).toBe('esu');
    expect(lineState(product, '2025-01-01').state).toBe('extended');
  });
});
