-- An alert that nobody need accept any more says when its matter ended, and how.

alter table alerts add column closed_at timestamptz;
alter table alerts add column closed_because text;

-- What the house itself had "accepted" for nobody was over: its approval had ended.
update alerts set state = 'closed', closed_at = accepted_at, accepted_at = null, accepted_by = null,
  closed_because = (select state from approvals where approval_id = subject_id and state <> 'pending')
  where accepted_by = 'house';

-- What rings, and whether anybody hears it, is counted every half minute.
create index alerts_ringing on alerts (opened_at) where state = 'ringing';
