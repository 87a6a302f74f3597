/** Runs the program in this process, with the real commands and streams that collect. */
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { indexCatalogue } from '../src/catalogue/catalogue.ts';
import { loadCatalogue, loadData } from '../src/catalogue/load.ts';
import type { Context } from '../src/commands/context.ts';
import { failureOf } from '../src/commands/failure.ts';
import { filesBelow } from '../src/commands/own-files.ts';
import { run } from '../src/commands/run.ts';
import { expect } from './fuzzer.ts';

const loaded = loadData('data');
export const catalogue = indexCatalogue(loaded.data, loaded.digest);

const ENV = { SOURCE_DATE_EPOCH: '1795521600', CUPATH_DEBUG: '1' };
const EXPECTED_CODES: readonly number[] = [0, 2, 3, 4, 5];
/** Everything that a terminal would act on; colours are off here. */
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line. */
export async function runProgram(args: readonly string[]): Promise<Ran> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    streams[name].on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString('utf8');
    });
  }
  const context: Context = {
    own: filesBelow(pathToFileURL(`${process.cwd()}/`)),
    env: ENV,
    platform: 'linux',
    stdinIsTerminal: false,
    now: () => new Date('2026-11-24T12:00:00Z'),
    openCatalogue: async (overlays) => (overlays.length === 0 ? catalogue : loadCatalogue('data', overlays)),
    ...streams,
  };
  try {
    const code = await run(context, args);
    return { code, ...texts };
  } catch (error) {
    const failure = failureOf(error, ENV);
    return { code: failure.exitCode, stdout: texts.stdout, stderr: texts.stderr + failure.message };
  }
}

/** What has to hold whatever the arguments were: a known exit code, a reason, nothing that a terminal acts on. */
export function expectDecent({ code, stdout, stderr }: Ran): void {
  expect(EXPECTED_CODES.includes(code), `exit code ${code}: ${stderr}`);
  expect(code === 0 || stderr !== '' || stdout !== '', `exit code ${code} without a word`);
  if (code === 2 && stdout === '') {
    expect(stderr.trimEnd().split('\n').length === 1, `more than one line on stderr: ${stderr}`);
  }
  // CSV and calendars end their lines as their standards say.
  const shown = stdout.replaceAll('\r\n', '\n');
  const control = CONTROLS.exec(shown) ?? CONTROLS.exec(stderr);
  expect(
    control === null,
    `a control character reached the output: ${JSON.stringify(control?.[0])} in ${JSON.stringify(shown.slice(Math.max(0, shown.search(CONTROLS) - 80)).slice(0, 160))}`,
  );
}
