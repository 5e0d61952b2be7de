-- Numbers: what is counted and was not kept before. docs/numbers.md says which figure stands on which row.

-- What a resident wanted in a turn, each wish once. Kept from here on: earlier turns are in no figure that asks for it.
create table wishes (
  turn_id text not null references turns,
  intent text not null,
  -- Tells one matter from another of the same intent; a digest, empty where the intent says it all.
  matter text not null default '',
  -- What the turn made of it: done, person, declined.
  fate text not null,
  primary key (turn_id, intent, matter)
);

-- The property that the turn belonged to; a resident may move, and their conversation with them.
alter table turns add column property_id text;
update turns t set property_id = c.property_id
  from conversations c where c.conversation_id = t.conversation_id;
create index on turns (settled_at);
create index on inbound_messages (turn_id);

-- When the provider took it; `state_at` moves on with each status. The record knows it for what was sent before.
alter table sends add column sent_at timestamptz;
update sends s set sent_at = e.at
  from (select facts ->> 'sendId' as send_id, min(at) as at from audit_entries
    where event in ('send.ended', 'send.resolved') and facts ->> 'state' = 'sent' group by 1) e
  where e.send_id = s.send_id;
create index on sends (turn_id);

-- When somebody took a hand-off over.
alter table hand_offs add column taken_at timestamptz;
update hand_offs h set taken_at = (
  select min(t.opened_at) from takeovers t join conversations c on c.person_id = t.person_id
  where c.conversation_id = h.conversation_id and t.opened_at >= h.opened_at
    and (h.closed_at is null or t.opened_at <= h.closed_at))
  where state in ('owned', 'released');
create index on hand_offs (opened_at);

-- Since when each promise of a request is kept; what was reopened is owed again.
alter table maintenance_requests
  add column vendor_sent_at timestamptz,
  add column work_begun_at timestamptz,
  add column work_done_at timestamptz,
  add column surveyed_at timestamptz;
update maintenance_requests set surveyed_at = coalesce(closed_at, updated_at) where survey_score is not null;

with passages as (
  select facts ->> 'requestId' as request_id, facts ->> 'state' as state, at, position
  from audit_entries where event in ('request.opened', 'request.changed') and facts ? 'state'
    and facts ->> 'state' not in ('dropped', 'cancelled')
), goals (goal, states) as (values
  ('sent', array['vendor-assigned', 'scheduled', 'in-progress', 'awaiting-completion-check', 'closed']),
  ('begun', array['in-progress', 'awaiting-completion-check', 'closed']),
  ('done', array['awaiting-completion-check', 'closed'])
), broken as (
  select p.request_id, g.goal, g.states,
    coalesce(max(p.position) filter (where p.state <> all (g.states)), -1) as position
  from passages p cross join goals g group by 1, 2, 3
), kept as (
  select b.request_id, b.goal, min(p.at) as at
  from broken b join passages p on p.request_id = b.request_id and p.position > b.position
  group by 1, 2
), by_request as (
  select request_id, min(at) filter (where goal = 'sent') as sent_at,
    min(at) filter (where goal = 'begun') as begun_at, min(at) filter (where goal = 'done') as done_at
  from kept group by 1
)
update maintenance_requests r
  set vendor_sent_at = k.sent_at, work_begun_at = k.begun_at, work_done_at = k.done_at
  from by_request k where k.request_id = r.request_id;
