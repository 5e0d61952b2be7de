import { defineConfig } from 'vitest/config';

// What operators do with the product as a whole: start, look, back up, bring a building in.
const operating = [
  'test/e2e/engines/**/*.test.ts',
  'test/e2e/{backup-and-restore,own-building,sample-removal,start,web-ui}.test.ts',
];
// A house opens in seconds where nothing else runs, and in minutes where much does.
const hookTimeout = 300_000;
const slow = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false };

export default defineConfig({
  test: {
    projects: [
      // Milliseconds each, but not where much else runs.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'contracts', include: ['test/contracts/**/*.test.ts'], ...slow } },
      { test: { name: 'workflows', include: ['test/workflows/**/*.test.ts'], ...slow } },
      { test: { name: 'replay', include: ['test/replay/**/*.test.ts'], ...slow } },
      // The first one waits until the model has learnt, which is a minute where much else runs.
      {
        test: {
          name: 'evals',
          include: ['evals/**/*.test.ts'],
          ...slow,
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: operating,
          ...slow,
          hookTimeout,
        },
      },
      { test: { name: 'operating', include: operating, ...slow, hookTimeout } },
      // The pages are built, three engines start, and axe reads each page four times.
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...slow,
          testTimeout: 300_000,
          hookTimeout,
        },
      },
    ],
  },
});
