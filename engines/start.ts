import { fileURLToPath } from 'node:url';
import { buildDesk } from './desk-build.ts';
import { keepHouse } from './house.ts';
import { asCommand, say } from './terminal.ts';

/** `npm start`: opens the house on whatever this machine has, and fetches what it lacks. */
const scripts = {
  worker: fileURLToPath(new URL('../src/worker.ts', import.meta.url)),
  api: fileURLToPath(new URL('../src/api/main.ts', import.meta.url)),
};
await asCommand(async () => {
  const trouble = await buildDesk({ onProgress: say });
  if (trouble !== null) say(trouble);
  await keepHouse({ environment: process.env, scripts });
});
