import { spawn } from 'node:child_process';
import { EngineProblem } from './problem.ts';
import { asCommand, say } from './terminal.ts';

const FOLDERS = ['src', 'engines', 'sample', 'commands', 'dashboard', 'test', 'evals'];
const STEPS: [name: string, command: string, ...rest: string[]][] = [
  ['formatting', 'prettier', '--check', '.', '--log-level', 'warn'],
  ['lint', 'oxlint', '.'],
  ['types', 'tsc'],
  ['types of the desk', 'tsc', '-p', 'dashboard'],
  ['dependency rules', 'depcruise', ...FOLDERS],
  ['unused code', 'knip'],
  ['workflow bundle', 'node', 'engines/run.mjs', 'engines/check-bundle.ts'],
];

/** `npm run check`: everything that can be known without running the house. */
await asCommand(async () => {
  for (const [name, command, ...rest] of STEPS) {
    const startedAt = performance.now();
    if ((await run(command, rest)) !== 0) throw new EngineProblem(`check failed: ${name}`);
    say(`${name}: ok (${Math.round((performance.now() - startedAt) / 100) / 10} s)`);
  }
});

// npm puts the project's own programs on the PATH of every script.
function run(command: string, rest: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { stdio: 'inherit', shell: process.platform === 'win32' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
