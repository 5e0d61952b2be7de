-- Documents: how far reading has come, what each page says, and what staff asked one of them.

alter table documents
  add column passage_count integer,
  add column passages_done integer;

-- The text of a version's pages, kept after it was superseded: residents were answered from it.
create table document_pages (
  document_id text not null,
  version integer not null,
  page integer not null,
  text text not null,
  primary key (document_id, version, page),
  foreign key (document_id, version) references documents (document_id, version) on delete cascade
);

-- Questions by which staff try a document, kept for a day. The words are sealed with the house's key.
create table document_questions (
  question_id text primary key,
  document_id text not null,
  asked_by text not null,
  question_sealed bytea not null,
  -- Null while nobody has answered.
  answer_sealed bytea,
  asked_at timestamptz not null default now()
);
create index on document_questions (asked_at);

-- Told as its document is: by the property only where the scope is a property.
create function note_desk_event_of_document_question() returns trigger language plpgsql as $$
begin
  insert into desk_events (topic, subject_id, property_id)
    select 'document', '', case when scope_kind = 'property' then scope_id end
    from documents where document_id = new.document_id order by version desc limit 1;
  perform pg_notify('desk_events', '');
  return null;
end $$;
create trigger desk_event after insert or update on document_questions
  for each row execute function note_desk_event_of_document_question();
