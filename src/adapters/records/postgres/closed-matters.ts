import { and, desc, eq, gte, inArray, notInArray, type SQL } from 'drizzle-orm';
import { ENDED_STATES, roundOf } from '../../../domain/maintenance-request.ts';
import type { TurnFacts } from '../../../ports/conversations.ts';
import type { Transaction } from '../../shared/database.ts';
import { readSummary } from './bodies.ts';
import type { RecordsParts } from './parts.ts';
import { sends } from './tables/messages.ts';
import { maintenanceRequests } from './tables/requests.ts';

// As far back as somebody speaks of a repair by its number, and as many as a model is shown.
const LOOK_BACK_MS = 180 * 86_400_000;
const CLOSED_MAX = 10;

/** A person's ended requests, latest first, and the question that one of them leaves open where it closed in silence. */
export async function readClosed(
  tx: Transaction,
  by: { conversationId: string; isTheirs: SQL | undefined; parts: RecordsParts },
): Promise<Pick<TurnFacts, 'closedRequests' | 'openQuestions'>> {
  const { now, personKeys } = by.parts;
  const since = new Date(now().getTime() - LOOK_BACK_MS).toISOString();
  const rows = await tx
    .select()
    .from(maintenanceRequests)
    .where(
      and(
        by.isTheirs,
        inArray(maintenanceRequests.state, [...ENDED_STATES]),
        gte(maintenanceRequests.closedAt, since),
      ),
    )
    .orderBy(desc(maintenanceRequests.closedAt))
    .limit(CLOSED_MAX);
  const lastSaid = rows.length > 0 ? await lastSaidIn(tx, by.conversationId) : null;
  const closed: Pick<TurnFacts, 'closedRequests' | 'openQuestions'> = {
    closedRequests: [],
    openQuestions: [],
  };
  for (const { requestId, reference, reopenings, state, wordsSealed } of rows) {
    const about = readSummary(await personKeys.unseal(wordsSealed, tx));
    closed.closedRequests.push({ requestId, reference, about, isDone: state === 'closed' });
    // Nobody answered whether it was done, so it was closed; a bare "no" answers what was said last.
    const closing = `news/${requestId}${roundOf(reopenings)}/closed/`;
    if (state === 'closed' && lastSaid?.startsWith(closing)) {
      closed.openQuestions.push({ id: requestId, kind: 'completed', about });
    }
  }
  return closed;
}

/** The key of what we said last in a conversation; null while we have said nothing. */
async function lastSaidIn(tx: Transaction, conversationId: string): Promise<string | null> {
  const [last] = await tx
    .select({ dedupeKey: sends.dedupeKey })
    .from(sends)
    .where(
      and(
        eq(sends.conversationId, conversationId),
        notInArray(sends.state, ['withheld', 'failed']),
      ),
    )
    .orderBy(desc(sends.position))
    .limit(1);
  return last?.dedupeKey ?? null;
}
