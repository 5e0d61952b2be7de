import { z } from 'zod';
import type { PackFiles, PolicyLayer, PolicyScope } from './policy-pack.ts';
import { isDangerFile } from './policy-pack.ts';
import { PolicyPackInvalid } from './policy-pack.schema.ts';

/** A layer, and the properties that it belongs to. */
export interface PlacedLayer extends PolicyLayer {
  readonly properties: readonly string[];
}

/**
 * Checks what a layer says of itself, and that it only widens the danger floor. Its rules are checked when it is merged.
 * @throws PolicyPackInvalid naming file and field of every problem
 */
export function parsePolicyLayer(layer: {
  scope: PolicyScope;
  id: string;
  files: PackFiles;
  base: PackFiles;
}): PlacedLayer {
  const { scope, id, base } = layer;
  const { 'layer.json': about, ...files } = layer.files;
  const read = z.strictObject({ 'layer.json': AboutSchema }).safeParse({ 'layer.json': about });
  const problems = [
    ...(read.success ? [] : read.error.issues.map(problemOf)),
    ...fixedFiles(files),
    ...narrowings({ files, base }),
  ];
  if (!read.success || problems.length > 0) throw new PolicyPackInvalid(problems);
  const { version, properties } = read.data['layer.json'];
  const placed = { scope, id, version, files, properties: properties ?? [id] };
  const isPlaced = scope === 'property' ? !properties : Boolean(properties);
  const isOneHome = scope !== 'unit' || placed.properties.length === 1;
  if (isPlaced && isOneHome) return placed;
  throw new PolicyPackInvalid([`layer.json: properties: ${PLACES[scope]}`]);
}

const PLACES: Record<PolicyScope, string> = {
  organisation: 'name the properties that belong to it',
  portfolio: 'name the properties that belong to it',
  property: 'leave it away, the folder names the property',
  unit: 'name the one property in which it lies',
};

const Text = z.string().min(1);
const AboutSchema = z.strictObject({
  version: z.string().regex(/^[\w.-]+$/, 'letters, digits, dots and dashes only'),
  properties: z.array(Text).min(1).exactOptional(),
});

// What a layer may add to the floor: rules, and words that give danger away.
const WideningSchema = z.strictObject({
  'danger-rules.json': z.strictObject({ rules: z.array(z.unknown()) }).exactOptional(),
  'danger-words.json': z
    .strictObject({
      words: z.record(
        Text,
        z.strictObject({ en: z.array(Text).exactOptional(), es: z.array(Text).exactOptional() }),
      ),
    })
    .exactOptional(),
});

// The house's own: a version is made, and the second net learns once for all properties.
function fixedFiles(files: PackFiles): string[] {
  return ['pack.json', 'danger-exemplars.json', 'danger-real-words.json']
    .filter((name) => Object.hasOwn(files, name))
    .map((name) => `${name}: file: a layer cannot change it`);
}

/** Safety: no layer takes a rule or a word of the floor away, or lengthens a list that keeps rules from speaking. */
function narrowings({ files, base }: { files: PackFiles; base: PackFiles }): string[] {
  const ofDanger = Object.entries(files).filter(
    ([name]) => isDangerFile(name) && fixedFiles({ [name]: null }).length === 0,
  );
  const read = WideningSchema.safeParse(Object.fromEntries(ofDanger));
  if (!read.success) {
    return read.error.issues.map((issue) => `${problemOf(issue)} (a layer only adds to the floor)`);
  }
  const silencing = silencingLists(base);
  return Object.keys(read.data['danger-words.json']?.words ?? {})
    .filter((list) => silencing.has(list))
    .map((list) => `danger-words.json: words > ${list}: it keeps rules of the floor from speaking`);
}

const SilencingSchema = z.object({
  unless: z.array(z.string()),
  rules: z.array(z.object({ unless: z.array(z.string()).optional() })),
});

function silencingLists(base: PackFiles): Set<string> {
  const { unless, rules } = SilencingSchema.parse(base['danger-rules.json']);
  return new Set([...unless, ...rules.flatMap((rule) => rule.unless ?? [])]);
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  const [file = 'layer', ...field] = path.map(String);
  return `${file}: ${field.join(' > ') || 'file'}: ${message}`;
}
