import { z } from 'zod';
import type { TurnPart } from '../../../ports/conversations.ts';
import type { Source } from '../../../domain/document.ts';

/** What is sealed of a message: its words, and what they stand on. */
interface Body {
  text: string;
  sources: Source[];
}

const bodySchema = z.object({
  text: z.string(),
  sources: z.array(
    z.object({ document: z.string(), version: z.number(), page: z.number(), quote: z.string() }),
  ),
});
const accessSchema = z.object({
  entry: z.enum(['yes', 'no', 'call-first']).nullable(),
  pets: z.string().nullable(),
  times: z.string().nullable(),
});
const partsSchema = z.array(
  bodySchema.extend({ detail: z.string().nullable(), access: accessSchema.exactOptional() }),
);
const requestWordsSchema = z.object({ summary: z.string() });

/** A body as the text that is sealed. */
export function writeBody({ text, sources }: Body): string {
  return JSON.stringify({ text, sources });
}

/** A body from its unsealed text; empty when its key was destroyed. */
export function readBody(unsealed: string | null): Body {
  return unsealed === null ? { text: '', sources: [] } : bodySchema.parse(JSON.parse(unsealed));
}

/** The parts of a turn from their unsealed text; none when their key was destroyed. */
export function readTurnParts(unsealed: string | null): TurnPart[] {
  return unsealed === null ? [] : partsSchema.parse(JSON.parse(unsealed));
}

/** The summary of a maintenance request from its unsealed words; empty when their key was destroyed. */
export function readSummary(unsealed: string | null): string {
  return unsealed === null ? '' : requestWordsSchema.parse(JSON.parse(unsealed)).summary;
}
