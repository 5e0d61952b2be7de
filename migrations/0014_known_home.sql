-- Where the resident of a conversation was last seen to live, { unitId, leaseId, status }: ids only. While the platform is
-- away they can report a trouble at home all the same.
alter table conversations add column known_home jsonb;
