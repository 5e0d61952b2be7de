import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { closedDoors, ConfigInvalid, ConfigSchema, loadConfig } from '../../src/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const SECRET = 'x'.repeat(32);
const NEEDED = {
  NIGHTPORTER_MASTER_KEY: KEY,
  NIGHTPORTER_AUTH_SECRET: SECRET,
  DATABASE_URL: 'postgresql://porter@127.0.0.1:5432/nightporter',
};
const NAMES = Object.keys(ConfigSchema.shape);
/** What has no default and must be there. */
const REQUIRED = Object.keys(NEEDED);

const problemsOf = (environment: NodeJS.ProcessEnv): string[] => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
};

describe('the configuration', () => {
  test('needs a master key, an auth secret and a database, and has defaults for the rest', () => {
    expect(loadConfig(NEEDED)).toEqual({
      ...NEEDED,
      NIGHTPORTER_MASTER_KEY: Buffer.alloc(32, 7),
      PORT: 3000,
      HOST: '127.0.0.1',
      NIGHTPORTER_DATA: '.nightporter',
      NIGHTPORTER_SAMPLE: 'on',
      NIGHTPORTER_QUIET_MS: 1000,
      NIGHTPORTER_RESIDENT_MESSAGES_A_MINUTE: 60,
      NIGHTPORTER_PORTAL_MESSAGES_A_MINUTE: 6000,
      NIGHTPORTER_LOCKOUT_AFTER: 5,
      NIGHTPORTER_LOCKOUT_MS: 60_000,
      NIGHTPORTER_TAKEOVER_IDLE_MINUTES: 120,
      LOG_LEVEL: 'info',
      WHATSAPP_BASE_URL: 'https://graph.facebook.com/v25.0',
      OPENAI_MODEL: 'gpt-4o',
      OPENAI_TIMEOUT_MS: 20_000,
      EMBEDDER: 'embedded',
    });
  });

  test('reports every problem at once, each by the name of its variable', () => {
    const problems = problemsOf({
      NIGHTPORTER_MASTER_KEY: 'too short',
      NIGHTPORTER_AUTH_SECRET: 'too short',
      NIGHTPORTER_WEBHOOK_SECRET: 'too short',
      NIGHTPORTER_SAMPLE: 'perhaps',
      WHATSAPP_APP_SECRET: 'too short',
      ALERT_WEBHOOK_URL: 'no address',
      PORT: '70000',
      OPENAI_TIMEOUT_MS: 'soon',
    });

    expect(
      problems.map((problem) => problem.slice(0, problem.indexOf(':')).trim()).toSorted(),
    ).toEqual([
      'ALERT_WEBHOOK_URL',
      'DATABASE_URL',
      'NIGHTPORTER_AUTH_SECRET',
      'NIGHTPORTER_MASTER_KEY',
      'NIGHTPORTER_SAMPLE',
      'NIGHTPORTER_WEBHOOK_SECRET',
      'OPENAI_TIMEOUT_MS',
      'PORT',
      'WHATSAPP_APP_SECRET',
    ]);
  });

  // A secret in an error ends up in a log.
  test('quotes no value in its problems', () => {
    const problems = problemsOf({
      ...NEEDED,
      NIGHTPORTER_MASTER_KEY: 'canary-one',
      NIGHTPORTER_AUTH_SECRET: 'canary-two',
      DATABASE_URL: 'canary-three',
      WHATSAPP_APP_SECRET: 'canary-four',
    });

    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).not.toContain('canary');
  });

  // The desk links there: a press must never run a script.
  test('takes no address of the Web UI that is not one of the web', () => {
    expect(problemsOf({ ...NEEDED, NIGHTPORTER_TEMPORAL_UI: 'javascript:alert(1)' })).toEqual([
      expect.stringContaining('NIGHTPORTER_TEMPORAL_UI'),
    ]);
  });

  test('takes a blank for an absent one', () => {
    const blanks = Object.fromEntries(
      NAMES.filter((name) => !REQUIRED.includes(name)).map((name) => [name, '']),
    );

    expect(loadConfig({ ...blanks, ...NEEDED })).toEqual(loadConfig(NEEDED));
  });

  test.each(REQUIRED)('does not start without %s, blank or absent', (name) => {
    for (const value of ['', undefined]) {
      expect(problemsOf({ ...NEEDED, [name]: value })).toEqual([expect.stringContaining(name)]);
    }
  });
});

