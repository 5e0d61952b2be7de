import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Finding } from './finding.ts';
import type { Evidence } from './messages.ts';

/** Reads what was added to every chain since it was asked last, and recomputes it. */
export interface ChainReader {
  read(): Promise<Finding[]>;
  /** Entries read so far. */
  count(): number;
}

interface Entry {
  chain: string;
  position: string;
  entry_key: string;
  at: Date;
  event: string;
  facts: Record<string, unknown>;
  previous_hash: string;
  hash: string;
}

/**
 * The hash of an entry, as docs/faults.md describes it: SHA-256 over the hash before, place, instant, event, key and
 * the facts by name.
 */
function hashOf(entry: Entry): string {
  const facts = JSON.stringify(
    Object.entries(entry.facts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const { previous_hash: previous, event, entry_key: key } = entry;
  const words = [previous, Number(entry.position), entry.at.toISOString(), event, key, facts];
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

/** Starts before the first entry. */
export function createChainReader(database: Pool): ChainReader {
  const ends: Ends = new Map();
  let count = 0;
  let line: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<Finding[]> => {
    const known = [...ends].map(([chain, { position }]) => ({ chain, position }));
    const { rows } = await database.query<Entry>(ENTRIES, [JSON.stringify(known)]);
    const heads = await database.query<Head>('select chain, position from audit_heads');
    count += rows.length;
    const broken = rows.filter((entry) => !follows(entry, ends));
    return [
      ...broken.map(({ chain, position }) => `${chain} at ${position}`),
      ...headsBehind(heads.rows, ends).map((chain) => `head of ${chain}`),
    ].map((what): Finding => ({ kind: 'audit gap', what }));
  };
  return {
    count: () => count,
    // Two runs that read at once would both find that the other had been first.
    read() {
      const turn = line.then(read);
      line = turn.catch(() => undefined);
      return turn;
    },
  };
}

type Ends = Map<string, { position: number; hash: string }>;
interface Head {
  chain: string;
  position: string;
}

/** Whether an entry is the next of its chain; the chain goes on from it either way. */
function follows(entry: Entry, ends: Ends): boolean {
  const end = ends.get(entry.chain) ?? { position: 0, hash: '' };
  const position = Number(entry.position);
  ends.set(entry.chain, { position, hash: entry.hash });
  const isNext = position === end.position + 1 && entry.previous_hash === end.hash;
  return isNext && hashOf(entry) === entry.hash;
}

/** Chains whose sealed head is behind what was read. */
function headsBehind(rows: Head[], ends: Ends): string[] {
  const heads = new Map(rows.map(({ chain, position }) => [chain, Number(position)]));
  return [...ends].flatMap(([chain, { position }]) =>
    (heads.get(chain) ?? 0) >= position ? [] : [chain],
  );
}

const ENTRIES = `
  select e.* from audit_entries e
  left join jsonb_to_recordset($1::jsonb) as known (chain text, position bigint) on known.chain = e.chain
  where e.position > coalesce(known.position, 0) order by e.chain, e.position`;

/** Accountable: what was received, sent, decided and taken over has its entry, and what was begun its end. */
export function judgeAudit({ ledger, arrivals, record }: Evidence): Finding[] {
  const { auditKeys: keys } = record;
  const wanted = [
    ...record.messages.map(({ message_id: id }) => `message/${id}/received`),
    ...record.takeovers.map(({ takeover_id: id }) => `takeover/${id}/opened`),
    ...(ledger.decided ? [`approval.opened/${ledger.decided.approvalId}`] : []),
  ];
  const missing = wanted.filter((key) => !keys.has(key));
  const started = [...keys].filter((key) => /^send\/.*\/started$/.test(key));
  const unended = started.filter((key) => {
    const end = key.replace(/started$/, '');
    return !keys.has(`${end}ended`) && !keys.has(`${end}resolved`);
  });
  const unstarted = [...new Set(arrivals.map(({ sendId }) => sendId))].filter(
    (sendId) => !keys.has(`send/${sendId}/1/started`),
  );
  return [
    ...missing.map((key): Finding => ({ kind: 'audit gap', what: `no entry ${key}` })),
    ...unended.map((key): Finding => ({ kind: 'audit gap', what: `${key} has no end` })),
    ...unstarted.map((id): Finding => ({ kind: 'audit gap', what: `${id} left without an entry` })),
  ];
}
