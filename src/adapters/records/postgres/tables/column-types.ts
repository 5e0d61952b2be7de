import { sql } from 'drizzle-orm';
import { customType } from 'drizzle-orm/pg-core';

/** Bytes: sealed words, files, vectors. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});

/** An instant: `timestamptz` there, an ISO 8601 UTC string with milliseconds here. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => new Date(value).toISOString(),
});

/** The database's clock, as a column's default. */
export const now = sql`now()`;
