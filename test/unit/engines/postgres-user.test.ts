import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { asUser, postgresUser } from '../../../engines/postgres-user.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;

// `sudo`, a container or /root: PostgreSQL refuses to run as root and must pass what only root may enter.
test.runIf(isRoot)(
  'from below a folder that only root may enter, a program finds its neighbours and has no other right of root',
  async () => {
    const folder = temporaryFolder();
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    const neighbour = join(closed, 'neighbour');
    writeFileSync(neighbour, '');
    chmodSync(neighbour, 0o755);
    chmodSync(closed, 0o700);

    const user = await postgresUser(join(folder, 'none-yet'));
    const asks = await asUser({
      executable: '/usr/bin/test',
      arguments: ['-x', neighbour],
      user,
      folder: neighbour,
    });
    await expect(run(asks.executable, asks.arguments)).resolves.toBeDefined();

    const tells = await asUser({
      executable: '/bin/cat',
      arguments: ['/proc/self/status'],
      user,
      folder: neighbour,
    });
    const { stdout } = await run(tells.executable, tells.arguments);
    expect(stdout).toMatch(new RegExp(`^Uid:\\s+${user?.uid}\\s`, 'm'));
    expect(stdout).toMatch(/^CapPrm:\s+0*2$/m); // to pass closed folders, and nothing else
    expect(readFileSync('/proc/self/status', 'utf8')).toMatch(/^Uid:\s+0\s/m);
  },
);
