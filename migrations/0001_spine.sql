-- People, conversations, messages, sends, alerts, hand-offs, requests, approvals, documents, audit.
-- Words of people stand in `*_sealed` columns only: AES-256-GCM under the person's key, key id in front.

create table properties (
  property_id text primary key,
  organisation_id text not null,
  name text not null,
  calendar jsonb not null,
  contacts jsonb not null,
  rollout jsonb not null,
  updated_at timestamptz not null default now()
);

create table person_keys (
  key_id text primary key,
  wrapped_key bytea,
  destroyed_at timestamptz
);

create table persons (
  person_id text primary key,
  key_id text not null unique references person_keys,
  resident_id text unique,
  property_id text,
  language text not null default 'en',
  created_at timestamptz not null default now()
);

create table conversations (
  conversation_id text primary key,
  person_id text not null references persons,
  channel text not null,
  address_kind text not null,
  address_hash text not null,
  address_sealed bytea not null,
  assurance text not null default 'unknown',
  -- Who the conversation is taken to be with: by the door, by the address, or by verification here.
  resident_id text,
  property_id text,
  verification_failures integer not null default 0,
  awaits_identity boolean not null default false,
  last_sequence integer not null default 0,
  last_inbound_at timestamptz,
  opted_out_at timestamptz,
  greeted_at timestamptz,
  created_at timestamptz not null default now(),
  unique (channel, address_kind, address_hash)
);
create index on conversations (person_id);

-- One growing number for all that stands in a transcript; handed out under the lock of the conversation's row,
-- so that within one conversation a smaller number is never committed after a greater one.
create sequence transcript_position;

create table inbound_messages (
  message_id text primary key,
  position bigint not null default nextval('transcript_position'),
  conversation_id text not null references conversations,
  sequence integer not null,
  channel text not null,
  provider_message_id text not null,
  kind text not null,
  body_sealed bytea not null,
  -- { dangerId, hazard, issue, class, isNew }, as it was when the message was committed.
  danger jsonb,
  sent_at timestamptz not null,
  received_at timestamptz not null default now(),
  signalled_at timestamptz,
  turn_id text,
  taken_at timestamptz,
  unique (channel, provider_message_id),
  unique (conversation_id, sequence)
);
create index on inbound_messages (received_at) where taken_at is null;

create table dangers (
  danger_id text primary key,
  position bigint not null default nextval('transcript_position'),
  conversation_id text not null references conversations,
  -- The message that told of it first.
  message_id text not null references inbound_messages,
  hazard text not null,
  issue text not null,
  class text not null,
  found_by text not null,
  floor_version text not null,
  opened_at timestamptz not null default now()
);
create index on dangers (conversation_id, hazard, opened_at);

create table turns (
  turn_id text primary key,
  conversation_id text not null references conversations,
  state text not null,
  -- How surely the writer was known when the turn began.
  assurance text not null,
  -- The words of each proposed decision, by its part number.
  parts_sealed bytea,
  decisions jsonb,
  verdicts jsonb,
  model text,
  prompt text,
  pack_version text,
  started_at timestamptz not null default now(),
  settled_at timestamptz
);
create index on turns (conversation_id, started_at);

create table sends (
  send_id text primary key,
  position bigint not null default nextval('transcript_position'),
  conversation_id text not null references conversations,
  person_id text not null references persons,
  turn_id text,
  dedupe_key text not null unique,
  purpose text not null,
  body_sealed bytea not null,
  state text not null default 'queued',
  state_at timestamptz not null default now(),
  attempts integer not null default 0,
  -- How often a text that was found half sent went out once more: safety texts only, once.
  resends integer not null default 0,
  provider_message_id text,
  failure_code text,
  created_at timestamptz not null default now()
);
create index on sends (state) where state in ('queued', 'sending');
create index on sends (conversation_id, position);
create index on sends (provider_message_id) where provider_message_id is not null;

-- What a provider told of a message before we knew its id; taken up when the send's answer is written.
create table early_statuses (
  status_id text primary key,
  provider_message_id text not null,
  state text not null,
  failure_code text,
  received_at timestamptz not null default now()
);
create index on early_statuses (provider_message_id);
create index on early_statuses (received_at);

create table takeovers (
  takeover_id text primary key,
  person_id text not null references persons,
  conversation_id text not null references conversations,
  staff_id text not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz
);
-- The fence: one open takeover a person; every send looks for it.
create unique index takeovers_open on takeovers (person_id) where closed_at is null;

create table hand_offs (
  hand_off_id text primary key,
  position bigint not null default nextval('transcript_position'),
  conversation_id text not null references conversations,
  property_id text,
  reason text not null,
  state text not null,
  owner_id text,
  opened_at timestamptz not null,
  warn_at timestamptz not null,
  breach_at timestamptz not null,
  warned_at timestamptz,
  breached_at timestamptz,
  closed_at timestamptz
);
create unique index hand_offs_open on hand_offs (conversation_id) where closed_at is null;

