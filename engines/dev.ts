import { fileURLToPath } from 'node:url';
import { buildDesk } from './desk-build.ts';
import { keepHouse } from './house.ts';
import { scripts } from './scripts.ts';
import { asCommand, say } from './terminal.ts';

const watcher = fileURLToPath(new URL('watched-part.ts', import.meta.url));

/** `npm run dev`: the house, whose worker and API start anew when something changes that they are made of. */
await asCommand(async () => {
  const trouble = await buildDesk({ onProgress: say });
  if (trouble !== null) say(trouble);
  await keepHouse({ environment: process.env, scripts, watcher });
});
