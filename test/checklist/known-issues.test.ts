import { describe, expect, test } from 'vitest';
import type { Release, Update } from '../../src/catalogue/catalogue.ts';
import type { WindowsId } from '../../src/catalogue/schema.ts';
import { knownIssuesAt } from '../../src/checklist/known-issues.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { questionOf } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

const { data } = catalogue;

function level(text: string): { release: Release; update: Update | null; updateKnown: boolean } {
  const release = catalogue.releases.get(text.split('+')[0] ?? '');
  if (!release) throw new Error(text);
  return { release, update: catalogue.updates.get(text) ?? null, updateKnown: true };
}

const ids = (text: string, facts = {}) =>
  knownIssuesAt(catalogue, level(text), { facts }).map((item) => item.id);
const issue = (text: string, id: string) =>
  knownIssuesAt(catalogue, level(text)).find((item) => item.id === id);

/** A second reading: builds as one number, updates by their day. No code shared with the program. */
function naively(item: (typeof data.knownIssues)[number], release: Release, update: Update | null): boolean {
  const number = (build: string) =>
    build
      .split('.')
      .slice(2)
      .reduce((sum, part) => sum * 100_000 + Number(part), 0);
  const build = number((update ?? release).build);
  const dayOf = (name: string) => {
    const all = data.updates.filter((each) => each.id === name && each.date !== undefined);
    const own = all.filter((each) => each.release.split('-')[0] === release.product);
    return (own.length > 0 ? own : all).map((each) => each.date ?? '').sort()[0] ?? '9999';
  };
  const has = (name: string) => {
    const own = data.updates.find((each) => each.release === release.id && each.id === name);
    return own ? build >= number(own.build) : release.date > dayOf(name);
  };
  return item.affects.some((line) => {
    if ('release' in line) {
      const until = line.fixedIn === undefined ? Number.POSITIVE_INFINITY : number(line.fixedIn);
      return line.release === release.id && build >= number(line.from) && build < until;
    }
    const first = catalogue.releases.get(line.applies.from);
    const last = line.applies.to === undefined ? undefined : catalogue.releases.get(line.applies.to);
    if (first?.product !== release.product || release.date < first.date) return false;
    if (last !== undefined && release.date > last.date) return false;
    if (line.since !== undefined && !has(line.since)) return false;
    return line.before === undefined || !has(line.before);
  });
}

