import { sql, type SQL } from 'drizzle-orm';
import { isNear, type Asked } from './numbers-scope.ts';

/** Rows of (name, property_id, at, value) that are ranked, in seconds. */
export const durations = (asked: Asked): SQL => sql`
  ${replies(asked)} union all ${approvals(asked)}`;

/** Rows of the same shape that are averaged: points as they are, a kept clock as 1. */
export const marks = (asked: Asked): SQL => sql`
  ${answeredHandOffs(asked)} union all ${promises(asked)} union all ${legalPromises(asked)}
  union all ${surveys(asked)}`;

const seconds = (from: SQL, to: SQL): SQL =>
  sql`extract(epoch from ${to} - ${from})::double precision`;

const isKept = (by: { metAt: SQL; dueAt: SQL }): SQL =>
  sql`case when ${by.metAt} <= ${by.dueAt} then 1 else 0 end::double precision`;

/** From a turn's first message to its reply. */
const replies = (asked: Asked): SQL => sql`
  select 'reply' as name, t.property_id, t.settled_at as at,
    ${seconds(sql`min(m.received_at)`, sql`s.sent_at`)} as value
  from turns t
    join sends s on s.turn_id = t.turn_id and s.purpose = 'reply' and s.sent_at is not null
      and s.state in ('sent', 'delivered', 'read')
    join inbound_messages m on m.turn_id = t.turn_id
  where ${isNear(sql`t.settled_at`, asked)}
  group by t.turn_id, s.send_id`;

const isDue = (dueAt: SQL, asked: Asked): SQL =>
  sql`${isNear(dueAt, asked)} and ${dueAt} <= ${asked.now.toISOString()}::timestamptz`;

/** Somebody took the hand-off over in time, or it was over by then. */
const answeredHandOffs = (asked: Asked): SQL => sql`
  select 'clock-answer' as name, property_id, breach_at as at,
    ${isKept({ metAt: sql`coalesce(taken_at, closed_at)`, dueAt: sql`breach_at` })} as value
  from hand_offs where ${isDue(sql`breach_at`, asked)}`;

/** What was given up before it was due was owed no more. */
const isOwed = (by: { metAt: SQL; dueAt: SQL }): SQL =>
  sql`(${by.metAt} is not null or closed_at is null or closed_at > ${by.dueAt})`;

const promises = (asked: Asked): SQL => sql`
  select name, property_id, due_at, ${isKept(OWED)}
  from maintenance_requests cross join lateral (values
    ('clock-dispatch', (deadlines ->> 'dispatchBy')::timestamptz, vendor_sent_at),
    ('clock-done', (deadlines ->> 'doneBy')::timestamptz, work_done_at)) as promise (name, due_at, met_at)
  where ${isDue(OWED.dueAt, asked)} and ${isOwed(OWED)}`;

const legalPromises = (asked: Asked): SQL => sql`
  select 'clock-legal', property_id, due_at, ${isKept(OWED)}
  from maintenance_requests
    cross join lateral jsonb_array_elements(deadlines -> 'legal') as legal
    cross join lateral (values ((legal ->> 'dueAt')::timestamptz,
      case when legal ->> 'goal' = 'begun' then work_begun_at else work_done_at end)) as promise (due_at, met_at)
  where ${isDue(OWED.dueAt, asked)} and ${isOwed(OWED)}`;

const OWED = { metAt: sql`met_at`, dueAt: sql`due_at` };

/** From the question to a person's decision. */
const approvals = (asked: Asked): SQL => sql`
  select 'approval', property_id, decided_at, ${seconds(sql`opened_at`, sql`decided_at`)}
  from approvals where state in ('approved', 'rejected') and ${isNear(sql`decided_at`, asked)}`;

const surveys = (asked: Asked): SQL => sql`
  select 'survey', property_id, surveyed_at, survey_score::double precision
  from maintenance_requests where survey_score is not null and ${isNear(sql`surveyed_at`, asked)}`;
