-- The actor's claims, set once per transaction (platform/database). Without claims each of these is
-- null, and every policy built on them is false: no claims, no rows.

create extension if not exists btree_gin;
create extension if not exists pg_trgm;

create function actor_user() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('ses.user', true), '')::uuid $$;
create function actor_agency() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('ses.agency', true), '')::uuid $$;
create function actor_company() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('ses.company', true), '')::uuid $$;

-- 'supervisor', 'manager', 'viewer' for an agency; 'manage', 'view' for a company; else null.
create function actor_complaints() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('ses.complaints', true), '') $$;
create function actor_reads_complaints() returns boolean language sql stable parallel safe
  as $$ select current_setting('ses.complaints', true) <> '' $$;
create function actor_handles_complaints() returns boolean language sql stable parallel safe
  as $$ select current_setting('ses.complaints', true) in ('supervisor', 'manager', 'manage') $$;
create function actor_administers() returns boolean language sql stable parallel safe
  as $$ select current_setting('ses.administers', true) = 'yes' $$;
-- A job that acts for the system itself claims 'job'.
create function actor_is_job() returns boolean language sql stable parallel safe
  as $$ select current_setting('ses.job', true) = 'yes' $$;
create function actor_is_platform() returns boolean language sql stable parallel safe
  as $$ select current_setting('ses.platform', true) = 'yes' $$;

grant usage on schema public to ses_agency, ses_company, ses_platform, ses_worker;
