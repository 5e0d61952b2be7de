-- News that a takeover held back waits as a draft for whoever holds the person (decision 0027).

-- What a message tells besides a turn's answer: a request's news, or what came of an alarm. Ids and states, no words.
alter table sends add column news jsonb;
create index on sends ((news ->> 'requestId')) where news is not null;

-- The words are those of the send that was held back.
create table drafts (
  send_id text primary key references sends,
  conversation_id text not null references conversations,
  -- open, sent or discarded by staff, told or dropped after a release
  state text not null default 'open',
  staff_id text,
  -- What left instead: a reply of staff, or the news as it was true at the release.
  reply_send_id text references sends,
  -- When the conversation was last told that nobody holds the person any more.
  told_at timestamptz,
  created_at timestamptz not null default now(),
  state_at timestamptz not null default now()
);
create index on drafts (conversation_id) where state = 'open';

create trigger desk_event after insert or update on drafts
  for each row execute function note_desk_event('conversation', 'conversation_id', 'conversations');
