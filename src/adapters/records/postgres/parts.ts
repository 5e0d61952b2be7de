import type { Database } from '../../shared/database.ts';
import type { PostgresAuditLog } from './audit-log.ts';
import type { PersonKeys } from './person-keys.ts';

/** What each of the records is made from. */
export interface RecordsParts {
  database: Database;
  personKeys: PersonKeys;
  auditLog: PostgresAuditLog;
  now: () => Date;
}
