import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run eval`: measures how well the house understands, holds it to its floors, and keeps the report beside them. */
const report = fileURLToPath(new URL('./report.md', import.meta.url));
const child = spawn('vitest', ['run', '--project', 'evals'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, NIGHTPORTER_EVAL_REPORT: report },
});
process.exitCode = await new Promise<number>((resolve, reject) => {
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
});
if (process.exitCode === 0) process.stdout.write(`The report is in ${report}\n`);
