import { describe, expect, it } from 'vitest';
import type { Plan, Route } from '../../src/checklist/plan.ts';
import { displayWidth } from '../../src/render/layout.ts';
import { routePicture, routeRows } from '../../src/render/picture.ts';
import { samplePlan } from './sample-plan.ts';

function route(plan: Plan, index: number): Route {
  const found = plan.routes[index];
  if (found === undefined) throw new Error(`the plan has no route ${index}`);
  return found;
}

describe('the picture of a route', () => {
  it('has one line per act, with what changes and why', () => {
    expect(routePicture(samplePlan, route(samplePlan, 0), { width: 78, ascii: false })).toEqual([
      ' 2016 CU12, SU unknown · .NET 4.7.2',
      '  │  prepare AD with CU23    organisation, domains [ad-levels]',
      '  │  .NET 4.8                risk: dotnet-ahead-of-cu [dotnet-2016-cu23]',
      '  ▼  CU23     15.1.2507.6    public media [target]',
      '  ▼  Oct25SU  15.1.2507.61   [su-after-cu]',
    ]);
  });

  it('puts the why below where the width is small', () => {
    expect(routePicture(samplePlan, route(samplePlan, 1), { width: 30, ascii: true })).toEqual([
      ' 2016 CU12, SU unknown, .NET',
      ' 4.7.2',
      '  |  prepare AD with CU23',
      '  |    organisation, domains',
      '  |    [ad-levels]',
      '  v  CU14     15.1.1847.3',
      '  |    media withdrawn',
      '  |    [dotnet-2016-cu11-cu12]',
      '  |  .NET 4.8',
      '  |    [dotnet-2016-cu23]',
      '  v  CU23     15.1.2507.6',
      '  |    public media [target]',
      '  v  Oct25SU  15.1.2507.61',
      '       [su-after-cu]',
    ]);
  });

  it('names new servers, their Windows and their .NET', () => {
    const migration: Route = {
      ...route(samplePlan, 0),
      hops: [
        {
          act: 'migrate',
          product: 'se',
          release: 'se-rtm',
          build: '15.2.2562.17',
          media: 'public',
          rule: 'migrate-2016-se',
          windows: '2012r2',
          dotnet: '4.8.1',
        },
      ],
    };
    expect(routeRows(samplePlan, migration, { ascii: false })[1]).toEqual({
      mark: '▼',
      what: 'SE RTM  15.2.2562.17',
      why: 'new servers, Windows Server 2012 R2, .NET 4.8.1, public media [migrate-2016-se]',
      tone: 'good',
    });
  });

  it('gives the wizard the same rows: what needs care has a word and a tone for it', () => {
    const rows = routeRows(samplePlan, route(samplePlan, 1), { ascii: false });
    expect(rows.map((row) => row.mark)).toEqual(['', '│', '▼', '│', '▼', '▼']);
    expect(rows.filter((row) => row.tone === 'warn').map((row) => row.why)).toEqual([
      'media withdrawn [dotnet-2016-cu11-cu12]',
    ]);
  });

  it('never goes beyond the width', () => {
    for (let width = 24; width < 100; width++) {
      for (const each of samplePlan.routes) {
        for (const line of routePicture(samplePlan, each, { width, ascii: false })) {
          expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(line).toBe(line.trimEnd());
        }
      }
    }
  });
});
