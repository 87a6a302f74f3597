/** Starts programs and takes their time and memory. Everything is a ratio to a bare Node in the same run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';

/** One thing to start, again and again. */
export interface Case {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** In a pseudo-terminal: the time ends when the screen shows this, not with the program. */
  readonly until?: RegExp;
  readonly exitCode?: number;
}

export interface Figure {
  readonly name: string;
  /** Median, in milliseconds. */
  readonly milliseconds: number;
  /** To the median of the baseline. */
  readonly ratio: number;
  /** Processor time of all its threads, to that of the baseline: what a busy machine disturbs least. */
  readonly work: number;
  /** Largest resident set, in MiB. */
  readonly mebibytes: number;
}

/**
 * Names that change how fast Node itself starts, or what a terminal shows. With NODE_EXTRA_CA_CERTS a bare Node
 * takes three times as long, and every ratio looks three times better than it is.
 */
const UNSET = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'CI', 'NO_COLOR', 'FORCE_COLOR'];

export const environment: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !UNSET.includes(entry[0]),
  ),
);

/** The value in the middle of an odd or even number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function runToEnd({ name, args, exitCode = 0 }: Case, extra: readonly string[] = []): number {
  const started = now();
  const { status, stderr } = spawnSync(process.execPath, [...extra, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const took = now() - started;
  if (status !== exitCode) throw new Error(`${name}: exit code ${status}, expected ${exitCode}: ${stderr}`);
  return took;
}

/** Milliseconds until the screen shows what the case waits for; the program is then left with Ctrl-C. */
function runToScreen({ name, args, until }: Case, extra: readonly string[] = []): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = now();
    const pty = spawn(process.execPath, [...extra, ...args], { cols: 80, rows: 24, env: environment });
    let seen = '';
    let took: number | null = null;
    const patience = setTimeout(() => pty.kill('SIGKILL'), 20_000);
    pty.onData((data) => {
      seen += data;
      if (took !== null || !until?.test(seen)) return;
      took = now() - started;
      pty.write('\u0003');
    });
    pty.onExit(() => {
      clearTimeout(patience);
      if (took === null) reject(new Error(`${name}: never showed ${until}:\n${seen}`));
      else resolve(took);
    });
  });
}

async function once(item: Case, extra: readonly string[] = []): Promise<number> {
  return item.until ? runToScreen(item, extra) : runToEnd(item, extra);
}

interface Usage {
  /** Microseconds of all threads. */
  readonly work: number;
  readonly mebibytes: number;
}

/** What one more run needs, which is not timed: a hook writes it down at the end. */
async function usage(item: Case): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'cupath-bench-'));
  try {
    const note = join(folder, 'usage');
    const hook = join(folder, 'hook.cjs');
    const used = 'const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();';
    const write = `require('fs').writeFileSync(${JSON.stringify(note)}, JSON.stringify([maxRSS, userCPUTime + systemCPUTime]));`;
    writeFileSync(hook, `process.on('exit', () => { ${used} ${write} });\n`);
    await once(item, ['--require', hook]);
    const [kibibytes, work] = JSON.parse(readFileSync(note, 'utf8')) as [number, number];
    return { work, mebibytes: kibibytes / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs for processor time and memory; each takes part in every round. */
const USAGES = 7;

/**
 * Measures every case `rounds` times, one after the other in each round, so that what else the machine does
 * falls on all of them. The first case is the baseline. One round before that warms the file cache.
 */
export async function measure(cases: readonly Case[], rounds: number): Promise<readonly Figure[]> {
  const times = cases.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, item] of cases.entries()) {
      const took = await once(item);
      if (round > 0) times[index]?.push(took);
    }
  }
  const usages = cases.map((): Usage[] => []);
  for (let round = 0; round < USAGES; round++) {
    for (const [index, item] of cases.entries()) usages[index]?.push(await usage(item));
  }
  const medians = times.map(median);
  const works = usages.map((list) => median(list.map(({ work }) => work)));
  const base = { time: medians[0] ?? Number.NaN, work: works[0] ?? Number.NaN };
  return cases.map(({ name }, index) => {
    const milliseconds = medians[index] ?? Number.NaN;
    const mebibytes = Math.max(...(usages[index] ?? []).map((item) => item.mebibytes));
    return {
      name,
      milliseconds,
      ratio: milliseconds / base.time,
      work: (works[index] ?? Number.NaN) / base.work,
      mebibytes,
    };
  });
}
