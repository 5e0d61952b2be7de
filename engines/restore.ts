import { EngineProblem } from './problem.ts';
import { restoreBackup } from './restore-backup.ts';
import { asCommand, say } from './terminal.ts';

/** `npm run restore -- FILE`: a backup into a data folder without data. */
await asCommand(async () => {
  const [file] = process.argv.slice(2);
  if (!file) throw new EngineProblem('Say what: npm run restore -- nightporter.tar.gz');
  const { madeAt, migration } = await restoreBackup(process.env, file);
  say(`Restored as of ${madeAt} (${migration}). \`npm start\` opens it.`);
});
