import type { AuditFault } from '../../ports/audit-log.ts';
import type { ChainProof } from '../../ports/audit-trail.ts';

/** A fact on which something was done: its name in plain words, and its value. */
export interface FactAnswer {
  name: string;
  value: string;
}

/** An entry of the record in plain words. */
export interface EntryAnswer {
  chain: string;
  position: number;
  at: string;
  event: string;
  /** Who did it, by name where it was one of the staff. */
  who: string;
  what: string;
  /** Versions of rules, prompt and model by which it was decided. */
  versions: FactAnswer[];
  /** Where something outside was asked: what, how it ended, and how long it took. */
  call: { operation: string; outcome: string | null; durationMs: number | null } | null;
  facts: FactAnswer[];
  hash: string;
}

/** What the verification of a chain found. */
export interface ProofAnswer extends Omit<ChainProof, 'faults'> {
  isWhole: boolean;
  /** Whether nothing was changed, although a call outside may have no outcome. */
  isUntouched: boolean;
  faults: { position: number | null; fault: AuditFault['fault']; what: string }[];
}

/** What a trail tells of. */
export interface AuditSubject {
  kind: 'request' | 'conversation';
  id: string;
  /** A request's reference. */
  reference: string | null;
  propertyId: string | null;
}

/** `GET /audit/requests/:id` and `GET /audit/conversations/:id`; oldest first. */
export interface AuditTrailAnswer {
  subject: AuditSubject;
  entries: EntryAnswer[];
  proofs: ProofAnswer[];
  /** SHA-256 over the entries' hashes, one a line. */
  digest: string;
  /** How many older entries are not among them. */
  left: number;
}

/** `GET /audit/entries`; newest first. */
export interface AuditPageAnswer {
  entries: EntryAnswer[];
  proof: ProofAnswer;
  /** What to ask `before` for the next page; null on the last. */
  next: number | null;
}
