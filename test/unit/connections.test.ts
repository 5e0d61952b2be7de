import { expect, test } from 'vitest';
import { describeConnections } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';

const NEEDED = {
  NIGHTPORTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  NIGHTPORTER_AUTH_SECRET: 'x'.repeat(32),
  DATABASE_URL: 'postgresql://porter@127.0.0.1:5432/nightporter',
};
const SECRETS = {
  NIGHTPORTER_WEBHOOK_SECRET: 'secret-of-the-portal-0123456789-abcdef',
  WHATSAPP_TOKEN: 'secret-token',
  WHATSAPP_APP_SECRET: 'secret-of-the-app-0123',
  WHATSAPP_VERIFY_TOKEN: 'secret-verify',
  WHATSAPP_NUMBER_ID: '1555000',
  ALERT_WEBHOOK_URL: 'https://user:secret@hooks.example/services/secret-path',
  ALERT_WEBHOOK_SECRET: 'secret-of-the-webhook',
  OPENAI_API_KEY: 'secret-key',
};
const seen = (settings: Record<string, string>) =>
  describeConnections(loadConfig({ ...NEEDED, ...settings }));
const named = (settings: Record<string, string>, name: string) =>
  seen(settings).find((connection) => connection.name === name);

test('says what is in use without a single key, and which setting opens each closed door', () => {
  expect(named({}, 'Language model')).toMatchObject({
    inUse: 'built in, on this machine',
    isOpen: true,
  });
  expect(named({ WHATSAPP_TOKEN: 'one' }, 'WhatsApp')).toMatchObject({
    isOpen: false,
    missing: ['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'WHATSAPP_NUMBER_ID'],
  });
});

// A secret that stands on a page stands in every picture of it.
test('shows no secret, also none that stands in an address', () => {
  const all = seen(SECRETS);
  expect(all.every(({ isOpen }) => isOpen)).toBe(true);
  expect(JSON.stringify(all)).not.toContain('secret');
  expect(named(SECRETS, 'Alert webhook')?.inUse).toBe('hooks.example');
  expect(named(SECRETS, 'Language model')?.inUse).toBe('gpt-4o at api.openai.com');
});
