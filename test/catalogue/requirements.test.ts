import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareBuilds } from '../../src/catalogue/catalogue.ts';
import { type FileData, fileSchema, type Range } from '../../src/catalogue/schema.ts';

const DATA = new URL('../../data/', import.meta.url);

function load(name: string): FileData {
  return fileSchema.parse(parse(readFileSync(new URL(name, DATA), 'utf8')));
}

function loadFolder(folder: string): readonly FileData[] {
  const names = readdirSync(new URL(folder, DATA)).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => load(`${folder}/${name}`));
}

const FILES = [
  'active-directory',
  'coexistence',
  'dotnet',
  'facts',
  'licences',
  'policies',
  'software',
  'transitions',
  'windows',
] as const;
const requirements = loadFolder('requirements');
const products = loadFolder('products');

const dotnet = requirements.flatMap((file) => file.dotnet ?? []);
const dotnetRules = requirements.flatMap((file) => file.dotnetRules ?? []);
const windows = requirements.flatMap((file) => file.windows ?? []);
const windowsRules = requirements.flatMap((file) => file.windowsRules ?? []);
const domainControllerRules = requirements.flatMap((file) => file.domainControllerRules ?? []);
const forestLevels = requirements.flatMap((file) => file.forestLevels ?? []);
const forestLevelRules = requirements.flatMap((file) => file.forestLevelRules ?? []);
const licences = requirements.flatMap((file) => file.licences ?? []);
const software = requirements.flatMap((file) => file.software ?? []);
const coexistenceRules = requirements.flatMap((file) => file.coexistenceRules ?? []);
const transitions = requirements.flatMap((file) => file.transitions ?? []);
const policies = requirements.flatMap((file) => file.policies ?? []);
const risks = requirements.flatMap((file) => file.risks ?? []);
const facts = requirements.flatMap((file) => file.facts ?? []);
const sources = [load('sources.yaml'), ...products].flatMap((file) => file.sources ?? []);

const releases = products
  .flatMap((file) => file.releases ?? [])
  .sort((a, b) => compareBuilds(a.build, b.build));
const releaseIds = releases.map((release) => release.id);
const plannedIds = products.flatMap((file) => file.plannedReleases ?? []).map((planned) => planned.id);
const productIds = products
  .flatMap((file) => [...(file.products ?? []), ...(file.legacyProducts ?? [])])
  .map((item) => item.id);

/** The ids of the releases in a range, oldest first. */
function covered(range: Range): readonly string[] {
  const from = releases.find((release) => release.id === range.from);
  const line = releases.filter((release) => release.product === from?.product).map((release) => release.id);
  const end = range.to === undefined ? line.length - 1 : line.indexOf(range.to);
  return line.slice(line.indexOf(range.from), end + 1);
}

/** The releases whose rule accepts what `accepts` looks for. */
function releasesWhere<T extends { readonly applies: Range }>(
  rules: readonly T[],
  accepts: (rule: T) => boolean,
): readonly string[] {
  return rules.filter(accepts).flatMap((rule) => covered(rule.applies));
}

/** `2016-cu11`, `2016-cu12` ... as the span that admins would say. */
function span(product: string, first: string, last: string): readonly string[] {
  return covered({ from: `${product}-${first}`, to: `${product}-${last}` });
}

const RULES = { dotnetRules, windowsRules, domainControllerRules, forestLevelRules, licences };

