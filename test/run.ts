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

/** A project, or a part of its files. */
interface Suite {
  project: string;
  shard?: string;
}

/**
 * `npm test`: the quick suite first and alone, then two suites side by side, one for each of two cores, the next one
 * whenever one ends, the long ones first. One line at the end says how it went. Every suite starts engines of its own on
 * free ports.
 */
const FIRST = [{ project: 'unit' }];
const SIDE_BY_SIDE: Suite[] = [
  ...halves('e2e'),
  ...halves('browser'),
  { project: 'operating' },
  { project: 'faults' },
  ...halves('contracts'),
  { project: 'workflows' },
  { project: 'evals' },
  { project: 'replay' },
];

// The long ones in two parts each, so that no core waits for the other at the end.
function halves(project: string): Suite[] {
  return ['1/2', '2/2'].map((shard) => ({ project, shard }));
}

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

function runCommand(command: string, by: { arguments: string[]; shell: boolean }): Promise<number> {
  const child = spawn(command, by.arguments, { stdio: 'inherit', shell: by.shell });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit) => resolve(exit ?? 1));
  });
}

const FaultsReport = z.object({ runs: z.array(z.object({ findings: z.array(z.unknown()) })) });

/** The faults suite is none of vitest's: each of its runs counts as a test. */
async function runFaults(folder: string): Promise<Count> {
  const report = join(folder, 'faults.json');
  const command = ['engines/run.mjs', 'test/faults/run.ts', '--report', report];
  const code = await runCommand(process.execPath, { arguments: command, shell: false });
  const text = await readFile(report, 'utf8').catch(() => null);
  const { runs } = text === null ? { runs: [] } : FaultsReport.parse(JSON.parse(text));
  const passed = runs.filter(({ findings }) => findings.length === 0).length;
  const failed = runs.length - passed;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: 0 };
}

async function runSuite({ project, shard }: Suite, folder: string): Promise<Count> {
  if (project === 'faults') return runFaults(folder);
  const outputFile = join(folder, `${project}-${shard?.replace('/', '-of-') ?? 'all'}.json`);
  const code = await runCommand('vitest', {
    arguments: [
      'run',
      '--project',
      project,
      ...(shard === undefined ? [] : [`--shard=${shard}`]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
    ],
    shell: process.platform === 'win32',
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

/** Runs what is left of a list; two that share one run side by side. */
async function runThrough(left: Suite[]): Promise<void> {
  for (let suite = left.shift(); suite !== undefined; suite = left.shift()) {
    const { passed, failed, skipped } = await runSuite(suite, folder);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
}

try {
  const named = process.argv.slice(2);
  await runThrough(named.length > 0 ? named.map((project) => ({ project })) : FIRST);
  if (named.length === 0) {
    await Promise.all([runThrough(SIDE_BY_SIDE), runThrough(SIDE_BY_SIDE)]);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
