import { policyScopes, type PolicyPack } from '../../../domain/policy-pack.ts';
import {
  PolicyPackUnknown,
  type PackVersions,
  type PolicyPacks,
} from '../../../ports/policy-packs.ts';
import { parsePolicyPack } from '../../../domain/policy-pack.schema.ts';
import { mergeFolders, readKept } from './merge.ts';
import { readPackFiles } from './read-folder.ts';

/**
 * The rules of a folder with the layers of others over them, read, merged and checked once. Each version is kept before
 * anything can be pinned to it.
 * @throws PolicyPackInvalid naming the file and field that cannot be used
 */
export async function createFilePolicyPacks(by: {
  /** The default rules. */
  standard: string;
  /** Folders of layers, `<scope>/<id>/*.json`. */
  layers: readonly string[];
  versions: PackVersions;
}): Promise<PolicyPacks> {
  const { standard, properties, units, layers } = mergeFolders(by);
  const merged = [standard, ...properties.values(), ...units.values()];
  await by.versions.keep(merged.map(({ pack, files }) => ({ version: pack.version, files })));
  const known = new Map<string, PolicyPack>(merged.map(({ pack }) => [pack.version, pack]));
  return {
    current(propertyId, unitId) {
      const own = unitId ? units.get(unitId) : undefined;
      const shared = propertyId ? properties.get(propertyId) : undefined;
      return (own ?? shared ?? standard).pack;
    },

    async pinned({ version, propertyId }) {
      const inMemory = known.get(version);
      if (inMemory) return inMemory;
      const files = await by.versions.find(version);
      if (!files) {
        const where = propertyId ?? 'no property';
        throw new PolicyPackUnknown(
          `policy pack ${version} is not kept, and something of ${where} is pinned to it: restore its row`,
        );
      }
      const pack = readKept({ version, files, standard });
      known.set(version, pack);
      return pack;
    },

    layersAt: (propertyId) =>
      (layers.get(propertyId) ?? [])
        .toSorted(
          (one, other) => policyScopes.indexOf(one.scope) - policyScopes.indexOf(other.scope),
        )
        .map(({ scope, id, version, files }) => ({
          scope,
          id,
          version,
          files: Object.keys(files).toSorted(),
        })),
  };
}

/** The default rules alone, without layers and without keeping their version. @throws PolicyPackInvalid */
export function readStandardPack(folder: string): PolicyPack {
  return parsePolicyPack(readPackFiles(folder));
}
