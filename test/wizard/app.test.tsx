import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../src/wizard/app.tsx';
import type { Core } from '../../src/wizard/core.ts';
import { diskFiles } from '../../src/wizard/files.ts';
import type { Model } from '../../src/wizard/model.ts';
import { KEYS } from '../terminal.ts';
import { asciiCore, core as realCore } from './bench.ts';

afterEach(cleanup);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Left {
  readonly model: Model;
  readonly code: number;
}

/** The wizard in a window of this size: real keys in, whole frames out. */
async function open({
  columns = 80,
  rows = 24,
  core = realCore,
}: {
  columns?: number;
  rows?: number;
  core?: Core;
} = {}) {
  const leavings: Left[] = [];
  const app = render(
    <App core={core} files={diskFiles} onLeave={(model, code) => leavings.push({ model, code })} />,
  );
  const resize = async (width: number, height: number) => {
    Object.defineProperty(app.stdout, 'columns', { value: width, configurable: true });
    Object.defineProperty(app.stdout, 'rows', { value: height, configurable: true });
    app.stdout.emit('resize');
    await pause(20);
  };
  await pause(20);
  await resize(columns, rows);
  return {
    frame: () => app.lastFrame() ?? '',
    frames: app.frames,
    leavings,
    resize,
    async press(...keys: readonly string[]) {
      for (const key of keys) {
        app.stdin.write(key);
        await pause(25);
      }
    },
    async see(text: string) {
      for (let tries = 0; tries < 200 && !app.lastFrame()?.includes(text); tries++) await pause(20);
      expect(app.lastFrame()).toContain(text);
      // The new screen listens to keys only after it was drawn; a finger is never that fast.
      await pause(40);
    },
  };
}

/** Exchange 2016 CU12, SU not sure, to the newest CU of the line. */
async function openAtRole(size: { columns?: number; rows?: number; core?: Core } = {}) {
  const app = await open(size);
  await app.press('2016 cu12', KEYS.enter, KEYS.end, KEYS.enter, KEYS.down, KEYS.enter);
  await app.see('What is installed');
  return app;
}

describe('keys that arrive together', () => {
  it('acts on every Backspace of one read, alone and between letters', async () => {
    const app = await open();
    await app.press('abcdef', KEYS.backspace.repeat(3));
    expect(app.frame()).toContain('Filter: abc_');
    await app.press(`xy${KEYS.backspace}z\b`);
    expect(app.frame()).toContain('Filter: abcx_');
    await app.press(`12${KEYS.ctrlU}2016`);
    expect(app.frame()).toContain('Filter: 2016_');
  });

  it('lets no control character of a paste act', async () => {
    const app = await open();
    await app.press(`2016${KEYS.backspace}\rcu12`);
    expect(app.frame()).toContain('Filter: 2016 cu12_');
    await app.press(KEYS.ctrlU, `${'2016 cu12 '.repeat(5)}${KEYS.ctrlU}${KEYS.backspace}`);
    expect(app.frame()).toContain('Filter: 2016 cu12 2016');
  });
});

describe('the screens', () => {
  it('begins with the products', async () => {
    const app = await open();
    expect(app.frame()).toBe(
      [
        'cupath',
        'Which Exchange does the server run?',
        'Choose the product, or type or paste what you have: a CU, an SU, a build such',
        'as the server reports it, a KB number or a date.',
        '',
        'Type to filter',
        '❯ Exchange Server SE',
        '  Exchange Server 2019',
        '  Exchange Server 2016',
        '  Exchange Server 2013',
        '  Exchange Server 2010  way out only',
        '  Exchange Server 2007  way out only',
        '',
        'Supported until at least 2035-12-31; only the newest release gets updates.',
        ...Array<string>(8).fill(''),
        'Enter choose   type to filter   ? help   Up/Down move   Ctrl-C leave',
      ].join('\n'),
    );
  });

  it('shows answers, choices, keys and the command line that asks the same', async () => {
    const app = await openAtRole();
    expect(app.frame()).toBe(
      [
        'cupath > Exchange Server 2016 > CU12 > SU not sure > to newest CU',
        'What is installed on this computer?',
        'The role decides which steps belong to the checklist.',
        '',
        '❯ Mailbox server',
        '  Edge Transport server',
        '  Management tools only',
        '  Not sure',
        ...Array<string>(13).fill(''),
        'Enter choose   Tab plan now   Up/Down move   Esc back   ? help   Ctrl-C leave',
        'cupath plan --from 2016-cu12 --to latest-cu',
      ].join('\n'),
    );
  });

  it('draws ASCII only where nothing else can be shown', async () => {
    const app = await openAtRole({ core: asciiCore });
    await app.press(KEYS.tab);
    await app.see('At your own risk');
    expect(app.frame()).not.toMatch(/[^\u0020-\u007e\n]/);
    expect(app.frame()).toContain('> The way below');
  });

  it('shows how to find out while "Not sure" is highlighted', async () => {
    const app = await openAtRole();
    await app.press(KEYS.enter);
    await app.see('Which .NET Framework');
    expect(app.frame()).toContain('.NET Framework 4.7.2');
    expect(app.frame()).toContain('Find out in PowerShell');
    expect(app.frame()).toContain('NET Framework Setup');
  });

  it('says first what "Not sure" means, and marks what does not fit', async () => {
    const app = await open();
    await app.press('2016 cu12', KEYS.enter);
    await app.see('Which SU');
    const shown = app.frame().replace(/\s+/g, ' ');
    expect(shown).toContain('may have closed as open. Find out in');
    expect(app.frame()).toMatch(/FileBuildPart,…$/m);
  });

  it('shows the answers beside their questions, however long those are', async () => {
    const release = realCore.catalogue.releases.get('2016-cu23');
    if (!release) throw new Error('no 2016-cu23');
    const from = { kind: 'level', release, update: null, updateKnown: true } as const;
    const given = {
      ...{ from, to: { kind: 'latest' as const } },
      ...{ facts: { esu: true, hybrid: false }, media: [], accept: [], role: 'mailbox' as const },
    };
    const again = render(<App core={realCore} files={diskFiles} resume={given} onLeave={() => {}} />);
    await pause(60);
    for (const key of [KEYS.tab, 'e']) {
      again.stdin.write(key);
      await pause(60);
    }
    const frame = again.lastFrame() ?? '';
    expect(frame).toContain('Which answer should change?');
    for (const answer of ['Exchange Server 2016', 'CU23', 'to latest', 'Mailbox server', 'no hybrid', 'ESU'])
      expect(frame.split('\n').filter((line) => line.trimEnd().endsWith(`  ${answer}`))).toHaveLength(1);
  });

  it('keeps every frame below the height of the window, on every screen and in every size', async () => {
    for (const [columns, rows] of [
      [80, 24],
      [40, 15],
      [120, 50],
      [30, 8],
      [20, 5],
    ] as const) {
      const app = await openAtRole({ columns, rows });
      const measure = () => {
        const lines = app.frame().split('\n');
        expect(lines.length).toBeLessThan(rows);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      };
      measure();
      for (const key of [
        KEYS.enter,
        '?',
        KEYS.escape,
        KEYS.enter,
        KEYS.tab,
        KEYS.tab,
        KEYS.enter,
        'w',
        KEYS.escape,
        's',
        KEYS.escape,
        'e',
        KEYS.escape,
        'a',
        KEYS.pageDown,
        '?',
      ]) {
        await app.press(key);
        measure();
      }
      cleanup();
    }
  });
});

