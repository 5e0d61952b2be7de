import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { AuditFault } from '../../../ports/audit-log.ts';
import type { Transaction } from '../../shared/database.ts';

// What an entry names a message by, and where messages of that kind stand.
const KINDS: { named: SQL; rows: SQL }[] = [
  {
    named: sql`entry.facts ->> 'messageId'`,
    rows: sql`select message_id as id, body_sealed from inbound_messages`,
  },
  {
    named: sql`entry.facts ->> 'sendId'`,
    rows: sql`select send_id as id, body_sealed from sends`,
  },
];

/**
 * Messages of a chain whose sealed words are not those that their entries keep the digest of, each named once. A body
 * is sealed once and never anew, so it keeps its digest when its key is destroyed or wrapped by another master key.
 * Entries without a digest are not judged.
 */
export async function findBodyFaults(tx: Transaction, chain: string): Promise<AuditFault[]> {
  const faults: AuditFault[] = [];
  for (const kind of KINDS) {
    const { rows } = await tx.execute(faultyBodies({ ...kind, chain }));
    for (const { position, isGone } of Rows.parse(rows)) {
      faults.push({ chain, position, fault: isGone ? 'body-deleted' : 'body-replaced' });
    }
  }
  return faults.toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0));
}

const Rows = z.array(z.object({ position: z.coerce.number(), isGone: z.boolean() }));

/** A row that went with its conversation, or after its person's key was destroyed, went on purpose. */
const faultyBodies = (by: { chain: string; named: SQL; rows: SQL }): SQL => sql`
  select min(entry.position) as position, bool_or(body.id is null) as "isGone"
  from audit_entries entry left join (${by.rows}) body on body.id = ${by.named}
  where entry.chain = ${by.chain} and ${by.named} is not null
    and entry.facts ->> 'bodySha256' <> coalesce(encode(sha256(body.body_sealed), 'hex'), '')
    and (body.id is not null or exists (
      select from conversations join persons using (person_id) join person_keys using (key_id)
      where conversation_id = entry.facts ->> 'conversationId' and destroyed_at is null))
  group by ${by.named}
  order by 1`;
