import type { z } from 'zod';
import { RequestMalformed } from './errors.ts';

/**
 * Reads a part of a request. Routes read with this only, so that a row of our own that does not fit its schema is our
 * fault (500) and never the caller's. @throws RequestMalformed with each field that is wrong
 */
export function readAs<Schema extends z.ZodType>(schema: Schema, part: unknown): z.output<Schema> {
  const read = schema.safeParse(part);
  if (read.success) return read.data;
  throw new RequestMalformed(
    read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  );
}
