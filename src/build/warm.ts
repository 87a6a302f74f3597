/**
 * Runs the commands that people run most, and the wizard's first screens, in one process, so that V8's compiled
 * code of everything they need is on disk before anybody waits for it. Where there is no pseudo-terminal the
 * first start of the wizard does it.
 */
import { resolve } from 'node:path';
import process from 'node:process';

const LEVELS = ['--from', '2016-cu12', '--to', 'latest', '--server', 'EX01'];

const RUNS: readonly (readonly string[])[] = [
  ['--help'],
  ['identify', '15.1.1713.5', 'KB5011155', '2019 CU14', '15.2.1'],
  ['identify', '2016-cu12', '--format', 'json'],
  ['plan', ...LEVELS],
  ['plan', ...LEVELS, '--no-color'],
  ['plan', ...LEVELS, '--format', 'json'],
  ['plan', ...LEVELS, '--format', 'markdown'],
  [
    'plan',
    '--from',
    '2019-cu3',
    '--to',
    '2019-cu15',
    '--media',
    'all',
    '--dotnet',
    '4.7.2',
    '--windows',
    '2019',
  ],
  ['catalogue', 'list'],
  ['catalogue', 'show', '2016-cu23'],
  ['catalogue', 'check'],
];

/** What the child runs: all commands one after the other, the wizard last, because it takes the keyboard. */
function script(executable: string): string {
  return `
    process.argv = [process.argv[0], 'cupath', '--version'];
    const { start } = require(${JSON.stringify(resolve(executable))});
    (async () => { for (const args of ${JSON.stringify([...RUNS, []])}) await start(args); })();
  `;
}

const KEYS = ['2016 cu12', '\r', '\u001b[B', '\r', '\u001b', '?', '\u001b', '\u0003'];
const PATIENCE = 20_000;
const BETWEEN_KEYS = 60;

/**
 * Writes `cache/` beside the executable. Nothing fails when this does.
 * @param node the Node to compile for
 */
export async function warm(executable: string, node = process.execPath): Promise<void> {
  const pty = await import('@lydell/node-pty').catch(() => null);
  if (!pty) return;
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = pty.spawn(node, ['-e', script(executable)], { cols: 80, rows: 24, env });
  await new Promise<void>((done) => {
    const patience = setTimeout(() => child.kill(), PATIENCE);
    let typed = false;
    child.onData((data) => {
      // The wizard takes a screen of its own.
      if (typed || !data.includes('\u001b[?1049h')) return;
      typed = true;
      KEYS.forEach((key, index) => {
        setTimeout(() => child.write(key), BETWEEN_KEYS * (index + 5));
      });
    });
    child.onExit(() => {
      clearTimeout(patience);
      done();
    });
  });
}
