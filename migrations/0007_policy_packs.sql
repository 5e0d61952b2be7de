-- Every version of the rules that was ever in force, as the merged files themselves: what began under a version goes on
-- under it, also after the files have changed. `json` and not `jsonb`: the order of keys belongs to the content's hash.

create table policy_packs (
  version text primary key,
  files json not null,
  kept_at timestamptz not null default now()
);

revoke update, delete, truncate on policy_packs from nightporter_app;
