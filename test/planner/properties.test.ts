import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotnetPossibleOn, highestLevels } from '../../src/catalogue/catalogue.ts';
import type { Role, WindowsId } from '../../src/catalogue/schema.ts';
import { PHASES } from '../../src/catalogue/schema.ts';
import { PHASE_ORDER } from '../../src/checklist/phases.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { isInWindow, plannedSteps, stepMinutes } from '../../src/checklist/window.ts';
import type { Question } from '../../src/planner/question.ts';
import { planRoutes } from '../../src/planner/routes.ts';
import { catalogue } from '../whole.ts';

const releases = [...catalogue.releases.values()];
const RUNS = process.env.CUPATH_LONG ? 1000 : 150;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const windowsIds = catalogue.data.windows.map((item) => item.id as WindowsId);

const question: fc.Arbitrary<Question> = fc
  .record({
    release: fc.constantFrom(...releases),
    updateIndex: fc.nat(40),
    updateKnown: fc.boolean(),
    target: fc.oneof(
      fc.constantFrom({ kind: 'latest' } as const, { kind: 'latest-cu' } as const),
      fc.constantFrom(...releases).map((release) => ({ kind: 'release', release }) as const),
    ),
    dotnet: maybe(fc.constantFrom(...catalogue.data.dotnet.map((item) => item.id))),
    windows: maybe(fc.constantFrom(...windowsIds)),
    role: maybe(fc.constantFrom<Role>('mailbox', 'edge', 'tools')),
    server: fc.constantFrom('EX01', 'mail.contoso.local'),
    dag: maybe(fc.constant('DAG1')),
    dcWindows: maybe(fc.subarray(windowsIds)),
    forestLevel: maybe(fc.constantFrom(...catalogue.data.forestLevels.map((item) => item.id))),
    prepared: maybe(fc.constantFrom(...releases)),
    also: maybe(fc.subarray(['2013', '2016', '2019'])),
    facts: fc.record({ hybrid: fc.boolean(), esu: fc.boolean(), dag: fc.boolean() }, { requiredKeys: [] }),
    media: fc.oneof(
      fc.constant(releases.map((item) => item.id)),
      fc.subarray(releases.map((item) => item.id)),
    ),
    today: fc.constantFrom('2021-03-10', '2024-05-01', '2025-10-10', '2026-09-20', '2026-11-24'),
  })
  .map(({ release, updateIndex, updateKnown, target, ...rest }): Question => {
    const update = updateKnown ? (release.updates[updateIndex] ?? null) : null;
    return { ...rest, from: { kind: 'level', release, update, updateKnown }, to: target, accept: [] };
  });

const check = (property: (asked: Question) => void) =>
  fc.assert(fc.property(question, property), { numRuns: RUNS });

/** Placeholders that a filled command may show. */
const PLACEHOLDER = /<[A-Z][A-Z0-9.-]*>/g;

