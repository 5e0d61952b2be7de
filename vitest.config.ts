import { defineConfig } from 'vitest/config';

const slow = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { name: 'contracts', include: ['test/contracts/**/*.test.ts'], ...slow } },
      { test: { name: 'workflows', include: ['test/workflows/**/*.test.ts'], ...slow } },
      { test: { name: 'replay', include: ['test/replay/**/*.test.ts'], ...slow } },
      { test: { name: 'evals', include: ['test/evals/**/*.test.ts'], ...slow } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...slow } },
      // The pages are built, three engines start, and axe reads each page four times.
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...slow,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
