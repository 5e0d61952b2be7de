import { z } from 'zod';
import type {
  ChatTokenAnswer,
  DocumentPageAnswer,
  PhoneAnswer,
  SimulatorAnswer,
} from '../answers/simulator.ts';
import { Message, PageOf, Which } from '../routes/simulator.ts';
import { Transcript, Writer } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Phone simulator';

const Simulated = exactly<SimulatorAnswer>()(
  z.object({
    residents: z.array(
      Writer.extend({
        propertyId: z.string(),
        phone: z.string().describe('E.164, of the numbers set aside for fiction'),
        sharesPhone: z.boolean().describe('Then the number alone proves nobody'),
      }),
    ),
    hasWhatsApp: z.boolean().describe('Whether WhatsApp leads to the stand-in'),
  }),
);

const Phone = exactly<PhoneAnswer>()(
  Transcript.extend({
    conversationId: z.string().nullable(),
    answers: z.array(z.string()).describe('Words to tap in place of typing'),
    isOptedOut: z.boolean(),
    heldBack: z.int(),
    failed: z.int(),
  }),
);

const GraphRefusal = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.int(),
    fbtrace_id: z.string(),
  }),
});

/** The phones of the sample's residents, and Meta's side of WhatsApp; outside of sample mode each answers 404. */
export const simulatorDescriptions: RouteDescriptions = {
  'GET /simulator/residents': {
    summary: 'As whom the one who asks may write',
    tag,
    answers: { 200: { description: 'Residents of the sample', schema: Simulated } },
    refusals: [404],
  },
  'GET /simulator/residents/:id/phone': {
    summary: "What a resident's phone shows on one channel",
    tag,
    query: Which,
    answers: { 200: { description: 'The phone', schema: Phone } },
  },
  'POST /simulator/residents/:id/messages': {
    summary: "Writes by WhatsApp from a resident's phone",
    tag,
    body: Message,
    answers: {
      202: {
        description: 'The house took it by its signed webhook',
        schema: z.object({ message_id: z.string() }),
      },
    },
    refusals: [409, 503],
  },
  'POST /simulator/residents/:id/read': {
    summary: 'Says that the resident has seen what came by WhatsApp',
    tag,
    answers: {
      200: { description: 'How many were new to them', schema: z.object({ read: z.int() }) },
    },
    refusals: [409, 503],
  },
  'POST /simulator/residents/:id/chat-token': {
    summary: 'A token for the web chat as this resident, for an hour at most',
    tag,
    answers: {
      200: {
        description: 'The token',
        schema: exactly<ChatTokenAnswer>()(z.object({ token: z.string() })),
      },
    },
    refusals: [409],
  },
  'GET /simulator/residents/:id/page': {
    summary: 'The page that an answer quotes',
    tag,
    query: PageOf,
    answers: {
      200: {
        description: 'Its passages in order; none when the document is gone',
        schema: exactly<DocumentPageAnswer>()(
          z.object({ passages: z.array(z.object({ heading: z.string(), text: z.string() })) }),
        ),
      },
    },
  },
  'POST /stand-in/whatsapp/:version/:number/messages': {
    summary: "Takes a message in Meta's place, in the form of the Graph API",
    tag,
    bodyMediaType: 'application/json',
    answers: {
      200: {
        description: 'Taken; `sent` and `delivered` follow by webhook',
        schema: z.object({
          messaging_product: z.literal('whatsapp'),
          contacts: z.array(z.object({ input: z.string(), wa_id: z.string() })),
          messages: z.array(z.object({ id: z.string() })),
        }),
      },
      400: { description: 'Refused as Meta would', schema: GraphRefusal },
      401: { description: 'Refused as Meta would: the token', schema: GraphRefusal },
    },
  },
};
