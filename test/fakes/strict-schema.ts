// What strict structured output takes: OpenAI, guide "Structured outputs", supported schemas. Read 2026-11-23.
const KNOWN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'enum',
  'const',
  'anyOf',
  'minimum',
  'maximum',
  'description',
]);

/** Why a strict server would refuse a schema, one line a fault; empty when it would take it. */
export function strictSchemaFaults(schema: unknown): string[] {
  const isRootObject = isObject(schema) && schema['type'] === 'object';
  return isRootObject ? faultsAt('root', schema) : ['root is not an object'];
}

function faultsAt(place: string, schema: unknown): string[] {
  if (!isObject(schema)) return [`${place} is not a schema`];
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
  const faults = unknown.map((keyword) => `${place} uses ${keyword}`);
  if (schema['type'] === 'object') faults.push(...objectFaults(place, schema));
  if ('items' in schema) faults.push(...faultsAt(`${place}[]`, schema['items']));
  const branches = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  return [...faults, ...branches.flatMap((branch, index) => faultsAt(`${place}|${index}`, branch))];
}

function objectFaults(place: string, schema: Record<string, unknown>): string[] {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const faults = Object.entries(properties).flatMap(([name, property]) => [
    ...(required.includes(name) ? [] : [`${place}.${name} is not required`]),
    ...faultsAt(`${place}.${name}`, property),
  ]);
  if (schema['additionalProperties'] !== false) faults.push(`${place} takes additional properties`);
  return faults;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
