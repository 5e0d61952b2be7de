import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

const RUN = fileURLToPath(new URL('../../../engines/run.mjs', import.meta.url));
const OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})';

interface Entry {
  content: string;
  options?: string[];
  settings?: string;
}

function run({ content, options = [], settings = '' }: Entry) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.env'), settings);
  writeFileSync(join(folder, 'entry.ts'), content);
  return spawnSync(process.execPath, [...options, RUN, 'entry.ts', '--yes'], {
    cwd: folder,
    encoding: 'utf8',
  });
}

test('an older Node ends in one sentence with the remedy before any TypeScript is read', () => {
  const ended = run({ content: 'not even JavaScript', options: ['--import', OLD_NODE] });

  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(
    /^Night Porter needs Node 24 and this is 20\.1\.0: run `npm ci`.+\n$/,
  );
});

test('an entry point gets its own arguments and the settings of .env', () => {
  const content = 'console.log(process.argv.slice(2).join(), process.env.A_SETTING)';

  expect(run({ content, settings: 'A_SETTING=here' }).stdout).toBe('--yes here\n');
});

test('a setting of the environment wins over the one of .env', () => {
  const content = 'console.log(process.env.PATH === "elsewhere")';

  expect(run({ content, settings: 'PATH=elsewhere' }).stdout).toBe('false\n');
});
