import { createHash, createHmac } from 'node:crypto';
import type { auditEntries } from './tables/audit.ts';

/** SHA-256 over an entry and the hash of the one before it, hex. */
export function hashOf(entry: Omit<typeof auditEntries.$inferSelect, 'hash' | 'chain'>): string {
  const { previousHash, position, at, event, entryKey, facts } = entry;
  const canonical = JSON.stringify(
    Object.entries(facts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const text = JSON.stringify([previousHash, position, at, event, entryKey, canonical]);
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 of words as they are sealed, hex: what an entry keeps of them. */
export function digestOfSealed(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('hex');
}

/** The seal of a chain's head, hex. */
export function sealOf(head: {
  chain: string;
  position: number;
  hash: string;
  sealKey: Uint8Array;
}): string {
  const text = JSON.stringify([head.chain, head.position, head.hash]);
  return createHmac('sha256', head.sealKey).update(text).digest('hex');
}