describe('known issues of a build', () => {
  test('every level and every issue agree with a second reading', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const release of catalogue.releases.values()) {
      for (const update of [null, ...release.updates]) {
        const found = new Set(
          knownIssuesAt(catalogue, { release, update, updateKnown: true }).map((each) => each.id),
        );
        for (const item of data.knownIssues) {
          compared++;
          if (found.has(item.id) !== naively(item, release, update))
            wrong.push(`${release.id} ${update?.id} ${item.id}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBe((data.releases.length + data.updates.length) * data.knownIssues.length);
  });

  test.each([
    ['2019-cu14+Nov24SU', 'nov24-pulled-transport-rules', true],
    ['2019-cu14+Nov24SUv2', 'nov24-pulled-transport-rules', false],
    ['2019-cu14+Apr24HU', 'nov24-pulled-transport-rules', false],
    ['2016-cu23+Aug23SU', 'aug23-non-english-install', true],
    ['2016-cu23+Aug23SUv2', 'aug23-non-english-install', false],
    ['2019-cu10+Mar22SU', 'mar22-service-host-crash', true],
    ['2019-cu10+Jan22SU', 'mar22-service-host-crash', false],
    ['2019-cu12', 'mar22-service-host-crash', true],
    ['2019-cu12+May22SU', 'mar22-service-host-crash', false],
    ['2019-cu11+Jan22SU', 'jan22-fipfs-y2k22', true],
    ['2019-cu11+Mar22SU', 'jan22-fipfs-y2k22', false],
    ['2019-cu9+Jul21SU', 'jan22-fipfs-y2k22', true],
    ['2019-cu12', 'jan22-fipfs-y2k22', false],
    ['se-rtm+Sep26SU', 'sep26-graph-delegated-freebusy', true],
    ['se-rtm+Sep26SUv2', 'sep26-graph-delegated-freebusy', false],
    ['se-rtm+Sep26SUv2', 'sep26-korean-wordbreaker', true],
    ['2019-cu15+Sep26SUv2', 'sep26-korean-wordbreaker', false],
    ['2016-cu23+Jul26SU', 'aug26-published-calendar-500', false],
    ['2016-cu23+Aug26SU', 'aug26-published-calendar-500', true],
    ['2019-cu15+May25HU', 'hybrid-app-archive-move', true],
    ['2019-cu15+Sep25HU', 'hybrid-app-archive-move', false],
    ['2019-cu15', 'hybrid-app-archive-move', false],
    ['2016-cu22+Nov22SU', 'em-service-old-builds', true],
    ['2016-cu23+Mar23SU', 'em-service-old-builds', false],
    ['2016-cu21', 'em-service-old-builds', false],
    ['2019-cu11+Jan23SU', 'jan23-uninstall-fails', true],
    ['2019-cu12+Jun23SU', 'jan23-uninstall-fails', false],
    ['2013-cu23+Jan23SU', 'jan23-2013-signing-management', true],
    ['2013-cu23+Feb23SU', 'jan23-2013-signing-management', false],
  ])('%s, %s: %s', (text, id, affected) => {
    expect(ids(text).includes(id)).toBe(affected);
  });

  test('names the level that cures it, or why none does', () => {
    expect(issue('2019-cu14+Nov24SU', 'nov24-pulled-transport-rules')).toMatchObject({
      fixedBy: '2019-cu14+Nov24SUv2',
      stays: null,
      certain: true,
    });
    expect(issue('2019-cu10+Mar22SU', 'mar22-service-host-crash')).toMatchObject({
      fixedBy: null,
      stays: 'not-fixed',
    });
    expect(issue('2016-cu23', 'em-service-old-builds')).toMatchObject({ fixedBy: 'Mar23SU', stays: null });
    expect(issue('se-rtm+Aug26SU', 'aug26-owa-light-removed')).toMatchObject({ stays: 'by-design' });
  });

  test('with the SU unknown every build of the CU counts, marked as uncertain', () => {
    const release = catalogue.releases.get('2019-cu14');
    if (!release) throw new Error('2019-cu14');
    const found = knownIssuesAt(catalogue, { release, update: null, updateKnown: false });
    expect(found.find((item) => item.id === 'nov24-pulled-transport-rules')?.certain).toBe(false);
    expect(found.find((item) => item.id === 'cu14-ssl-offloading')?.certain).toBe(true);
  });

  test('another Windows rules out what shows on one only', () => {
    const on = (windows: WindowsId | undefined) =>
      knownIssuesAt(catalogue, level('se-rtm'), { windows }).map((item) => item.id);
    expect(on('2019')).toContain('win-aug24-transport-crash');
    expect(on(undefined)).toContain('win-aug24-transport-crash');
    expect(on('2022')).not.toContain('win-aug24-transport-crash');
  });

  test('a plain no to its fact rules an issue out, and issues of everybody come first', () => {
    expect(ids('se-rtm+Sep26SU', { hybrid: false })).not.toContain('sep26-graph-delegated-freebusy');
    expect(ids('se-rtm+Sep26SU', { hybrid: true })).toContain('sep26-graph-delegated-freebusy');
    const circumstances = knownIssuesAt(catalogue, level('2016-cu23+Aug26SU')).map(
      (item) => item.onlyIf !== null,
    );
    expect(circumstances).toEqual([...circumstances].sort());
  });
});

describe('in a plan', () => {
  const plan = planUpdate(
    catalogue,
    questionOf(catalogue, {
      id: 'x',
      from: '2019-cu15+Oct25SU',
      to: 'se-rtm+Sep26SUv2',
      verdict: 'supported',
    }),
  );

  test('the known issues are those of the target, and their sources are cited', () => {
    expect(plan.knownIssues.map((item) => item.id)).toEqual(ids('se-rtm+Sep26SUv2'));
    const cited = new Set(plan.sources.map((item) => item.id));
    for (const item of plan.knownIssues) for (const source of item.sources) expect(cited).toContain(source);
  });

  test('every action that an issue names is one of the catalogue', () => {
    const actions = new Set(data.steps.map((step) => step.action));
    for (const item of data.knownIssues)
      for (const action of item.actions ?? []) expect(actions).toContain(action);
  });

  test.each([
    ['mailbox', true],
    ['edge', false],
    ['tools', false],
  ] as const)('on %s, the issues of OWA and of calendars: %s', (role, shown) => {
    const own = planUpdate(
      catalogue,
      questionOf(catalogue, {
        id: 'x',
        from: '2019-cu15+Oct25SU',
        to: 'se-rtm+Sep26SUv2',
        verdict: 'x',
        role,
      }),
    ).knownIssues.map((item) => item.id);
    expect(own.includes('aug26-owa-light-removed')).toBe(shown);
    expect(own.includes('sep26-korean-wordbreaker')).toBe(shown);
  });
});
