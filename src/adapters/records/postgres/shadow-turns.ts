import { keptDecisions, proposedDeed, skillsOf } from '../../../domain/shadow.ts';
import type { Transaction } from '../../shared/database.ts';
import { shadowTurns } from './tables/rollout.ts';
import type { turns } from './tables/messages.ts';

/** Notes in the transaction that settles a turn what of it was kept in shadow; nothing where nothing was. */
export async function noteShadowTurn(
  tx: Transaction,
  by: { turn: typeof turns.$inferSelect; verdicts: string[]; propertyId: string | null },
): Promise<void> {
  const { turn, verdicts, propertyId } = by;
  const { turnId, conversationId, startedAt: askedAt } = turn;
  const kept = keptDecisions({ decisions: turn.decisions ?? [], verdicts });
  if (kept.length === 0) return;
  const about = { skills: skillsOf(kept), deed: proposedDeed(kept) };
  await tx
    .insert(shadowTurns)
    .values({ turnId, conversationId, propertyId, askedAt, ...about })
    .onConflictDoNothing();
}
