import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, until, type OpenHouse } from './support/open-house.ts';
import { residentOf, says } from './support/resident.ts';
import { signIn } from './support/staff.ts';

let house: OpenHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const CANARY = 'xylophone-canary-7391';

// Privacy: words of people live in PostgreSQL, encrypted; Temporal and the logs must not know them.
test('what a resident and a person write is found in no Temporal file and no log', async () => {
  const resident = residentOf(house, 'HC-4B-01');
  await resident.ask(`When are quiet hours? ${CANARY}`);
  await resident.ask(`There is a leak under my kitchen sink ${CANARY}`);
  await resident.ask(`change it to the bathroom sink ${CANARY}`);
  await resident.ask('yes');
  await resident.ask(`I smell gas ${CANARY}`);
  const asked = await resident.write(`I want a person, ${CANARY}`);
  await resident.hears(asked, says('person'));
  const agent = await signIn(house, 'theo');
  const path = `/conversations/${asked.conversation_id}`;
  await agent.post(`${path}/take-over`);
  await agent.post(`${path}/replies`, { text: `hello ${CANARY}`, idempotency_key: 'k1' });
  await resident.hears(asked, (event) => event.event === 'reply' && event.from === 'staff');

  const files = (await readdir(house.dataFolder)).filter((name) => name.startsWith('temporal.db'));
  expect(files).toContain('temporal.db');
  for (const name of files) {
    const bytes = await readFile(join(house.dataFolder, name));
    expect(bytes.includes('HC-4B-01'), `${name} is not empty of us`).toBe(false);
    expect(bytes.includes(CANARY), name).toBe(false);
    expect(bytes.includes(Buffer.from(CANARY).toString('base64').slice(0, 20)), name).toBe(false);
  }
  expect(house.logs()).not.toContain(CANARY);
  expect(house.logs()).toContain('message received'); // the search looked at real logs
});

function verify(): Promise<{ code: number; text: string }> {
  const command = fileURLToPath(new URL('../../commands/audit-verify.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [command], { env: house.environment }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, text: stdout + stderr });
    });
  });
}

test('the audit trail of a busy house holds, and a changed row is named', async () => {
  await residentOf(house, 'HC-2C-02').ask('When are quiet hours?');
  await until('no call is under way', async () => (await verify()).code === 0);

  const owner = new Client({ connectionString: house.databaseUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(
      'update audit_entries set facts = facts || \'{"forged": true}\' where position = 2 returning chain',
    );
    expect(rows.length).toBeGreaterThan(0);
  } finally {
    await owner.end();
  }
  const { code, text } = await verify();
  expect(code).toBe(1);
  expect(text).toMatch(/harbor-court at 2: changed/);
});
