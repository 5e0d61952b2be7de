import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, gt, like, lt, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import type { AuditFault } from '../../../ports/audit-log.ts';
import type { ChainProof } from '../../../ports/audit-trail.ts';
import type { Transaction } from '../../shared/database.ts';
import { findBodyFaults } from './audit-bodies.ts';
import { hashOf, sealOf } from './audit-hashes.ts';
import { auditEntries, auditHeads } from './tables/audit.ts';

type Entry = typeof auditEntries.$inferSelect;
type Head = typeof auditHeads.$inferSelect;

// An outside call lasts seconds; one that has no outcome by now was cut off.
const OUTCOME_DUE_MS = 5 * 60_000;
// The process that verifies also takes messages in: a long chain must not keep a safety text waiting.
const READ_AT_ONCE = 1_000;
const HASHED_AT_ONCE = 250;

/** Every fault of every chain, chain by chain. */
export async function findFaults(tx: Transaction, by: Verifying): Promise<AuditFault[]> {
  const { rows } = await tx.execute(
    sql`select chain from audit_heads union select chain from audit_entries order by chain`,
  );
  const faults: AuditFault[] = [];
  for (const { chain } of Chains.parse(rows)) {
    faults.push(...(await verifyChain(tx, { ...by, chain })).faults);
  }
  return faults;
}

const Chains = z.array(z.object({ chain: z.string() }));

/** By which key the heads are sealed, and the instant of the verification. */
interface Verifying {
  sealKey: Uint8Array;
  now: Date;
}

/**
 * Reads one chain and says what is wrong with it. What it should be is read backwards from its sealed head; a head that
 * was put back together with its own old seal cannot be told from here, only from a copy of the heads kept elsewhere.
 */
export async function verifyChain(
  tx: Transaction,
  { chain, sealKey, now }: Verifying & { chain: string },
): Promise<ChainProof> {
  const [head] = await tx.select().from(auditHeads).where(eq(auditHeads.chain, chain));
  const entries = await readChain(tx, chain);
  const faults: AuditFault[] = [];
  if (!head && entries.length > 0) faults.push({ chain, position: null, fault: 'deleted' });
  if (head && sealOf({ ...head, sealKey }) !== head.seal) {
    faults.push({ chain, position: null, fault: 'changed' });
  }
  if (head) faults.push(...(await faultsOfChain(head, entries)));
  faults.push(...(await findBodyFaults(tx, chain)), ...(await findOpenIntents(tx, { chain, now })));
  const { position = 0, hash = '' } = head ?? {};
  return { chain, length: position, head: hash, verifiedAt: now.toISOString(), faults };
}

async function readChain(tx: Transaction, chain: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  let part: Entry[];
  do {
    const after = entries.at(-1)?.position ?? Number.MIN_SAFE_INTEGER;
    part = await tx
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.chain, chain), gt(auditEntries.position, after)))
      .orderBy(asc(auditEntries.position))
      .limit(READ_AT_ONCE);
    entries.push(...part);
  } while (part.length === READ_AT_ONCE);
  return entries;
}

/** What is wrong with one chain's entries, by position. */
async function faultsOfChain(head: Head, entries: Entry[]): Promise<AuditFault[]> {
  const fault = (position: number, kind: AuditFault['fault']): AuditFault => ({
    chain: head.chain,
    position,
    fault: kind,
  });
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const byPosition = new Map(entries.map((entry) => [entry.position, entry]));
  const left = new Set(entries);
  const faults: AuditFault[] = [];
  let expected: string | null = head.hash;
  let isTail = true;

  for (let position = head.position; position > 0; position -= 1) {
    if (position % HASHED_AT_ONCE === 0) await setImmediate();
    const linked: Entry | undefined = expected === null ? undefined : byHash.get(expected);
    const entry: Entry | undefined = linked ?? byPosition.get(position);
    if (!entry || !left.has(entry)) {
      faults.push(fault(position, isTail ? 'tail-cut' : 'deleted'));
      // The one before says by its own hash where to go on.
      expected = null;
      continue;
    }
    left.delete(entry);
    isTail = false;
    const found = compare(entry, { position, expected });
    if (found) faults.push(fault(position, found));
    expected = entry.previousHash;
  }
  for (const entry of left) faults.push(fault(entry.position, 'inserted'));
  return faults.toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0));
}

/** How an entry differs from what its chain says should stand at a position; null when it does not. */
function compare(
  entry: Entry,
  at: { position: number; expected: string | null },
): 'changed' | 'reordered' | null {
  const hash = hashOf({ ...entry, position: at.position });
  const isGenuine = hash === entry.hash && (at.expected === null || hash === at.expected);
  if (!isGenuine) return 'changed';
  return entry.position === at.position ? null : 'reordered';
}

/** Calls that began and never said how they ended: an outcome's key is its intent's with the word `ended` for `started`. */
async function findOpenIntents(
  tx: Transaction,
  { chain, now }: { chain: string; now: Date },
): Promise<AuditFault[]> {
  const outcome = alias(auditEntries, 'outcome');
  const outcomeKey = sql`regexp_replace(${auditEntries.entryKey}, '(^|[./])started(/|$)', '\\1ended\\2', 'g')`;
  const due = new Date(now.getTime() - OUTCOME_DUE_MS).toISOString();
  const rows = await tx
    .select({ chain: auditEntries.chain, position: auditEntries.position })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.chain, chain),
        like(auditEntries.event, '%.started'),
        lt(auditEntries.at, due),
        notExists(
          tx
            .select({ position: outcome.position })
            .from(outcome)
            .where(and(eq(outcome.chain, auditEntries.chain), eq(outcome.entryKey, outcomeKey))),
        ),
      ),
    )
    .orderBy(asc(auditEntries.position));
  return rows.map((row) => ({ ...row, fault: 'intent-without-outcome' }));
}
