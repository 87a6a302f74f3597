/** How far long work is, on stderr: a bar in a terminal, one line elsewhere, and nothing when it is quick. */
import type { Context } from './context.ts';

/** Milliseconds before anything is said, and between two drawings. */
const PATIENCE = 1000;
const PAUSE = 100;
const CELLS = 30;

export interface ProgressLine {
  readonly update: (done: number, total: number) => void;
  /** Takes the bar off again. */
  readonly end: () => void;
}

function barOf(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * CELLS);
  return `[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/**
 * A progress line.
 * @param what such as `planning 10000 servers`
 * @param clock milliseconds, rising
 */
export function progressLine(
  { stderr, env }: Pick<Context, 'stderr' | 'env'>,
  what: string,
  clock: () => number = () => performance.now(),
): ProgressLine {
  const begin = clock();
  const draws = stderr.isTTY === true && env.TERM !== 'dumb';
  let last = 0;
  let said = false;
  return {
    update(done, total) {
      const now = clock();
      if (now - begin < PATIENCE || now - last < PAUSE) return;
      last = now;
      if (draws) stderr.write(`\r${what} ${barOf(done, total)}`);
      else if (!said) stderr.write(`cupath: ${what} ...\n`);
      said = true;
    },
    end() {
      if (draws && said) stderr.write(`\r${' '.repeat(what.length + CELLS + 10)}\r`);
    },
  };
}
