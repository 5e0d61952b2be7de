-- The question that a turn has taken from a request, so that a retry of the same turn finds it again and clears nothing
-- that was asked since.
alter table maintenance_requests
  add column taken_question text,
  add column taken_by_turn text;
