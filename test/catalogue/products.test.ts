import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareBuilds } from '../../src/catalogue/catalogue.ts';
import { type FileData, fileSchema, type ReleaseData, type UpdateData } from '../../src/catalogue/schema.ts';

const PRODUCT_FILES = {
  '2013': 'products/exchange-2013.yaml',
  '2016': 'products/exchange-2016.yaml',
  '2019': 'products/exchange-2019.yaml',
  se: 'products/exchange-se.yaml',
} as const;
const OTHER_FILES = [
  'catalogue.yaml',
  'products/legacy.yaml',
  'products/media.yaml',
  'products/sources.yaml',
] as const;

function read(name: string): string {
  return readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8');
}

function load(name: string): FileData {
  return fileSchema.parse(parse(read(name)));
}

type Level = ReleaseData | UpdateData;

function levels(name: string): readonly Level[] {
  const file = load(name);
  return [...(file.releases ?? []), ...(file.updates ?? [])];
}

function levelId(level: Level): string {
  return 'release' in level ? `${level.release}+${level.id}` : level.id;
}

function isUnconfirmed(level: Level): boolean {
  return 'unconfirmed' in level && level.unconfirmed !== undefined;
}

/** The texts of the entries of one list, each from its dash to the line before the next. */
function entriesOf(text: string, list: string): readonly string[] {
  const body = text.split(`\n${list}:\n`)[1]?.split(/\n(?=\S)/)[0] ?? '';
  return body.trimEnd().split(/\n(?= {2}- )/);
}

const products = Object.entries(PRODUCT_FILES);
const allLevels = products.flatMap(([, file]) => levels(file));

