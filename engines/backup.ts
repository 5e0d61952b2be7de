import { makeBackup } from './make-backup.ts';
import { EngineProblem } from './problem.ts';
import { asCommand, say } from './terminal.ts';

/** `npm run backup -- FILE`: the whole house in one file, whether it is open or not. */
await asCommand(async () => {
  const [file] = process.argv.slice(2);
  if (!file) throw new EngineProblem('Say where to: npm run backup -- nightporter.tar.gz');
  await makeBackup(process.env, file);
  say(`${file}: everything, with the keys that open it. Keep it secret; only you may read it.`);
});
