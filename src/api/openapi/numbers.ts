import { z } from 'zod';
import { HAND_OVER_REASONS } from '../../domain/decision.ts';
import { STEPS } from '../../domain/numbers.ts';
import { INTENTS } from '../../domain/wish.ts';
import type { NumbersAnswer } from '../answers/numbers.ts';
import { PeriodQuery } from '../routes/numbers.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Numbers';
const at = z.iso.datetime({ offset: true });
const day = z.iso.date();
const counted = {
  count: z.int().describe('Cases that the figure stands on'),
  value: z.number().nullable().describe('Null under casesMin cases'),
};
const cases = z.int();

const HandOverReason = z.enum(HAND_OVER_REASONS);

const Answer = exactly<NumbersAnswer>()(
  z.object({
    propertyId: z.string().nullable(),
    period: z.object({ from: day, to: day, by: z.enum(STEPS) }),
    zones: z.array(z.string()),
    countedAt: at,
    casesMin: z.int(),
    figures: z.array(
      z.object({
        figure: z.enum([
          'resolved',
          'reply-p50',
          'reply-p95',
          'handed-off',
          'clock-answer',
          'clock-dispatch',
          'clock-done',
          'clock-legal',
          'approval-p50',
          'approval-p95',
          'survey',
        ]),
        unit: z.enum(['share', 'seconds', 'points']),
        ...counted,
        steps: z.array(z.object({ from: day, to: day, ...counted })),
        properties: z.array(z.object({ propertyId: z.string(), name: z.string(), ...counted })),
      }),
    ),
    intents: z.array(
      z.object({
        intent: z.enum(INTENTS),
        ...counted,
        resolved: cases,
        person: cases,
        again: cases,
        declined: cases,
        undelivered: cases,
        unknown: cases.describe('Younger than seven days: in no figure yet'),
      }),
    ),
    handOffs: z.array(z.object({ reason: HandOverReason, count: z.int() })),
    approvals: z.object({ waiting: z.int(), oldestOpenedAt: at.nullable(), expired: z.int() }),
  }),
);

/** What the house is measured by. */
export const numbersDescriptions: RouteDescriptions = {
  'GET /numbers': {
    summary: 'Figures of a period, at the properties of the one who asks or at one of them',
    tag,
    query: PeriodQuery,
    answers: { 200: { description: 'The figures, each with its cases', schema: Answer } },
    refusals: [404],
  },
  'GET /numbers.csv': {
    summary: 'The same as a file for a spreadsheet',
    tag,
    query: PeriodQuery,
    answers: { 200: { description: 'UTF-8 with a byte order mark', mediaType: 'text/csv' } },
    refusals: [404],
  },
};
