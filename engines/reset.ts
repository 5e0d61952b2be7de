import { createInterface } from 'node:readline/promises';
import { clearData, removable } from './clear-data.ts';
import { dataFolderOf } from './data-folder.ts';
import { EngineProblem } from './problem.ts';
import { asCommand, say } from './terminal.ts';

/** `npm run reset`: removes all data after asking (`-- --yes` answers), and keeps the fetched programs. */
await asCommand(async () => {
  const folder = dataFolderOf(process.env);
  if ((await removable(folder)).length === 0) return say(`There is nothing in ${folder.path}.`);
  if (!(await isAgreed(folder.path))) return say('Nothing was removed.');
  await clearData(folder);
  say(`Everything in ${folder.path} was removed but the fetched programs.`);
});

async function isAgreed(path: string): Promise<boolean> {
  if (process.argv.includes('--yes')) return true;
  if (!process.stdin.isTTY) {
    throw new EngineProblem(
      'Nobody is here to be asked: run `npm run reset -- --yes` to remove all data.',
    );
  }
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const question = `This removes every conversation, record and secret in ${path}. Type yes to go on: `;
  const answer = await asker.question(question);
  asker.close();
  return answer.trim().toLowerCase() === 'yes';
}
