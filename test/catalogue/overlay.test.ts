import { describe, expect, it } from 'vitest';
import { newestSecurityUpdate, restrictionsOn } from '../../src/catalogue/catalogue.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { folder, problemsOf, SMALL } from './folder.ts';

const NOVEMBER = `updates:
  - release: 2016-cu23
    id: Nov22SU
    build: 15.1.2507.16
    date: 2022-11-08
    kb: KB5019758
    sources: [docs]
`;

function overlay(text: string): string {
  return folder({ 'site.yaml': text });
}

describe('an overlay', () => {
  it('adds an SU with one entry of at most eight lines, which is then the newest', () => {
    expect(NOVEMBER.trimEnd().split('\n').length - 1).toBeLessThanOrEqual(8);
    const dir = overlay(NOVEMBER);
    const catalogue = loadCatalogue(SMALL, [dir]);
    const release = catalogue.releases.get('2016-cu23');
    expect(release && newestSecurityUpdate(release, () => true)?.fullId).toBe('2016-cu23+Nov22SU');
    expect(catalogue.overlays).toEqual([dir.split('/').at(-1)]);
    expect(catalogue.digest).not.toBe(loadCatalogue(SMALL).digest);
  });

  it('stacks on another overlay', () => {
    const source = overlay('sources:\n  - { id: site, title: Our list }\n');
    const update = overlay(NOVEMBER.replace('[docs]', '[site]'));
    expect(problemsOf(SMALL, [source, update])).toEqual([]);
    expect(problemsOf(SMALL, [update])).toEqual(['site.yaml:7:15: no such source: "site"']);
  });

  it('does not replace an entry of the base', () => {
    const dir = overlay(NOVEMBER.replace('Nov22SU', 'Aug22SU'));
    expect(problemsOf(SMALL, [dir])).toEqual([
      `site.yaml:3:9: update "2016-cu23+Aug22SU" is already defined in ${SMALL}/products.yaml; an overlay may add, restrict (restrictions:) and annotate (annotations:), not replace`,
    ]);
  });

  it('does not replace a rule of the base by one over the same releases', () => {
    const dir = overlay(
      "dotnetRules:\n  - { id: ours, applies: { from: 2019-cu12 }, supports: ['4.7.2'], sources: [docs] }\n",
    );
    expect(problemsOf(SMALL, [dir])).toEqual([
      `site.yaml:2:26: dotnetRules: "2019-cu12" is covered already by "dotnet-2019" (${SMALL}/rules.yaml)`,
    ]);
  });

  it('has no header', () => {
    const dir = overlay('catalogue: { schema: 1, asOf: 2030-01-01, staleAfterDays: 35 }\n');
    expect(problemsOf(SMALL, [dir])).toEqual([
      'site.yaml:1:1: an overlay has no catalogue: section; it belongs to the base data',
    ]);
  });

  it('restricts levels during a freeze', () => {
    const dir = overlay(
      'restrictions:\n  - { id: freeze, releases: [2019-cu12], updates: [2016-cu23+Aug22SU], from: 2022-12-01, to: 2023-01-08, text: Freeze., sources: [docs] }\n',
    );
    const catalogue = loadCatalogue(SMALL, [dir]);
    const release = catalogue.releases.get('2019-cu12');
    const update = catalogue.updates.get('2016-cu23+Aug22SU');
    const rtm = catalogue.releases.get('2016-cu23');
    if (!release || !update || !rtm) throw new Error('fixture');
    expect(restrictionsOn(catalogue, release, null, '2022-12-24').map((rule) => rule.id)).toEqual(['freeze']);
    expect(restrictionsOn(catalogue, rtm, update, '2022-12-24').map((rule) => rule.id)).toEqual(['freeze']);
    expect(restrictionsOn(catalogue, rtm, null, '2022-12-24')).toEqual([]);
    expect(restrictionsOn(catalogue, release, null, '2023-01-09')).toEqual([]);
  });

  it.each([
    [
      'restrictions:\n  - { id: freeze, releases: [2019-cu13], text: F, sources: [docs] }\n',
      'site.yaml:2:30: no such release: "2019-cu13"; did you mean "2019-cu12"?',
    ],
    [
      'restrictions:\n  - { id: freeze, releases: [], updates: [Aug22SU], text: F, sources: [docs] }\n',
      'site.yaml:2:43: no such update: "Aug22SU"',
    ],
    [
      'annotations:\n  - { id: 2019-cu13, note: Ours., sources: [docs] }\n',
      'site.yaml:2:11: nothing to annotate: no entry has the id "2019-cu13"; did you mean "2019-cu12"?',
    ],
    [
      'updates:\n  - { release: 2016-cu23, id: Nov22SU, build: 15.1.2507.12, sources: [docs] }\n',
      `site.yaml:2:47: build 15.1.2507.12 already belongs to "Aug22SU" (${SMALL}/products.yaml, line 54)`,
    ],
    [
      'restrictions:\n  - { id: freeze, releases: [2019-cu12], from: 2023-01-06, to: 2022-12-15, text: F, sources: [docs] }\n',
      'site.yaml:2:64: to lies before from: 2022-12-15 and 2023-01-06',
    ],
  ])('is refused when it names what is not there, or holds on no day: %s', (text, problem) => {
    expect(problemsOf(SMALL, [overlay(text)])).toEqual([problem]);
  });

  it.each([
    [
      'the build of another update',
      '15.1.2507.12',
      /^site\.yaml:4:12: build 15\.1\.2507\.12 already belongs to/,
    ],
    ['a build of another CU', '15.1.2308.90', /^site\.yaml:4:12: expected a build of 2016-cu23/],
    [
      'a build below those before it',
      '15.1.2507.7',
      /^site\.yaml:5:11: dated 2022-11-08, but its build is below/,
    ],
  ])('names one mistake, at the entry that has it, for %s', (_, build, problem) => {
    const found = problemsOf(SMALL, [overlay(NOVEMBER.replace('15.1.2507.16', build))]);
    expect(found).toEqual([expect.stringMatching(problem)]);
  });

  it('does not give the KB number of one update to another of the same release', () => {
    const taken = NOVEMBER.replace('KB5019758', 'KB5015322');
    expect(problemsOf(SMALL, [overlay(taken)])).toEqual([
      `site.yaml:6:9: KB5015322 already belongs to "Aug22SU" of 2016-cu23 (${SMALL}/products.yaml, line 54)`,
    ]);
    const elsewhere = taken.replace('2016-cu23', '2019-cu12').replace('15.1.2507.16', '15.2.1118.20');
    expect(problemsOf(SMALL, [overlay(elsewhere.replace('KB5015322', 'KB5014261'))])).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['comments', '# updates:\n#   - release: 2016-cu23\n'],
    ['empty lists', 'updates: []\nsources: []\n'],
  ])('is refused when its files hold only %s', (_, text) => {
    expect(problemsOf(SMALL, [overlay(text)])).toEqual([
      'site.yaml:1:1: no file of this overlay holds an entry, so that it changes nothing; add one',
    ]);
    expect(problemsOf(SMALL, [folder({ 'a.yaml': text, 'site.yaml': NOVEMBER })])).toEqual([]);
  });

  it('orders the entries of overlays among each other', () => {
    const later = NOVEMBER.replace('updates:\n', '')
      .replaceAll('Nov22SU', 'Dec22SU')
      .replace('.16', '.17')
      .replace('KB5019758', 'KB5019759');
    const found = problemsOf(SMALL, [overlay(NOVEMBER + later.replace('2022-11-08', '2022-10-01'))]);
    expect(found).toEqual([
      'site.yaml:11:11: dated 2022-10-01, but its build is above that of Nov22SU of 2022-11-08',
    ]);
  });
});
