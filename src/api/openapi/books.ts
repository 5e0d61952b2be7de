import { z } from 'zod';
import { IMPORT_KINDS } from '../../domain/import.ts';
import type { ImportReport } from '../import-file.ts';
import { Query } from '../routes/imports.ts';
import { exactly, type RouteDescriptions } from './description.ts';

const tag = 'Books';
const kind = z.enum(IMPORT_KINDS);

const Report = exactly<ImportReport>()(
  z.object({
    kind,
    isRehearsal: z.boolean(),
    encoding: z.enum(['UTF-8', 'UTF-16', 'Windows-1252']),
    separator: z.enum(['comma', 'semicolon', 'tab']),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    rows: z.array(
      z.object({
        row: z.int(),
        key: z.string(),
        outcome: z.enum(['added', 'changed', 'unchanged']),
        columns: z.array(z.string()).readonly(),
      }),
    ),
  }),
);

/** A building of one's own, and the sample's end. */
export const bookDescriptions: RouteDescriptions = {
  'GET /imports': {
    summary: 'Which files can be imported, and their columns',
    tag,
    alsoOpensTo: 'operatorsCommand',
    answers: {
      200: {
        description: 'In the order in which they refer to each other',
        schema: z.array(
          z.object({
            kind,
            columns: z.array(z.object({ name: z.string(), isNeeded: z.boolean() })),
          }),
        ),
      },
    },
  },
  'POST /imports/:kind': {
    summary: 'Imports a CSV file, all or nothing; the same file again changes nothing',
    tag,
    query: Query,
    bodyMediaType: 'text/csv',
    alsoOpensTo: 'operatorsCommand',
    answers: { 200: { description: 'What was done, or would be', schema: Report } },
    refusals: [422],
  },
  'DELETE /sample': {
    summary: 'Takes the sample out of the house for good',
    tag,
    alsoOpensTo: 'operatorsCommand',
    answers: {
      200: {
        description: 'What was removed',
        schema: z.object({ propertyIds: z.array(z.string()), hasAdmin: z.boolean() }),
      },
    },
    refusals: [409],
  },
};
