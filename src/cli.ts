/** The program: gives a command its surroundings, and turns what goes wrong into an exit code. */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { lazily } from './catalogue/lazily.ts';
import type { Context } from './commands/context.ts';
import { failureOf, isBrokenPipe } from './commands/failure.ts';
import { filesBelow, filesInside, type OwnFiles } from './commands/own-files.ts';
import { run } from './commands/run.ts';
import { outputOn } from './commands/standard-output.ts';

/** The program runs as `dist/NAME.js` or `src/cli.ts`, one folder below its files, or inside an executable. */
function ownFiles(): OwnFiles {
  const root = new URL('../', import.meta.url);
  return root.protocol === 'file:' ? filesBelow(root) : filesInside();
}

/** The reader went away (`| head`): nobody is left to tell. */
function onStreamError(error: Error): void {
  if (isBrokenPipe(error)) process.exit(0);
  throw error;
}

/** Node builds each standard stream when it is first asked for, and each of them takes its time. */
const context: Context = lazily<Context>({
  own: ownFiles,
  env: () => process.env,
  platform: () => process.platform,
  stdout: () => outputOn(1, () => process.stdout.on('error', onStreamError)),
  stderr: () => outputOn(2, () => process.stderr.on('error', onStreamError)),
  stdinIsTerminal: () => process.stdin.isTTY === true,
  stdin: () => process.stdin,
  now: () => () => new Date(),
  openCatalogue: () => async (overlays) => {
    const { openCatalogue } = await import('./catalogue/compiled.ts');
    const { data, stampsPath, read } = context.own;
    return openCatalogue({
      data,
      compiled: () => read('dist/catalogue.json'),
      ...(stampsPath === undefined ? {} : { stampsPath }),
      overlays,
    });
  },
});

/**
 * What nobody caught, from a key or a stream, is said like every other bug, when the wizard has given the screen
 * back: its own handler of the exit was there before this one.
 */
process.on('uncaughtException', (error) => {
  if (isBrokenPipe(error)) process.exit(0);
  const { exitCode, message } = failureOf(error, process.env);
  process.on('exit', () => writeSync(2, message));
  process.exit(exitCode);
});

/** Runs the program once; sets the exit code of the process and never rejects. */
export async function start(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(context, args);
  } catch (error) {
    if (isBrokenPipe(error)) process.exit(0);
    const { exitCode, message } = failureOf(error, process.env);
    context.stderr.write(message);
    process.exitCode = exitCode;
  }
}

void start(process.argv.slice(2));
