-- The desk: what changed, for pages that are open.

create table desk_events (
  event_id bigint generated always as identity primary key,
  -- The transaction that made the event. Its number alone is no order in which events become visible: readers take
  -- only transactions older than every one that still runs, and so never pass one that commits later.
  transaction_id xid8 not null default pg_current_xact_id(),
  topic text not null,
  subject_id text not null,
  property_id text,
  at timestamptz not null default now()
);
create index on desk_events (transaction_id, event_id);
create index on desk_events (at);

-- Up to where events were thrown away: a reader who stands before it has missed some and is told so.
create table desk_events_kept (
  singleton boolean primary key default true check (singleton),
  transaction_id xid8 not null default '0',
  event_id bigint not null default 0
);
insert into desk_events_kept default values;

-- Notes one event. Arguments: the topic, the column of the subject's id, and where the property is found: `own`, or the
-- table and column by which the subject's id leads to it.
create function note_desk_event() returns trigger language plpgsql as $$
declare
  subject text;
  property text;
begin
  execute format('select ($1).%I::text', tg_argv[1]) into subject using new;
  if subject is null then
    return null;
  end if;
  if tg_argv[2] = 'own' then
    execute 'select ($1).property_id' into property using new;
  else
    execute format('select property_id from %I where %I = $1', tg_argv[2], tg_argv[1])
      into property using subject;
  end if;
  insert into desk_events (topic, subject_id, property_id) values (tg_argv[0], subject, property);
  perform pg_notify('desk_events', '');
  return null;
end $$;

create trigger desk_event after insert or update on conversations
  for each row execute function note_desk_event('conversation', 'conversation_id', 'own');
create trigger desk_event after insert or update on inbound_messages
  for each row execute function note_desk_event('conversation', 'conversation_id', 'conversations');
create trigger desk_event after insert or update on sends
  for each row execute function note_desk_event('conversation', 'conversation_id', 'conversations');
create trigger desk_event after insert or update on takeovers
  for each row execute function note_desk_event('conversation', 'conversation_id', 'conversations');
create trigger desk_event after insert or update on hand_offs
  for each row execute function note_desk_event('hand-off', 'conversation_id', 'conversations');
create trigger desk_event after insert or update on alerts
  for each row execute function note_desk_event('alert', 'alert_id', 'own');
create trigger desk_event after insert or update on approvals
  for each row execute function note_desk_event('approval', 'approval_id', 'own');
create trigger desk_event after insert or update on maintenance_requests
  for each row execute function note_desk_event('request', 'request_id', 'own');
create trigger desk_event after insert or update on platform_outbox
  for each row execute function note_desk_event('request', 'request_id', 'maintenance_requests');
create trigger desk_event after insert or update on properties
  for each row execute function note_desk_event('property', 'property_id', 'own');

-- A document's id is made from its title: it is told with the property of its scope, or, where that is not known here,
-- not at all; its readers ask again either way.
create function note_desk_event_of_document() returns trigger language plpgsql as $$
declare
  is_named boolean := new.scope_kind in ('organisation', 'property');
begin
  insert into desk_events (topic, subject_id, property_id) values (
    'document',
    case when is_named then new.document_id else '' end,
    case when new.scope_kind = 'property' then new.scope_id end
  );
  perform pg_notify('desk_events', '');
  return null;
end $$;
create trigger desk_event after insert or update on documents
  for each row execute function note_desk_event_of_document();