create table alerts (
  alert_id text primary key,
  dedupe_key text not null unique,
  property_id text,
  kind text not null,
  class text,
  headline text not null,
  conversation_id text,
  subject_id text,
  ladder jsonb not null,
  state text not null,
  opened_at timestamptz not null default now(),
  accepted_at timestamptz,
  accepted_by text
);
create table alert_rings (
  alert_id text not null references alerts,
  attempt integer not null,
  contacts jsonb not null,
  outcome text not null,
  rang_at timestamptz not null default now(),
  primary key (alert_id, attempt)
);

create table maintenance_requests (
  request_id text primary key,
  position bigint not null default nextval('transcript_position'),
  reference text not null unique,
  dedupe_key text not null unique,
  property_id text not null,
  unit_id text,
  lease_id text,
  resident_id text,
  person_id text references persons,
  conversation_id text references conversations,
  issue text not null,
  family text not null,
  trade text not null,
  class text not null,
  state text not null,
  -- { summary, description, location }
  words_sealed bytea not null,
  facts jsonb not null default '{}',
  is_repeat boolean not null default false,
  pack_version text not null,
  deadlines jsonb not null,
  next_deadline_at timestamptz,
  work_order_external_id text,
  vendor_id text,
  vendor_name text,
  window_from_at timestamptz,
  window_to_at timestamptz,
  question text,
  question_asked_at timestamptz,
  survey_score integer,
  opened_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  closed_at timestamptz
);
create index on maintenance_requests (unit_id, opened_at);
create index on maintenance_requests (conversation_id);

create table approvals (
  approval_id text primary key,
  request_id text not null references maintenance_requests,
  property_id text not null,
  subject jsonb not null,
  digest text not null,
  state text not null,
  remind_at timestamptz not null,
  escalate_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  reason text,
  opened_at timestamptz not null default now()
);

create table platform_outbox (
  outbox_id text primary key,
  ordinal bigint generated always as identity,
  connection_id text not null,
  dedupe_key text not null,
  operation text not null,
  request_id text not null references maintenance_requests,
  urgency integer not null,
  -- { order } or { change }; words in it are the person's
  payload_sealed bytea not null,
  state text not null default 'waiting',
  attempts integer not null default 0,
  -- How often it was handed to the platform, lost answers included; pairs each intent of the record with its outcome.
  sends integer not null default 0,
  external_id text,
  failure text,
  not_before timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (connection_id, operation, dedupe_key)
);
create index on platform_outbox (connection_id, urgency, ordinal) where state in ('waiting', 'sending', 'ambiguous');

create table platform_sync (
  connection_id text primary key,
  synced_until timestamptz not null
);

create table documents (
  document_id text not null,
  version integer not null,
  title text not null,
  kind text not null,
  scope_kind text not null,
  scope_id text not null,
  state text not null,
  failure text,
  file bytea not null,
  sha256 text not null,
  pages integer,
  effective_from date,
  created_at timestamptz not null default now(),
  published_at timestamptz,
  primary key (document_id, version)
);
create table passages (
  passage_id text primary key,
  document_id text not null,
  version integer not null,
  page integer not null,
  ordinal integer not null,
  heading text not null,
  text text not null,
  embedder text not null,
  embedding bytea not null,
  foreign key (document_id, version) references documents (document_id, version) on delete cascade
);
create index on passages (document_id, version);
-- Counts up when what may be found changes, so that each process knows when to load again.
create table index_revision (singleton boolean primary key default true check (singleton), revision bigint not null);
insert into index_revision (revision) values (1);

create table unreadable_webhooks (
  webhook_id text primary key,
  channel text not null,
  body_sealed bytea not null,
  received_at timestamptz not null default now()
);

create table audit_entries (
  chain text not null,
  position bigint not null,
  entry_key text not null,
  at timestamptz not null,
  event text not null,
  facts jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (chain, position),
  unique (chain, entry_key)
);
-- The sealed head: how long each chain is, so that a cut tail shows.
create table audit_heads (
  chain text primary key,
  position bigint not null,
  hash text not null,
  seal text not null
);

-- The application runs as a role that can add to the audit trail but not rewrite it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'nightporter_app') then
    create role nightporter_app nologin;
  end if;
end $$;
grant nightporter_app to current_user;
grant usage on schema public to nightporter_app;
grant select, insert, update, delete on all tables in schema public to nightporter_app;
grant usage on all sequences in schema public to nightporter_app;
revoke update, delete, truncate on audit_entries from nightporter_app;
revoke delete, truncate on audit_heads from nightporter_app;
alter default privileges in schema public grant select, insert, update, delete on tables to nightporter_app;
