import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackFiles, PolicyScope } from '../../../domain/policy-pack.ts';
import { policyScopes } from '../../../domain/policy-pack.ts';
import { PolicyPackInvalid } from '../../../domain/policy-pack.schema.ts';

/** The JSON files of a folder by name, in the order of their names. @throws PolicyPackInvalid */
export function readPackFiles(folder: string): PackFiles {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted();
  return Object.fromEntries(names.map((name) => [name, readJson(join(folder, name))]));
}

/** A layer as it stands on the disk. */
export interface LayerFolder {
  scope: PolicyScope;
  id: string;
  folder: string;
  files: PackFiles;
}

/**
 * The layers of `<folder>/<scope>/<id>/*.json`; a folder that is not there has none.
 * @throws PolicyPackInvalid for a folder that is no scope, so that a misspelt one is not silently without effect
 */
export function readLayerFolders(folder: string): LayerFolder[] {
  return foldersIn(folder).flatMap((name) => {
    const scope = policyScopes.find((known) => known === name);
    if (!scope) {
      const known = policyScopes.join(', ');
      throw new PolicyPackInvalid([`${join(folder, name)}: no scope has that name; use ${known}`]);
    }
    return foldersIn(join(folder, scope)).map((id) => {
      const own = join(folder, scope, id);
      return { scope, id, folder: own, files: readPackFiles(own) };
    });
  });
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readJson(path: string): unknown {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return content;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new PolicyPackInvalid([`${path}: file: ${error.message}`]);
  }
}
