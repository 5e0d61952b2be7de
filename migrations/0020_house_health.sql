-- Health of the house: who holds a platform's writes and since when, and what is counted often.

-- One row while an operator holds the writes to a platform; its writer is handed nothing meanwhile.
create table platform_pauses (
  connection_id text primary key,
  staff_id text not null,
  paused_at timestamptz not null
);
grant select, insert, update, delete on platform_pauses to nightporter_app;

-- Belongs to no property. On a resume the row goes, so this is told of both.
create function note_desk_event_of_platform_pause() returns trigger language plpgsql as $$
begin
  insert into desk_events (topic, subject_id, property_id)
    values ('health', coalesce(new.connection_id, old.connection_id), null);
  perform pg_notify('desk_events', '');
  return null;
end $$;
create trigger desk_event after insert or update or delete on platform_pauses
  for each row execute function note_desk_event_of_platform_pause();

-- What was sent in the last day, and calls of the last week that never said how they ended.
create index on sends (state_at);
create index on audit_entries (at) where event like '%.started';
