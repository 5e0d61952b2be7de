import { z } from 'zod';
import { createOpenApi, templateOf } from '../../src/api/openapi/document.ts';

const Content = z.record(z.string(), z.object({ schema: z.looseObject({}).optional() }));
const Answer = z.object({ content: Content.default({}) });
const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(z.string(), z.union([z.object({ $ref: z.string() }), Answer])),
      }),
    ),
  ),
  components: z.object({
    responses: z.record(z.string(), Answer),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

const { paths, components } = Document.parse(createOpenApi());

/** Reads an answer to its end. @throws Error when it is not as `/openapi.json` describes the route's answers, field by field */
export async function demandDescribed({
  route,
  response,
}: {
  /** As in `route-rights.ts`. */
  route: string;
  response: Response;
}): Promise<void> {
  const { content } = answerOf(route, response.status);
  const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
  const said = `${route} answered ${response.status} ${mediaType}`;
  if (Object.keys(content).length === 0 && [204, 302].includes(response.status)) {
    await response.body?.cancel();
    return;
  }
  const described = content[mediaType];
  if (!described) throw new Error(`${said}; described is ${Object.keys(content).join()}`);
  if (!described.schema) {
    await response.body?.cancel(); // a stream does not end by itself
    return;
  }
  const body: unknown = await response.json();
  const read = z
    .fromJSONSchema(closed({ ...described.schema, $defs: components.schemas }))
    .safeParse(body);
  if (!read.success) {
    throw new Error(`${said} ${JSON.stringify(body)}\n${z.prettifyError(read.error)}`);
  }
}

function answerOf(route: string, status: number): z.infer<typeof Answer> {
  const [method = '', express = ''] = route.split(' ');
  const operation = paths[templateOf(express)]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${route} is not described`);
  const answer = operation.responses[status];
  if (!answer) throw new Error(`${route} answered ${status}, which is not described`);
  if (!('$ref' in answer)) return answer;
  const refused = components.responses[answer.$ref.split('/').at(-1) ?? ''];
  if (!refused) throw new Error(`${answer.$ref} leads nowhere`);
  return refused;
}

/** Readers may find more fields one day; here a field that is not described is a mistake. */
function closed(schema: object): Parameters<typeof z.fromJSONSchema>[0] {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (value === null || typeof value !== 'object') return value;
    if ('$ref' in value && typeof value.$ref === 'string') {
      return { ...value, $ref: value.$ref.replace('#/components/schemas/', '#/$defs/') };
    }
    const isShape = 'properties' in value && 'type' in value && value.type === 'object';
    return isShape ? { additionalProperties: false, ...value } : value;
  });
}
