import { describe, expect, test } from 'vitest';
import type { Role, StepTemplate } from '../../src/catalogue/schema.ts';
import { roleAllows } from '../../src/checklist/condition.ts';
import { codeIsOpen, needsAction, openByBuild } from '../../src/checklist/ledger.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { questionOf, type Scenario, scenarioFile } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

const { data } = catalogue;
const { steps } = data;

const mayConcern = (step: StepTemplate, role: Role) =>
  step.when === undefined || roleAllows(step.when, role) !== false;

function level(id: string) {
  const release = catalogue.releases.get(id);
  if (!release) throw new Error(id);
  return release;
}

/** A second reading of the same data, build by build, with no code shared. */
function naivelyOpen(releaseId: string, updateId: string | null, id: string): boolean {
  const release = data.releases.find((item) => item.id === releaseId);
  const item = data.vulnerabilities.find((entry) => entry.id === id);
  if (!release || !item) throw new Error(`${releaseId} ${id}`);
  if (!item.products.includes(release.product) || item.windows?.length === 0) return false;
  const last = (build: string) => Number(build.split('.')[3]);
  for (const fix of item.fixedBy) {
    if ('outside' in fix) continue;
    if ('release' in fix) {
      const wanted = data.releases.find((entry) => entry.id === fix.release);
      if (wanted && wanted.product === release.product && wanted.date <= release.date) return false;
      if (wanted && wanted.product < release.product && wanted.date < release.date) return false;
      continue;
    }
    const mine = data.updates.find((entry) => entry.release === releaseId && entry.id === fix.update);
    const installed = data.updates.find((entry) => entry.release === releaseId && entry.id === updateId);
    if (mine) {
      if (installed && last(installed.build) >= last(mine.build)) return false;
      continue;
    }
    const namesakes = data.updates.filter((entry) => entry.id === fix.update && entry.date);
    const ofProduct = namesakes.filter((entry) => entry.release.startsWith(`${release.product}-`));
    const day = (ofProduct.length > 0 ? ofProduct : namesakes).map((entry) => entry.date ?? '').sort()[0];
    if (day !== undefined && release.date > day) return false;
  }
  return true;
}

