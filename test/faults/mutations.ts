import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCommand, say } from '../../engines/terminal.ts';
import { readShard } from './report.ts';

/** A promise that is taken out of a copy of the product, and what the suite must then find. */
interface Mutation {
  name: string;
  file: string;
  replaced: string;
  by: string;
  /** Runs whose plans bring about what the promise is for. */
  runs: { seed: number; from: number; to: number };
  finds: string;
}

const MUTATIONS: Mutation[] = [
  {
    name: '`sending` is not committed before the channel is called',
    file: 'src/adapters/records/postgres/send-attempts.ts',
    replaced: ".set({ state: 'sending', stateAt, attempts: number",
    by: ".set({ state: 'queued', stateAt, attempts: number",
    runs: { seed: 1, from: 17, to: 18 },
    finds: 'reply doubled',
  },
  {
    name: 'a create whose answer was lost is sent again without a search',
    file: 'src/workflows/platform-outbox/write-row.ts',
    replaced: 'if (await isFound(outboxId, searchGapMs)) return;',
    by: 'if (searchGapMs < 0 && (await isFound(outboxId, searchGapMs))) return;',
    runs: { seed: 1, from: 3, to: 5 },
    finds: 'order doubled',
  },
  {
    name: 'a takeover is no fence for sends',
    file: 'src/adapters/records/postgres/send-attempts.ts',
    replaced:
      "if (held && !(await isWarning(tx, { send, heldSince: held.openedAt }))) return 'taken-over';",
    by: 'if (held) await isWarning(tx, { send, heldSince: held.openedAt });',
    runs: { seed: 1, from: 24, to: 27 },
    finds: 'silence broken',
  },
];

const root = join(import.meta.dirname, '../..');
// What the product needs to run; node_modules and the engines are lent, not copied.
const COPIED = [
  'src',
  'engines',
  'sample',
  'commands',
  'migrations',
  'policy-packs',
  'dashboard',
  'test',
];
const FILES = ['package.json', 'tsconfig.json', '.env.example', 'knip.json'];
const LENT = ['node_modules', '.nightporter'];

/**
 * `node engines/run.mjs test/faults/mutations.ts`: takes each promise out of a copy of the product and plays faults
 * against it; given words, only those whose name holds them. Exit 1 when one of them is not found out.
 */
async function playMutations(): Promise<void> {
  const unfound: string[] = [];
  const words = process.argv[2] ?? '';
  for (const mutation of MUTATIONS.filter(({ name }) => name.includes(words))) {
    const found = await isFoundOut(mutation);
    say(`${mutation.name}: ${found ?? 'NOT FOUND'}`);
    if (found === null) unfound.push(mutation.name);
  }
  if (unfound.length > 0) throw new Error(`not found: ${unfound.join('; ')}`);
}

/** The first finding that tells of the mutation, or null. */
async function isFoundOut(mutation: Mutation): Promise<string | null> {
  const copy = await mkdtemp(join(tmpdir(), 'nightporter-mutation-'));
  try {
    for (const folder of COPIED)
      await cp(join(root, folder), join(copy, folder), { recursive: true });
    for (const file of FILES) await cp(join(root, file), join(copy, file));
    for (const lent of LENT) await symlink(join(root, lent), join(copy, lent));
    await mutate(join(copy, mutation.file), mutation);
    const report = join(copy, 'mutation.json');
    await playFaults({ copy, report, mutation });
    const runs = (await readShard(report))?.runs ?? [];
    if (runs.length === 0) throw new Error('nothing was played');
    for (const { run, findings } of runs) {
      const found = findings.find(({ kind }) => kind === mutation.finds);
      if (found) return `found in run ${run} of ${runs.length}: ${found.kind}: ${found.what}`;
    }
    return null;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function mutate(file: string, { replaced, by }: Mutation): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (text.split(replaced).length !== 2) throw new Error(`${file} no longer holds: ${replaced}`);
  await writeFile(
    file,
    text.replace(replaced, () => by),
  );
}

function playFaults(by: { copy: string; report: string; mutation: Mutation }): Promise<void> {
  const { copy, report, mutation } = by;
  const { seed, from, to } = mutation.runs;
  const numbers = ['--seed', String(seed), '--from', String(from), '--to', String(to)];
  const command = ['engines/run.mjs', 'test/faults/run.ts', ...numbers, '--report', report];
  const child = spawn(process.execPath, command, { cwd: copy, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

await asCommand(playMutations);
