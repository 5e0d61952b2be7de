-- Rollout: whose change of the switches stands, stop switches of organisations, and what the assistant would have done.

-- Grows with every change, so that of two people who change at once the second is told.
alter table properties add column rollout_version integer not null default 0;

create table organisation_stops (
  organisation_id text primary key,
  is_stopped boolean not null default false,
  version integer not null default 0,
  changed_by text,
  changed_at timestamptz not null default now()
);

-- The history of the switches, without reading whole chains.
create index on audit_entries (chain, position)
  where event in ('rollout.changed', 'organisation.stopped', 'organisation.resumed');

-- Turns of which something was kept and not said. The words stay in the turn, under the person's key.
create table shadow_turns (
  turn_id text primary key references turns,
  conversation_id text not null references conversations,
  property_id text,
  -- What was kept is about: documents, account, maintenance, general.
  skills jsonb not null,
  -- What the assistant would have done: answered, request, handed-over.
  deed text not null,
  asked_at timestamptz not null,
  -- How a person judged it beside what staff answered: same, different, wrong.
  mark text,
  marked_by text,
  marked_at timestamptz
);
create index on shadow_turns (property_id, asked_at);
create index on shadow_turns (conversation_id, asked_at);

-- Opened in shadow: neither a text nor the events of the resident's own view tell of it.
alter table hand_offs add column is_silent boolean not null default false;

create trigger desk_event after insert or update on shadow_turns
  for each row execute function note_desk_event('rollout', 'turn_id', 'own');

-- An organisation is no property's: whoever may read switches asks again.
create function note_desk_event_of_organisation() returns trigger language plpgsql as $$
begin
  insert into desk_events (topic, subject_id) values ('rollout', '');
  perform pg_notify('desk_events', '');
  return null;
end $$;
create trigger desk_event after insert or update on organisation_stops
  for each row execute function note_desk_event_of_organisation();
