import { z } from 'zod';
import type { HealthReport } from '../answers/health-report.ts';
import type { WebUiAnswer } from '../answers/web-ui.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'The house';
const Ready = z.object({
  ready: z.boolean(),
  missing: z.array(z.string()),
  notes: z.array(z.string()).describe('What is still to be done'),
});

const WebUi = exactly<WebUiAnswer>()(
  z.object({
    namespace: z.string(),
    workflows: z
      .object({
        conversation: z.string(),
        request: z.string(),
        approval: z.string(),
        alert: z.string(),
        document: z.string(),
        platformOutbox: z.string(),
      })
      .nullable()
      .describe('Put the id behind it, URL-encoded'),
    reason: z.string().nullable().describe('Why there is no link'),
  }),
);

const Report = exactly<HealthReport>()(
  z.object({
    at: z.string(),
    parts: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        state: z.enum(['ok', 'slow', 'attention', 'down', 'unknown']),
        found: z.string(),
        oldestAt: z.string().nullable().describe('Since when the oldest thing in it waits'),
        meaning: z.string().nullable().describe('For residents'),
        remedy: z.string().nullable(),
        sinceAt: z.string(),
        webUiUrl: z.string().nullable(),
        held: z.object({ connectionId: z.string(), isPaused: z.boolean() }).nullable(),
      }),
    ),
    product: z.object({
      version: z.string(),
      commit: z.string().nullable(),
      migration: z.string().nullable(),
      namespace: z.string(),
      startedAt: z.string(),
    }),
    webUiReason: z.string().nullable(),
  }),
);

/** The house itself: whether it is alive, its pages, its description, its connections. */
export const houseDescriptions: RouteDescriptions = {
  'GET /': {
    summary: 'Which doors there are; browsers are led to the desk',
    tag,
    answers: {
      200: {
        description: 'The doors',
        schema: z.object({ name: z.string(), doors: z.array(z.string()), state: z.string() }),
      },
      302: { description: 'To the desk' },
    },
  },
  'GET /health': {
    summary: 'Whether the API is alive',
    tag,
    answers: {
      200: { description: 'Alive', schema: z.object({ status: z.literal('alive') }) },
    },
  },
  'GET /ready': {
    summary: 'Whether everything answers',
    tag,
    answers: {
      200: { description: 'All does', schema: Ready },
      503: { description: 'Which part does not', schema: Ready },
    },
  },
  'GET /metrics': {
    summary: 'Counts and durations for Prometheus',
    tag,
    answers: { 200: { description: 'In the text format of Prometheus', mediaType: 'text/plain' } },
    refusals: [403],
  },
  'GET /openapi.json': {
    summary: 'This description',
    tag,
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({}) } },
  },
  'GET /desk/{*path}': {
    summary: "The desk's pages",
    tag,
    answers: { 200: { description: 'The page', mediaType: 'text/html' } },
    refusals: [404],
  },
  'GET /health-report': {
    summary: 'How each part of the house is, what it means and what to do',
    tag,
    answers: {
      200: { description: 'Every part; one that does not answer says so', schema: Report },
    },
  },
  'GET /web-ui': {
    summary: 'Where workflows are seen in the Temporal Web UI',
    tag,
    answers: {
      200: { description: 'Addresses up to the id, or why there are none', schema: WebUi },
    },
  },
  'POST /platform-outbox/:id/pause': {
    summary: 'Holds the writes to a platform',
    tag,
    answers: { 202: { description: 'Held', schema: z.object({ paused: z.literal(true) }) } },
  },
  'POST /platform-outbox/:id/resume': {
    summary: 'Lets the writes go on, those too that waited for credentials',
    tag,
    answers: { 202: { description: 'How many rows', schema: z.object({ resumed: z.int() }) } },
  },
};
