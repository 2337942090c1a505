-- The NMLS directory, imported from a file or an address by a job; what comes from it is shown and never edited by hand.

alter table company
  -- whence the record came: the directory, an agency's request, a name in an imported complaint
  add column source text not null default 'directory' check (source in ('directory', 'request', 'import')),
  add column directory_seen_at timestamptz,
  -- a hash of what the directory said last, so that what has not changed is not written again
  add column directory_hash text;
update company set source = 'import' where standing = 'to_be_confirmed';
create index company_name_order on company (name_key, id);

create table company_licence (
  id uuid primary key,
  company_id uuid not null references company (id),
  state text not null check (state ~ '^[A-Z]{2}$'),
  number text not null check (char_length(number) between 1 and 60),
  number_key text not null,
  kind text not null default '' check (char_length(kind) <= 200),
  status text not null default '' check (char_length(status) <= 60),
  unique (company_id, state, number_key)
);
create index company_licence_number on company_licence (number_key, company_id);

create table directory_run (
  id uuid primary key,
  -- where it was read from: a file's name or an address without its query
  source text not null check (char_length(source) <= 500),
  begun_by uuid references person (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  state text not null default 'running' check (state in ('running', 'finished', 'failed')),
  problem text check (char_length(problem) <= 1000),
  read integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  missing integer not null default 0
);
create index directory_run_newest on directory_run (started_at desc, id desc);
-- What a run changed, and what it could not take: the report.
create table directory_change (
  run_id uuid not null references directory_run (id) on delete cascade,
  position integer not null,
  company_id uuid references company (id),
  kind text not null check (kind in ('added', 'changed', 'rejected', 'missing')),
  what text not null check (char_length(what) <= 1000),
  primary key (run_id, position)
);

do $$
declare t text;
begin
  foreach t in array array['company_licence', 'directory_run', 'directory_change'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_all on %I to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant select, insert, update, delete on %I to ses_worker', t);
  end loop;
  foreach t in array array['directory_run', 'directory_change'] loop
    execute format('create policy platform_reads on %I for select to ses_platform using (actor_is_platform())', t);
    execute format('grant select on %I to ses_platform', t);
  end loop;
  foreach t in array array['company', 'company_branch', 'company_individual', 'nmls_contact', 'company_contacts'] loop
    execute format('create policy worker_imports on %I for insert to ses_worker with check (actor_is_job())', t);
    execute format('create policy worker_changes on %I for update to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant insert, update on %I to ses_worker', t);
  end loop;
end $$;
create policy worker_removes on nmls_contact for delete to ses_worker using (actor_is_job());
grant delete on nmls_contact to ses_worker;
grant usage on sequence company_number_seq to ses_worker;
create policy agency_reads on company_licence for select to ses_agency using (actor_agency() is not null);
create policy company_reads on company_licence for select to ses_company using (company_id = actor_company());
grant select on company_licence to ses_agency, ses_company;
-- An import of complaints adds companies with nothing but a name; the default would say that the directory knows them.
create function mark_import_source() returns trigger language plpgsql as $$
begin
  if new.standing = 'to_be_confirmed' then new.source := 'import'; end if;
  return new;
end $$;
create trigger company_source before insert on company for each row execute function mark_import_source();
