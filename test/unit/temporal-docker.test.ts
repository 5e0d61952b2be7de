import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../engines/search-attributes.ts';
import { TEMPORAL } from '../../engines/program.ts';
import { ConfigSchema } from '../../src/config.ts';

const compose = read('compose.yaml');

/** What the block of a service or of an `x-` anchor says, without the lines of its neighbours. */
const block = (name: string): string =>
  new RegExp(`^( *)${name}:.*\\n(?:\\1 +.*\\n|\\n)*`, 'm').exec(compose)?.[0] ?? '';

describe('the files of temporal-docker', () => {
  // A workflow that sets an attribute which the server does not know is refused.
  test('register exactly the search attributes that the dev server is started with', () => {
    const registered = [...read('search-attributes.sh').matchAll(/^register (\w+) (\w+)$/gm)];

    expect(Object.fromEntries(registered.map(([, name, kind]) => [name, kind]))).toEqual(
      SEARCH_ATTRIBUTES,
    );
    expect(registered).toHaveLength(Object.keys(SEARCH_ATTRIBUTES).length);
  });

  test('keep closed runs as long as the dev server does', () => {
    const retentionOf = (text: string) => /retention\s*=\s*'?(\d+h)'?/i.exec(text)?.[1];

    expect(retentionOf(read('namespace.sh'))).toBe('720h');
    expect(retentionOf(readFileSync('engines/temporal.ts', 'utf8'))).toBe('720h');
  });

  test('run each role of the server as a service of its own, in one version', () => {
    const roles = [...compose.matchAll(/^ +TEMPORAL_SERVICES: (\w+)$/gm)].map(([, role]) => role);

    expect(new Set(roles)).toEqual(new Set(['frontend', 'history', 'matching', 'worker']));
    expect(roles).toHaveLength(4);
    const versions = [...compose.matchAll(/temporalio\/(?:server|admin-tools):(\S+)/g)];
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
    expect(TEMPORAL.version).toBe('1.9.1'); // holds server 1.32.0 and Web UI 2.54.1: change them together
    expect(compose).toContain('temporalio/server:1.32.0');
    expect(compose).toContain('temporalio/ui:2.54.1');
  });

  test('give worker and API only settings that exist, and every secret', () => {
    const names = [...block('x-nightporter-environment').matchAll(/^ {2}([A-Z][A-Z0-9_]*):/gm)].map(
      ([, name = '']) => name,
    );

    expect(names.filter((name) => !(name in ConfigSchema.shape))).toEqual([]);
    const secrets = Object.keys(ConfigSchema.shape).filter((name) => /SECRET|TOKEN|KEY/.test(name));
    expect(secrets.filter((name) => !names.includes(name))).toEqual([]);
  });

  // A secret in a committed file is no secret.
  test('hold no secret: each comes from .env, which is not committed', () => {
    const given = [...compose.matchAll(/^ +\w*(?:PASSWORD|PWD|SECRET|TOKEN|KEY): (.+)$/gm)];

    expect(given.length).toBeGreaterThan(8);
    for (const [, value] of given) expect(value).toMatch(/^\$\{[A-Z_]+:(?:-|\?set it in \.env)\}$/);
    expect(read('.gitignore').split('\n')).toContain('.env');
    expect(read('.env.example')).not.toMatch(/^\w*(?:PASSWORD|SECRET|KEY)=.+$/m);
  });

  test('open doors on loopback only', () => {
    const ports = [...compose.matchAll(/^ +- '([\d.:]+:\d+)'$/gm)].map(([, port]) => port);

    expect(ports).toHaveLength(3);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('copy into the image what the programs read', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (\S+) \1$/gm)].map(
      ([, folder]) => folder,
    );

    expect(copied).toEqual(
      expect.arrayContaining(['src', 'sample', 'migrations', 'policy-packs', 'engines']),
    );
    const welcome = read('Dockerfile.dockerignore');
    for (const folder of copied) expect(welcome).toContain(`!${folder}`);
  });

  test('name no script that is not there', () => {
    const scripts = [...compose.matchAll(/\/scripts\/([\w-]+\.sh)/g)].map(([, name]) => name);

    expect(readdirSync('temporal-docker')).toEqual(expect.arrayContaining(scripts));
    expect(new Set(scripts).size).toBe(3);
  });
});

function read(name: string): string {
  return readFileSync(`temporal-docker/${name}`, 'utf8');
}
