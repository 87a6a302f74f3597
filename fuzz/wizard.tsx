/** The wizard under random keys: as a reducer, drawn by Ink, and in a real pseudo-terminal. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanup, render } from 'ink-testing-library';
import { displayWidth } from '../src/render/layout.ts';
import { App } from '../src/wizard/app.tsx';
import { type Core, remembering } from '../src/wizard/core.ts';
import type { KeyName, WizardEvent } from '../src/wizard/events.ts';
import type { Files } from '../src/wizard/files.ts';
import { commandRows, headerText, headLines, keyRows, noticeLines } from '../src/wizard/layout.ts';
import { firstModel, type Model } from '../src/wizard/model.ts';
import { programCore } from '../src/wizard/program.ts';
import { reduce } from '../src/wizard/state.ts';
import { KEYS, Terminal } from '../test/terminal.ts';
import { expect, type Fuzzer } from './fuzzer.ts';
import { catalogue } from './program.ts';
import type { Random } from './random.ts';

const core: Core = remembering(
  programCore(catalogue, { today: '2026-11-24', ascii: false, generated: '2026-11-24T08:00:00Z' }),
);

const NAMES: readonly KeyName[] = [
  'up',
  'down',
  'left',
  'right',
  'page-up',
  'page-down',
  'home',
  'end',
  'enter',
  'enter',
  'enter',
  'escape',
  'tab',
  'back-tab',
  'backspace',
  'clear',
];

const TEXTS = [
  '2016 cu12',
  '2019',
  '15.1.1713.5',
  '15.2',
  'kb5066368',
  'se',
  '4.8',
  '461814',
  '?',
  ' ',
  'y',
  'n',
  '1',
  '9',
  'EX01',
  'DAG1',
  'w',
  's',
  'q',
  '2013 cu10',
  'latest',
  'none',
  'Oct25SU',
];

const CHOICES = ['mailbox', 'edge', 'tools', '2016', '2019', '2012r2', 'yes', 'no', 'unsure', 'nonsense', ''];
const QUESTIONS = ['role', 'windows', 'dag', 'hybrid', 'esu', 'forest-level'] as const;

function size(random: Random): { columns: number; rows: number } {
  return random.chance(0.3)
    ? { columns: random.below(300), rows: random.below(90) }
    : { columns: 40 + random.below(80), rows: 15 + random.below(30) };
}

function eventOf(random: Random): WizardEvent {
  const kind = random.below(20);
  if (kind < 11) return { type: 'key', key: random.pick(NAMES) };
  if (kind < 15) return { type: 'text', text: random.pick(TEXTS) };
  // What reaches the reducer as text is clean already; see `cleanText`.
  if (kind < 16)
    return { type: 'text', text: random.noise(20).replace(/[^\u0020-\u007e\u00a1-\u00ac]/g, '') };
  if (kind < 17) return { type: 'resize', ...size(random) };
  if (kind < 18) {
    const type = random.pick(['choose', 'highlight'] as const);
    return { type, question: random.pick(QUESTIONS), value: random.pick(CHOICES) };
  }
  return random.pick<WizardEvent>([
    { type: 'saved', path: 'plan.txt' },
    { type: 'save-failed', message: 'Not saved.' },
    { type: 'file-exists', path: 'plan.txt' },
  ]);
}

/** What is drawn around every screen fits the window, from the smallest one that is meant to work. */
function expectDrawable(model: Model): void {
  const lines = [
    headerText(core, model),
    ...headLines(core, model).map((line) => line.text),
    ...noticeLines(core, model).map((line) => line.text),
    ...keyRows(core, model),
    ...commandRows(core, model),
  ];
  for (const line of lines) {
    expect(
      !/[\u0000-\u001f\u007f-\u009f]/.test(line),
      `a control character is drawn: ${JSON.stringify(line)}`,
    );
    if (model.columns < 40) continue;
    expect(displayWidth(line) <= model.columns, `${displayWidth(line)} of ${model.columns} columns: ${line}`);
  }
}

const SEQUENCES = 10_000;

export const reducerFuzzer: Fuzzer = {
  name: 'wizard, state',
  what: 'sequences of up to 40 events (keys, texts, sizes, answers of the disk) through the reducer',
  share: 3,
  patience: 5_000,
  least: SEQUENCES,
  attempt(random, note) {
    const events: WizardEvent[] = [];
    let model = firstModel(core, { columns: 80, rows: 24 });
    for (let times = 1 + random.below(40); times > 0; times--) {
      const event = eventOf(random);
      events.push(event);
      note(JSON.stringify(events));
      model = reduce(core, model, event);
      expectDrawable(model);
    }
  },
};

