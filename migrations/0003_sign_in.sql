-- Staff sign-in: the tables of better-auth 1.7 under our names (made by its compileMigrations; a test holds them to
-- what the installed version expects), then what staff may do and where, and who is woken.

create table staff_users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table staff_sessions (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id text not null references staff_users on delete cascade
);
create index on staff_sessions (user_id);

create table staff_accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references staff_users on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- A scrypt hash, for the provider `credential`.
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index on staff_accounts (user_id);

create table staff_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on staff_verifications (identifier);

-- How often each address asked, for each path; in the database so that every API process counts together.
create table staff_sign_in_limits (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- Somebody without a row here may do nothing, signed in or not.
create table staff_rights (
  id text primary key,
  user_id text not null references staff_users on delete cascade,
  role text not null check (role in ('agent', 'manager', 'admin', 'auditor')),
  -- Null: every property.
  property_id text,
  unique nulls not distinct (user_id, property_id)
);

create table on_call_duties (
  id text primary key,
  user_id text not null references staff_users on delete cascade,
  property_id text not null,
  unique (user_id, property_id)
);
create index on on_call_duties (property_id);

grant select, insert, update, delete on
  staff_users, staff_sessions, staff_accounts, staff_verifications, staff_sign_in_limits, staff_rights, on_call_duties
  to nightporter_app;
