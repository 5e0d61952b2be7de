import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFilePolicyPacks } from '../../src/adapters/policy-packs/files/index.ts';
import type { PackVersions, PolicyPacks } from '../../src/ports/policy-packs.ts';

const projectPath = (relative: string): string =>
  fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** Where the shipped rules stand. */
export const standardFolder = projectPath('policy-packs/default');
/** Where the sample operator's layers stand. */
export const sampleLayers = projectPath('sample/policy-packs');

/** A folder of layers that a test writes. */
export interface LayersOnDisk {
  path: string;
  /** Writes `<scope>/<id>/<name>`; text as it is, anything else as JSON. */
  write(file: string, content: unknown): Promise<void>;
  /** The rules as a process that starts now has them. */
  open(): Promise<PolicyPacks>;
  remove(): Promise<void>;
}

/** An empty folder of layers over the shipped rules. */
export async function layersOnDisk(versions: PackVersions): Promise<LayersOnDisk> {
  const path = await mkdtemp(join(tmpdir(), 'nightporter-packs-'));
  return {
    path,
    async write(file, content) {
      await mkdir(join(path, file, '..'), { recursive: true });
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      await writeFile(join(path, file), text);
    },
    open: () => createFilePolicyPacks({ standard: standardFolder, layers: [path], versions }),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
