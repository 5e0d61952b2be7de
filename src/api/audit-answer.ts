import { createHash } from 'node:crypto';
import type { ChainProof, RecordedEntry, Trail } from '../ports/audit-trail.ts';
import type {
  AuditSubject,
  AuditTrailAnswer,
  EntryAnswer,
  FactAnswer,
  ProofAnswer,
} from './answers/audit.ts';
import { FAULT_WORDS, factName, isVersion, whatOf, whoOf } from './audit-words.ts';

/** A trail as staff read it. */
export function trailAnswer({
  subject,
  trail: { entries, proofs, left },
}: {
  subject: AuditSubject;
  trail: Trail;
}): AuditTrailAnswer {
  return {
    subject,
    entries: entries.map(entryAnswer),
    proofs: proofs.map(proofAnswer),
    digest: digestOf(entries),
    left,
  };
}

/** SHA-256 over the hashes of entries, one a line: `jq -r '.entries[].hash' | sha256sum` says the same. */
export function digestOf(entries: readonly RecordedEntry[]): string {
  const text = entries.map(({ hash }) => `${hash}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}

// What the sentence, the name of who it was and the call say already.
const SAID = new Set(['staffId', 'operation', 'outcome', 'durationMs']);

/** An entry in plain words; its facts are ids, states and amounts, never anybody's words. */
export function entryAnswer(entry: RecordedEntry): EntryAnswer {
  const { chain, position, at, event, facts, hash, staffNames } = entry;
  const all = Object.entries(facts).filter(([, value]) => value !== null);
  const toAnswer = ([name, value]: (typeof all)[number]): FactAnswer => ({
    name: factName(name),
    value: staffNames[String(value)] ?? String(value),
  });
  return {
    chain,
    position,
    at,
    event,
    who: whoOf(entry),
    what: whatOf(entry),
    versions: all.filter(([name]) => isVersion(name)).map(toAnswer),
    call: callOf(facts),
    facts: all.filter(([name]) => !isVersion(name) && !SAID.has(name)).map(toAnswer),
    hash,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function callOf(facts: RecordedEntry['facts']): EntryAnswer['call'] {
  const { outcome, durationMs, purpose, state } = facts;
  // An attempt to send is a call without an operation; its end says by `state` how it went.
  const isSend = 'sendId' in facts && 'attempt' in facts;
  const operation = textOf(facts['operation']) ?? (isSend ? `send ${textOf(purpose) ?? ''}` : null);
  if (operation === null) return null;
  return {
    operation: operation.trim(),
    outcome: textOf(outcome) ?? (isSend && 'durationMs' in facts ? textOf(state) : null),
    durationMs: typeof durationMs === 'number' ? durationMs : null,
  };
}

/** What the verification found, in plain words. */
export function proofAnswer({ faults, ...proof }: ChainProof): ProofAnswer {
  return {
    ...proof,
    isWhole: faults.length === 0,
    isUntouched: faults.every(({ fault }) => fault === 'intent-without-outcome'),
    faults: faults.map(({ position, fault }) => ({
      position,
      fault,
      what: `${position === null ? 'The end of the chain' : `Entry ${position}`} ${FAULT_WORDS[fault]}`,
    })),
  };
}
