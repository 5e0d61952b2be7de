-- The desk shows the escalation of an alert as it goes: each ring is news of its alert.

create trigger desk_event after insert on alert_rings
  for each row execute function note_desk_event('alert', 'alert_id', 'alerts');
