import { describe, expect, it } from 'vitest';
import { cupath } from './cupath.ts';

const ASKED = ['plan', '--from', '2019-cu14', '--to', 'se-rtm', '--dotnet', '4.8', '--today', '2026-11-24'];

describe('plan --brief', () => {
  it('prints one line per step, and the whole without it', async () => {
    const brief = await cupath(...ASKED, '--brief');
    const whole = await cupath(...ASKED);
    expect([brief.code, whole.code]).toEqual([0, 0]);
    expect(brief.stdout).toContain('The whole plan:');
    expect(brief.stdout).toContain('cupath plan --from 2019-cu14');
    expect(brief.stdout).not.toContain('--brief');
    expect(whole.stdout.length).toBeGreaterThan(brief.stdout.length * 3);
    expect(whole.stdout).not.toContain('The whole plan:');
  });

  it('is for text and Markdown, and refused for what machines read', async () => {
    const markdown = await cupath(...ASKED, '--brief', '--format', 'markdown');
    expect(markdown.stdout).toMatch(/^- \[ \] 1\. /m);
    const json = await cupath(...ASKED, '--brief', '--format', 'json');
    expect(json.code).toBe(2);
    expect(json.stdout).toBe('');
    expect(json.stderr).toBe('cupath: --brief: found --format json, expected text or markdown\n');
  });
});

describe('plan --in-dag', () => {
  it('makes the steps of a DAG unconditional, with a place for its name', async () => {
    const { code, stdout } = await cupath(...ASKED, '--in-dag', '--server', 'EX01', '--format', 'json');
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as {
      command: string;
      steps: {
        id: string;
        condition: string | null;
        commands: { run: string }[];
        verify: { run: string }[];
      }[];
    };
    const ready = plan.steps.find((step) => step.id === 'maintenance-dag-ready');
    expect(ready?.condition).toBeNull();
    expect(JSON.stringify(ready?.verify)).toContain('<DAG>');
    expect(plan.command).toContain('--in-dag');
  });

  it.each([[['--in-dag', '--no-dag']], [['--dag', 'D1', '--no-dag']]])(
    '%j contradict each other',
    async (flags) => {
      const { code, stderr } = await cupath(...ASKED, ...flags);
      expect(code).toBe(2);
      expect(stderr.split('\n')).toHaveLength(2);
    },
  );
});
