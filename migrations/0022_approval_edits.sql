-- Approvals: what a decider changed of what was shown, and what they ask the resident.

-- { class, trade, ceilingCents, vendorId, windowFromAt, windowToAt }, each null where it stays as shown. Null: approved as
-- shown, or not approved.
alter table approvals add column edits jsonb;

-- What a repair may cost at most, for those who do it; the platform's own currency.
alter table embedded_platform.work_orders add column cost_limit_cents integer;

create table approval_questions (
  question_id text primary key,
  approval_id text not null references approvals,
  conversation_id text not null references conversations,
  asked_by text not null,
  words_sealed bytea not null,
  offered_at timestamptz not null default now(),
  -- Null while its process has not taken it up: then nobody has been asked.
  asked_at timestamptz,
  send_id text references sends,
  reminder_send_id text references sends,
  -- The turn whose messages answered it.
  answer_turn_id text,
  answered_at timestamptz
);
create index on approval_questions (approval_id);
create index on approval_questions (conversation_id) where asked_at is not null;

create trigger desk_event after insert or update on approval_questions
  for each row execute function note_desk_event('approval', 'approval_id', 'approvals');
