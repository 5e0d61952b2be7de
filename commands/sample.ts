import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { ask, findCommandedHouse } from './running-house.ts';

const Removed = z.object({ propertyIds: z.array(z.string()), hasAdmin: z.boolean() });
const Refused = z.object({ detail: z.string() });
const QUESTION =
  'This removes the sample properties for good: their residents, conversations, requests, documents and sign-ins. Type yes to go on: ';

/** `npm run sample -- remove`: takes the sample out of the running house, after asking (`--yes` answers). */
async function sample(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false } },
  });
  if (positionals.join(' ') !== 'remove') {
    throw new EngineProblem('Say what to do with the sample: npm run sample -- remove');
  }
  const house = await findCommandedHouse(process.env);
  if (!values.yes && !(await isAgreed())) return say('Nothing was removed.');
  const { status, body } = await ask(house, { path: '/sample', method: 'DELETE' });
  if (status !== 200) throw new EngineProblem(Refused.parse(body).detail);
  const { propertyIds, hasAdmin } = Removed.parse(body);
  say(`Removed: ${propertyIds.join(', ')}. The record of what was done stays.`);
  if (!hasAdmin) say(`There is no admin now. Make one here: ${house.firstAdminUrl}`);
  say('Start again (Ctrl-C, npm start) to close what sample mode had opened.');
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new EngineProblem('Nobody is here to be asked: add --yes to remove the sample.');
  }
  const asker = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asker.question(QUESTION);
  asker.close();
  return answer.trim().toLowerCase() === 'yes';
}

await asCommand(sample);
