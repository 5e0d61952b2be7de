import { fileURLToPath } from 'node:url';
import type { Scripts } from './bring-up.ts';

/** Where the worker and the API are. */
export const scripts: Scripts = {
  worker: fileURLToPath(new URL('../src/worker.ts', import.meta.url)),
  api: fileURLToPath(new URL('../src/api/main.ts', import.meta.url)),
};