describe('keys', () => {
  it('chooses from a short list by arrows, by number, and never twice for one Enter', async () => {
    const app = await openAtRole();
    await app.press(KEYS.down, KEYS.up, KEYS.enter);
    await app.see('Which .NET Framework');
    await app.press(KEYS.escape);
    await app.see('What is installed');
    await app.press('1');
    await app.see('Which .NET Framework');
    expect(app.frame()).toContain('Mailbox server');
    await app.press(KEYS.enter);
    await app.see('Which Windows does the server run?');
    await app.press(KEYS.enter);
    await app.see('member of a DAG');
    await app.press(KEYS.enter);
    await app.see('Which other Exchange versions');
    expect(app.frame()).toContain('[ ]');
  });

  it('stays where it was when something is pasted with a line end', async () => {
    const app = await open();
    await app.press('Version 15.1 (Build 1713.5)\r\n');
    expect(app.frame()).toContain('Filter: Version 15.1 (Build 1713.5)_');
    expect(app.frame()).toContain('❯ Exchange Server 2016 CU12');
    await app.press(KEYS.enter);
    await app.see('Which SU is installed on Exchange Server 2016 CU12?');
  });

  it('opens help and comes back to the same row', async () => {
    const app = await openAtRole();
    await app.press(KEYS.down);
    const before = app.frame();
    await app.press('?');
    expect(app.frame()).toContain('Help');
    await app.press(KEYS.escape);
    expect(app.frame()).toBe(before);
  });

  it('leaves with the code of Ctrl-C and the answers so far', async () => {
    const app = await openAtRole();
    await app.press(KEYS.ctrlC);
    await pause(50);
    expect(app.leavings.map((left) => left.code)).toEqual([130]);
    expect(app.leavings[0]?.model.answers.release).toEqual(['2016-cu12']);
  });
});

describe('the plan', () => {
  it('goes from the verdict to an unfolded step and out', async () => {
    const app = await openAtRole();
    await app.press(KEYS.tab);
    await app.see('At your own risk.');
    expect(app.frame()).toContain('Recommended: direct route');
    expect(app.frame()).toContain('r other route');
    await app.press('r');
    await app.see('Supported. 2 CU installs');
    expect(app.frame()).toContain('--route supported');
    await app.press(KEYS.tab, KEYS.enter);
    expect(app.frame()).toContain('▾');
    expect(app.frame()).toContain('Why:');
    await app.press('w');
    expect(app.frame()).toContain('Why this route');
    await app.press(KEYS.escape, 'q');
    await pause(50);
    expect(app.leavings.map((left) => left.code)).toEqual([0]);
  });

  it('saves, asks before overwriting, and says what went wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-'));
    const json = join(folder, 'plan.json');
    const text = join(folder, 'taken.txt');
    writeFileSync(text, 'mine');
    const app = await openAtRole({ columns: 160 });
    await app.press(KEYS.tab);
    await app.see('At your own risk.');
    await app.press('s', json, KEYS.enter);
    await app.see('Saved to');
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      schema: 'cupath.plan/1',
      verdict: 'risk',
    });
    await app.press('s', text, KEYS.enter);
    await app.see('Overwrite it?');
    await app.press('n');
    expect(readFileSync(text, 'utf8')).toBe('mine');
    await app.press(KEYS.enter);
    await app.see('Overwrite it?');
    await app.press('y');
    await app.see('Saved to');
    expect(readFileSync(text, 'utf8')).toContain('Exchange 2016 CU12');
    await app.press('s', join(folder, 'no', 'such', 'folder.md'), KEYS.enter);
    await app.see('Not saved: the folder does not exist');
  });
});