describe('the files', () => {
  it.each([...FILES.map((name) => `requirements/${name}.yaml`), 'sources.yaml'])(
    '%s fits the schema',
    (name) => {
      const result = fileSchema.safeParse(parse(readFileSync(new URL(name, DATA), 'utf8')));
      expect(result.error?.issues ?? []).toEqual([]);
    },
  );

  it('gives every id once in its list, and every source id once', () => {
    const lists = {
      ...RULES,
      dotnet,
      windows,
      forestLevels,
      software,
      coexistenceRules,
      transitions,
      policies,
      risks,
      facts,
      sources,
    };
    for (const [name, list] of Object.entries(lists)) {
      const ids = list.map((item) => item.id);
      expect([name, ids.filter((id, index) => ids.indexOf(id) !== index)]).toEqual([name, []]);
    }
  });

  it('cites only sources that are defined', () => {
    const known = new Set(sources.map((source) => source.id));
    const cited = [...requirements, ...products]
      .flatMap((file) => Object.values(file).flat())
      .flatMap((item) =>
        'sources' in item ? [...item.sources, ...('minutes' in item ? item.minutes.sources : [])] : [],
      );
    expect([...new Set(cited)].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('rules over releases', () => {
  it('the products have 24, 24, 16 and 1 releases', () => {
    const count = (product: string) => releases.filter((release) => release.product === product).length;
    expect(['2013', '2016', '2019', 'se'].map(count)).toEqual([24, 24, 16, 1]);
  });

  it.each(Object.keys(RULES))('every release falls under exactly one of %s', (name) => {
    const rules = RULES[name as keyof typeof RULES];
    const found = rules.flatMap((rule) => covered(rule.applies));
    expect([...found].sort()).toEqual([...releaseIds].sort());
  });

  it('what Setup demands and refuses holds on in the lines that still get CUs, and has an end in the others', () => {
    const ranges = [
      ...software.flatMap((item) => item.needed.map((need) => need.applies)),
      ...coexistenceRules.flatMap((item) => ('planned' in item.target ? [] : [item.target])),
    ];
    for (const range of ranges) {
      const newest = covered(range).at(-1) ?? '';
      const last = releases.filter((release) => newest.startsWith(`${release.product}-`)).at(-1)?.id;
      const goesOn = /^(?:2019|se)-/.test(range.from) && newest === last;
      expect([range, covered(range).at(0), range.to]).toEqual([
        range,
        range.from,
        goesOn ? undefined : newest,
      ]);
    }
  });

  it('every other range names both ends, in order and within one product', () => {
    const ranges = [
      ...Object.values(RULES).flatMap((rules) => rules.map((rule) => rule.applies)),
      ...transitions.flatMap((item) => ('product' in item.from ? [item.to] : [item.from, item.to])),
    ];
    for (const range of ranges) {
      expect([range, range.to !== undefined, covered(range).at(0), covered(range).at(-1)]).toEqual([
        range,
        true,
        range.from,
        range.to,
      ]);
    }
  });
});

describe('.NET', () => {
  it.each([
    ['4.5', '4.5.2', '2013', 'sp1', 'cu14'],
    ['4.5.2', '4.6.2', '2013', 'cu15', 'cu15'],
    ['4.6.2', '4.7.1', '2013', 'cu19', 'cu20'],
    ['4.7.1', '4.7.2', '2013', 'cu21', 'cu22'],
    ['4.7.2', '4.8', '2013', 'cu23', 'cu23'],
    ['4.5.2', '4.6.2', '2016', 'cu3', 'cu4'],
    ['4.6.2', '4.7.1', '2016', 'cu8', 'cu9'],
    ['4.7.1', '4.7.2', '2016', 'cu11', 'cu12'],
    ['4.7.2', '4.8', '2016', 'cu13', 'cu14'],
    ['4.7.2', '4.8', '2019', 'cu2', 'cu3'],
    ['4.8', '4.8.1', '2019', 'cu14', 'cu15'],
  ])('%s and %s are both supported in %s from %s to %s only', (older, newer, product, first, last) => {
    const both = releasesWhere(
      dotnetRules,
      (rule) => rule.supports.includes(older) && rule.supports.includes(newer),
    );
    expect(both.filter((id) => id.startsWith(`${product}-`))).toEqual(span(product, first, last));
  });

  it.each([
    ['2016', 'cu5', 'cu7', ['4.6.2']],
    ['2016', 'cu10', 'cu10', ['4.7.1']],
    ['2016', 'cu15', 'cu23', ['4.8']],
    ['2019', 'cu4', 'cu13', ['4.8']],
  ])('%s %s to %s support one version alone', (product, first, last, versions) => {
    const rule = dotnetRules.find((item) => covered(item.applies).includes(`${product}-${first}`));
    expect([rule?.supports, rule && covered(rule.applies)]).toEqual([versions, span(product, first, last)]);
  });

  it('4.8.1 only from 2019 CU14 on', () => {
    const found = releasesWhere(dotnetRules, (rule) => rule.supports.includes('4.8.1'));
    expect(found).toEqual(['2019-cu14', '2019-cu15', 'se-rtm']);
  });

  it('no release supports 4.6 or 4.7, and those two and 4.6.1 are never proposed', () => {
    expect(
      releasesWhere(dotnetRules, (rule) => rule.supports.some((version) => ['4.6', '4.7'].includes(version))),
    ).toEqual([]);
    expect(dotnet.filter((item) => item.avoid !== undefined).map((item) => item.id)).toEqual([
      '4.6',
      '4.6.1',
      '4.7',
    ]);
  });

  it.each([
    [378389, '4.5'],
    [378758, '4.5.1'],
    [379893, '4.5.2'],
    [393297, '4.6'],
    [394271, '4.6.1'],
    [394806, '4.6.2'],
    [460805, '4.7'],
    [461310, '4.7.1'],
    [461814, '4.7.2'],
    [528372, '4.8'],
    [533325, '4.8.1'],
  ])('Release %i reads as %s', (value, version) => {
    expect(dotnet.filter((item) => item.release <= value).at(-1)?.id).toBe(version);
  });

  it('rules and Windows versions name only versions that are listed', () => {
    const known = dotnet.map((item) => item.id);
    const named = [
      ...dotnetRules.flatMap((rule) => rule.supports),
      ...windows.flatMap((item) =>
        [...(item.dotnet?.installable ?? []), item.dotnet?.preinstalled ?? []].flat(),
      ),
    ];
    expect(named.filter((version) => !known.includes(version))).toEqual([]);
    expect(known).toHaveLength(11);
  });
});

describe('Windows', () => {
  it.each([
    ['2016', '4.6.2', '4.8'],
    ['2019', '4.7.2', '4.8'],
    ['2022', '4.8', '4.8.1'],
    ['2025', '4.8.1', undefined],
  ])('Windows Server %s comes with %s and takes up to %s', (id, preinstalled, highest) => {
    const found = windows.find((item) => item.id === id)?.dotnet;
    expect([found?.preinstalled, found?.installable.at(-1)]).toEqual([preinstalled, highest]);
  });

  it('no Windows version carries both 2016 and 2019 or SE', () => {
    const of = (product: string) =>
      new Set(
        windowsRules.filter((rule) => rule.applies.from.startsWith(product)).flatMap((rule) => rule.server),
      );
    const newer = new Set([...of('2019-'), ...of('se-')]);
    expect([...of('2016-')].filter((id) => newer.has(id))).toEqual([]);
  });

  it('every release supports a .NET version that each of its Windows versions can carry', () => {
    for (const rule of windowsRules) {
      for (const release of covered(rule.applies)) {
        const supports = dotnetRules.find((item) => covered(item.applies).includes(release))?.supports ?? [];
        for (const id of rule.server) {
          const own = windows.find((item) => item.id === id)?.dotnet;
          const possible = [own?.preinstalled, ...(own?.installable ?? [])];
          expect([release, id, supports.some((version) => possible.includes(version))]).toEqual([
            release,
            id,
            true,
          ]);
        }
      }
    }
  });

  it('only 2019 and SE run on Server Core', () => {
    const core = releasesWhere(windowsRules, (rule) => rule.core);
    expect(core.every((id) => /^(2019|se)-/.test(id))).toBe(true);
    expect(core).toHaveLength(17);
  });
});

describe('Active Directory', () => {
  it('no release lists forest functional level 2025', () => {
    expect(releasesWhere(forestLevelRules, (rule) => rule.levels.includes('2025'))).toEqual([]);
  });

  it('Windows Server 2025 domain controllers only from 2019 CU14 on', () => {
    const found = releasesWhere(domainControllerRules, (rule) => rule.windows.includes('2025'));
    expect(found).toEqual(['2019-cu14', '2019-cu15', 'se-rtm']);
  });

  it('rules name only listed levels, whose numbers rise', () => {
    const known = forestLevels.map((level) => level.id);
    expect(forestLevelRules.flatMap((rule) => rule.levels).filter((id) => !known.includes(id))).toEqual([]);
    expect(forestLevels.map((level) => level.value)).toEqual([2, 3, 4, 5, 6, 7, 10]);
  });
});

describe('moves between products', () => {
  const moves = transitions.flatMap((item) => {
    const from = 'product' in item.from ? [item.from.product] : covered(item.from);
    return from.flatMap((start) => covered(item.to).map((end) => ({ act: item.act, start, end })));
  });

  it.each([
    ['2013', 'se'],
    ['2010', '2019'],
    ['2010', 'se'],
    ['2007', '2016'],
  ])('%s never goes to %s directly', (from, to) => {
    expect(
      moves.filter((move) => move.start.split('-')[0] === from && move.end.startsWith(`${to}-`)),
    ).toEqual([]);
  });

  it('only 2019 CU14 and CU15 become SE in place', () => {
    const found = moves
      .filter((move) => move.act === 'upgrade-in-place')
      .map((move) => `${move.start} ${move.end}`);
    expect(found).toEqual(['2019-cu14 se-rtm', '2019-cu15 se-rtm']);
  });

  it('no move leads to a release whose coexistence rule refuses or outgrows its start', () => {
    for (const rule of coexistenceRules) {
      const targets = 'planned' in rule.target ? [] : covered(rule.target);
      for (const move of moves.filter((item) => targets.includes(item.end))) {
        const product = releases.find((release) => release.id === move.start)?.product ?? move.start;
        expect([rule.id, move.start, rule.refuses.includes(product)]).toEqual([rule.id, move.start, false]);
      }
    }
  });

  it('coexistence rules name products and releases that exist', () => {
    const named = coexistenceRules.flatMap((rule) => [
      ...rule.refuses,
      ...rule.minimum.map((item) => item.product),
    ]);
    expect(named.filter((id) => !productIds.includes(id))).toEqual([]);
    const levels = coexistenceRules.flatMap((rule) => rule.minimum.map((item) => item.release));
    expect(levels.filter((id) => !releaseIds.includes(id))).toEqual([]);
    const planned = coexistenceRules.flatMap((rule) =>
      'planned' in rule.target ? [rule.target.planned] : [],
    );
    expect(planned.sort()).toEqual([...plannedIds].sort());
  });
});

describe('words that the program cites', () => {
  it('every fact finishes its sentences and its check only reads', () => {
    for (const fact of facts) {
      expect([
        fact.id,
        fact.only.endsWith('.'),
        fact.onlyNot.endsWith('.'),
        fact.question.endsWith('?'),
      ]).toEqual([fact.id, false, false, true]);
      expect(fact.check?.run ?? '').not.toMatch(/\b(Set|New|Remove|Install|Enable|Disable|Start|Stop)-/);
    }
  });

  it('the licence switch changes with 2016 CU22 and 2019 CU11', () => {
    const found = releasesWhere(licences, (licence) => licence.switch.endsWith('_DiagnosticDataOFF'));
    expect(found).toEqual([...span('2016', 'cu22', 'cu23'), ...span('2019', 'cu11', 'cu15'), 'se-rtm']);
  });
});
