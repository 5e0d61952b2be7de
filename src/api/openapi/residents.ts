import { z } from 'zod';
import { After, Message } from '../routes/web-chat.ts';
import { ResidentMessage } from '../routes/resident-portal.ts';
import { Transcript } from './conversations.ts';
import type { RouteDescriptions } from './description.ts';

const tag = 'Residents';
const Committed = z.object({ conversation_id: z.string(), message_id: z.string() });
const taken = 'The message is a committed row; the reply comes in the transcript.';

/** The doors that residents and their portal write through. */
export const residentDescriptions: RouteDescriptions = {
  'POST /webhook/resident-message': {
    summary: "A resident's message, handed over by their portal",
    tag,
    headers: [
      {
        name: 'idempotency-key',
        description:
          'The same key of the same resident is the same message; without it each post is a new one.',
      },
    ],
    body: ResidentMessage,
    answers: {
      202: {
        description: taken,
        schema: Committed.extend({
          position: z.int().describe('What comes after it answers it: take it for `after`'),
        }),
      },
    },
    refusals: [429],
  },
  'POST /chat/messages': {
    summary: "The resident's own message in the web chat",
    tag,
    body: Message,
    answers: { 202: { description: taken, schema: Committed } },
    refusals: [404, 429],
  },
  'GET /chat/messages': {
    summary: 'What was said in the web chat since a position',
    tag,
    query: After,
    answers: { 200: { description: 'Lines and events in order', schema: Transcript } },
    refusals: [404],
  },
  'OPTIONS /chat/messages': {
    summary: 'Lets a page of any origin ask, with a chat token',
    tag,
    answers: { 204: { description: 'It may' } },
  },
  'GET /webhooks/:channel': {
    summary: "A provider's handshake",
    tag,
    answers: { 200: { description: 'The challenge', mediaType: 'text/plain' } },
    refusals: [400, 403],
  },
  'POST /webhooks/:channel': {
    summary: "A provider's signed messages and statuses",
    tag,
    bodyMediaType: 'application/json',
    answers: { 200: { description: 'Each message is a committed row', mediaType: 'text/plain' } },
    refusals: [400],
  },
};