describe('a closed door', () => {
  const doors = (environment: NodeJS.ProcessEnv): string[] =>
    closedDoors(loadConfig({ ...NEEDED, ...environment }));
  const OPENED = {
    NIGHTPORTER_WEBHOOK_SECRET: SECRET,
    WHATSAPP_TOKEN: 'a token',
    WHATSAPP_APP_SECRET: SECRET,
    WHATSAPP_VERIFY_TOKEN: SECRET,
    WHATSAPP_NUMBER_ID: '1',
    ALERT_WEBHOOK_URL: 'https://alerts.example/',
    ALERT_WEBHOOK_SECRET: SECRET,
  };

  test('is named with what would open it, and with nothing set all three are', () => {
    const sentences = doors({});

    expect(sentences).toHaveLength(3);
    for (const name of Object.keys(OPENED)) expect(sentences.join('\n')).toContain(name);
  });

  test('is not mentioned once its secrets are set', () => {
    expect(doors(OPENED)).toEqual([]);
  });

  test('is the one of the metrics too, where others than this machine reach the house', () => {
    for (const where of [
      { HOST: '0.0.0.0' },
      { NIGHTPORTER_PUBLIC_URL: 'https://porter.example' },
    ]) {
      expect(doors({ ...OPENED, ...where })).toEqual([expect.stringContaining('METRICS_TOKEN')]);
      expect(doors({ ...OPENED, ...where, METRICS_TOKEN: SECRET })).toEqual([]);
    }
  });

  test('is the one of a model of one’s own that has no key', () => {
    const model = { ...OPENED, OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' };
    expect(doors(model)).toEqual([expect.stringContaining('set OPENAI_API_KEY')]);
    expect(doors({ ...model, OPENAI_API_KEY: 'none' })).toEqual([]);
  });

  test.each(Object.keys(OPENED))('stays closed for want of %s alone', (name) => {
    expect(doors({ ...OPENED, [name]: undefined })).toEqual([expect.stringContaining(name)]);
  });
});

describe('.env.example', () => {
  const [ofConfig = '', ofScripts = ''] = read('.env.example').split('# == Read by the scripts');
  const settings = (text: string) =>
    [...text.matchAll(/^#([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => ({
      name,
      value,
    }));

  test('names every setting once and no other', () => {
    const names = settings(ofConfig).map(({ name }) => name);

    expect(names.toSorted()).toEqual(NAMES.toSorted());
  });

  test('explains each setting in the lines above it', () => {
    const unexplained = [ofConfig, ofScripts].flatMap((text) =>
      [...text.matchAll(/(?<!^# .+\n)^#([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name),
    );

    expect(unexplained).toEqual([]);
  });

  test('shows the defaults that are in force, and nothing where there is none', () => {
    const defaults = new Map(
      Object.entries(loadConfig(NEEDED)).map(([name, value]) => [name, value?.toString()]),
    );

    for (const { name, value } of settings(ofConfig)) {
      expect(value, name).toBe(REQUIRED.includes(name) ? '' : (defaults.get(name) ?? ''));
    }
  });

  test('names no setting of the scripts that no script reads', () => {
    const scripts = globSync(['engines/*', 'commands/*']).map(read).join('\n');
    const names = settings(ofScripts).map(({ name }) => name);

    expect(names).toHaveLength(5);
    for (const name of names) expect(scripts).toContain(`'${name}'`);
  });
});

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
