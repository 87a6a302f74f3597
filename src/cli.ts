#!/usr/bin/env node
/** The program: gives a command its surroundings, and turns what goes wrong into an exit code. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Context } from './commands/context.ts';
import { failureOf, isBrokenPipe } from './commands/failure.ts';
import { run } from './commands/run.ts';

/** The program runs as `dist/NAME.js` or `src/cli.ts`: one folder below what it ships. */
const root = new URL('../', import.meta.url);

const context: Context = {
  root,
  env: process.env,
  platform: process.platform,
  stdout: process.stdout,
  stderr: process.stderr,
  stdinIsTerminal: process.stdin.isTTY === true,
  now: () => new Date(),
  openCatalogue: async (overlays) => {
    const { openCatalogue } = await import('./catalogue/compiled.ts');
    return openCatalogue({
      dataDir: fileURLToPath(new URL('data', root)),
      compiledPath: fileURLToPath(new URL('dist/catalogue.json', root)),
      overlays,
    });
  },
};

/** The reader went away (`| head`): nobody is left to tell. */
function onStreamError(error: Error): void {
  if (isBrokenPipe(error)) process.exit(0);
  throw error;
}

process.stdout.on('error', onStreamError);
process.stderr.on('error', onStreamError);

try {
  process.exitCode = await run(context, process.argv.slice(2));
} catch (error) {
  if (isBrokenPipe(error)) process.exit(0);
  const { exitCode, message } = failureOf(error, process.env);
  process.stderr.write(message);
  process.exitCode = exitCode;
}
