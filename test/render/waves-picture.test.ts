import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import type { FleetPlan, Wave } from '../../src/fleet/fleet-plan.ts';
import { displayWidth } from '../../src/render/layout.ts';
import { routePicture } from '../../src/render/picture.ts';
import { wavesPicture } from '../../src/render/waves-picture.ts';
import { randomQuestion } from '../commands/random-question.ts';
import { samplePlan } from './sample-plan.ts';

function wave(number: number, servers: readonly string[], typical: number): Wave {
  return {
    ...{ wave: number, stage: 'other-sites', servers, afterDeparture: false, checks: [] },
    minutes: { low: typical, typical, high: typical },
  };
}

function fleet(waves: readonly Wave[], once = 0): FleetPlan {
  const minutes = { low: once, typical: once, high: once };
  const none = { organisation: [], closing: [], migrations: [], servers: [], plans: [] };
  const some = once === 0 ? none : { ...none, organisation: samplePlan.steps, closing: samplePlan.steps };
  // The chart looks at nothing else of a fleet plan.
  return { ...some, waves, organisationMinutes: minutes, closingMinutes: minutes } as unknown as FleetPlan;
}

describe('the waves of a fleet as a chart', () => {
  it('puts the bars one after the other on one axis', () => {
    const plan = fleet([wave(1, ['EX01'], 120), wave(2, ['EX02', 'EX03'], 60)], 60);
    expect(wavesPicture(plan, { width: 48, ascii: true })).toEqual([
      '                         0                5:00 h',
      ' Once, before      1:00  #####',
      ' Wave 1 EX01       2:00       #########',
      ' Wave 2 2 servers  1:00                ####',
      ' Once, after       1:00                    #####',
    ]);
  });

  it('has the steps for which old servers must have left where they are done', () => {
    const early = fleet([wave(1, ['OLD1'], 60), { ...wave(2, ['EX01'], 60), afterDeparture: true }]);
    const plan = {
      ...early,
      departure: { steps: samplePlan.steps, minutes: { low: 60, typical: 60, high: 60 } },
    };
    const labels = wavesPicture(plan as unknown as FleetPlan, { width: 60, ascii: true }).map((line) =>
      line.slice(1, 14).trim(),
    );
    expect(labels.slice(1)).toEqual(['Wave 1 OLD1', 'Once, between', 'Wave 2 EX01']);
  });

  it('counts what it does not show, and draws nothing without waves or room', () => {
    const many = fleet(Array.from({ length: 200 }, (_, index) => wave(index + 1, ['EX01'], 60)));
    const lines = wavesPicture(many, { width: 80, ascii: false });
    expect(lines).toHaveLength(32);
    expect(lines.at(-1)).toBe(' and 170 waves more');
    expect(wavesPicture(fleet([]), { width: 80, ascii: false })).toEqual([]);
    expect(wavesPicture(many, { width: 24, ascii: false })).toEqual([]);
  });

  it('never goes beyond the width, whatever the names and times', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.constant('会社'.repeat(20)),
      fc.constant('\u001b[2J\u202e'),
    );
    const some = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 100_000 })), { maxLength: 40 });
    fc.assert(
      fc.property(some, fc.integer({ min: 20, max: 120 }), fc.boolean(), (list, width, ascii) => {
        const plan = fleet(list.map(([server, minutes], index) => wave(index + 1, [server], minutes)));
        for (const line of wavesPicture(plan, { width, ascii })) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
        }
      }),
    );
  });
});

describe('the picture of a route', () => {
  it('fits 80 columns for every question', () => {
    const catalogue = loadCatalogue('data', []);
    fc.assert(
      fc.property(randomQuestion(catalogue), (question) => {
        const plan = planUpdate(catalogue, question);
        for (const route of plan.routes) {
          for (const ascii of [true, false]) {
            for (const line of routePicture(plan, route, { width: 79, ascii }))
              expect(displayWidth(line)).toBeLessThanOrEqual(79);
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
