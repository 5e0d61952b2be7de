-- Staff together in one inbox: notes among themselves, conversations given to a colleague, and who is looking just now.

-- For staff only: never sent, never read by the model, so in a table that neither of the two reads.
create table staff_notes (
  note_id text primary key,
  -- Its place among the lines of the conversation.
  position bigint not null default nextval('transcript_position'),
  conversation_id text not null references conversations,
  staff_id text not null,
  dedupe_key text not null unique,
  -- Under the key of the person whom it is about.
  body_sealed bytea not null,
  at timestamptz not null default now()
);
create index on staff_notes (conversation_id, position);
create trigger desk_event after insert on staff_notes
  for each row execute function note_desk_event('conversation', 'conversation_id', 'conversations');

-- Who wrote a reply of staff; null for the assistant's words, and for replies from before this was noted.
alter table sends add column staff_id text;

-- To whom a hand-off that still waits was given, by whom and when. Its clock runs on until they begin.
alter table hand_offs add column assigned_to text;
alter table hand_offs add column assigned_by text;
alter table hand_offs add column assigned_at timestamptz;
create index on hand_offs (assigned_to) where closed_at is null;

-- Pages that are open on a conversation. Nothing of it outlives a minute, so nothing of it is logged.
create unlogged table desk_presence (
  viewer_id text primary key,
  conversation_id text not null,
  staff_id text not null,
  is_writing boolean not null,
  seen_at timestamptz not null default now()
);
create index on desk_presence (conversation_id);
