import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { createPrivate, readIfPresent, writePrivateNow } from './private-file.ts';
import { EngineProblem } from './problem.ts';

const MAKERS = {
  NIGHTPORTER_MASTER_KEY: () => randomBytes(32).toString('base64'),
  NIGHTPORTER_WEBHOOK_SECRET: () => randomBytes(32).toString('base64url'),
  NIGHTPORTER_AUTH_SECRET: () => randomBytes(32).toString('base64url'),
} as const;

type SecretName = keyof typeof MAKERS;
const NAMES: readonly SecretName[] = [
  'NIGHTPORTER_MASTER_KEY',
  'NIGHTPORTER_WEBHOOK_SECRET',
  'NIGHTPORTER_AUTH_SECRET',
];
const Kept = z.partialRecord(z.enum(NAMES), z.string().min(1));

interface Keeping {
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * The secrets that the house cannot do without: those of the environment, and for the rest random ones that are made
 * once and kept in the data folder for its owner only.
 * @throws EngineProblem when the kept ones cannot be read: a new master key would make the old data unreadable
 */
export async function keepSecrets({
  dataFolder,
  environment,
}: Keeping): Promise<Record<SecretName, string>> {
  const path = join(dataFolder, 'secrets.json');
  await createPrivate(path, '{}');
  const kept = parse(await readIfPresent(path), path);
  const missing = NAMES.filter((name) => !environment[name] && !kept[name]);
  for (const name of missing) kept[name] = MAKERS[name]();
  if (missing.length > 0) writePrivateNow(path, `${JSON.stringify(kept, null, 2)}\n`);
  const valueOf = (name: SecretName) => environment[name] || (kept[name] ?? '');
  return {
    NIGHTPORTER_MASTER_KEY: valueOf('NIGHTPORTER_MASTER_KEY'),
    NIGHTPORTER_WEBHOOK_SECRET: valueOf('NIGHTPORTER_WEBHOOK_SECRET'),
    NIGHTPORTER_AUTH_SECRET: valueOf('NIGHTPORTER_AUTH_SECRET'),
  };
}

function parse(text: string | null, path: string): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(text ?? 'null'));
  } catch (cause) {
    throw new EngineProblem(
      `The secrets in ${path} cannot be read, and new ones could not open what the old ones closed: restore the file, or start afresh with \`npm run reset\`.`,
      { cause },
    );
  }
}