describe('what holds for every question', () => {
  test('every state on the way is permitted, except inside a named risk', () => {
    check((asked) => {
      const plan = planRoutes(catalogue, asked);
      for (const route of plan.routes) {
        if (!plan.start || asked.from.kind !== 'level') continue;
        let { dotnet, windows } = plan.start;
        let { release } = asked.from;
        for (const hop of route.hops) {
          let excused = false;
          if (hop.act === 'install-dotnet') {
            expect(dotnetPossibleOn(catalogue, windows)).toContain(hop.dotnet);
            dotnet = hop.dotnet;
            excused = hop.risk !== undefined;
            if (excused) expect(route.risks).toContain(hop.risk);
          } else if (hop.act === 'install-cu' || hop.act === 'upgrade-in-place' || hop.act === 'migrate') {
            const next = catalogue.releases.get(hop.release);
            if (!next) throw new Error(hop.release);
            if (next.product === release.product) expect(next.order).toBeGreaterThan(release.order);
            release = next;
            if (hop.act === 'migrate') {
              dotnet = hop.dotnet ?? dotnet;
              windows = hop.windows ?? windows;
            }
          } else continue;
          if (excused) continue;
          expect(catalogue.dotnetRules.get(release.id)?.supports).toContain(dotnet);
          const rule = catalogue.windowsRules.get(release.id);
          expect(plan.role === 'tools' ? rule?.tools : rule?.server).toContain(windows);
        }
        expect(release.id).toBe(plan.target?.release.id);
      }
    });
  });

  test('a .NET that is ahead is followed by its CU at once', () => {
    check((asked) => {
      for (const { hops } of planRoutes(catalogue, asked).routes) {
        hops.forEach((hop, index) => {
          if (hop.act !== 'install-dotnet' || hop.risk === undefined) return;
          expect(['install-cu', 'upgrade-in-place']).toContain(hops[index + 1]?.act);
        });
      }
    });
  });

  test('Active Directory is prepared before the first act that needs it, only when a level rises, never on Edge', () => {
    check((asked) => {
      const plan = planRoutes(catalogue, asked);
      if (asked.from.kind !== 'level') return;
      for (const { hops } of plan.routes) {
        let levels = asked.prepared
          ? highestLevels(asked.from.release.ad, asked.prepared.ad)
          : asked.from.release.ad;
        for (const hop of hops) {
          if (hop.act === 'prepare-ad') {
            expect(plan.role).not.toBe('edge');
            const wanted = catalogue.releases.get(hop.release)?.ad;
            if (!wanted) throw new Error(hop.release);
            const next = highestLevels(levels, wanted);
            expect(next).not.toEqual(levels);
            expect(hop.parts.includes('schema')).toBe(wanted.schema > levels.schema);
            expect(hop.parts.includes('domains')).toBe(wanted.domain > levels.domain);
            levels = next;
          } else if (
            (hop.act === 'install-cu' || hop.act === 'upgrade-in-place' || hop.act === 'migrate') &&
            plan.role !== 'edge'
          ) {
            const needed = catalogue.releases.get(hop.release)?.ad;
            if (!needed) throw new Error(hop.release);
            expect(highestLevels(levels, needed)).toEqual(levels);
          }
        }
        // Once for the old product, once for the move, and once more where the target's media refuse the old
        // product and can only be used when that is gone.
        const migrations = hops.filter((hop) => hop.act === 'migrate').length;
        expect(hops.filter((hop) => hop.act === 'prepare-ad').length).toBeLessThanOrEqual(1 + 2 * migrations);
      }
    });
  });

  test('a server is left on a withdrawn, unconfirmed or foreign update by no plan', () => {
    check((asked) => {
      for (const { hops } of planRoutes(catalogue, asked).routes) {
        for (const hop of hops) {
          if (hop.act !== 'install-su') continue;
          const update = catalogue.updates.get(`${hop.release}+${hop.update}`);
          expect(update?.withdrawn).toBeUndefined();
          expect(update?.unconfirmed).toBeUndefined();
          if (asked.facts.esu !== true) expect(update?.esu).toBeUndefined();
          expect((update?.date ?? '') <= asked.today).toBe(true);
        }
      }
    });
  });

  test('steps: variables filled, one kind of placeholder, unique ids, hops that exist, phases in order', () => {
    check((asked) => {
      const plan = planUpdate(catalogue, asked);
      const ids = plan.steps.map((step) => step.id);
      expect(new Set(ids).size).toBe(ids.length);
      const hops = plan.routes[0]?.hops.length ?? 0;
      const moves = plan.routes.some((route) => route.hops.some((hop) => hop.act === 'migrate'));
      for (const step of plan.steps) {
        const said = [
          step.title,
          step.why,
          step.otherwise ?? '',
          step.caution ?? '',
          ...step.verify.map((item) => item.expect),
        ];
        const run = [...step.commands, ...step.verify].map((item) => item.run);
        for (const text of [...said, ...run, step.id, ...step.links.map((item) => item.url)]) {
          expect(text).not.toMatch(
            /\{(server|dag|iso|release\w*|update\w*|dotnet\w*|licence|backup|\w+Level|from\w+|to[A-Z]\w+)\}/,
          );
          expect(text).not.toContain('undefined');
        }
        if (!moves) {
          for (const text of run) expect(text.match(PLACEHOLDER) ?? []).not.toContain('<SERVER>');
        }
        if (step.hop !== null) expect(step.hop).toBeLessThan(hops);
        expect(PHASE_ORDER).toContain(step.phase);
        expect(
          step.links.every((item) => item.url.startsWith('https://') || item.url.startsWith('http://')),
        ).toBe(true);
      }
      const first = plan.steps.findIndex((step) => step.phase === 'update');
      const on = plan.steps.findIndex((step) => step.phase === 'maintenance-on');
      if (!moves && first >= 0 && on >= 0) expect(on).toBeLessThan(first);
    });
  });

  test('the time and the restarts of the route are those of its steps', () => {
    check((asked) => {
      const { steps, routes, verdict } = planUpdate(catalogue, asked);
      const [route] = routes;
      if (!route || verdict === 'current' || asked.route !== undefined) return;
      expect(stepMinutes(steps)).toEqual(route.minutes);
      const planned = plannedSteps(steps);
      expect(steps.filter((step) => planned.has(step) && step.reboot && isInWindow(step)).length).toBe(
        route.reboots,
      );
    });
  });

  test('the same question gives the same bytes, and the verdict fits the route', () => {
    check((asked) => {
      const plan = planUpdate(catalogue, asked);
      expect(JSON.stringify(planUpdate(catalogue, asked))).toBe(JSON.stringify(plan));
      const best = plan.routes[0];
      if (plan.verdict === 'no-path') {
        expect(best).toBeUndefined();
        expect(plan.blocks.length).toBeGreaterThan(0);
      } else if (plan.verdict === 'current') expect(best?.hops).toEqual([]);
      else if (plan.verdict === 'risk') expect(best?.risks.length).toBeGreaterThan(0);
      else expect(best?.risks).toEqual([]);
      for (const item of plan.rejected) {
        expect(item.count).toBeGreaterThan(0);
        expect(item.because.length).toBeGreaterThan(0);
      }
    });
  });

  test('the phase order is that of the data', () => {
    expect([...PHASE_ORDER]).toEqual([...PHASES]);
  });
});
