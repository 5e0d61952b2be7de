-- One of more messages within a minute than a person is answered one by one: it waits for those after it.
alter table inbound_messages add column is_flood boolean not null default false;

-- Counted whenever Prometheus looks.
create index on approvals (opened_at) where state = 'pending';
create index on alerts (opened_at) where state = 'ringing';
