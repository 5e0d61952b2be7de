import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyPack } from '../../../domain/policy-pack.ts';
import { parsePolicyPack } from '../../../domain/policy-pack.schema.ts';
import type { PolicyPacks } from '../../../ports/policy-packs.ts';

/**
 * The packs of a folder, one folder each, read and checked once.
 * @throws PolicyPackInvalid naming file and field
 */
export function createFilePolicyPacks({ folder }: { folder: string }): PolicyPacks {
  const standard = readPack(join(folder, 'default'));
  return {
    current: () => standard,
    // One version is shipped so far; a process that began with an older one goes on with its pinned deadlines.
    pinned: () => standard,
  };
}

function readPack(folder: string): PolicyPack {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const files = names.map((name) => {
    const content: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return [name, content] as const;
  });
  return parsePolicyPack(Object.fromEntries(files));
}
