/** Ends a test run with one plain line that counts it, which scripts can read: `4026 passed, 0 failed, 1 skipped`. */
import type { Reporter, TestModule } from 'vitest/node';

/** Counts what ran. A file that could not even be loaded counts as one failure. */
export function closingLine(modules: readonly Pick<TestModule, 'children' | 'state'>[]): string {
  const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
  for (const module of modules) {
    let tests = 0;
    for (const test of module.children.allTests()) {
      count[test.result().state] += 1;
      tests += 1;
    }
    if (tests === 0 && module.state() === 'failed') count.failed += 1;
  }
  const skipped = count.skipped + count.pending;
  return `${count.passed} passed, ${count.failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    process.stdout.write(`${closingLine(modules)}\n`);
  }
}
