-- Settings and audit: the record read by what it tells of, staff who left, links for a first password, locked sign-ins.

create index audit_entries_request on audit_entries ((facts ->> 'requestId'))
  where facts ->> 'requestId' is not null;
create index audit_entries_conversation on audit_entries ((facts ->> 'conversationId'))
  where facts ->> 'conversationId' is not null;
create index audit_entries_alert on audit_entries ((facts ->> 'alertId'))
  where facts ->> 'alertId' is not null;
create index audit_entries_send on audit_entries ((facts ->> 'sendId'))
  where facts ->> 'sendId' is not null;
create index audit_entries_turn on audit_entries ((facts ->> 'turnId'))
  where facts ->> 'turnId' is not null;

alter table staff_users
  -- Somebody who left: no session of theirs holds any more. Their name stays, since the record tells of them.
  add column deactivated_at timestamptz,
  add column last_signed_in_at timestamptz;

-- A link by which somebody sets their own password, once; the newest is the one that opens.
create table staff_password_links (
  user_id text primary key references staff_users on delete cascade,
  -- SHA-256 of the code: whoever reads this table cannot use the link.
  code_hash text not null unique,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- Wrong passwords by account. The account is a keyed hash of what was typed as e-mail: one that does not exist is counted
-- and locked like any other.
create table sign_in_failures (
  account text primary key,
  failures integer not null,
  failed_at timestamptz not null,
  locked_until timestamptz
);
create index on sign_in_failures (failed_at);

grant select, insert, update, delete on staff_password_links, sign_in_failures to nightporter_app;

-- The list of staff is live too: told with the person's id, and to no property in particular.
create function note_desk_event_of_staff() returns trigger language plpgsql as $$
declare
  changed jsonb := to_jsonb(coalesce(new, old));
begin
  insert into desk_events (topic, subject_id, property_id) values (
    'staff',
    coalesce(changed ->> tg_argv[0], ''),
    null
  );
  perform pg_notify('desk_events', '');
  return null;
end $$;
create trigger desk_event after insert or update on staff_users
  for each row execute function note_desk_event_of_staff('id');
create trigger desk_event after insert or delete on staff_rights
  for each row execute function note_desk_event_of_staff('user_id');
create trigger desk_event after insert or delete on on_call_duties
  for each row execute function note_desk_event_of_staff('user_id');
create trigger desk_event after insert or delete on staff_sessions
  for each row execute function note_desk_event_of_staff('user_id');
create trigger desk_event after insert or update or delete on staff_password_links
  for each row execute function note_desk_event_of_staff('user_id');
-- Whose sign-in it is stands in no column: whoever reads the list finds out.
create trigger desk_event after insert or update or delete on sign_in_failures
  for each row execute function note_desk_event_of_staff('nobody');
