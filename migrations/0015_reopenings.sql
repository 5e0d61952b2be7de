-- Requests that were closed and are open again. A row is made once for whatever asked, in the transaction that opens the
-- request; its workflow takes it up under `run_id`, and the sweep starts the workflow while nobody has.
create table request_reopenings (
  reopening_id text primary key,
  request_id text not null references maintenance_requests,
  -- 1 for the first time.
  number integer not null,
  reopening_key text not null,
  -- Who of the staff, and why; the reason may speak of people and is sealed like their words. Null: its resident.
  staff_id text,
  reason_sealed bytea,
  from_class text not null,
  to_class text not null,
  -- What the order of this round is marked with at the platform.
  order_reference text not null unique,
  run_id text,
  at timestamptz not null default now(),
  unique (request_id, number),
  unique (request_id, reopening_key)
);
create index on request_reopenings (at) where run_id is null;

alter table maintenance_requests
  add column reopenings integer not null default 0,
  add column reopened_at timestamptz,
  -- Null: the request's own reference, as for the order that it first had.
  add column order_reference text;
