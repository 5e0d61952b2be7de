import {
  createAuditLog,
  type PostgresAuditLog,
} from '../../../src/adapters/records/postgres/audit-log.ts';
import { createMaintenanceRequests } from '../../../src/adapters/records/postgres/maintenance-requests.ts';
import {
  createPersonKeys,
  type PersonKeys,
} from '../../../src/adapters/records/postgres/person-keys.ts';
import { createDatabase, type Database } from '../../../src/adapters/shared/database.ts';
import type {
  MaintenanceRequests,
  NewMaintenanceRequest,
} from '../../../src/ports/maintenance-requests.ts';
import { startMigratedPostgres, type MigratedPostgres } from '../migrated-postgres.ts';

/** A database with one person in one conversation, and what the records of requests are made from. */
export interface RequestRecords {
  postgres: MigratedPostgres;
  database: Database;
  personKeys: PersonKeys;
  auditLog: PostgresAuditLog;
  requests: MaintenanceRequests;
  clock: TestClock;
  now: () => Date;
  /** The record's entries of an event, oldest first. */
  entries(event: string): Promise<{ key: string; facts: Record<string, unknown> }[]>;
  /** Destroys the person's key; from now on `personKeys` of a fresh process must not open their words. */
  forgetPerson(): Promise<PersonKeys>;
  stop(): Promise<void>;
}

/** A clock that stands until it is set. */
export interface TestClock {
  at: string;
}

/** The person and the conversation that stand in the database. */
const person = { personId: 'person-1', conversationId: 'conversation-1' } as const;

const masterKey = new Uint8Array(32).fill(7);
const sealKey = new Uint8Array(32).fill(9);

/** Starts a PostgreSQL with that person; the records run as the application's role. */
export async function startRequestRecords(): Promise<RequestRecords> {
  const postgres = await startMigratedPostgres();
  const database = createDatabase({ url: postgres.url, role: 'nightporter_app' });
  const clock = { at: '2026-11-23T12:00:00.000Z' };
  const now = () => new Date(clock.at);
  const personKeys = createPersonKeys({ database, masterKey, now });
  const auditLog = createAuditLog({ database, sealKey, now });
  const requests = createMaintenanceRequests({ database, personKeys, auditLog, now });

  const keyId = await database.transaction((tx) => personKeys.create(tx));
  await postgres.query('insert into persons (person_id, key_id, resident_id) values ($1, $2, $3)', [
    person.personId,
    keyId,
    'resident-1',
  ]);
  await postgres.query(
    `insert into conversations
      (conversation_id, person_id, channel, address_kind, address_hash, address_sealed)
    values ($1, $2, 'portal', 'portal_user', 'hash', 'sealed')`,
    [person.conversationId, person.personId],
  );

  return {
    postgres,
    database,
    personKeys,
    auditLog,
    requests,
    clock,
    now,
    async entries(event) {
      const rows = await postgres.query(
        'select entry_key, facts from audit_entries where event = $1 order by chain, position',
        [event],
      );
      return rows.map(({ entry_key, facts }) => ({ key: String(entry_key), facts: Object(facts) }));
    },
    async forgetPerson() {
      const forget = 'update person_keys set wrapped_key = null, destroyed_at = now()';
      await postgres.query(`${forget} where key_id = $1`, [keyId]);
      return createPersonKeys({ database, masterKey, now });
    },
    async stop() {
      await database.$client.end();
      await postgres.stop();
    },
  };
}

let made = 0;

/** A new request of that person, unlike any other. */
export function aNewRequest(changes: Partial<NewMaintenanceRequest> = {}): NewMaintenanceRequest {
  made += 1;
  const number = String(made).padStart(10, '0');
  return {
    requestId: `request-${number}`,
    reference: `MR-${number}`,
    dedupeKey: `dedupe-${number}`,
    propertyId: 'elm-house',
    unitId: 'elm-house-1a',
    leaseId: 'lease-1a',
    residentId: 'resident-1',
    conversationId: person.conversationId,
    issue: 'drain.sink_bath',
    family: 'drain',
    trade: 'plumbing',
    class: 'P3',
    state: 'opening',
    words: { summary: 'Sink blocked', description: 'Water stands in the sink.', location: null },
    isRepeat: false,
    packVersion: 'default@1',
    deadlines: {
      acceptBy: '2026-11-23T13:00:00.000Z',
      dispatchBy: '2026-11-24T12:00:00.000Z',
      doneBy: '2026-11-30T12:00:00.000Z',
      legal: [],
    },
    ...changes,
  };
}
