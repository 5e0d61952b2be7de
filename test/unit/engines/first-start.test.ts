import { createServer } from 'node:net';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clearData, removable } from '../../../engines/clear-data.ts';
import { dataFolderOf, openDataFolder } from '../../../engines/data-folder.ts';
import { freePort, isPortFree } from '../../../engines/free-port.ts';
import { choosePorts, wantedPort } from '../../../engines/ports.ts';
import { keepSecrets } from '../../../engines/secrets.ts';
import { startScreen } from '../../../engines/start-screen.ts';
import { whatsAppStandIn } from '../../../engines/whatsapp-stand-in.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function takenPort(): Promise<number> {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return port;
}

test('prefers a port that is free over one that is taken', async () => {
  const [taken, free] = [await takenPort(), await freePort()];

  expect(await isPortFree(taken)).toBe(false);
  expect(await freePort([taken, free])).toBe(free);
});

test('a second start comes up on the addresses of the first', async () => {
  const choice = { dataFolder: temporaryFolder(), environment: { PORT: '0' } };

  const first = await choosePorts(choice);

  expect(await choosePorts(choice)).toEqual(first);
  expect(new Set(Object.values(first)).size).toBe(4);
});

test('a taken PORT is refused in one sentence with the remedy', async () => {
  const PORT = String(await takenPort());

  await expect(
    choosePorts({ dataFolder: temporaryFolder(), environment: { PORT } }),
  ).rejects.toThrow(`Port ${PORT} is taken by another program: stop that program, or choose`);
});

test('PORT is 3000 when nobody says otherwise, any free one for 0, and never nonsense', () => {
  expect(wantedPort(undefined)).toBe(3000);
  expect(wantedPort('')).toBe(3000);
  expect(wantedPort('0')).toBeNull();
  expect(() => wantedPort('eighty')).toThrow('PORT is eighty, which is no port');
});

test('a data folder that cannot be written is refused in one sentence with the remedy', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');

  await expect(openDataFolder({ NIGHTPORTER_DATA: join(file, 'data') })).rejects.toThrow(
    /^The data folder .+ cannot be written \(ENOTDIR\): make it writable, or set NIGHTPORTER_DATA/,
  );
});

test('makes the secrets once, and only their owner may read them', async () => {
  const dataFolder = temporaryFolder();

  const first = await keepSecrets({ dataFolder, environment: {} });
  const second = await keepSecrets({ dataFolder, environment: {} });

  expect(second).toEqual(first);
  expect(Buffer.from(first.NIGHTPORTER_MASTER_KEY, 'base64')).toHaveLength(32);
  expect(new Set(Object.values(first)).size).toBe(3);
  expect(statSync(join(dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('a secret of the environment wins and is not written down; a blank one counts as absent', async () => {
  const dataFolder = temporaryFolder();
  const environment = { NIGHTPORTER_MASTER_KEY: 'from outside', NIGHTPORTER_AUTH_SECRET: '' };

  const secrets = await keepSecrets({ dataFolder, environment });

  expect(secrets.NIGHTPORTER_MASTER_KEY).toBe('from outside');
  expect(secrets.NIGHTPORTER_AUTH_SECRET.length).toBeGreaterThanOrEqual(32);
  expect(readFileSync(join(dataFolder, 'secrets.json'), 'utf8')).not.toContain('from outside');
});

// A new master key would make every record encrypted under the old one unreadable.
test('damaged secrets stop the start instead of being replaced', async () => {
  const dataFolder = temporaryFolder();
  const file = join(dataFolder, 'secrets.json');
  writeFileSync(file, '{"NIGHTPORTER_MASTER_KEY": ');

  await expect(keepSecrets({ dataFolder, environment: {} })).rejects.toThrow('restore the file');
  expect(readFileSync(file, 'utf8')).toBe('{"NIGHTPORTER_MASTER_KEY": ');
});

const ports = { product: 3000, temporal: 7233, temporalUi: 8233, postgres: 5432 };

test('leads WhatsApp to the stand-in with secrets that stay the same and only their owner may read', async () => {
  const dataFolder = temporaryFolder();

  const first = await whatsAppStandIn({ dataFolder, environment: {}, ports });
  const second = await whatsAppStandIn({ dataFolder, environment: {}, ports });

  expect(second).toEqual(first);
  expect(first).toMatchObject({
    WHATSAPP_BASE_URL: 'http://127.0.0.1:3000/stand-in/whatsapp/v25.0',
    WHATSAPP_APP_SECRET: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(new Set(Object.values(first)).size).toBe(5);
  expect(statSync(join(dataFolder, 'whatsapp-stand-in.json')).mode & 0o777).toBe(0o600);
});

// Privacy: a house with a real number, or one that others can reach, must never talk through the stand-in.
test.each([
  { NIGHTPORTER_SAMPLE: 'off' },
  { HOST: '0.0.0.0' },
  { NIGHTPORTER_PUBLIC_URL: 'https://desk.example' },
  { WHATSAPP_TOKEN: 'of a real number' },
  { WHATSAPP_NUMBER_ID: '1' },
])('keeps the stand-in out of a house with %o', async (environment) => {
  const dataFolder = temporaryFolder();

  expect(await whatsAppStandIn({ dataFolder, environment, ports })).toEqual({});
  expect(existsSync(join(dataFolder, 'whatsapp-stand-in.json'))).toBe(false);
});

test('a reset removes our data and keeps the fetched programs and whatever is not ours', async () => {
  const path = temporaryFolder();
  const folder = await openDataFolder({ NIGHTPORTER_DATA: path });
  mkdirSync(join(path, 'postgres'));
  for (const name of ['secrets.json', 'temporal.db', 'holiday.jpg']) {
    writeFileSync(join(path, name), '');
  }
  chmodSync(folder.engines, 0o755);

  await clearData(folder);

  const left = ['postgres', 'secrets.json', 'temporal.db', 'logs', 'engines', 'holiday.jpg'];
  expect(left.filter((name) => existsSync(join(path, name)))).toEqual(['engines', 'holiday.jpg']);
});

test('a reset of a folder that is not there removes nothing', async () => {
  const folder = dataFolderOf({ NIGHTPORTER_DATA: join(temporaryFolder(), 'never') });

  expect(await removable(folder)).toEqual([]);
});

test('the start screen shows every address and no password', () => {
  const house = {
    productUrl: 'http://127.0.0.1:3000',
    databaseUrl: 'postgresql://nightporter:hush@127.0.0.1:5555/nightporter?password=hush',
    temporalAddress: '127.0.0.1:7233',
    temporalUiUrl: 'http://127.0.0.1:8233',
    lines: ['Sign in as the manager'],
  };

  const screen = startScreen(house, dataFolderOf({})).join('\n');

  expect(screen).toContain('http://127.0.0.1:3000');
  expect(screen).toContain('http://127.0.0.1:8233');
  expect(screen).toContain('postgresql://nightporter@127.0.0.1:5555/nightporter');
  expect(screen).toContain('Sign in as the manager');
  expect(screen).not.toContain('hush');
});
