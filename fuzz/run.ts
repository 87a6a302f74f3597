/**
 * `npm run fuzz -- --seed N --seconds S [--full] [--only NAME]`: random and hostile input for everything that reads
 * any. `--full` makes as many attempts as each part asks for, ten thousand for the wizard, whatever the time.
 * Prints a table of what was tried; the first failure of each fuzzer with the seed that shows it again, as
 * `--only NAME --seed N --attempts 1`.
 */
import { parseArgs } from 'node:util';
import { catalogueFuzzer, overlayFuzzer, yamlFuzzer } from './catalogues.ts';
import { inventoryFuzzer, logFuzzer, savedFuzzer } from './files.ts';
import { flagsFuzzer } from './flags.ts';
import type { Fuzzer } from './fuzzer.ts';
import { randomFrom } from './random.ts';
import { inkFuzzer, ptyFuzzer, reducerFuzzer } from './wizard.tsx';

const FUZZERS: readonly Fuzzer[] = [
  reducerFuzzer,
  inkFuzzer,
  ptyFuzzer,
  flagsFuzzer,
  catalogueFuzzer,
  overlayFuzzer,
  yamlFuzzer,
  inventoryFuzzer,
  logFuzzer,
  savedFuzzer,
];

interface Outcome {
  readonly fuzzer: Fuzzer;
  readonly attempts: number;
  readonly failures: number;
  /** Milliseconds of the slowest attempt. */
  readonly slowest: number;
}

interface Limits {
  readonly seed: number;
  readonly milliseconds: number;
  /** Exactly this many, whatever the time. */
  readonly attempts: number | undefined;
  /** At least as many as each fuzzer asks for, whatever the time. */
  readonly full: boolean;
}

/** Rejects when an attempt hangs; work that never gives the thread back is noticed when it does. */
function withPatience(work: Promise<void> | void, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`hangs for more than ${milliseconds} ms`)), milliseconds);
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

async function runOne(fuzzer: Fuzzer, { seed, milliseconds, attempts, full }: Limits): Promise<Outcome> {
  const started = Date.now();
  let count = 0;
  let failures = 0;
  let slowest = 0;
  const goesOn = () =>
    attempts === undefined
      ? (full && count < fuzzer.least) || Date.now() - started < milliseconds
      : count < attempts;
  while (goesOn()) {
    const own = seed + count;
    let noted = '';
    const began = Date.now();
    try {
      const note = (text: string) => {
        noted = text;
      };
      await withPatience(fuzzer.attempt(randomFrom(own), note), fuzzer.patience);
      const took = Date.now() - began;
      if (took > fuzzer.patience) throw new Error(`took ${took} ms, ${fuzzer.patience} are allowed`);
    } catch (error) {
      failures++;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (failures <= 3) {
        process.stderr.write(
          `\n${fuzzer.name}: found with --only '${fuzzer.name}' --seed ${own} --attempts 1\n${text}\n${noted.slice(0, 6000)}\n`,
        );
      }
    }
    slowest = Math.max(slowest, Date.now() - began);
    count++;
  }
  return { fuzzer, attempts: count, failures, slowest };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '60' },
      attempts: { type: 'string' },
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const chosen = FUZZERS.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) throw new Error(`--only: expected ${FUZZERS.map(({ name }) => name).join(', ')}`);
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const outcomes: Outcome[] = [];
  process.stdout.write(`seed ${values.seed}, ${values.seconds} s\n\n`);
  process.stdout.write('| what | attempts | found | slowest |\n|---|---|---|---|\n');
  for (const fuzzer of chosen) {
    const outcome = await runOne(fuzzer, {
      seed: Number(values.seed),
      milliseconds: (Number(values.seconds) * 1000 * fuzzer.share) / shares,
      attempts: values.attempts === undefined ? undefined : Number(values.attempts),
      full: values.full,
    });
    outcomes.push(outcome);
    const { attempts, failures, slowest } = outcome;
    process.stdout.write(`| ${fuzzer.name}: ${fuzzer.what} | ${attempts} | ${failures} | ${slowest} ms |\n`);
  }
  process.exitCode = outcomes.some(({ failures }) => failures > 0) ? 1 : 0;
}

await main();
process.exit();
