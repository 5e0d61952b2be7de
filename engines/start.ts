import { buildDesk } from './desk-build.ts';
import { keepHouse } from './house.ts';
import { scripts } from './scripts.ts';
import { asCommand, say } from './terminal.ts';

/** `npm start`: opens the house on whatever this machine has, and fetches what it lacks. */
await asCommand(async () => {
  const trouble = await buildDesk({ onProgress: say });
  if (trouble !== null) say(trouble);
  await keepHouse({ environment: process.env, scripts });
});
