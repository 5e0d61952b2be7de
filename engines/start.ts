import { fileURLToPath } from 'node:url';
import { keepHouse } from './house.ts';
import { asCommand } from './terminal.ts';

/** `npm start`: opens the house on whatever this machine has, and fetches what it lacks. */
const scripts = {
  worker: fileURLToPath(new URL('../src/worker.ts', import.meta.url)),
  api: fileURLToPath(new URL('../src/api/main.ts', import.meta.url)),
};
await asCommand(() => keepHouse({ environment: process.env, scripts }));
