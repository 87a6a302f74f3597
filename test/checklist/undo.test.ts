import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { questionOf, type Scenario } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';

function plan(scenario: Partial<Scenario>): Plan {
  const base = {
    id: 'x',
    from: '2019-cu12+Oct22SU',
    to: 'se-rtm+Sep26SUv2',
    verdict: 'supported',
    dotnet: '4.8',
  };
  return planUpdate(catalogue, questionOf(catalogue, { ...base, ...scenario }));
}

const listed = (of: Plan, what: Plan['undo'][number]['what']) =>
  of.undo.filter((item) => item.what === what).map((item) => item.id);

describe('the undo list', () => {
  test('a CU wipes the rules that are needed until the SU, and only those', () => {
    const found = plan({});
    expect(listed(found, 'set-again')).toEqual(['em-m2', 'eomt']);
    expect(listed(found, 'remove')).toEqual(expect.arrayContaining(['em-m2', 'em-m1', 'eomtv2', 'eomt']));
    // Over since March 2021, long before the start.
    expect(found.undo.map((item) => item.id)).not.toContain('eomt-2021');
  });

  test('an SU alone wipes nothing', () => {
    expect(listed(plan({ from: 'se-rtm+Oct25SU' }), 'set-again')).toEqual([]);
    expect(listed(plan({ from: 'se-rtm+Oct25SU' }), 'remove')).toContain('em-m2');
  });

  test('what the target still needs stays', () => {
    const found = plan({ from: '2019-cu14+Nov24SUv2', to: '2019-cu15+Oct25SU' });
    expect(listed(found, 'keep')).toEqual(expect.arrayContaining(['em-m2', 'eomt', 'owa-light-off']));
    expect(listed(found, 'remove')).not.toContain('em-m2');
  });

  test('nothing of a mitigation where its fix was there from the start', () => {
    const found = plan({ from: 'se-rtm+Sep26SU' });
    expect(found.undo.map((item) => item.id)).not.toContain('em-m2');
  });

  test('steps that it names exist, and every override that a step undoes is in it', () => {
    for (const from of ['2016-cu12+Mar21SU', '2019-cu12+Oct22SU', '2019-cu15+Oct25SU', 'se-rtm+Jun26SU']) {
      const found = plan({ from, to: from.startsWith('2016') ? '2016-cu23+Oct25SU' : 'se-rtm+Sep26SUv2' });
      const steps = new Set(found.steps.map((step) => step.id));
      const named = new Set(found.undo.map((item) => item.step));
      for (const step of named) if (step !== null) expect(steps).toContain(step);
      for (const step of found.steps) if (step.undoes !== null) expect(named).toContain(step.id);
    }
  });

  test('a step that comes off after the update stands after it, one that is set again before the SU', () => {
    const found = plan({});
    const at = (id: string | null) => found.steps.findIndex((step) => step.id === id);
    const su = found.steps.findIndex((step) => step.id.startsWith('su-') && step.id.includes('install'));
    expect(su).toBeGreaterThan(0);
    for (const item of found.undo) {
      if (item.step === null) continue;
      if (item.what === 'set-again') expect(at(item.step)).toBeLessThan(su);
      if (item.id === 'em-m2' && item.what === 'remove') expect(at(item.step)).toBeGreaterThan(su);
    }
  });

  test('Edge Transport and tools have no such rules', () => {
    expect(plan({ role: 'edge' }).undo).toEqual([]);
    expect(plan({ role: 'tools' }).undo).toEqual([]);
  });
});
