import { describe, expect, it } from 'vitest';
import { renderTicket } from '../../src/render/ticket.ts';
import { hostilePlan } from './hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from './sample-plan.ts';

const HEADINGS = [
  'SUMMARY',
  'REASON',
  'RISK',
  'IMPACT AND OUTAGE',
  'STEPS',
  'BACK-OUT',
  'TEST',
  'WINDOW',
  'SIGN-OFF',
  'BASIS',
];

describe('a plan as a change request', () => {
  it.each([
    ['risk', samplePlan],
    ['no-path', noPathPlan],
    ['current', currentPlan],
  ])('reads as reviewed: %s', async (name, plan) => {
    await expect(renderTicket(plan)).toMatchFileSnapshot(`__snapshots__/ticket-${name}.txt`);
  });

  it('has all parts, in order', () => {
    const lines = renderTicket(samplePlan).split('\n');
    expect(lines.filter((line, index) => /^-+$/.test(lines[index + 1] ?? '') && line !== '')).toEqual(
      HEADINGS,
    );
  });

  it('fits a text field: ASCII, at most 76 columns but for the command line and addresses', () => {
    for (const plan of [samplePlan, noPathPlan, currentPlan]) {
      for (const line of renderTicket(plan).split('\n')) {
        expect(line).toMatch(/^[\u0020-\u007e]*$/);
        expect(line).toBe(line.trimEnd());
        if (!/https?:|^ {2}cupath plan/.test(line)) expect(line.length).toBeLessThanOrEqual(76);
      }
    }
  });

  it('names each step once, with its number', () => {
    const text = renderTicket(samplePlan).replace(/\s+/g, ' ');
    samplePlan.steps.forEach((step, index) => {
      expect(text).toContain(`${index + 1}. ${step.title.replaceAll('\u2019', "'")}`);
    });
  });

  it('lets a name become no control character, and a step stays one step', () => {
    const text = renderTicket(hostilePlan);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u2028\u202e]/);
    const titles = text.split('\n').filter((line) => /^ +\d+\. EX/.test(line));
    expect(titles).toHaveLength(hostilePlan.steps.length);
  });
});