describe('which vulnerabilities a build leaves open', () => {
  test('every level and every vulnerability agree with a second reading', () => {
    let compared = 0;
    const wrong: string[] = [];
    for (const release of catalogue.releases.values()) {
      for (const update of [null, ...release.updates]) {
        for (const item of data.vulnerabilities) {
          compared++;
          const open = codeIsOpen(catalogue, release, update, item);
          if (open !== naivelyOpen(release.id, update?.id ?? null, item.id))
            wrong.push(`${release.id} ${update?.id} ${item.id}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBe((data.releases.length + data.updates.length) * data.vulnerabilities.length);
  });

  test.each([
    ['2016-cu12', null, 'CVE-2021-26855', true],
    ['2016-cu12', 'Mar21SU', 'CVE-2021-26855', false],
    ['2016-cu23', null, 'CVE-2021-26855', false],
    ['2019-cu15', 'Oct25SU', 'CVE-2026-42897', true],
    ['se-rtm', 'Sep26SUv2', 'CVE-2026-70279', true],
  ])('%s %s: %s open is %s', (releaseId, updateId, id, open) => {
    const release = catalogue.releases.get(releaseId);
    const item = data.vulnerabilities.find((entry) => entry.id === id);
    if (!release || !item) throw new Error(releaseId);
    const update = release.updates.find((entry) => entry.id === updateId) ?? null;
    expect(codeIsOpen(catalogue, release, update, item)).toBe(open);
    expect(openByBuild(catalogue, release, update).some((entry) => entry.id === id)).toBe(open);
  });

  test('what is known to be exploited comes first', () => {
    const release = catalogue.releases.get('2016-cu12');
    if (!release) throw new Error('release');
    const marks = openByBuild(catalogue, release, null).map(
      (item) => typeof item.knownExploited !== 'string',
    );
    expect(marks[0]).toBe(true);
    expect(marks).toEqual([...marks].sort((a, b) => Number(b) - Number(a)));
  });

  test('the newest build still needs its manual actions', () => {
    const release = catalogue.releases.get('2016-cu23');
    const update = release?.updates.find((item) => item.id === 'Oct25SU') ?? null;
    if (!release) throw new Error('release');
    expect(needsAction(catalogue, release, update).map((item) => item.id)).toContain('CVE-2024-21410');
  });
});

describe('the ledger of a plan', () => {
  test.each(scenarioFile.cases.map((item) => [item.id, item] as const))(
    '%s: nothing is lost or closed twice',
    (_id, scenario) => {
      const plan = planUpdate(catalogue, questionOf(catalogue, scenario));
      const { openNow, openAtTarget } = plan.vulnerabilities;
      expect(new Set(openNow.map((item) => item.id)).size).toBe(openNow.length);
      const byStep = plan.steps.flatMap((step) => step.closes.map((id) => [id, step.id] as const));
      const byEntry = openNow.flatMap((item) =>
        item.closedBy === null ? [] : [[item.id, item.closedBy] as const],
      );
      expect([...byStep].sort()).toEqual([...byEntry].sort());
      expect(openAtTarget).toEqual(openNow.filter((item) => item.closedBy === null));
      for (const item of openNow) {
        expect(item.because === null).toBe(item.closedBy !== null);
        // Closed only after the manual action: the closing step is that action's, or comes after it.
        if (item.closedBy === null || item.alsoNeeds.length === 0) continue;
        const closing = plan.steps.findIndex((step) => step.id === item.closedBy);
        for (const action of item.alsoNeeds) {
          expect(plan.steps.slice(0, closing + 1).some((step) => step.action === action)).toBe(true);
        }
      }
    },
  );

  test('an older CU opens again what the installed SU had closed, and the ledger says so', () => {
    const scenario = scenarioFile.cases.find((item) => item.id === 'cu-after-su');
    if (!scenario) throw new Error('scenario');
    const plan = planUpdate(catalogue, questionOf(catalogue, scenario));
    const again = plan.vulnerabilities.openNow.filter((item) => item.reopened && item.alsoNeeds.length === 0);
    expect(again.length).toBeGreaterThan(0);
    expect(again.every((item) => item.closedBy === 'su-oct25su-2019-cu15-install')).toBe(true);
  });
});

describe('where a vulnerability stands before the first step', () => {
  const cases = scenarioFile.cases.filter(
    (item) => item.verdict !== 'no-path' && !item.from.startsWith('legacy'),
  );

  test('open, waiting for an action, or opened again on the way, as the code says', () => {
    let compared = 0;
    for (const item of cases) {
      const plan = planUpdate(catalogue, questionOf(catalogue, item));
      const [releaseId = '', updateId = null] = item.from.split('+');
      for (const hole of plan.vulnerabilities.openNow) {
        compared++;
        const open = naivelyOpen(releaseId, updateId, hole.id);
        expect(hole.now === 'open', `${item.id} ${hole.id}`).toBe(open);
        if (hole.now === 'closed') expect(hole.reopened).toBe(true);
        if (hole.now === 'needs-action') expect(hole.alsoNeeds.length).toBeGreaterThan(0);
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test('what stays open says which fix is missing and why', () => {
    const because = (from: string, to: string, id: string) =>
      planUpdate(
        catalogue,
        questionOf(catalogue, { id: 'x', from, to, verdict: 'supported', dotnet: '4.8' }),
      ).vulnerabilities.openAtTarget.find((item) => item.id === id)?.because;
    expect(because('se-rtm+Oct25SU', 'se-rtm+Sep26SUv2', 'CVE-2026-70279')).toMatch(
      /its fix, Oct26SU, is not confirmed/,
    );
    expect(because('2019-cu15+Apr25HU', '2019-cu15+Oct25SU', 'CVE-2026-42897')).toMatch(
      /its fix, Jun26SU, went to subscribers of ESU only/,
    );
    expect(because('se-rtm', 'se-rtm+Oct25SU', 'CVE-2026-42897')).toMatch(
      /its fix, Jun26SU, is newer than the target/,
    );
  });
});

describe('what no act of the plan can close', () => {
  const ledger = (scenario: Partial<Scenario>) =>
    planUpdate(
      catalogue,
      questionOf(catalogue, {
        id: 'x',
        from: '2019-cu14+Oct25SU',
        to: 'se-rtm+Sep26SUv2',
        verdict: 'x',
        ...scenario,
      }),
    );

  test('a hole in Windows survives an upgrade in place, and not a move to new servers', () => {
    const inPlace = ledger({ dotnet: '4.8', windows: '2022' });
    expect(inPlace.routes[0]?.hops.map((hop) => hop.act)).toContain('upgrade-in-place');
    const hole = inPlace.vulnerabilities.openAtTarget.find((item) => item.id === 'CVE-2023-36434');
    expect(hole).toMatchObject({ closedBy: null });
    expect(hole?.because).toMatch(/outside Exchange/);
    expect(inPlace.steps.flatMap((step) => step.closes)).not.toContain('CVE-2023-36434');
    const moved = ledger({ from: '2016-cu23+Oct25SU' });
    expect(moved.routes[0]?.hops.map((hop) => hop.act)).toContain('migrate');
    expect(moved.vulnerabilities.openAtTarget.map((item) => item.id)).not.toContain('CVE-2020-1147');
  });

  test('an Edge server does not wait for actions of Mailbox servers', () => {
    const edge = ledger({ from: '2019-cu14+Aug25SU', role: 'edge', dotnet: '4.8' });
    const waiting = edge.vulnerabilities.openAtTarget.filter((item) =>
      /manual action/.test(item.because ?? ''),
    );
    expect(waiting).toEqual([]);
    for (const item of edge.vulnerabilities.openNow)
      for (const action of item.alsoNeeds)
        expect(steps.filter((step) => step.action === action).some((step) => mayConcern(step, 'edge'))).toBe(
          true,
        );
  });

  test('what Setup of the installed CU has asked for is done', () => {
    const ids = (from: string, to: string) =>
      ledger({ from, to, dotnet: '4.8' }).vulnerabilities.openNow.map((item) => item.id);
    expect(ids('2019-cu14+Oct25SU', 'se-rtm+Sep26SUv2')).not.toContain('CVE-2018-8581');
    expect(ids('2016-cu11', '2016-cu23+Oct25SU')).toContain('CVE-2018-8581');
    const after = planUpdate(
      catalogue,
      questionOf(catalogue, {
        id: 'x',
        from: '2016-cu11',
        to: '2016-cu23+Oct25SU',
        verdict: 'x',
        media: 'all',
      }),
    );
    expect(after.vulnerabilities.openAtTarget.map((item) => item.id)).not.toContain('CVE-2021-34470');
    expect(needsAction(catalogue, level('2016-cu20'), null).map((item) => item.id)).not.toContain(
      'CVE-2018-8581',
    );
  });

  test('fetching a package closes nothing: the update of new servers belongs to their move', () => {
    const moved = ledger({ from: '2016-cu23+Oct25SU' });
    const early = moved.steps.filter((step) => step.phase === 'before');
    expect(early.flatMap((step) => step.closes)).toEqual([]);
    const closing = moved.steps.findLast((step) => step.closes.includes('CVE-2026-42897'));
    expect(moved.routes[0]?.hops[closing?.hop ?? -1]?.act).toBe('migrate');
  });

  test('a fix that an override can switch off is in force with its update, and the step of the override is named', () => {
    const plan = ledger({ from: '2019-cu12+Nov23SU', dotnet: '4.8', windows: '2019' });
    const hole = plan.vulnerabilities.openNow.find((item) => item.id === 'CVE-2024-49040');
    expect(plan.steps.find((step) => step.id === hole?.closedBy)?.phase).toBe('update');
    expect(hole).toMatchObject({ alsoNeeds: [], unless: ['remove-security-optout-overrides'] });
    expect(plan.vulnerabilities.openNow.map((item) => item.id)).not.toContain('CVE-2023-36039');
  });

  test.each(['edge', 'tools'] as const)(
    '%s: what only work on Mailbox servers closes is not said to be closed here',
    (role) => {
      const { vulnerabilities } = ledger({
        from: '2019-cu11',
        to: '2019-cu15',
        dotnet: '4.8',
        windows: '2019',
        role,
      });
      const ids = vulnerabilities.openNow.map((item) => item.id);
      expect(ids).toContain('CVE-2024-26198');
      for (const id of ['CVE-2024-21410', 'CVE-2023-21709', 'CVE-2025-53786']) expect(ids).not.toContain(id);
    },
  );

  test.each([
    ['2016', true],
    ['2019', true],
    ['2025', false],
  ] as const)('a hole of IIS that Windows Server %s has: %s', (windows, has) => {
    const plan = ledger({
      from: windows === '2016' ? '2016-cu22' : '2019-cu15',
      to: windows === '2016' ? '2016-cu23' : 'se-rtm',
      dotnet: windows === '2025' ? '4.8.1' : '4.8',
      windows,
    });
    expect(plan.vulnerabilities.openNow.some((item) => item.id === 'CVE-2023-36434')).toBe(has);
    expect(plan.vulnerabilities.openNow.map((item) => item.id)).not.toContain('CVE-2020-0796');
  });
});
