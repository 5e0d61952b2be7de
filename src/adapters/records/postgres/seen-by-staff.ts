import { inArray, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/** The name of the staff whose id a column holds; null for anybody else. */
export const staffNameOf = (staffId: AnyPgColumn): SQL<string | null> =>
  sql<string | null>`(select name from staff_users where id = ${staffId})`;

/** Limits rows to the properties that a person sees. */
export function isAtOneOf(column: AnyPgColumn, propertyIds: string[] | 'all'): SQL | undefined {
  return propertyIds === 'all' ? undefined : inArray(column, propertyIds);
}
