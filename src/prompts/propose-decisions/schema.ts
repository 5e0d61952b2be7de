import { z } from 'zod';
import { circumstances } from '../../domain/circumstance.ts';
import { hasWords } from '../../domain/message.ts';
import { priorityClasses } from '../../domain/priority.ts';

// The shape that a model must return; it mirrors `ProposedDecision` of ports/language-model.ts. Plain unions, every
// field required, no defaults: strict structured output knows nothing else.

const kindOf = <K extends string>(kind: K) => z.literal(kind);
const confidence = z.number().min(0).max(1);
const missingFact = z.enum(['location', 'symptom']);
const told = z.array(z.enum(circumstances)).max(circumstances.length);
const reference = z.string().max(20).nullable();
const written = (lengthMax: number) => z.string().max(lengthMax).refine(hasWords, 'holds no words');

const Support = z.object({ passageId: z.string().max(64), quote: z.string().max(2000) });

const QuestionAnswer = z.union([
  z.object({ kind: kindOf('yes') }),
  z.object({ kind: kindOf('no') }),
  z.object({ kind: kindOf('change') }),
  z.object({ kind: kindOf('score'), score: z.number().int().min(1).max(5) }),
  z.object({ kind: kindOf('fact'), fact: z.enum(['location', 'symptom', 'access']) }),
]);

const Decision = z.union([
  z.object({
    kind: kindOf('answer'),
    text: written(3000),
    support: z.array(Support).max(8),
    passedOver: z.array(z.string().max(64)).max(8),
    confidence,
  }),
  z.object({ kind: kindOf('read-account'), topic: z.enum(['balance', 'charges', 'lease-dates']) }),
  z.object({ kind: kindOf('read-status') }),
  z.object({
    kind: kindOf('report-problem'),
    issue: z.string().max(100),
    class: z.enum(priorityClasses),
    // Asked for at 120 and cut there later: a report must not be lost for a long name.
    summary: written(1000),
    confidence,
    missing: z.array(missingFact).max(2),
    circumstances: told,
  }),
  z.object({ kind: kindOf('add-to-request'), reference, circumstances: told }),
  z.object({ kind: kindOf('cancel-request'), reference }),
  z.object({ kind: kindOf('reopen-request'), reference: z.string().max(20), circumstances: told }),
  z.object({
    kind: kindOf('reply-to-question'),
    questionId: z.string().max(64),
    answer: QuestionAnswer,
  }),
  z.object({
    kind: kindOf('hand-over'),
    // Only what words can tell; the other reasons of the domain are found by code.
    reason: z.enum([
      'asked-for-person',
      'not-in-documents',
      'low-confidence',
      'frustrated',
      'human-only',
      'language',
    ]),
  }),
  z.object({
    kind: kindOf('decline'),
    reason: z.enum(['other-persons-data', 'instruction-in-message', 'out-of-scope']),
  }),
  z.object({ kind: kindOf('small-talk'), topic: z.enum(['greeting', 'thanks', 'goodbye']) }),
]);

const said = z.string().max(500).nullable();

/** What a model must return for a turn: its language, one decision for each wish, and how upset the resident is. */
export const ProposedTurnSchema = z.object({
  language: z.enum(['en', 'es', 'other']),
  decisions: z.array(Decision).min(1).max(6),
  access: z.object({
    entry: z.enum(['yes', 'no', 'call-first']).nullable(),
    pets: said,
    times: said,
  }),
  frustration: z.literal([0, 1, 2]),
});
