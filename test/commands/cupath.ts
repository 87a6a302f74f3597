/** Runs the program inside the test, as a pipe would see it, on a fixed day. */
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { Context } from '../../src/commands/context.ts';
import { failureOf } from '../../src/commands/failure.ts';
import { filesBelow } from '../../src/commands/own-files.ts';
import { run } from '../../src/commands/run.ts';
import { catalogue } from '../whole.ts';

export { catalogue };

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function* pieces(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

async function ran(
  input: Pick<Context, 'stdinIsTerminal' | 'stdin'>,
  args: readonly string[],
): Promise<Result> {
  const stdout = new PassThrough({ highWaterMark: 256 * 1024 * 1024 });
  const stderr = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const env = { SOURCE_DATE_EPOCH: '1795521600' };
  const context: Context = {
    own: filesBelow(pathToFileURL(`${process.cwd()}/`)),
    env,
    platform: 'linux',
    stdout,
    stderr,
    ...input,
    now: () => new Date('2026-11-24T12:00:00Z'),
    openCatalogue: async (overlays) => (overlays.length === 0 ? catalogue : loadCatalogue('data', overlays)),
  };
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  try {
    const code = await run(context, args);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } catch (error) {
    const failure = failureOf(error, env);
    return { code: failure.exitCode, stdout: text(stdout), stderr: text(stderr) + failure.message };
  }
}

/** `cupath('plan', '--from', ...)` with nothing on standard input and no terminal. */
export function cupath(...args: readonly string[]): Promise<Result> {
  return ran({ stdinIsTerminal: false }, args);
}

/** @param stdin what is piped into it; absent: somebody sits at a terminal */
export function cupathWith(stdin: string | undefined, ...args: readonly string[]): Promise<Result> {
  return ran(
    stdin === undefined ? { stdinIsTerminal: true } : { stdinIsTerminal: false, stdin: pieces(stdin) },
    args,
  );
}
