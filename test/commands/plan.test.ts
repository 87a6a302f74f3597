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

describe('names with an underscore, which Windows permits', () => {
  it.each(['EX_01', 'EX__01', 'a_b-c_d'])('%s stands in the commands of --server and --dag', async (name) => {
    const { code, stdout, stderr } = await cupath(...ASKED, '--server', name, '--dag', `${name}.dag`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`-Server '${name}'`);
    expect(stdout).toContain(`'${name}.dag'`);
    expect(stdout).not.toContain('<SERVER>');
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

describe('levels as admins have them at hand', () => {
  interface Answer {
    readonly command: string;
    readonly from: {
      readonly release: string;
      readonly update: string | null;
      readonly updateKnown: boolean;
    };
    readonly to: { readonly release: string; readonly update: string };
    readonly routes: readonly { readonly hops: unknown }[];
  }

  async function planned(from: string, to: string): Promise<Answer> {
    const { code, stdout, stderr } = await cupath(
      ...['plan', '--from', from, '--to', to, '--dotnet', '528449', '--windows', '2022', '--format', 'json'],
      ...['--today', '2026-11-24'],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return JSON.parse(stdout) as Answer;
  }

  it.each([
    ['KB5066368', 'se-rtm'],
    ['15.2.1544.36', 'Exchange SE'],
    ['15.02.1544.036', 'SE RTM'],
    ['Exchange 2019 CU14 Oct25SU', 'Microsoft Exchange Server Subscription Edition RTM'],
    ['2019-CU14+oct25su', 'latest'],
  ])('%s to %s is one and the same plan', async (from, to) => {
    const usual = await planned('2019-cu14+Oct25SU', 'se-rtm');
    const asked = await planned(from, to);
    expect(asked.from).toEqual(usual.from);
    expect(asked.to).toEqual(usual.to);
    expect(asked.routes[0]?.hops).toEqual(usual.routes[0]?.hops);
  });

  it('an update that a CU does not have suggests no other product', async () => {
    const refused = async (from: string) => (await cupath('plan', '--from', from, '--to', 'latest')).stderr;
    const none = await refused('2019-cu9+Mar21SU');
    expect(none).toContain('It has Apr21SU');
    expect(none).toContain('Did you mean "2019-cu9+');
    expect(none).not.toContain('2016-');
    expect(await refused('2019-cu33')).toMatch(/Did you mean "2019-cu\d+"\?/);
  });

  it('a display version and the KB of a CU leave the SU open', async () => {
    for (const from of ['Version 15.2 (Build 1544.4)', '2019 cu14']) {
      const { from: found } = await planned(from, 'se-rtm');
      expect(found).toMatchObject({ release: '2019-cu14', update: null, updateKnown: false });
    }
  });

  it('a KB number as the target is that very update', async () => {
    const { to, routes } = await planned('se-rtm', 'KB5066366');
    expect(to).toMatchObject({ release: 'se-rtm', update: 'Oct25SU' });
    expect(routes[0]?.hops).toMatchObject([{ act: 'install-su', update: 'Oct25SU' }]);
  });
});
