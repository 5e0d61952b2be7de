import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const terminal = new URL('../../../engines/terminal.ts', import.meta.url).href;
const ask = fileURLToPath(new URL('../../../commands/ask.ts', import.meta.url));

/** Runs Node; `isHeard: false` closes its output at once, as a terminal does that goes away. */
async function run(args: string[], { isHeard }: { isHeard: boolean }) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (!isHeard) child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, complaint };
}

// Not lost: whoever closes the terminal of `npm start` leaves no database and no Temporal running.
test('a command whose reader has gone comes to its own end', async () => {
  const script = `
    import { asCommand, say } from '${terminal}';
    await asCommand(async () => {
      try { for (let line = 0; line < 2000; line += 1) say('x'.repeat(1000)); }
      finally { await new Promise((resolve) => setImmediate(resolve)); process.exitCode = 7; }
    });`;
  const ended = await run(['--input-type=module', '-e', script], { isHeard: false });
  expect(ended).toEqual({ code: 7, complaint: '' });
});

test('an option that nobody knows gets a sentence, not a stack', async () => {
  const { code, complaint } = await run([ask, '--loud'], { isHeard: true });
  expect(code).toBe(1);
  expect(complaint).toMatch(/^Unknown option '--loud'[^\n]*\n$/);
});
