import { z } from 'zod';
import type { Source } from '../../domain/document.ts';
import { HAND_OVER_REASONS, type HandOverReason } from '../../domain/decision.ts';
import type { Assurance } from '../../domain/identity.ts';
import { maintenanceRequestStates } from '../../domain/maintenance-request.ts';
import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts';
import type {
  ConversationEvent,
  ConversationView,
  TranscriptLine,
} from '../../ports/conversations.ts';
import type { TurnSummary } from '../../ports/desk-inbox.ts';
import type { Takeover } from '../../ports/hand-offs.ts';
import type { SendOutcome } from '../../ports/outbox.ts';
import type {
  ConversationAnswer,
  ConversationListed,
  InboxCounts,
  MatterAnswer,
  NoteAnswer,
  WriterAnswer,
} from '../answers/inbox.ts';
import { After, Reply } from '../routes/conversations.ts';
import { Filter } from '../routes/inbox.ts';
import { DecisionSchema } from './decision.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Conversations';
const at = z.iso.datetime({ offset: true });

const reason = exactly<HandOverReason>()(z.enum(HAND_OVER_REASONS));

/** Where a sentence of an answer stands. */
export const SourceSchema = exactly<Source>()(
  z.object({
    document: z.string(),
    version: z.int(),
    page: z.int(),
    quote: z.string().describe('Stands word for word on that page'),
  }),
);

const Line = exactly<TranscriptLine>()(
  z.object({
    id: z.string(),
    position: z.int(),
    from: z.enum(['resident', 'assistant', 'staff', 'safety']),
    staffName: z.string().nullable().describe('Who of the staff wrote it, for staff to read'),
    text: z.string(),
    sources: z.array(SourceSchema),
    state: z.string(),
    at,
  }),
);

const placed = { position: z.int(), at };
const Event = exactly<ConversationEvent>()(
  z.discriminatedUnion('kind', [
    z.object({ ...placed, kind: z.literal('danger'), hazard: z.string(), class: z.string() }),
    z.object({
      ...placed,
      kind: z.literal('opened'),
      reference: z.string(),
      class: z.string(),
      state: z.enum(maintenanceRequestStates),
    }),
    z.object({ ...placed, kind: z.literal('handed-off'), reason }),
  ]),
);

/** What was said and what happened. */
export const Transcript = exactly<ConversationView>()(
  z.object({
    lines: z.array(Line),
    events: z.array(Event),
    isSettled: z
      .boolean()
      .describe('False while a message waits for its turn, or a turn is under way'),
  }),
);

const Turn = exactly<TurnSummary>()(
  z.object({
    turnId: z.string(),
    decisions: z.array(DecisionSchema),
    verdicts: z.array(z.string()),
    model: z.string().nullable(),
    prompt: z.string().nullable(),
    packVersion: z.string().nullable(),
    sendIds: z.array(z.string()),
    startedAt: at,
  }),
);

/** Who writes. */
export const Writer = exactly<WriterAnswer>()(
  z.object({
    residentId: z.string(),
    name: z.string(),
    unitNumber: z.string().nullable(),
    status: z.enum([
      'applicant',
      'future',
      'current',
      'notice',
      'eviction',
      'past',
      'cancelled',
      'unknown',
    ]),
    language: z.enum(['en', 'es']),
  }),
);

const Given = z.object({
  staffId: z.string(),
  name: z.string(),
  by: z.string().nullable(),
  at,
});

/** Who has taken over. */
export const HolderSchema = z.object({
  staffId: z.string(),
  name: z.string(),
  since: at,
  actedAt: at.describe('When they last wrote a reply or a note'),
});

const Listed = exactly<ConversationListed>()(
  z.object({
    conversationId: z.string(),
    channel: exactly<ChannelName>()(z.enum(CHANNEL_NAMES)),
    assurance: exactly<Assurance>()(z.enum(['unknown', 'channel', 'session', 'stepUp'])),
    residentId: z.string().nullable(),
    propertyId: z.string().nullable(),
    last: Line.pick({ from: true, text: true, at: true }).nullable(),
    handOff: z
      .object({ reason, openedAt: at, breachAt: at, assigned: Given.nullable() })
      .nullable(),
    heldBy: HolderSchema.nullable(),
    writer: Writer.nullable(),
  }),
);

const Matter = exactly<MatterAnswer>()(
  z.object({
    requestId: z.string(),
    reference: z.string(),
    class: z.string(),
    state: z.enum(maintenanceRequestStates),
    summary: z.string(),
    openedAt: at,
  }),
);

const NoteSchema = exactly<NoteAnswer>()(
  z.object({
    noteId: z.string(),
    position: z.int(),
    writtenBy: z.string().nullable(),
    text: z.string(),
    at,
  }),
);

const Conversation = exactly<ConversationAnswer>()(
  Listed.extend({
    isMine: z.boolean(),
    matters: z.array(Matter),
    lines: z.array(Line),
    events: z.array(Event),
    notes: z.array(NoteSchema),
    turns: z.array(Turn),
    isSettled: z.boolean(),
  }),
);

const Counts = exactly<InboxCounts>()(
  z.object({ needsPerson: z.int(), mine: z.int(), given: z.int() }),
);
const TakeoverSchema = exactly<Takeover>()(
  z.object({ takeoverId: z.string(), alreadySending: z.array(z.string()) }),
);
const Sent = exactly<SendOutcome>()(
  z.object({
    sendId: z.string(),
    state: z.enum([
      'queued',
      'sending',
      'sent',
      'delivered',
      'read',
      'failed',
      'unknown',
      'withheld',
    ]),
  }),
);

/** The inbox, transcripts, and the hand that takes over. */
export const conversationDescriptions: RouteDescriptions = {
  'GET /conversations': {
    summary: 'One pile of the inbox, at the properties of the one who asks',
    tag,
    query: Filter,
    answers: {
      200: {
        description: 'The newest first; a Link header with rel="next" says where to go on',
        schema: z.array(Listed),
      },
    },
  },
  'GET /conversations/counts': {
    summary: 'How many conversations wait',
    tag,
    answers: { 200: { description: 'Counts', schema: Counts } },
  },
  'GET /conversations/:id': {
    summary: 'One conversation with all that belongs to it',
    tag,
    answers: { 200: { description: 'The conversation', schema: Conversation } },
  },
  'GET /conversations/:id/messages': {
    summary: 'The transcript since a position; to the secret only what was sent to the resident',
    tag,
    query: After,
    alsoOpensTo: 'portalSecret',
    answers: { 200: { description: 'Lines and events in order', schema: Transcript } },
  },
  'POST /conversations/:id/take-over': {
    summary: 'Silences the assistant and takes the conversation over',
    tag,
    answers: { 200: { description: 'Taken over', schema: TakeoverSchema } },
    refusals: [409],
  },
  'POST /conversations/:id/replies': {
    summary: 'Sends a reply of staff; the same key sends once',
    tag,
    body: Reply,
    answers: { 202: { description: 'Queued, and how it stands', schema: Sent } },
    refusals: [409],
  },
  'POST /conversations/:id/release': {
    summary: 'Gives the conversation back to the assistant',
    tag,
    answers: { 200: { description: 'Released', schema: z.object({ released: z.literal(true) }) } },
    refusals: [409],
  },
};
