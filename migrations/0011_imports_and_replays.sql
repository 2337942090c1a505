-- Answers to requests that carried an Idempotency-Key, for 24 hours, stored in the command's transaction.
create table idempotency_key (
  user_id uuid not null references person (id),
  path text not null,
  key text not null check (char_length(key) between 1 and 200),
  body_hash text not null,
  status integer not null,
  response jsonb,
  created_at timestamptz not null,
  primary key (user_id, path, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table import_run (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  file_name text not null,
  started_by uuid references person (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  rows_read integer not null default 0,
  rows_imported integer not null default 0,
  rows_known integer not null default 0,
  rows_rejected integer not null default 0
);
create index import_run_agency on import_run (agency_id, started_at desc);

do $$
declare t text;
begin
  foreach t in array array['idempotency_key', 'import_run'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_all on %I to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant select, insert, update, delete on %I to ses_worker', t);
  end loop;
end $$;
create policy caller_only on idempotency_key to ses_agency, ses_company, ses_platform using (user_id = actor_user()) with check (user_id = actor_user());
grant select, insert, delete on idempotency_key to ses_agency, ses_company, ses_platform;
create policy agency_reads on import_run for select to ses_agency using (agency_id = actor_agency());
create policy agency_runs on import_run for insert to ses_agency with check (agency_id = actor_agency() and actor_handles_complaints());
create policy agency_counts on import_run for update to ses_agency using (agency_id = actor_agency() and actor_handles_complaints());
grant select, insert, update on import_run to ses_agency;
