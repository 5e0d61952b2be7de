import { z } from 'zod';
import type { ChannelName } from '../../domain/message.ts';
import type { DraftAnswer } from '../answers/draft.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Conversations';

const DraftSchema = exactly<DraftAnswer>()(
  z.object({
    draftId: z.string(),
    conversationId: z.string(),
    channel: exactly<ChannelName>()(z.enum(['whatsapp', 'web-chat', 'portal'])),
    reference: z
      .string()
      .nullable()
      .describe('The request that it is about; null for news of an alarm'),
    text: z.string(),
    at: z.iso.datetime({ offset: true }),
  }),
);

/** News that a takeover held back. */
export const draftDescriptions: RouteDescriptions = {
  'GET /conversations/:id/drafts': {
    summary: 'What the assistant would have written to a person who is taken over',
    tag,
    answers: { 200: { description: 'Open drafts, oldest first', schema: z.array(DraftSchema) } },
  },
  'POST /conversations/:id/drafts/:draftId/discard': {
    summary: 'Puts a draft away unsent; to send it, reply with its id as `draft_id`',
    tag,
    answers: {
      200: { description: 'Put away', schema: z.object({ discarded: z.literal(true) }) },
    },
    refusals: [409],
  },
};
