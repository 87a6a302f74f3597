import { describe, expect, test } from 'vitest';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { catalogue } from '../whole.ts';
import { hopLabel, questionOf, scenarioFile } from './scenario.ts';

describe('worked cases', () => {
  test('there are at least the 35 published ones', () => {
    expect(scenarioFile.cases.length).toBeGreaterThanOrEqual(35);
    expect(new Set(scenarioFile.cases.map((item) => item.id)).size).toBe(scenarioFile.cases.length);
  });

  test.each(scenarioFile.cases.map((item) => [item.id, item] as const))('%s', (_id, scenario) => {
    const plan = planUpdate(catalogue, questionOf(catalogue, scenario));
    const hops = plan.routes[0]?.hops ?? [];
    const release = catalogue.releases.get(plan.to.release);
    const newest = release?.updates.findLast(
      (item) => item.kind === 'SU' && !item.withdrawn && !item.esu,
    )?.id;
    const expected = (scenario.hops ?? []).flatMap((label) =>
      label === 'install-su newest' ? (newest ? [`install-su ${newest}`] : []) : [label],
    );
    expect({ verdict: plan.verdict, hops: hops.map(hopLabel) }).toEqual({
      verdict: scenario.verdict,
      hops: expected,
    });

    const ids = plan.steps.map((step) => step.id);
    for (const id of scenario.steps ?? []) {
      expect(ids).toContain(id);
      expect(plan.steps.find((step) => step.id === id)?.condition, id).toBeNull();
    }
    for (const id of scenario.conditional ?? []) {
      expect(ids).toContain(id);
      expect(plan.steps.find((step) => step.id === id)?.condition, id).not.toBeNull();
    }
    for (const id of scenario.absent ?? []) expect(ids).not.toContain(id);
    for (const id of scenario.warnings ?? []) expect(plan.warnings.map((note) => note.id)).toContain(id);
    for (const rule of scenario.blocks ?? []) expect(plan.blocks.map((block) => block.rule)).toContain(rule);
    for (const part of scenario.openings ?? []) {
      expect(plan.openings.map((opening) => opening.change).join('\n')).toContain(part);
    }
    for (const rule of scenario.rejected ?? [])
      expect(plan.rejected.map((item) => item.rule)).toContain(rule);
  });
});