describe('the product files', () => {
  it.each([...Object.values(PRODUCT_FILES), ...OTHER_FILES])('%s fits the schema', (name) => {
    const result = fileSchema.safeParse(parse(read(name)));
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it.each([
    ['2013', 89, 0],
    ['2016', 128, 1],
    ['2019', 120, 2],
    ['se', 12, 1],
  ] as const)('Exchange %s has %i confirmed levels and %i unconfirmed', (product, confirmed, unconfirmed) => {
    const all = levels(PRODUCT_FILES[product]);
    expect(all.filter((level) => !isUnconfirmed(level))).toHaveLength(confirmed);
    expect(all.filter(isUnconfirmed)).toHaveLength(unconfirmed);
  });

  it('name every build and every level once', () => {
    const builds = allLevels.map((level) => level.build);
    const ids = allLevels.map(levelId);
    expect(builds.filter((build, index) => builds.indexOf(build) !== index)).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(products)(
    'Exchange %s: an update belongs to a release and shares its third build number',
    (_, file) => {
      const data = load(file);
      const prefixes = new Map(data.releases?.map((item) => [item.id, item.build.replace(/\d+$/, '')]));
      for (const update of data.updates ?? []) {
        expect(`${update.release} ${update.build.replace(/\d+$/, '')}`).toBe(
          `${update.release} ${prefixes.get(update.release)}`,
        );
      }
    },
  );

  it.each(products)('Exchange %s: releases and updates stand newest first', (_, file) => {
    const data = load(file);
    const releases = data.releases ?? [];
    expect(releases.map((item) => item.id)).toEqual(
      releases.toSorted((a, b) => compareBuilds(b.build, a.build)).map((item) => item.id),
    );
    const dates = (data.updates ?? []).flatMap((update) => update.date ?? []);
    expect(dates).toEqual(dates.toSorted().reverse());
  });

  it.each(products)('Exchange %s: in one release a newer build is never older by date', (_, file) => {
    const data = load(file);
    for (const release of data.releases ?? []) {
      const own = (data.updates ?? []).filter((update) => update.release === release.id);
      const dates = [release, ...own]
        .toSorted((a, b) => compareBuilds(a.build, b.build))
        .flatMap((level) => level.date ?? []);
      expect(dates, release.id).toEqual(dates.toSorted());
    }
  });

  it.each(products)('Exchange %s: an update takes at most eight lines', (_, file) => {
    const entries = entriesOf(read(file), 'updates');
    expect(entries).toHaveLength(load(file).updates?.length ?? 0);
    expect(entries.filter((entry) => entry.split('\n').length > 8)).toEqual([]);
  });

  it.each(products)('Exchange %s refers only to releases that exist', (_, file) => {
    const data = load(file);
    const ids = new Set(data.releases?.map((item) => item.id));
    const product = data.products?.[0];
    const named = [...(product?.serviced ?? []), ...(product?.esu ?? []).flatMap((period) => period.covers)];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('builds, days and KB numbers', () => {
  it.each([
    ['2013-rtm', '15.0.516.32', '2012-12-03', undefined],
    ['2013-sp1', '15.0.847.32', '2014-02-25', 'KB2926248'],
    ['2013-cu2+Dec13SU', '15.0.712.31', undefined, 'KB2880833'],
    ['2013-cu23+Mar23SU', '15.0.1497.48', '2023-03-14', 'KB5024296'],
    ['2016-cu12', '15.1.1713.5', '2019-02-12', 'KB4471392'],
    ['2016-cu8+Mar21SU', '15.1.1415.10', '2021-03-02', 'KB5000871'],
    ['2016-cu23+Oct25SU', '15.1.2507.61', '2025-10-14', 'KB5066369'],
    ['2016-cu23+Sep26SUv2', '15.1.2507.75', '2026-10-02', 'KB5129958'],
    ['2019-cu14', '15.2.1544.4', '2024-02-13', 'KB5035606'],
    ['2019-cu15', '15.2.1748.10', '2025-02-10', 'KB5042461'],
    ['2019-cu14+Oct25SU', '15.2.1544.36', '2025-10-14', 'KB5066368'],
    ['2019-cu1+Jul19SU', '15.2.330.9', '2019-07-09', 'KB4509408'],
    ['se-rtm', '15.2.2562.17', '2025-07-01', 'KB5047155'],
    ['se-rtm+May26HU', '15.2.2562.41', '2026-05-07', 'KB5081755'],
    ['se-rtm+Sep26SUv2', '15.2.2562.53', '2026-10-02', 'KB5129955'],
  ])('%s is %s of %s, %s', (id, build, date, kb) => {
    const found = allLevels.find((level) => levelId(level) === id);
    expect([found?.build, found?.date, found?.kb]).toEqual([build, date, kb]);
  });

  it('Active Directory levels follow the CU', () => {
    const ad = new Map(
      products.flatMap(([, file]) => load(file).releases ?? []).map((item) => [item.id, item.ad]),
    );
    expect(ad.get('2013-cu23')).toEqual({ schema: 15312, organisation: 16133, domain: 13237 });
    expect(ad.get('2016-cu23')).toEqual({ schema: 15334, organisation: 16223, domain: 13243 });
    expect(ad.get('2019-cu14')).toEqual({ schema: 17003, organisation: 16762, domain: 13243 });
    expect(ad.get('se-rtm')).toEqual(ad.get('2019-cu15'));
  });
});

describe('updates that are no ordinary target', () => {
  const updates = products.flatMap(([, file]) => load(file).updates ?? []);
  const ids = (list: readonly UpdateData[]) => list.map(levelId).toSorted();

  it('two updates were withdrawn, for every CU they came out for', () => {
    expect(ids(updates.filter((update) => update.withdrawn !== undefined))).toEqual([
      '2016-cu23+Aug23SU',
      '2016-cu23+Nov24SU',
      '2019-cu12+Aug23SU',
      '2019-cu13+Aug23SU',
      '2019-cu13+Nov24SU',
      '2019-cu14+Nov24SU',
    ]);
  });

  it('after Oct25SU every update for 2016 and 2019 is for ESU subscribers, and none for SE', () => {
    const late = updates.filter((update) => update.date !== undefined && update.date > '2025-10-14');
    expect(late).toHaveLength(33);
    for (const update of late) {
      const expected = update.release.startsWith('se-')
        ? undefined
        : (update.date ?? '') < '2026-04-15'
          ? 1
          : 2;
      expect(update.esu, levelId(update)).toBe(expected);
    }
    expect(updates.filter((update) => update.esu !== undefined && !late.includes(update))).toEqual([]);
  });

  it('the builds of 2026-10-13 are unconfirmed and carry no KB number', () => {
    const unconfirmed = updates.filter((update) => update.unconfirmed !== undefined);
    expect(ids(unconfirmed)).toEqual([
      '2016-cu23+Oct26SU',
      '2019-cu14+Oct26SU',
      '2019-cu15+Oct26SU',
      'se-rtm+Oct26SU',
    ]);
    expect(unconfirmed.filter((update) => update.kb !== undefined || update.date !== '2026-10-13')).toEqual(
      [],
    );
  });

  it('the catalogue note counts all levels', () => {
    expect(load('catalogue.yaml').catalogue?.note).toMatch(
      new RegExp(`^${allLevels.length} levels .*: 349 confirmed`),
    );
  });
});

describe('media rules', () => {
  it('every release lies in exactly one range', () => {
    const rules = load('products/media.yaml').mediaRules ?? [];
    for (const [product, file] of products) {
      const order = (load(file).releases ?? []).map((item) => item.id).toReversed();
      for (const [position, id] of order.entries()) {
        const covering = rules.filter((rule) => {
          const from = order.indexOf(rule.applies.from);
          const to = rule.applies.to === undefined ? order.length : order.indexOf(rule.applies.to);
          return from >= 0 && position >= from && position <= to;
        });
        expect(covering, `${product}: ${id}`).toHaveLength(1);
      }
    }
  });
});

/** A CSV with product, cu, update, kind, build, release_date, kb, blog_url as its first columns. */
const REFERENCE = process.env.CUPATH_REFERENCE_BUILDS ?? '../shared/facts/builds.csv';

describe.skipIf(!existsSync(REFERENCE))('the reference table of builds (skipped where there is none)', () => {
  it('agrees with the catalogue row by row', () => {
    const rows = readFileSync(REFERENCE, 'utf8').trim().split('\n').slice(1);
    const expected = rows.map((row) => {
      const [product = '', cu = '', update, kind, build, date, kb, link = ''] = row.trimEnd().split(',');
      const release = `${product}-${cu}`.toLowerCase();
      return [
        update ? `${release}+${update}` : release,
        kind,
        build,
        date,
        kb,
        link.replace(/\/page\/\d+$/, ''),
      ];
    });
    const actual = allLevels
      .filter((level) => !isUnconfirmed(level))
      .map((level) => [
        levelId(level),
        'kind' in level ? level.kind : level.id.includes('HU') ? 'HU' : 'SU',
        level.build,
        level.date ?? '',
        level.kb ?? '',
        level.link ?? '',
      ]);
    const sort = (list: readonly (readonly (string | undefined)[])[]) =>
      list.map((row) => row.join(' ')).toSorted();
    expect(sort(actual)).toEqual(sort(expected));
  });
});
