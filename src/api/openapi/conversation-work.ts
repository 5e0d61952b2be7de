import { z } from 'zod';
import type { AssignedAnswer, ColleagueAnswer, ForgottenAnswer } from '../answers/assignment.ts';
import type { PresentAnswer, RevealedAnswer } from '../answers/inbox.ts';
import type { LedgerAnswer } from '../answers/ledger.ts';
import { Assign } from '../routes/assignments.ts';
import { NoteBody } from '../routes/notes.ts';
import { Presence } from '../routes/presence.ts';
import { Reveal } from '../routes/revealed.ts';
import { HolderSchema } from './conversations.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Conversations';

const Colleague = exactly<ColleagueAnswer>()(z.object({ staffId: z.string(), name: z.string() }));
const Assigned = exactly<AssignedAnswer>()(z.object({ alreadySending: z.array(z.string()) }));
const Forgotten = exactly<ForgottenAnswer>()(
  z.object({
    conversationId: z.string(),
    propertyId: z.string().nullable(),
    heldBy: HolderSchema,
  }),
);
const Other = exactly<PresentAnswer>()(
  z.object({ staffId: z.string(), name: z.string(), isWriting: z.boolean() }),
);
const Revealed = exactly<RevealedAnswer>()(z.object({ text: z.string() }));
const LedgerSchema = exactly<LedgerAnswer>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('ledger'),
      ledger: z.object({
        leaseId: z.string(),
        balanceCents: z.int().describe('Positive: owed'),
        currency: z.string(),
        entries: z.array(
          z.object({ postedOn: z.string(), description: z.string(), amountCents: z.int() }),
        ),
        asOf: z.iso.datetime({ offset: true }),
      }),
    }),
    z.object({ kind: z.literal('no-lease') }),
    z.object({ kind: z.literal('unseen') }),
  ]),
);
const assigned = { 200: { description: 'Given', schema: Assigned } };

/** What staff do with a conversation among themselves, and what only some of them see. */
export const conversationWorkDescriptions: RouteDescriptions = {
  'POST /conversations/:id/notes': {
    summary: 'Adds a note for staff, once per key; no resident ever reads it',
    tag,
    body: NoteBody,
    answers: { 201: { description: 'Kept', schema: z.object({ noteId: z.string() }) } },
  },
  'POST /conversations/:id/reveal': {
    summary: 'One message with the numbers that are hidden otherwise; the record says who read it',
    tag,
    body: Reveal,
    answers: { 200: { description: 'As it was written', schema: Revealed } },
  },
  'GET /conversations/:id/colleagues': {
    summary: 'Who can be given the conversation',
    tag,
    answers: { 200: { description: 'By name', schema: z.array(Colleague) } },
  },
  'POST /conversations/:id/assign': {
    summary: 'Gives a conversation that needs a person to a colleague, or back to the queue',
    tag,
    body: Assign,
    answers: assigned,
    refusals: [409],
  },
  'POST /conversations/:id/reassign': {
    summary: 'The same, also where somebody else holds it',
    tag,
    body: Assign,
    answers: assigned,
    refusals: [409],
  },
  'GET /conversations/forgotten': {
    summary: 'What was taken over and then left without an act for long',
    tag,
    answers: { 200: { description: 'The longest first', schema: z.array(Forgotten) } },
  },
  'PUT /conversations/:id/presence': {
    summary:
      'Says that a page is open on the conversation, for 25 seconds; answers who else is there',
    tag,
    body: Presence,
    answers: { 200: { description: 'The others', schema: z.array(Other) } },
  },
  'GET /conversations/:id/ledger': {
    summary: 'What the lease of who writes owes, asked of the platform now and kept nowhere',
    tag,
    answers: { 200: { description: 'The newest 20 entries', schema: LedgerSchema } },
  },
};
