/** Takes the terminal for screens drawn by Ink, and gives it back whatever happens. Loads no Ink itself. */
import process from 'node:process';

const ENTER_SCREEN = '\u001b[?1049h\u001b[2J\u001b[H';
const LEAVE_SCREEN = '\u001b[?1049l\u001b[?25h';

/**
 * Ink knows no NO_COLOR, and draws nothing until the end where it believes that it runs unattended (CI). With
 * a person at a terminal it does not. To be called before Ink is loaded.
 */
export function prepareEnvironment(colour: boolean): void {
  if (!colour) process.env.FORCE_COLOR = '0';
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) {
    if (process.env[name] !== undefined) process.env[name] = 'false';
  }
}

/** Signals that end a program, with the exit codes that shells give them. */
const ENDING_SIGNALS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** A screen of its own where the terminal has one, so that what stood in the window comes back afterwards. */
export function takeScreen(own: boolean): () => void {
  if (!own) return () => {};
  let taken = true;
  const giveBack = () => {
    if (!taken) return;
    taken = false;
    process.stdout.write(LEAVE_SCREEN);
    process.off('exit', giveBack);
  };
  process.on('exit', giveBack);
  process.stdout.write(ENTER_SCREEN);
  return giveBack;
}

/** What Ink gives for something it draws. */
interface Drawn {
  unmount(): void;
  waitUntilExit(): Promise<unknown>;
}

/**
 * Waits until somebody leaves; the terminal is given back then, or when the program is ended from outside.
 * @param spoken the last frame stays, and Ink ends it without a line feed
 */
export async function untilLeft(drawn: Drawn, leaveScreen: () => void, spoken: boolean): Promise<void> {
  let open = spoken;
  const giveBack = () => {
    leaveScreen();
    if (open) process.stdout.write('\n');
    open = false;
  };
  const ends = ENDING_SIGNALS.map(([signal, code]) => {
    const end = () => {
      drawn.unmount();
      giveBack();
      process.exit(code);
    };
    process.on(signal, end);
    return () => process.off(signal, end);
  });
  try {
    await drawn.waitUntilExit();
  } finally {
    giveBack();
    for (const forget of ends) forget();
  }
}
