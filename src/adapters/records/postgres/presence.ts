import { eq, lt, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Presence } from '../../../ports/presence.ts';
import type { Transaction } from '../../shared/database.ts';
import type { RecordsParts } from './parts.ts';
import { deskPresence } from './tables/inbox.ts';

// A page says every ten seconds that it is open: one that missed two is taken to be closed.
const SHOWN_FOR = sql`interval '25 seconds'`;

const Others = z.array(z.object({ staffId: z.string(), name: z.string(), isWriting: z.boolean() }));

/** Who has which conversation open, in an unlogged table; changes are told to every process of the house. */
export function createPresence({ database }: Pick<RecordsParts, 'database'>): Presence {
  return {
    see: (by) =>
      database.transaction(async (tx) => {
        const { viewerId, conversationId, staffId, isWriting } = by;
        await tx.delete(deskPresence).where(lt(deskPresence.seenAt, sql`now() - ${SHOWN_FOR}`));
        const [known] = await tx
          .select()
          .from(deskPresence)
          .where(eq(deskPresence.viewerId, viewerId));
        await tx
          .insert(deskPresence)
          .values({ viewerId, conversationId, staffId, isWriting })
          .onConflictDoUpdate({
            target: deskPresence.viewerId,
            set: { isWriting, seenAt: sql`now()` },
            setWhere: isPage(by), // nobody speaks for the page of somebody else
          });
        if (known?.isWriting !== isWriting) await tellDesk(tx, conversationId);
        const { rows } = await tx.execute(sql`
          select p.staff_id as "staffId", coalesce(u.name, 'Somebody') as name,
            bool_or(p.is_writing) as "isWriting"
          from desk_presence p left join staff_users u on u.id = p.staff_id
          where p.conversation_id = ${conversationId} and p.staff_id <> ${staffId}
            and p.seen_at >= now() - ${SHOWN_FOR}
          group by p.staff_id, u.name order by name, p.staff_id`);
        return Others.parse(rows);
      }),

    leave: (by) =>
      database.transaction(async (tx) => {
        const gone = await tx.delete(deskPresence).where(isPage(by)).returning();
        if (gone.length > 0) await tellDesk(tx, by.conversationId);
      }),
  };
}

function isPage(by: { viewerId: string; conversationId: string; staffId: string }): SQL {
  const { viewerId, conversationId, staffId } = deskPresence;
  return sql`(${viewerId}, ${conversationId}, ${staffId}) = (${by.viewerId}, ${by.conversationId}, ${by.staffId})`;
}

/** Ids only; `desk-events.ts` hears it. */
async function tellDesk(tx: Transaction, conversationId: string): Promise<void> {
  await tx.execute(sql`
    select pg_notify('desk_events', json_build_object(
      'conversationId', conversation_id, 'propertyId', property_id)::text)
    from conversations where conversation_id = ${conversationId}`);
}
