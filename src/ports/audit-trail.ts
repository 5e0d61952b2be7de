import type { AuditEntry, AuditFault } from './audit-log.ts';

/** An entry as it stands in its chain. */
export interface RecordedEntry extends AuditEntry {
  position: number;
  at: string;
  previousHash: string;
  hash: string;
  /** Names of the staff that the entry tells of, by their ids. */
  staffNames: Record<string, string>;
}

/** What the verification of one chain found, in the same instant in which its entries were read. */
export interface ChainProof {
  chain: string;
  /** How many entries it has. */
  length: number;
  /** The hash with which it ends; empty for a chain without entries. */
  head: string;
  verifiedAt: string;
  /** Empty: the chain is whole. */
  faults: AuditFault[];
}

/** Entries, oldest first, with the proof of every chain that they stand in. */
export interface Trail {
  entries: RecordedEntry[];
  proofs: ChainProof[];
  /** How many older entries are not among them. */
  left: number;
}

/** Which entries of one chain are asked for, the newest first. */
export interface TrailFilter {
  chain: string;
  /** From this instant on. */
  fromAt: string | null;
  /** Before this instant. */
  toAt: string | null;
  /** What the event's name begins with, such as `approval`. */
  subject: string | null;
  staffId: string | null;
  /** Older than this position. */
  before: number | null;
}

/** A page of a chain, newest first. */
export interface TrailPage {
  entries: RecordedEntry[];
  proof: ChainProof;
  /** Where the next page begins; null on the last. */
  next: number | null;
}

/** The record as it is read: entries and the proof of their chains in one snapshot. */
export interface AuditTrail {
  /** What the record tells of a request, its approvals, orders, alerts and news. At most the newest 5,000 entries. */
  ofRequest(by: { requestId: string; propertyId: string }): Promise<Trail>;
  /** What the record tells of a conversation, its messages, sends, turns, hand-offs and alerts; as limited. */
  ofConversation(by: { conversationId: string; propertyId: string | null }): Promise<Trail>;
  /** 50 entries of one chain. */
  list(filter: TrailFilter): Promise<TrailPage>;
}
