import { defineConfig } from 'vitest/config';

/** The same suites over everything: all pairs, all machines, thousands of random questions. Minutes, not seconds. */
process.env.CUPATH_LONG = '1';

export default defineConfig({
  test: {
    include: ['test/planner/oracle.test.ts', 'test/planner/properties.test.ts', 'test/fleet/fleet.test.ts'],
    testTimeout: 600_000,
    reporters: ['default', './test/closing-line.ts'],
  },
});
