import { expect, test } from 'vitest';
import { sampleLines } from '../../../src/api/sample-house.ts';
import { loadConfig } from '../../../src/config.ts';

const linesOf = (settings: NodeJS.ProcessEnv): string => {
  const config = loadConfig({
    NIGHTPORTER_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    NIGHTPORTER_AUTH_SECRET: 'x'.repeat(32),
    DATABASE_URL: 'postgresql://porter@127.0.0.1:5432/nightporter',
    ...settings,
  });
  return sampleLines({ config, url: 'http://127.0.0.1:3000' }).join('\n');
};

test('says who can sign in, with the password, where nobody else can reach the house', () => {
  expect(linesOf({})).toMatch(/theo@staff\.example .* password lantern-light-1/);
  expect(linesOf({})).not.toContain('HOST=');
});

// A password on a start screen that others may read is an invitation.
test.each([{ HOST: '0.0.0.0' }, { NIGHTPORTER_PUBLIC_URL: 'https://porter.example' }])(
  'names no password and says how the sign-ins open, with %j',
  (settings) => {
    expect(linesOf(settings)).not.toContain('lantern');
    expect(linesOf(settings)).toContain('HOST=127.0.0.1 and no NIGHTPORTER_PUBLIC_URL');
    expect(linesOf(settings)).not.toContain('codec');
  },
);
