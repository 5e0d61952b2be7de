-- The embedded property-management platform: a small real one for operators who have no other. It is a system of its
-- own that happens to share our server: nothing outside this schema refers to it, and it refers to nothing outside.
-- It knows nothing of our references; a second create makes a second work order, as it does on other platforms.

create schema embedded_platform;

create table embedded_platform.organisations (
  organisation_id text primary key,
  name text not null
);

create table embedded_platform.properties (
  property_id text primary key,
  organisation_id text not null references embedded_platform.organisations,
  name text not null,
  currency text not null default 'USD'
);

create table embedded_platform.units (
  unit_id text primary key,
  property_id text not null references embedded_platform.properties,
  number text not null,
  unique (property_id, number),
  -- Lets others refer to a unit together with its property, so that the two cannot disagree.
  unique (unit_id, property_id)
);

create table embedded_platform.leases (
  lease_id text primary key,
  unit_id text not null references embedded_platform.units,
  from_on date not null,
  to_on date,
  rent_cents integer not null
);

create table embedded_platform.residents (
  resident_id text primary key,
  property_id text not null references embedded_platform.properties,
  unit_id text,
  lease_id text references embedded_platform.leases,
  status text not null,
  first_name text not null,
  last_name text not null,
  -- E.164
  phones text[] not null default '{}',
  emails text[] not null default '{}',
  language text not null default 'en',
  foreign key (unit_id, property_id) references embedded_platform.units (unit_id, property_id)
);
create index on embedded_platform.residents using gin (phones);

create table embedded_platform.ledger_entries (
  entry_id text primary key,
  lease_id text not null references embedded_platform.leases,
  posted_on date not null,
  description text not null,
  -- What raises the debt is positive.
  amount_cents integer not null
);
create index on embedded_platform.ledger_entries (lease_id, posted_on);

create table embedded_platform.vendors (
  vendor_id text primary key,
  name text not null,
  -- Where they work.
  property_ids text[] not null default '{}',
  trades text[] not null default '{}',
  is_emergency boolean not null default false,
  licence_expires_on date
);

create table embedded_platform.work_orders (
  work_order_id text primary key default gen_random_uuid()::text,
  property_id text not null references embedded_platform.properties,
  unit_id text,
  resident_id text references embedded_platform.residents,
  -- New, Awaiting Approval, Assigned, Scheduled, In Progress, On Hold, Work Done, Canceled, or a word of the operator's.
  status text not null,
  class text not null,
  category text not null,
  permission_to_enter text not null,
  description text not null,
  vendor_id text references embedded_platform.vendors,
  window_from_at timestamptz,
  window_to_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  foreign key (unit_id, property_id) references embedded_platform.units (unit_id, property_id),
  constraint held_order_has_no_vendor check (status <> 'Awaiting Approval' or vendor_id is null),
  constraint window_runs_forwards check (window_from_at <= window_to_at)
);
create index on embedded_platform.work_orders (property_id, created_at);
create index on embedded_platform.work_orders (updated_at);

grant usage on schema embedded_platform to nightporter_app;
grant select, insert, update, delete on all tables in schema embedded_platform to nightporter_app;
alter default privileges in schema embedded_platform grant select, insert, update, delete on tables to nightporter_app;
