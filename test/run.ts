import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.unknown()) })),
});

/**
 * `npm test`: the quick suite first and alone, then two lanes side by side, one for each of two cores, then what starts and stops
 * whole products, alone again; one line at the end says how it went. Every suite starts engines of its own on free ports.
 */
const FIRST = ['unit'];
const LANES = [['contracts', 'workflows', 'replay', 'evals', 'browser'], ['e2e']];
const LAST = ['operating'];

async function runProject(project: string, folder: string) {
  const outputFile = join(folder, `${project}.json`);
  const child = spawn(
    'vitest',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit) => resolve(exit ?? 1));
  });
  const text = await readFile(outputFile, 'utf8').catch(() => null);
  if (text === null) return { passed: 0, failed: 1, skipped: 0 };
  const report = Report.parse(JSON.parse(text));
  // A file that does not even load has no test that failed, and must not pass for that.
  const unloaded = report.testResults.filter((file) => file.assertionResults.length === 0).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const folder = await mkdtemp(join(tmpdir(), 'nightporter-tests-'));
const total = { passed: 0, failed: 0, skipped: 0 };

async function runInTurn(projects: string[]): Promise<void> {
  for (const project of projects) {
    const { passed, failed, skipped } = await runProject(project, folder);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
}

try {
  const named = process.argv.slice(2);
  await runInTurn(named.length > 0 ? named : FIRST);
  if (named.length === 0) {
    await Promise.all(LANES.map(runInTurn));
    await runInTurn(LAST);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
