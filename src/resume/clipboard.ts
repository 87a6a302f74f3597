/**
 * Copying out of a terminal. A program cannot know whether the terminal took it, so it says what it did and
 * what to do if nothing came of it.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  write(text: string): void;
}

export interface Copied {
  readonly text: string;
  readonly bad: boolean;
}

/** Longer texts are dropped by many terminals. */
const LONGEST = 74_994;
const BELL = '\u0007';

/** The sequence that hands a text to the clipboard of the terminal (OSC 52 of xterm). */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}${BELL}`;
}

/** Terminals known to ignore the sequence, or to print it. */
function ignoresIt({ env }: Surroundings): boolean {
  const { TERM, TERM_PROGRAM } = env;
  return (
    TERM === undefined || ['', 'dumb', 'linux', 'cygwin'].includes(TERM) || TERM_PROGRAM === 'Apple_Terminal'
  );
}

/** The clipboard program of Windows itself, by its full path. */
function windowsClip(text: string, { env }: Surroundings): boolean {
  const clip = join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'clip.exe');
  const done = spawnSync(clip, [], { input: Buffer.from(`\ufeff${text}`, 'utf16le'), timeout: 3000 });
  return done.status === 0;
}

/** @param name such as `1 of 3` */
export function copyCommand(run: string, name: string, surroundings: Surroundings): Copied {
  const alone = 'p shows it alone, for marking.';
  const overSsh = surroundings.env.SSH_CONNECTION !== undefined;
  if (surroundings.platform === 'win32' && !overSsh && windowsClip(run, surroundings))
    return { text: `Copied command ${name}.`, bad: false };
  if (ignoresIt(surroundings))
    return { text: `Not copied: this terminal takes nothing from a program. ${alone}`, bad: true };
  if (Buffer.byteLength(run) > LONGEST)
    return { text: `Not copied: the command is too long. ${alone}`, bad: true };
  surroundings.write(clipboardSequence(run));
  return {
    text: `Command ${name} sent to the clipboard of the terminal. If pasting gives something else, it does not take it: ${alone}`,
    bad: false,
  };
}
