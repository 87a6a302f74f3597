/** Opens the screens of `resume` in the terminal and gives the terminal back. */
import process from 'node:process';
import { lookAgain, makeSure, type OpenChecklist, saveChecklist } from '../commands/checklist-file.ts';
import { terminalStyle } from '../render/terminal.ts';
import type { Stamp } from '../saved/checklist.ts';
import { progressOf } from '../saved/progress.ts';
import { recordsOf } from '../saved/state.ts';
import { progressText } from '../saved/words.ts';
import { prepareEnvironment, takeScreen, untilLeft } from '../wizard/terminal-screen.ts';
import { prepareLayout } from '../wizard/yoga.ts';
import type { World } from './app.tsx';
import { copyCommand } from './clipboard.ts';
import type { Model } from './model.ts';

export interface ResumeOptions {
  readonly plain: boolean | undefined;
  readonly noColour: boolean | undefined;
  /** What to say about the data of the plan; null: they are those of this program. */
  readonly data: string | null;
  stamp(): Stamp;
}

/** Bracketed paste: the terminal marks what is pasted, so that no line of it is taken for a key. */
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';

/** The last look at the file; what goes wrong with it was said on the screen already. */
function confirmed(open: OpenChecklist): OpenChecklist {
  try {
    return makeSure(open);
  } catch {
    return open;
  }
}

/**
 * Runs until somebody leaves, then says how far the checklist is.
 * @returns 0, or 130 after Ctrl-C
 */
export async function startResume(open: OpenChecklist, options: ResumeOptions): Promise<number> {
  const { stdout, env, platform } = process;
  const spoken = env.INK_SCREEN_READER === 'true';
  const style = terminalStyle({
    ...{ env, platform, isTerminal: true, columns: stdout.columns },
    ...{ plain: options.plain === true, noColour: options.noColour === true },
  });
  prepareEnvironment(style.colour);
  const world: World = {
    ascii: style.ascii || spoken,
    now: () => options.stamp().at,
    stamp: options.stamp,
    save: saveChecklist,
    look: lookAgain,
    copy: (run, name) => copyCommand(run, name, { env, platform, write: (text) => void stdout.write(text) }),
  };
  await prepareLayout();
  // React is CommonJS: bundled, a dynamic import of it has its exports under `default` only.
  const [{ render }, { App }, { default: react }] = await Promise.all([
    import('ink'),
    import('./app.tsx'),
    import('react'),
  ]);
  const giveScreen = takeScreen(!spoken && env.TERM !== 'dumb');
  if (!spoken) stdout.write(PASTE_ON);
  const giveBack = () => {
    if (!spoken) stdout.write(PASTE_OFF);
    giveScreen();
  };
  const left: { readonly model: Model; readonly code: number }[] = [];
  const drawn = render(
    react.createElement(App, {
      ...{ world, open, warning: options.data },
      onLeave: (model: Model, code: number) => void left.push({ model, code }),
    }),
    { exitOnCtrlC: false, isScreenReaderEnabled: spoken },
  );
  await untilLeft(drawn, giveBack, spoken);
  const last = left[0];
  if (!last) return 130;
  const { checklist } = confirmed(last.model.open);
  const progress = progressOf(checklist.plan, recordsOf(checklist.log), options.stamp().at);
  stdout.write(`${progressText(progress)}\n`);
  return last.code;
}
