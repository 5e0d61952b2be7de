import { createHash } from 'node:crypto';
import { parsePolicyLayer, type PlacedLayer } from '../../../domain/policy-layer.schema.ts';
import {
  isDangerFile,
  mergePacks,
  type PackFiles,
  type PolicyPack,
} from '../../../domain/policy-pack.ts';
import { parsePolicyPack, PolicyPackInvalid } from '../../../domain/policy-pack.schema.ts';
import { readLayerFolders, readPackFiles } from './read-folder.ts';

/** A pack and the merged files that it was read from. */
export interface MergedPack {
  pack: PolicyPack;
  files: PackFiles;
}

/** The rules of every place that has some. */
export interface MergedPacks {
  standard: MergedPack;
  properties: ReadonlyMap<string, MergedPack>;
  units: ReadonlyMap<string, MergedPack>;
  /** The layers at each property that has some. */
  layers: ReadonlyMap<string, PlacedLayer[]>;
}

/**
 * Reads the default rules and all layers, and merges and checks the rules of every property and unit that has a layer.
 * @throws PolicyPackInvalid naming the file and field that cannot be used
 */
export function mergeFolders(by: { standard: string; layers: readonly string[] }): MergedPacks {
  const base = readPackFiles(by.standard);
  const standard = naming(by.standard, () => packOf(base));
  const layers = by.layers.flatMap(readLayerFolders).map(({ folder, ...layer }) => ({
    folder,
    ...naming(folder, () => parsePolicyLayer({ ...layer, base })),
  }));
  refuseTwice(layers);
  const merge = (used: Layer[]): MergedPack => mergeChecked({ base, standard, layers: used });
  const wide = layers.filter(({ scope }) => scope !== 'unit');
  const of = (propertyId: string): Layer[] =>
    wide.filter(({ properties }) => properties.includes(propertyId));
  const propertyIds = new Set(wide.flatMap(({ properties }) => properties));
  return {
    standard,
    properties: new Map([...propertyIds].map((id) => [id, merge(of(id))])),
    layers: new Map([...propertyIds].map((id) => [id, of(id)])),
    units: new Map(
      layers
        .filter(({ scope }) => scope === 'unit')
        .map((unit) => [unit.id, merge([...unit.properties.flatMap(of), unit])]),
    ),
  };
}

type Layer = PlacedLayer & { folder: string };

function mergeChecked(by: { base: PackFiles; standard: MergedPack; layers: Layer[] }): MergedPack {
  const { base, standard, layers } = by;
  // One by one, so that what cannot be used is found in the folder that says it.
  let merged = standard;
  for (const [index, { folder }] of layers.entries()) {
    const files = mergePacks({ base, layers: layers.slice(0, index + 1) });
    merged = naming(folder, () => packOf(files));
  }
  const isOwnFloor = Object.keys(merged.files).some(
    (name) => isDangerFile(name) && merged.files[name] !== base[name],
  );
  if (isOwnFloor) return merged;
  // The same rules are the same object, so that the floor is compiled once for all who share it.
  return { ...merged, pack: { ...merged.pack, dangerRules: standard.pack.dangerRules } };
}

/** A pack of merged files, its version closed with a digest of their content. @throws PolicyPackInvalid */
function packOf(merged: PackFiles): MergedPack {
  const about = merged['pack.json'];
  if (typeof about !== 'object' || about === null || !('version' in about)) {
    return { pack: parsePolicyPack(merged), files: merged };
  }
  const version = `${String(about.version)}#${digestOf(merged)}`;
  const files = { ...merged, 'pack.json': { ...about, version } };
  return { pack: parsePolicyPack(files), files };
}

/**
 * Reads files that were kept. Files and texts that are younger than the version come from today's default rules: a newer
 * program asks for them, and the version never said anything else.
 * @throws PolicyPackInvalid when they are not what their version says
 */
export function readKept(by: {
  version: string;
  files: PackFiles;
  standard: MergedPack;
}): PolicyPack {
  const { version, files, standard } = by;
  const pack = parsePolicyPack({ ...standard.files, ...files });
  const [label = '', digest] = version.split('#');
  const merged = { ...files, 'pack.json': { id: pack.id, version: label } };
  if (pack.version !== version || digestOf(merged) !== digest) {
    throw new PolicyPackInvalid([`pack.json: version: what is kept as ${version} was changed`]);
  }
  return { ...pack, texts: { ...standard.pack.texts, ...pack.texts } };
}

/** What closes a version: the same for the same content in the same order. */
export const digestOf = (files: PackFiles): string =>
  createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);

function refuseTwice(layers: readonly Layer[]): void {
  const twice = layers.find(({ scope, id }, index) =>
    layers.slice(0, index).some((other) => other.scope === scope && other.id === id),
  );
  if (twice) throw new PolicyPackInvalid([`${twice.folder}: there are two layers of this name`]);
}

function naming<Result>(folder: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PolicyPackInvalid)) throw error;
    throw new PolicyPackInvalid(error.problems.map((problem) => `${folder}/${problem}`));
  }
}
