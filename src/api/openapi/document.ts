import { z } from 'zod';
import type { Problem } from '../answers/problem.ts';
import { ROUTE_RIGHTS, type Needed } from '../route-rights.ts';
import { alertDescriptions } from './alerts.ts';
import { approvalDescriptions } from './approvals.ts';
import { auditDescriptions } from './audit.ts';
import { conversationDescriptions } from './conversations.ts';
import { conversationWorkDescriptions } from './conversation-work.ts';
import { exactly, type RouteDescription, type RouteDescriptions } from './description.ts';
import { draftDescriptions } from './drafts.ts';
import { documentDescriptions } from './documents.ts';
import { bookDescriptions } from './books.ts';
import { houseDescriptions } from './house.ts';
import { maintenanceRequestDescriptions } from './maintenance-requests.ts';
import { numbersDescriptions } from './numbers.ts';
import { propertyDescriptions } from './properties.ts';
import { rolloutDescriptions } from './rollout.ts';
import { residentDescriptions } from './residents.ts';
import { settingsDescriptions } from './settings.ts';
import { simulatorDescriptions } from './simulator.ts';
import { staffDescriptions } from './staff.ts';
import { staffAccountDescriptions } from './staff-accounts.ts';

/** What is told of each route; a test holds it to `ROUTE_RIGHTS`. */
export const DESCRIPTIONS: RouteDescriptions = {
  ...residentDescriptions,
  ...conversationDescriptions,
  ...conversationWorkDescriptions,
  ...draftDescriptions,
  ...alertDescriptions,
  ...approvalDescriptions,
  ...maintenanceRequestDescriptions,
  ...documentDescriptions,
  ...propertyDescriptions,
  ...numbersDescriptions,
  ...rolloutDescriptions,
  ...bookDescriptions,
  ...staffDescriptions,
  ...houseDescriptions,
  ...simulatorDescriptions,
  ...auditDescriptions,
  ...staffAccountDescriptions,
  ...settingsDescriptions,
};

const ProblemSchema = exactly<Problem>()(
  z.object({
    type: z.string().describe('urn:nightporter:problem:<kind>; programs go by it'),
    title: z.string().describe('What this kind of problem is'),
    status: z.int(),
    detail: z.string().describe('What was wrong this time'),
    remedy: z.string().describe('What to do about it'),
    issues: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .exactOptional()
      .describe('Which field of the request is wrong, and how'),
    faults: z
      .array(z.object({ row: z.int(), column: z.string().nullable(), message: z.string() }))
      .readonly()
      .exactOptional()
      .describe('What is wrong in a file; row 1 is its header'),
  }),
);

const SECURITY: Partial<Record<Needed, string>> = {
  'provider-signature': 'providerSignature',
  'portal-secret': 'portalSecret',
  'chat-token': 'chatToken',
  'stand-in-token': 'standInToken',
  'metrics-token': 'metricsToken',
};
// The code of the first admin, or of a one-time link, stands in the query and the body.
const OPEN: Needed[] = ['anyone', 'sign-in', 'master-key', 'one-time-link'];

const SECURITY_SCHEMES = {
  staffSession: {
    type: 'apiKey',
    in: 'cookie',
    name: 'nightporter.session_token',
    description:
      'Staff sign in at POST /api/auth/sign-in/email; `__Secure-` stands before it on https.',
  },
  portalSecret: { type: 'apiKey', in: 'header', name: 'x-nightporter-secret' },
  operatorsCommand: { type: 'apiKey', in: 'header', name: 'x-nightporter-command' },
  chatToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  standInToken: {
    type: 'http',
    scheme: 'bearer',
    description: "The house's own WhatsApp token, which the stand-in checks as Meta would.",
  },
  metricsToken: {
    type: 'http',
    scheme: 'bearer',
    description:
      'METRICS_TOKEN. A house that only its own machine reaches asks none of that machine.',
  },
  providerSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'x-hub-signature-256',
    description: 'HMAC-SHA256 over the raw body, as Meta signs.',
  },
};

/** The API as an OpenAPI 3.1 document: the routes that there are, with the schemas by which they read. */
export function createOpenApi(descriptions: RouteDescriptions = DESCRIPTIONS): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, description] of Object.entries(descriptions)) {
    const [method = '', express = ''] = route.split(' ');
    const path = templateOf(express);
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: operation({ route, path, description }),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Night Porter',
      version: '1',
      description:
        'Resident support for apartment operators. New fields may appear in any answer; none goes away without a new version.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: SECURITY_SCHEMES,
      responses: {
        Refused: {
          description: 'Refused; the body says why and what to do.',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
      schemas: { Problem: jsonSchema(ProblemSchema, 'output') },
    },
  };
}

