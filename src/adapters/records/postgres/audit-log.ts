import { and, eq, sql } from 'drizzle-orm';
import type { AuditEntry, AuditLog } from '../../../ports/audit-log.ts';
import type { ChainProof } from '../../../ports/audit-trail.ts';
import type { Database, Transaction } from '../../shared/database.ts';
import { findFaults, verifyChain } from './audit-faults.ts';
import { hashOf, sealOf } from './audit-hashes.ts';
import { auditEntries, auditHeads } from './tables/audit.ts';

/** The record, and the way to write into it inside the transaction that an entry tells of. */
export interface PostgresAuditLog extends AuditLog {
  /** Runs in one snapshot, since entries are added while we read; `verify` proves a chain in it. */
  inSnapshot<Result>(run: (by: Snapshot) => Promise<Result>): Promise<Result>;
  /** Call it last in a transaction: it holds the chain's head until the end. One chain a transaction. */
  appendAudit(tx: Transaction, entry: AuditEntry): Promise<void>;
  /** Where a transaction tells of several chains: takes their heads in one order, so that no two wait for each other. */
  appendAll(tx: Transaction, entries: AuditEntry[]): Promise<void>;
}

/** The record as it stood in one instant. */
export interface Snapshot {
  tx: Transaction;
  verify: (chain: string) => Promise<ChainProof>;
}

/** The chain of what concerns a property, or of what concerns none. */
export function chainOf(propertyId: string | null): string {
  return propertyId ?? 'house';
}

/** An append-only, hash-chained record; its heads are sealed by a key that the database never sees. */
export function createAuditLog(options: {
  database: Database;
  sealKey: Uint8Array;
  now: () => Date;
}): PostgresAuditLog {
  const { database, sealKey, now } = options;

  async function appendAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
    const { chain, key: entryKey, event, facts } = entry;
    const head = await lockHead(tx, { chain, sealKey });
    const known = await tx
      .select({ position: auditEntries.position })
      .from(auditEntries)
      .where(and(eq(auditEntries.chain, chain), eq(auditEntries.entryKey, entryKey)));
    if (known.length > 0) return;
    const row = {
      chain,
      position: head.position + 1,
      entryKey,
      at: now().toISOString(),
      event,
      facts,
      previousHash: head.hash,
    };
    const hash = hashOf(row);
    await tx.insert(auditEntries).values({ ...row, hash });
    const next = { chain, position: row.position, hash };
    await tx
      .update(auditHeads)
      .set({ ...next, seal: sealOf({ ...next, sealKey }) })
      .where(eq(auditHeads.chain, chain));
  }

  const read = <Result>(run: (tx: Transaction) => Promise<Result>): Promise<Result> =>
    database.transaction(
      async (tx) => {
        await tx.execute(sql`set local statement_timeout = '10min'`);
        return run(tx);
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );

  return {
    appendAudit,
    async appendAll(tx, entries) {
      const ordered = entries.toSorted(byChain);
      for (const entry of ordered) await appendAudit(tx, entry);
    },
    append: (entry) => database.transaction((tx) => appendAudit(tx, entry)),
    verify: () => read((tx) => findFaults(tx, { sealKey, now: now() })),
    inSnapshot: (run) =>
      read((tx) => run({ tx, verify: (chain) => verifyChain(tx, { chain, sealKey, now: now() }) })),
  };
}

// By code units: the same in every process, whatever its language.
const byChain = (one: AuditEntry, other: AuditEntry): number =>
  Number(one.chain > other.chain) - Number(one.chain < other.chain);

// The first writer of a chain makes its head; everybody after waits for it.
async function lockHead(
  tx: Transaction,
  { chain, sealKey }: { chain: string; sealKey: Uint8Array },
): Promise<typeof auditHeads.$inferSelect> {
  const head = await tx.select().from(auditHeads).where(eq(auditHeads.chain, chain)).for('update');
  if (head[0]) return head[0];
  const start = { chain, position: 0, hash: '' };
  await tx
    .insert(auditHeads)
    .values({ ...start, seal: sealOf({ ...start, sealKey }) })
    .onConflictDoNothing();
  const [made] = await tx
    .select()
    .from(auditHeads)
    .where(eq(auditHeads.chain, chain))
    .for('update');
  return made ?? { ...start, seal: '' };
}