function bytesOf(random: Random): string {
  const kind = random.below(20);
  if (kind < 11) return random.pick(Object.values(KEYS).filter((key) => key !== KEYS.ctrlC));
  if (kind < 16) return random.pick(TEXTS);
  if (kind < 17) return `\u001b${random.noise(3)}`;
  return random.noise(12);
}

/** In Ink, a byte of Ctrl-C anywhere leaves: that has its own place at the end. */
function withoutLeaving(text: string): string {
  return text.replaceAll('\u0003', '');
}

const noFiles: Files = { save: async (path) => ({ type: 'saved', path }) };

export const inkFuzzer: Fuzzer = {
  name: 'wizard, drawn',
  what: 'up to 25 random pieces of input, bytes of broken escape sequences included, drawn by Ink',
  share: 2,
  patience: 10_000,
  least: 60,
  async attempt(random, note) {
    const left: number[] = [];
    const app = render(<App core={core} files={noFiles} onLeave={(_, code) => left.push(code)} />);
    const typed: string[] = [];
    try {
      await sleep(5);
      for (let times = 1 + random.below(25); times > 0 && left.length === 0; times--) {
        const input = withoutLeaving(bytesOf(random));
        typed.push(input);
        note(JSON.stringify(typed));
        app.stdin.write(input);
        await sleep(3);
        const frame = app.lastFrame() ?? '';
        expect(!frame.includes('ERROR'), frame);
      }
      if (left.length === 0) {
        // A lone Escape at the end of what was typed swallows the next byte, as in every terminal.
        await sleep(60);
        app.stdin.write('\u0003');
        for (let waited = 0; left.length === 0 && waited < 100; waited++) await sleep(20);
      }
      expect(left.length === 1, `left ${left.length} times`);
    } finally {
      app.unmount();
      cleanup();
    }
  },
};

export const ptyFuzzer: Fuzzer = {
  name: 'wizard, terminal',
  what: 'random bytes and window sizes in a real pseudo-terminal; afterwards the screen, the cursor and the line settings are back',
  share: 3,
  patience: 60_000,
  least: 10,
  async attempt(random, note) {
    const folder = mkdtempSync(join(tmpdir(), 'cupath-fuzz-'));
    const program = join(process.cwd(), 'dist', 'cupath.js');
    // A Ctrl-C more than is needed must not end the shell that reports.
    const line = `trap : INT; '${process.execPath}' '${program}'; code=$?; trap '' INT; echo "left with $code"; stty -a`;
    const terminal = new Terminal('sh', ['-c', line], { cwd: folder });
    const typed: string[] = [];
    try {
      await terminal.see('? help');
      for (let times = 1 + random.below(30); times > 0; times--) {
        // No path may lead out of the folder, should it come to saving.
        const input = withoutLeaving(bytesOf(random)).replace(/[/\\]|\.\.|\u001a|\u001c|~/g, '');
        typed.push(input);
        note(JSON.stringify(typed));
        terminal.paste(input);
        if (random.chance(0.05)) terminal.resize(20 + random.below(150), 5 + random.below(60));
        await sleep(random.below(25));
      }
      for (let times = 0; times < 5 && !terminal.raw.includes('left with'); times++) {
        await sleep(400);
        if (terminal.raw.includes('left with')) break;
        terminal.paste('\u0003');
      }
      await terminal.exit();
      const end = terminal.raw.slice(terminal.raw.lastIndexOf('left with'));
      expect(/^left with (?:0|3|130)\b/.test(end), `${end.slice(0, 40)}\n${terminal.scrollback()}`);
      expect(/[^-]icanon/.test(end) && /[^-]echo\b/.test(end), `the line settings are not back: ${end}`);
      expect(!terminal.isAlternate(), 'the screen of before is not back');
      expect(terminal.raw.lastIndexOf('\u001b[?25h') >= terminal.raw.lastIndexOf('\u001b[?25l'), 'no cursor');
      expect(!/\bat .*\.js:\d+/.test(terminal.raw), `a stack was shown: ${terminal.scrollback()}`);
      note(`files: ${readdirSync(folder).join(', ')}`);
    } finally {
      terminal.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
