-- What managers gave as their reason, by the decision that it belongs to: only the one that counts becomes `reason`.
alter table approvals add column offered_reasons jsonb not null default '{}';

-- What the hand-off's process was last told; the sweep tells it again when that differs from `state`.
alter table hand_offs add column told_state text not null default 'waiting';
update hand_offs set told_state = state;
create index on hand_offs (opened_at) where told_state <> state;

-- The platform refused our credentials: the row keeps its place and waits for an operator to resume.
alter table platform_outbox add column blocked_at timestamptz;
