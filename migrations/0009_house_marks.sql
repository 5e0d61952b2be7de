-- What happened to this house once and for good, such as `sample-removed`.
create table house_marks (
  mark text primary key,
  made_at timestamptz not null default now()
);
grant select, insert, update, delete on house_marks to nightporter_app;
