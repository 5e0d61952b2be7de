-- The maintenance board: what breaches next, a request's story, and classes that people corrected.

-- The clock of each request as it stands; from now on it is written with every change of its row.
update maintenance_requests r set next_deadline_at = (case
  when state in ('awaiting-confirmation', 'self-help', 'opening', 'open', 'needs-person')
    then deadlines ->> 'dispatchBy'
  when state = 'awaiting-approval' then case
    when (deadlines ->> 'dispatchBy')::timestamptz > now() then deadlines ->> 'dispatchBy'
    else coalesce(
      (select to_char(a.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        from approvals a where a.request_id = r.request_id limit 1),
      deadlines ->> 'dispatchBy')
    end
  when state in ('vendor-assigned', 'scheduled', 'in-progress') then deadlines ->> 'doneBy'
end)::timestamptz;
create index on maintenance_requests (next_deadline_at) where closed_at is null;

-- Who set a class by hand, and why; the reason may speak of people and is sealed like their words.
create table class_corrections (
  correction_id text primary key,
  request_id text not null references maintenance_requests,
  staff_id text not null,
  from_class text not null,
  to_class text not null,
  reason_sealed bytea not null,
  at timestamptz not null default now()
);
create index on class_corrections (request_id);

-- The story of one request, without reading the whole chain.
create index on audit_entries ((facts ->> 'requestId'));
