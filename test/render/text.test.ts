import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/checklist/plan.ts';
import { displayWidth } from '../../src/render/layout.ts';
import { renderText } from '../../src/render/text.ts';
import { hostilePlan } from './hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from './sample-plan.ts';

const plans: Readonly<Record<string, Plan>> = {
  risk: samplePlan,
  'no-path': noPathPlan,
  current: currentPlan,
};
const styles = [
  { name: '80', width: 80, colour: false, ascii: false },
  { name: '80-ascii', width: 80, colour: false, ascii: true },
  { name: '80-colour', width: 80, colour: true, ascii: false },
  { name: '40', width: 40, colour: false, ascii: false },
];

function withoutColour(text: string): string {
  return text.replace(/\u001b\[\d+m/g, '');
}

/** Every line that is printed whole whatever the width: commands, and addresses. */
function wholeLines(plan: Plan): ReadonlySet<string> {
  const commands = plan.steps.flatMap((step) => [
    ...step.commands,
    ...step.verify,
    ...(step.conditionCheck === null ? [] : [step.conditionCheck]),
  ]);
  const links = [
    ...plan.steps.flatMap((step) => step.links),
    ...plan.risks,
    ...plan.sources,
    ...plan.knownIssues,
  ];
  const runs = commands.flatMap((command) => command.run.split('\n'));
  return new Set([plan.command, ...runs, ...links.map((link) => link.url ?? '')].map((line) => line.trim()));
}

describe('a plan as text', () => {
  for (const [name, plan] of Object.entries(plans)) {
    for (const style of styles) {
      it(`reads as reviewed: ${name}, ${style.name}`, async () => {
        await expect(renderText(plan, style)).toMatchFileSnapshot(
          `__snapshots__/text-${name}-${style.name}.txt`,
        );
      });
    }

    it(`keeps within the width but for commands and addresses, at every width: ${name}`, () => {
      const whole = wholeLines(plan);
      for (let width = 24; width <= 110; width++) {
        for (const line of renderText(plan, { width, colour: false, ascii: false }).split('\n')) {
          if (displayWidth(line) > width) expect(whole, `width ${width}`).toContain(line.trim());
        }
      }
    });

    it(`ends no line in a space, and doubles no empty line: ${name}`, () => {
      for (const style of styles) {
        const text = withoutColour(renderText(plan, style));
        expect(text).not.toMatch(/[ \t]$/m);
        expect(text).not.toContain('\n\n\n');
        expect(text.endsWith('\n')).toBe(true);
      }
    });

    it(`says the same with colour and without: ${name}`, () => {
      const plain = renderText(plan, { width: 80, colour: false, ascii: false });
      expect(withoutColour(renderText(plan, { width: 80, colour: true, ascii: false }))).toBe(plain);
    });
  }

  it('prints every command whole on lines of its own', () => {
    const lines = renderText(samplePlan, { width: 40, colour: false, ascii: true }).split('\n');
    const found = new Set(lines.map((line) => line.trim()));
    for (const step of samplePlan.steps) {
      for (const { run } of [...step.commands, ...step.verify]) {
        for (const line of run.split('\n')) expect(found).toContain(line.trim());
      }
    }
  });

  it('opens and closes every colour on one line, so that a pager may begin anywhere', () => {
    for (const line of renderText(samplePlan, { width: 80, colour: true, ascii: false }).split('\n')) {
      const codes = line.match(/\u001b\[\d+m/g) ?? [];
      expect(codes.length % 2).toBe(0);
    }
  });

  it('draws nothing outside ASCII when asked', () => {
    expect(renderText(samplePlan, { width: 80, colour: false, ascii: true })).toMatch(/^[\x0a\x20-\x7e]*$/);
  });

  it('lets no control or direction-changing character through', () => {
    for (const width of [24, 40, 80]) {
      const text = renderText(hostilePlan, { width, colour: false, ascii: false });
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
      );
    }
  });

  it('puts old data before everything else there is to warn of', () => {
    const text = renderText(samplePlan, { width: 80, colour: false, ascii: false });
    expect(text.indexOf('! Old data:')).toBeGreaterThan(0);
    expect(text.indexOf('! Old data:')).toBeLessThan(text.indexOf('! Warning:'));
    expect(text.split('Patch Tuesdays have passed').length - 1, 'once in front, once at the end').toBe(2);
    expect(renderText(currentPlan, { width: 80, colour: false, ascii: false })).not.toContain('Old data');
  });

  it('says first what blocks and what opens a way when there is none', () => {
    const text = renderText(noPathPlan, { width: 80, colour: false, ascii: false });
    const order = ['No permitted path.', 'What stands in the way', 'What would open a way', 'Assumed'];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(text).not.toContain('Steps\n');
  });

  it('names the acts of the route that the steps follow', () => {
    const steps = samplePlan.steps.filter((step) => step.hop === 1);
    const text = renderText(
      { ...samplePlan, steps },
      { width: 80, colour: false, ascii: true, route: 'supported' },
    );
    expect(text).toContain('Supported route (steps below)');
    expect(text).toContain('-- Prerequisites: 2016 CU14');
  });

  it('gives the same text for the same plan', () => {
    const style = { width: 80, colour: true, ascii: false };
    expect(renderText(structuredClone(samplePlan), style)).toBe(renderText(samplePlan, style));
  });
});
