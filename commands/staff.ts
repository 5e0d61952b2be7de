import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EngineProblem } from '../engines/problem.ts';
import { asCommand, say } from '../engines/terminal.ts';
import { ask, findCommandedHouse } from './running-house.ts';

const Made = z.object({ path: z.string(), expires_at: z.iso.datetime() });
const Refused = z.object({ detail: z.string() });

/** `npm run staff -- link E-MAIL`: a one-time link for a new password, for somebody who has no other way in. */
async function staff(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [verb, email, ...others] = positionals;
  if (verb !== 'link' || email === undefined || others.length > 0) {
    throw new EngineProblem('Say whose password is lost: npm run staff -- link name@example.com');
  }
  const house = await findCommandedHouse(process.env);
  const { status, body } = await ask(house, {
    path: '/set-password/links',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  if (status !== 201) throw new EngineProblem(Refused.parse(body).detail);
  const { path, expires_at: expiresAt } = Made.parse(body);
  say(`A new password for ${email}, once, until ${expiresAt}:\n${house.url}${path}`);
  say('The password they have stays good until then.');
}

await asCommand(staff);
