import { z } from 'zod';
import { circumstances } from '../../domain/circumstance.ts';
import { HAND_OVER_REASONS, type Decision } from '../../domain/decision.ts';
import { priorityClasses } from '../../domain/priority.ts';
import { exactly } from './description.ts';

const Class = z.enum(priorityClasses);
const reason = z.enum(HAND_OVER_REASONS);
const fact = z.enum(['location', 'symptom', 'access']);
const part = z.int();
const requestId = z.string().nullable();
const QuestionAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('yes') }),
  z.object({ kind: z.literal('no') }),
  z.object({ kind: z.literal('change') }),
  z.object({ kind: z.literal('score'), score: z.number() }),
  z.object({ kind: z.literal('fact'), fact }),
]);
const told = z.array(z.enum(circumstances));
/** What the assistant proposes for one wish of a turn. */
export const DecisionSchema = exactly<Decision>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answer'), part, confidence: z.number() }),
    z.object({
      kind: z.literal('read-account'),
      part,
      topic: z.enum(['balance', 'charges', 'lease-dates']),
    }),
    z.object({ kind: z.literal('read-status'), part }),
    z.object({
      kind: z.literal('report-problem'),
      part,
      issue: z.string(),
      class: Class,
      confidence: z.number(),
      missing: z.array(fact),
      circumstances: told,
    }),
    z.object({ kind: z.literal('add-to-request'), part, requestId, circumstances: told }),
    z.object({ kind: z.literal('cancel-request'), part, requestId }),
    z.object({
      kind: z.literal('reopen-request'),
      part,
      requestId: z.string(),
      circumstances: told,
    }),
    z.object({
      kind: z.literal('reply-to-question'),
      part,
      questionId: z.string(),
      answer: QuestionAnswer,
    }),
    z.object({ kind: z.literal('answer-to-staff'), part }),
    z.object({ kind: z.literal('hand-over'), part, reason }),
    z.object({ kind: z.literal('ask-identity'), part }),
    z.object({
      kind: z.literal('decline'),
      part,
      reason: z.enum(['other-persons-data', 'instruction-in-message', 'out-of-scope']),
    }),
    z.object({
      kind: z.literal('small-talk'),
      part,
      topic: z.enum(['greeting', 'thanks', 'goodbye']),
    }),
  ]),
);
