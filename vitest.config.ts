import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    reporters: ['default', './test/closing-line.ts'],
    // One worker less than there are cores is the default: half of a small machine would rest.
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      // The pure core: what decides, not what draws or reads files.
      include: [
        'src/planner/**',
        'src/checklist/**',
        'src/status/**',
        'src/catalogue/catalogue.ts',
        'src/catalogue/identify.ts',
        'src/catalogue/lifecycle.ts',
      ],
      thresholds: { branches: 95 },
    },
  },
});
