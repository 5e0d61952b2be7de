-- Who writes, and how it was learned; and when a line reached the one who reads.

alter table conversations
  -- Whom the door vouched for last, whoever was proven here since.
  add column door_resident_id text,
  -- Whom words said here proved, and in which turn: a door that goes on vouching for nobody we know does not undo it.
  add column proven_resident_id text,
  add column proven_turn_id text,
  -- The last failed try: a retry of its turn counts no second, and an old one is forgiven.
  add column failed_turn_id text,
  add column failed_at timestamptz,
  -- Since when the question who writes is open: wishes held back since then are answered with the proof.
  add column identity_asked_at timestamptz;

alter table sends
  -- Its place for the resident, handed out when it left: a line that waits must not be passed by a reader's position.
  add column shown_position bigint;
update sends set shown_position = position where state in ('sent', 'delivered', 'read', 'unknown');

-- Whether the alert of a danger was accepted is looked up whenever its hazard is told of again.
create index on alerts (subject_id);
