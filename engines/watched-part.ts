import { fork, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Not Node's own `--watch`: it sends words of its own through the message channels of worker threads, on which the
// Temporal SDK stumbles; and it sees imports only, not the workflows' bundle, prompts and rules.
const WATCHED = ['src', 'policy-packs'];
const SETTLED_MS = 300; // an editor and git write several files at once
const GRACE_MS = 28_000; // less than the house gives us; a part that is still starting does not hear

/** `node engines/watched-part.ts <script>`: a part that starts anew whenever what it is made of changes; for `npm run dev`. */
const script = process.argv[2] ?? '';
const life = { isEnding: false, isRestarting: false };
let part = start();
let pause: NodeJS.Timeout | undefined;

for (const folder of WATCHED) {
  const path = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  watch(path, { recursive: true }, changed);
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(signal, end);

/** What it says is passed on; one that ends by itself waits for the next change. */
function start(): ChildProcess {
  const child = fork(script, { stdio: 'inherit' });
  child.on('message', (message) => process.send?.(message));
  child.once('exit', (code) => {
    if (life.isEnding) process.exit(code ?? 1);
  });
  return child;
}

function changed(): void {
  clearTimeout(pause);
  pause = setTimeout(() => void restart(), SETTLED_MS);
}

async function restart(): Promise<void> {
  if (life.isEnding) return;
  if (life.isRestarting) return changed(); // it changed again meanwhile
  life.isRestarting = true;
  await stop(part);
  if (!life.isEnding) part = start();
  life.isRestarting = false;
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(patience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function end(): void {
  life.isEnding = true;
  void stop(part).then(() => process.exit(part.exitCode ?? 1));
}
