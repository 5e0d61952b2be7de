import { createHmac } from 'node:crypto';
import { z } from 'zod';

const flag = z.enum(['on', 'off']);
const key = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
  .transform((text) => Buffer.from(text, 'base64'));
const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional());

/** Every setting, by its name in the environment; `.env.example` explains each and is held to this by a test. */
export const ConfigSchema = z.object({
  PORT: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(3000)),
  HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  NIGHTPORTER_DATA: z.preprocess(blankIsAbsent, z.string().default('.nightporter')),
  NIGHTPORTER_SAMPLE: z.preprocess(blankIsAbsent, flag.default('on')),
  NIGHTPORTER_MASTER_KEY: key,
  NIGHTPORTER_AUTH_SECRET: z.string().min(32, 'must have 32 characters or more'),
  NIGHTPORTER_WEBHOOK_SECRET: optional(z.string().min(32, 'must have 32 characters or more')),
  NIGHTPORTER_PUBLIC_URL: optional(z.url()),
  // A link that people press: never one that runs a script.
  NIGHTPORTER_TEMPORAL_UI: optional(z.url({ protocol: /^https?$/ })),
  NIGHTPORTER_QUIET_MS: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(0).max(60_000).default(1000),
  ),
  NIGHTPORTER_RESIDENT_MESSAGES_A_MINUTE: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(1).max(100_000).default(60),
  ),
  NIGHTPORTER_PORTAL_MESSAGES_A_MINUTE: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(1).max(1_000_000).default(6_000),
  ),
  NIGHTPORTER_LOCKOUT_AFTER: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(3).max(20).default(5),
  ),
  NIGHTPORTER_LOCKOUT_MS: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(1_000).max(3_600_000).default(60_000),
  ),
  NIGHTPORTER_TAKEOVER_IDLE_MINUTES: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(1).max(10_000).default(120),
  ),
  WORKER_METRICS_PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  METRICS_TOKEN: optional(z.string().min(16, 'must have 16 characters or more')),
  LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
  DATABASE_URL: z.url(),
  TEMPORAL_ADDRESS: optional(z.string()),
  TEMPORAL_NAMESPACE: optional(z.string()),
  WHATSAPP_TOKEN: optional(z.string()),
  WHATSAPP_APP_SECRET: optional(z.string().min(16, 'must have 16 characters or more')),
  WHATSAPP_VERIFY_TOKEN: optional(z.string().min(8, 'must have 8 characters or more')),
  WHATSAPP_NUMBER_ID: optional(z.string()),
  WHATSAPP_PROPERTY_ID: optional(z.string()),
  WHATSAPP_ORGANISATION_ID: optional(z.string()),
  WHATSAPP_BASE_URL: z.preprocess(
    blankIsAbsent,
    z.url().default('https://graph.facebook.com/v25.0'),
  ),
  ALERT_WEBHOOK_URL: optional(z.url()),
  ALERT_WEBHOOK_SECRET: optional(z.string().min(16, 'must have 16 characters or more')),
  OPENAI_API_KEY: optional(z.string()),
  OPENAI_BASE_URL: optional(z.url()),
  OPENAI_MODEL: z.preprocess(blankIsAbsent, z.string().default('gpt-4o')),
  OPENAI_TIMEOUT_MS: z.preprocess(
    blankIsAbsent,
    z.coerce.number().int().min(100).max(120_000).default(20_000),
  ),
  EMBEDDER: z.preprocess(blankIsAbsent, z.enum(['embedded']).default('embedded')),
});

/** The environment, parsed. */
export type Config = z.infer<typeof ConfigSchema>;

/** All problems of the environment at once, each naming its variable. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

/**
 * Reads the environment once.
 * @throws ConfigInvalid with one line a problem
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const parsed = ConfigSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigInvalid(`The configuration is not complete:\n  ${problems.join('\n  ')}`);
}

/**
 * Whether only this machine reaches the house, so that the sample's well-known sign-ins may open what nobody else could:
 * behind a public address a program could name any origin, and then everybody signs in.
 */
export function isAtHome(config: Config): boolean {
  const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(config.HOST);
  return isLoopback && !config.NIGHTPORTER_PUBLIC_URL;
}

/**
 * What whoever holds the master key can show: every process of a house says the same, and nobody else can. The first
 * admin's code is of no use once there is an admin; the command key is what operators' commands show.
 */
export function operatorKeys(masterKey: Buffer): { firstAdminCode: string; commandKey: string } {
  const keyFor = (purpose: string): string =>
    createHmac('sha256', masterKey).update(`nightporter/${purpose}`).digest('base64url');
  return { firstAdminCode: keyFor('first-admin'), commandKey: keyFor('command') };
}

/** Doors that stay closed for want of a secret, a sentence each; shown at start. */
export function closedDoors(config: Config): string[] {
  const doors: [string, (string | undefined)[], string][] = [
    [
      'The resident portal door (POST /webhook/resident-message) and the web chat are closed',
      [config.NIGHTPORTER_WEBHOOK_SECRET],
      'set NIGHTPORTER_WEBHOOK_SECRET',
    ],
    [
      'WhatsApp is closed',
      [
        config.WHATSAPP_TOKEN,
        config.WHATSAPP_APP_SECRET,
        config.WHATSAPP_VERIFY_TOKEN,
        config.WHATSAPP_NUMBER_ID,
      ],
      'set WHATSAPP_TOKEN, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN and WHATSAPP_NUMBER_ID',
    ],
    [
      'Alerts ring on the dashboard only',
      [config.ALERT_WEBHOOK_URL, config.ALERT_WEBHOOK_SECRET],
      'set ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET',
    ],
  ];
  if (!isAtHome(config)) {
    doors.push([
      'The metrics (GET /metrics) are closed',
      [config.METRICS_TOKEN],
      'set METRICS_TOKEN',
    ]);
  }
  if (config.OPENAI_BASE_URL) {
    doors.push([
      'The model at OPENAI_BASE_URL is not asked, the embedded one answers',
      [config.OPENAI_API_KEY],
      'set OPENAI_API_KEY (to any word where the server wants none)',
    ]);
  }
  return doors
    .filter(([, secrets]) => secrets.some((secret) => secret === undefined))
    .map(([what, , remedy]) => `${what}: ${remedy} to open it.`);
}
