import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Decision } from '../../../domain/decision.ts';
import {
  SHADOW_MARKS,
  type ShadowDeed,
  type ShadowMark,
  type ShadowSkill,
} from '../../../domain/shadow.ts';

const instant = z.string().transform((text) => new Date(text).toISOString());
const ours = <Kind>() => z.custom<Kind>((value) => value !== null && value !== undefined);

/** One row of `comparedTurns` with its turn. */
export const turnRow = z.object({
  turn_id: z.string(),
  conversation_id: z.string(),
  property_id: z.string().nullable(),
  asked_at: instant,
  until_at: instant.nullable(),
  skills: ours<ShadowSkill[]>(),
  deed: ours<ShadowDeed>(),
  has_replied: z.boolean(),
  has_changed: z.boolean(),
  is_released: z.boolean(),
  mark: z.enum(SHADOW_MARKS).nullable(),
  marked_at: instant.nullable(),
  marked_by_name: z.string().nullable(),
  decisions: ours<Decision[]>(),
  verdicts: z.array(z.string()),
  parts_sealed: z.instanceof(Buffer).nullable(),
});

/** A turn and what staff did about it. */
export type TurnRow = z.infer<typeof turnRow>;

/** One group of the counts. */
export const countRow = z.object({
  property_id: z.string().nullable(),
  skill: ours<ShadowSkill>(),
  deed: ours<ShadowDeed>(),
  has_replied: z.boolean(),
  has_changed: z.boolean(),
  is_released: z.boolean(),
  mark: z.custom<ShadowMark>((value) => typeof value === 'string').nullable(),
  turns: z.coerce.number(),
});

/** What staff have said in a conversation `s` beside a turn `st`: what was never delivered is no answer. */
export const isAnswerTo = sql`s.conversation_id = st.conversation_id and s.purpose = 'staff'
  and s.state not in ('withheld', 'failed') and s.created_at >= st.asked_at
  and (until.at is null or s.created_at <= until.at)`;

/**
 * Shadow turns `st`, each with what staff did until they let go of the person or the next turn in shadow began. Read
 * from the rows that staff's work leaves anyway: a comparison can never differ from what happened.
 */
export const comparedTurns: SQL = sql`
  shadow_turns st
    join conversations c on c.conversation_id = st.conversation_id
    left join lateral (
      select min(n.asked_at) as at from shadow_turns n
      where n.conversation_id = st.conversation_id and n.asked_at > st.asked_at
    ) next on true
    left join lateral (
      select min(k.closed_at) as at from takeovers k
      where k.person_id = c.person_id and k.closed_at > st.asked_at
    ) released on true
    cross join lateral (select least(next.at, released.at) as at) until
    cross join lateral (
      select exists (select from sends s where ${isAnswerTo}) as has_replied,
        released.at is not null and released.at = until.at as is_released,
        exists (
          select from maintenance_requests r join audit_entries e on e.facts ->> 'requestId' = r.request_id
          where r.conversation_id = st.conversation_id and e.facts ->> 'staffId' is not null
            and e.at >= st.asked_at and (until.at is null or e.at <= until.at)
        ) as has_changed
    ) staff`;
