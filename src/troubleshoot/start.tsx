/** Starts the walk in the terminal and gives the terminal back; what was answered and tried stays in the window. */
import process from 'node:process';
import { paragraph, type Style } from '../render/layout.ts';
import { terminalStyle } from '../render/terminal.ts';
import { prepareEnvironment, takeScreen, untilLeft } from '../wizard/terminal-screen.ts';
import { prepareLayout } from '../wizard/yoga.ts';
import type { Topics } from './topics.ts';
import type { WalkModel } from './walk.ts';

export interface WalkOptions {
  /** ASCII only, no colour. */
  readonly plain?: boolean | undefined;
  readonly noColour?: boolean | undefined;
}

/** What was answered and tried, and where to read it again. Empty where nothing was. */
export function walkAccount(topics: Topics, { trail, place }: WalkModel, style: Style): string {
  const [first, ...others] = trail;
  if (!first) return '';
  const ids = [...new Set(trail.map(({ topic }) => topic).filter((id) => topics.byId.has(id)))];
  const last = 'topic' in place && !ids.includes(place.topic) ? [place.topic] : [];
  const lines = [
    ...paragraph(style, first.text, { label: 'Troubleshooting:' }),
    ...others.flatMap(({ text }) => paragraph(style, text, { indent: 2, mark: '-' })),
    ...[...ids, ...last].map((id) => `To read it again: cupath troubleshoot ${id}`),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Walks until somebody leaves.
 * @returns exit code: 0 done, 130 left with Ctrl-C or ended from outside
 */
export async function startTroubleshooting(topics: Topics, options: WalkOptions): Promise<number> {
  const { stdout, env, platform } = process;
  const plain = options.plain === true;
  const noColour = options.noColour === true;
  const terminal = { env, platform, isTerminal: true, plain, noColour };
  const style = terminalStyle({ ...terminal, columns: stdout.columns });
  prepareEnvironment(style.colour);
  const spoken = env.INK_SCREEN_READER === 'true';
  await prepareLayout();
  // React is CommonJS: bundled, a dynamic import of it has its exports under `default` only.
  const [{ render }, { WalkApp }, { default: react }] = await Promise.all([
    import('ink'),
    import('./app.tsx'),
    import('react'),
  ]);
  const giveBack = takeScreen(!spoken && env.TERM !== 'dumb');
  const leavings: WalkModel[] = [];
  const element = react.createElement(WalkApp, {
    topics,
    ascii: style.ascii || spoken,
    onLeave: (model: WalkModel) => {
      leavings.push(model);
    },
  });
  await untilLeft(render(element, { exitOnCtrlC: false, isScreenReaderEnabled: spoken }), giveBack, spoken);
  const [left] = leavings;
  if (!left) return 130;
  const width = Math.min(stdout.columns || 80, 100);
  stdout.write(walkAccount(topics, left, { ...style, width }));
  return left.exit ?? 0;
}
