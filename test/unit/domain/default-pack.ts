import { readdirSync, readFileSync } from 'node:fs';
import type { PackFiles } from '../../../src/domain/policy-pack.ts';
import type { PolicyPacks } from '../../../src/ports/policy-packs.ts';
import { parsePolicyPack } from '../../../src/domain/policy-pack.schema.ts';

const folder = new URL('../../../policy-packs/default/', import.meta.url);

/** The shipped files by name, as the loader hands them on. */
export function defaultPackFiles(): PackFiles {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

/** The rules the house ships with. */
export const defaultPack = parsePolicyPack(defaultPackFiles());

/** Those rules everywhere, in every version. */
export const defaultPacks: PolicyPacks = {
  current: () => defaultPack,
  pinned: async () => defaultPack,
  layersAt: () => [],
};
