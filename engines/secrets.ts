import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { createPrivate, readIfPresent, writePrivateNow } from './private-file.ts';
import { EngineProblem } from './problem.ts';

const random = (): string => randomBytes(32).toString('base64url');
const MAKERS = {
  NIGHTPORTER_MASTER_KEY: () => randomBytes(32).toString('base64'),
  NIGHTPORTER_WEBHOOK_SECRET: random,
  NIGHTPORTER_AUTH_SECRET: random,
} as const;
const STAND_IN_MAKERS = {
  WHATSAPP_TOKEN: random,
  WHATSAPP_APP_SECRET: random,
  WHATSAPP_VERIFY_TOKEN: random,
} as const;
const Kept = z.record(z.string(), z.string().min(1));

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
}: Keeping): Promise<Record<keyof typeof MAKERS, string>> {
  const valueOf = await keep(MAKERS, { path: join(dataFolder, 'secrets.json'), environment });
  return {
    NIGHTPORTER_MASTER_KEY: valueOf('NIGHTPORTER_MASTER_KEY'),
    NIGHTPORTER_WEBHOOK_SECRET: valueOf('NIGHTPORTER_WEBHOOK_SECRET'),
    NIGHTPORTER_AUTH_SECRET: valueOf('NIGHTPORTER_AUTH_SECRET'),
  };
}

/** What the house and the stand-in for WhatsApp prove themselves to each other with; kept beside the others. */
export async function keepStandInSecrets(
  dataFolder: string,
): Promise<Record<keyof typeof STAND_IN_MAKERS, string>> {
  const path = join(dataFolder, 'whatsapp-stand-in.json');
  const valueOf = await keep(STAND_IN_MAKERS, { path, environment: {} });
  return {
    WHATSAPP_TOKEN: valueOf('WHATSAPP_TOKEN'),
    WHATSAPP_APP_SECRET: valueOf('WHATSAPP_APP_SECRET'),
    WHATSAPP_VERIFY_TOKEN: valueOf('WHATSAPP_VERIFY_TOKEN'),
  };
}

async function keep(
  makers: Readonly<Record<string, () => string>>,
  { path, environment }: { path: string; environment: NodeJS.ProcessEnv },
): Promise<(name: string) => string> {
  await createPrivate(path, '{}');
  const kept = parse(await readIfPresent(path), path);
  const missing = Object.entries(makers).filter(([name]) => !environment[name] && !kept[name]);
  for (const [name, make] of missing) kept[name] = make();
  if (missing.length > 0) writePrivateNow(path, `${JSON.stringify(kept, null, 2)}\n`);
  return (name) => environment[name] || (kept[name] ?? '');
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