interface Described {
  route: string;
  path: string;
  description: RouteDescription;
}

function operation({ route, path, description }: Described): object {
  const { summary, tag, body, bodyMediaType, query, headers = [] } = description;
  const parameters = [
    ...Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => pathParameter(name ?? '')),
    ...(query ? queryParameters(query) : []),
    ...headers.map(({ name, description: of }) => headerParameter(name, of)),
  ];
  const content = body
    ? { 'application/json': { schema: jsonSchema(body, 'input') } }
    : bodyMediaType
      ? { [bodyMediaType]: {} }
      : null;
  return {
    summary,
    tags: [tag],
    operationId: operationIdOf(route),
    security: securityOf({ route, description }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(content ? { requestBody: { required: true, content } } : {}),
    responses: responsesOf({ route, path, description }),
  };
}

function securityOf({ route, description }: Pick<Described, 'route' | 'description'>): object[] {
  const needed = ROUTE_RIGHTS[route] ?? 'anyone';
  if (OPEN.includes(needed)) return [];
  const scheme = SECURITY[needed] ?? 'staffSession';
  return [
    { [scheme]: [] },
    ...(description.alsoOpensTo ? [{ [description.alsoOpensTo]: [] }] : []),
  ];
}

function responsesOf({ route, path, description }: Described): object {
  const answers = Object.entries(description.answers).map(([status, answer]) => {
    const { schema, mediaType = 'application/json' } = answer;
    const json = schema ? { schema: jsonSchema(schema, 'output') } : {};
    const hasBody = schema !== undefined || answer.mediaType !== undefined;
    const content = hasBody ? { content: { [mediaType]: json } } : {};
    return [status, { description: answer.description, ...content }];
  });
  const refusals = refusalsOf({ route, path, description }).map((status) => [status, REFUSED]);
  return Object.fromEntries([...refusals, ...answers, ['default', REFUSED]]);
}

const REFUSED = { $ref: '#/components/responses/Refused' };

/** Refusals follow from what a route reads and needs; whatever else a route says comes on top. */
function refusalsOf({ route, path, description }: Described): number[] {
  const { query, body, bodyMediaType, refusals = [] } = description;
  const needed = ROUTE_RIGHTS[route] ?? 'anyone';
  const isClosed = !OPEN.includes(needed);
  const byStatus: [number, boolean][] = [
    [400, query !== undefined || body !== undefined],
    [401, isClosed],
    [403, isClosed && !SECURITY[needed]],
    [404, isClosed && path.includes('{')],
    [413, body !== undefined || bodyMediaType !== undefined],
    [415, body !== undefined],
  ];
  return [...byStatus.filter(([, is]) => is).map(([status]) => status), ...refusals];
}

/** `/conversations/:id` as `/conversations/{id}`. */
export function templateOf(express: string): string {
  return express.replace(/\{\*(\w+)\}/g, '{$1}').replace(/:(\w+)/g, '{$1}');
}

function operationIdOf(route: string): string {
  const words = route.toLowerCase().match(/[a-z]+/g) ?? [];
  return words
    .map((word, at) => (at === 0 ? word : word[0]?.toUpperCase() + word.slice(1)))
    .join('');
}

const pathParameter = (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', maxLength: 100 },
});

const headerParameter = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});

const Query = z.object({
  properties: z.record(
    z.string(),
    z.looseObject({
      description: z.string().optional(),
      default: z.unknown().optional(),
      anyOf: z.array(z.looseObject({ type: z.string() })).optional(),
    }),
  ),
  required: z.array(z.string()).default([]),
});

/** A query has no null: what a route reads as null is a parameter that was left out. */
function queryParameters(query: z.ZodType): object[] {
  const { properties, required } = Query.parse(jsonSchema(query, 'input'));
  return Object.entries(properties).map(([name, { description, default: preset, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: {
      ...(schema.anyOf?.find(({ type }) => type !== 'null') ?? schema),
      ...(preset === null || preset === undefined ? {} : { default: preset }),
    },
  }));
}

/** As JSON Schema 2020-12. Answers are left open for more fields, as `info` says; what a JSON reader knows goes without saying. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema: each }) {
      if (each.additionalProperties === false) delete each.additionalProperties;
      if (each.format === 'date-time') delete each.pattern;
      if (each.minimum === Number.MIN_SAFE_INTEGER) delete each.minimum;
      if (each.maximum === Number.MAX_SAFE_INTEGER) delete each.maximum;
    },
  });
  return made;
}
