/** The brief: one line per step, nothing dangerous left to the long text; and the fold of the wizard says the same. */
import { describe, expect, it } from 'vitest';
import type { Plan, Step } from '../../src/checklist/plan.ts';
import { planUpdate } from '../../src/checklist/plan-update.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { briefLine, conditionLine, isAct } from '../../src/render/steps.ts';
import { renderText } from '../../src/render/text.ts';
import { questionOf } from '../planner/scenario.ts';
import { catalogue } from '../whole.ts';
import { hostilePlan } from './hostile-plan.ts';
import { currentPlan, noPathPlan, samplePlan } from './sample-plan.ts';

const style = { width: 80, colour: false, ascii: false } as const;

function planOf(scenario: object): Plan {
  return planUpdate(
    catalogue,
    questionOf(catalogue, { id: 'x', from: '2016-cu12', to: '2016-cu23', verdict: '', ...scenario }),
  );
}

const direct = planOf({ dotnet: '4.7.2', windows: '2016' });

/** A text as one long line, so that wrapping does not matter. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function oneStep(change: Partial<Step>): Step {
  const [first] = direct.steps;
  if (!first) throw new Error('no steps');
  return {
    ...first,
    title: 'Do it',
    condition: null,
    caution: null,
    reboot: false,
    reversible: true,
    ...change,
  };
}

describe('a step in one line', () => {
  it.each<readonly [string, Partial<Step>, string]>([
    ['nothing to say', { minutes: { low: 0, typical: 0, high: 9 } }, 'Do it'],
    ['the time', { minutes: { low: 1, typical: 75, high: 90 } }, 'Do it (1:15 h)'],
    [
      'everything',
      {
        condition: 'Only if it rains',
        caution: 'Wet.',
        reboot: true,
        reversible: false,
        minutes: { low: 1, typical: 5, high: 9 },
      },
      'Do it (only if it rains; caution; reboot; cannot be undone; 0:05 h)',
    ],
  ])('%s', (_name, change, expected) => {
    expect(briefLine(oneStep(change))).toBe(expected);
  });

  it('does not announce a caution that stands below', () => {
    expect(
      briefLine(oneStep({ caution: 'Wet.', reboot: true, minutes: { low: 0, typical: 0, high: 0 } }), true),
    ).toBe('Do it (reboot)');
  });
});

describe('where to go on when a condition does not hold', () => {
  const steps = (...conditions: readonly (string | null)[]) => {
    const list = conditions.map((condition, index) => oneStep({ id: `s${index}`, condition }));
    const plan: Plan = { ...direct, steps: list };
    return list.map((step) => conditionLine(plan, step));
  };

  it('is behind all steps in a row with the same condition', () => {
    expect(steps('Only if a', 'Only if a', 'Only if b', null)).toEqual([
      'Only if a. If not, go on with step 3.',
      'Only if a. If not, go on with step 3.',
      'Only if b. If not, go on with step 4.',
      null,
    ]);
  });

  it('is the end when nothing else follows', () => {
    expect(steps(null, 'Only if a')).toEqual([null, 'Only if a. If not, you are done.']);
  });

  it('stands in the text and in the Markdown', () => {
    const at = direct.steps.findIndex((step) => step.condition !== null);
    const step = direct.steps[at];
    const line = step ? conditionLine(direct, step) : null;
    expect(line).toMatch(/go on with step \d+\.$/);
    expect(flat(renderText(direct, style))).toContain(line);
    expect(renderMarkdown(direct)).toContain('If not, go on with step');
  });
});

describe.each([
  ['direct', direct],
  [
    'member of a DAG to SE',
    planOf({ from: '2019-cu12', to: 'se-rtm', dotnet: '4.8', windows: '2019', dag: 'D1' }),
  ],
  ['new servers', planOf({ from: '2016-cu23', to: 'se-rtm', dotnet: '4.8', windows: '2016' })],
  ['nothing answered', planOf({ from: '2016-cu20' })],
] as const)('the brief of a plan: %s', (_name, plan) => {
  const text = renderText(plan, { ...style, brief: true });
  const markdown = renderMarkdown(plan, { brief: true });

  it('holds every step, its condition, its caution, its restart', () => {
    const all = flat(text);
    for (const [index, step] of plan.steps.entries()) {
      expect(all).toContain(`${index + 1} ${flat(briefLine(step, true))}`);
      if (step.caution !== null) expect(all).toContain(flat(step.caution));
      if (step.reboot) expect(briefLine(step)).toContain('reboot');
    }
    expect(markdown.match(/^- \[ \] /gm)).toHaveLength(plan.steps.length);
  });

  it('holds the commands of the acts and no others', () => {
    const commands = plan.steps.filter(isAct).flatMap((step) => step.commands);
    expect(commands.length).toBeGreaterThan(0);
    for (const { run } of commands) {
      for (const line of run.split('\n')) {
        expect(text).toContain(line.trim());
        expect(markdown).toContain(line.trim());
      }
    }
    expect(text).not.toContain('Check:');
    expect(text).not.toContain('whoami');
  });

  it('keeps warnings, assumptions and risks, and names the way to the whole', () => {
    for (const warning of plan.warnings.filter((item) => item.id !== 'stale-data'))
      expect(flat(text)).toContain(flat(warning.text));
    for (const assumption of plan.assumptions) expect(flat(text)).toContain(flat(assumption.text));
    for (const risk of plan.risks) expect(flat(text)).toContain(flat(risk.text));
    expect(text).toContain('The whole plan:');
    expect(text).not.toContain('\nSources');
  });

  it('is much shorter', () => {
    const lines = (of: string) => of.split('\n').length;
    expect(lines(text)).toBeLessThan(lines(renderText(plan, style)) / 3);
    expect(markdown.length).toBeLessThan(renderMarkdown(plan).length / 3);
  });
});

describe('headings', () => {
  it('speak of maintenance mode for servers only', () => {
    const se = { from: '2019-cu14', to: 'se-rtm', dotnet: '4.8', windows: '2022' };
    const server = renderText(planOf(se), { ...style, brief: true });
    const tools = planOf({ ...se, role: 'tools' });
    for (const text of [
      renderText(tools, { ...style, brief: true }),
      renderMarkdown(tools, { brief: true }),
    ]) {
      expect(text).not.toMatch(/(Into|Out of) maintenance mode/);
      expect(text).toContain('Begin of the window');
    }
    expect(server).toContain('Into maintenance mode');
    expect(server).not.toContain('Begin of the window');
  });
});

describe('the brief of any plan', () => {
  it('keeps within the width but for commands and addresses, and prints no control characters', () => {
    for (const plan of [samplePlan, currentPlan, noPathPlan, hostilePlan]) {
      for (const width of [30, 60, 80]) {
        const text = renderText(plan, { ...style, width, brief: true });
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        expect(text).not.toMatch(/[ \t]$/m);
        expect(text).not.toContain('\n\n\n');
      }
    }
  });
});
