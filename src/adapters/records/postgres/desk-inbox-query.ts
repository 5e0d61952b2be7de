import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { HandOverReason } from '../../../domain/decision.ts';
import type { Assurance } from '../../../domain/identity.ts';
import type { ChannelName } from '../../../domain/message.ts';
import type { SendPurpose } from '../../../ports/outbox.ts';

const instant = z.string().transform((text) => new Date(text).toISOString());
const word = <Word extends string>() => z.custom<Word>((value) => typeof value === 'string');

/** One row of `summarySelect`. */
export const summaryRow = z.object({
  conversation_id: z.string(),
  channel: word<ChannelName>(),
  assurance: word<Assurance>(),
  resident_id: z.string().nullable(),
  property_id: z.string().nullable(),
  body_sealed: z.instanceof(Buffer).nullable(),
  /** Null where the resident spoke last. */
  purpose: word<SendPurpose>().nullable(),
  last_at: instant.nullable(),
  reason: word<HandOverReason>().nullable(),
  opened_at: instant.nullable(),
  breach_at: instant.nullable(),
  held_by: z.string().nullable(),
  held_by_name: z.string().nullable(),
  held_since: instant.nullable(),
  acted_at: instant.nullable(),
  assigned_to: z.string().nullable(),
  assigned_to_name: z.string().nullable(),
  assigned_by_name: z.string().nullable(),
  assigned_at: instant.nullable(),
});

/** A conversation as the inbox reads it. */
export type SummaryRow = z.infer<typeof summaryRow>;

/**
 * Conversations `c` with who writes `w`, their property `p`, open hand-off `h`, open takeover `t` and newest words `last`:
 * what was held back was not said.
 */
export const summarySelect = sql`
  select c.conversation_id, c.channel, c.assurance, c.resident_id, c.property_id,
    last.body_sealed, last.purpose, last.at as last_at,
    h.reason, h.opened_at, h.breach_at,
    t.staff_id as held_by, u.name as held_by_name, t.opened_at as held_since,
    h.assigned_to, h.assigned_at,
    (select name from staff_users where id = h.assigned_to) as assigned_to_name,
    (select name from staff_users where id = h.assigned_by) as assigned_by_name,
    case when t.takeover_id is not null then greatest(t.opened_at,
      (select max(s.created_at) from sends s join conversations o on o.conversation_id = s.conversation_id
        where o.person_id = t.person_id and s.purpose = 'staff'),
      (select max(n.at) from staff_notes n join conversations o on o.conversation_id = n.conversation_id
        where o.person_id = t.person_id and n.staff_id = t.staff_id)) end as acted_at
  from conversations c
    join persons w on w.person_id = c.person_id
    left join properties p on p.property_id = c.property_id
    left join hand_offs h on h.conversation_id = c.conversation_id and h.closed_at is null
    left join takeovers t on t.person_id = c.person_id and t.closed_at is null
    left join staff_users u on u.id = t.staff_id
    left join lateral (
      (select position, body_sealed, null::text as purpose, 'resident' as sender, received_at as at
        from inbound_messages where conversation_id = c.conversation_id order by sequence desc limit 1)
      union all
      (select position, body_sealed, purpose, 'us', created_at
        from sends where conversation_id = c.conversation_id and state <> 'withheld'
        order by position desc limit 1)
      order by position desc limit 1
    ) last on true`;
