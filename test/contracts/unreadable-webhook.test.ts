import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWhatsAppChannel } from '../../src/adapters/channels/whatsapp/index.ts';
import { signatureOf } from '../../src/adapters/shared/signature.ts';
import { startPortalHouse, type PortalHouse } from './portal-house.ts';

const APP_SECRET = 'an-app-secret-for-tests-only';
let house: PortalHouse;
beforeAll(async () => {
  const whatsapp = createWhatsAppChannel({
    phoneNumberId: '770001112223334',
    accessToken: 'a-token-for-tests',
    appSecrets: [APP_SECRET],
    verifyToken: 'a-verify-token-for-tests',
    baseUrl: 'http://127.0.0.1:1/v25.0', // nothing is sent from here
  });
  house = await startPortalHouse({ whatsapp });
});
afterAll(() => house.stop());

async function post(body: string, secret: string): Promise<number> {
  const signature = signatureOf({ bytes: Buffer.from(body), secret });
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const init = { method: 'POST', headers, body };
  return (await fetch(`${house.url}/webhooks/whatsapp`, init)).status;
}

const alarms = () =>
  house.records.postgres.query(`select kind, state, property_id, headline from alerts`, []);

// A resident may be behind it, and nobody else would ever hear of them.
test('a signed webhook that nobody can read rings once an hour, and one that is badly signed never', async () => {
  expect(await post('{"object":"whatsapp_business_account","entry":[', 'another-secret')).toBe(401);
  expect(await alarms()).toEqual([]);

  expect(await post('{"object":"whatsapp_business_account","entry":[', APP_SECRET)).toBe(200);
  expect(await post('{"object":"whatsapp_business_account","entry":{}}', APP_SECRET)).toBe(200);
  expect(await alarms()).toEqual([
    {
      kind: 'operator',
      state: 'ringing',
      property_id: null,
      headline: expect.stringContaining('could not be read'),
    },
  ]);
});
