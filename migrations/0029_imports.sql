-- Imports in the web: what an agency's people give, look at, run and mend (docs/imports.md).
-- Rejected rows stand in a table, so that a batch and what it rejected are stored together or not at all.
alter table import_run drop column rejected_key;
alter table import_run drop constraint import_run_state_check;
alter table import_run add constraint import_run_state_check check (state in ('uploaded', 'waiting', 'running', 'finished', 'failed', 'canceled'));
alter table import_run
  add column file_hash text,
  -- the file's first line, for the file of rejected rows
  add column header text[] not null default '{}',
  -- sheets and sample values of the file, until the file is forgotten
  add column inspection jsonb,
  -- what looking through the whole file found, until it is forgotten
  add column checked jsonb,
  -- when the run began; started_at is when the file was given, until then
  add column begun_at timestamptz,
  -- the last batch, by which an interrupted run is known
  add column worked_at timestamptz,
  -- how much of the file was read, 0 to 1
  add column share real not null default 0,
  -- rows of batches that are stored, so that a run that goes on stores none twice
  add column rows_done int4multirange not null default '{}',
  add column companies_added integer not null default 0,
  add column categories_added integer not null default 0;
create index import_run_hash on import_run (agency_id, file_hash) where file_hash is not null;
create index import_run_with_file on import_run (file_key) where file_key is not null;

-- The names of files and their rows are for those who import.
alter policy agency_reads on import_run using (agency_id = actor_agency() and actor_handles_complaints());
alter policy agency_discards on import_run using (agency_id = actor_agency() and actor_handles_complaints() and state = 'uploaded');
alter table import_run add constraint import_run_of_agency unique (id, agency_id);

-- Rows that were not imported, as the file has them, for 30 days.
create table import_rejection (
  run_id uuid not null,
  agency_id uuid not null,
  row integer not null,
  reasons text[] not null,
  cells text[] not null,
  primary key (run_id, row),
  foreign key (run_id, agency_id) references import_run (id, agency_id) on delete cascade
);

-- Which column is which field, as an agency keeps it for files with the same header.
create table import_mapping (
  agency_id uuid not null references agency (id),
  -- SHA-256 of the header's names
  header_key text not null,
  mapping jsonb not null,
  kept_by uuid references person (id),
  kept_at timestamptz not null,
  primary key (agency_id, header_key)
);

do $$
declare t text;
begin
  foreach t in array array['import_rejection', 'import_mapping'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy agency_reads on %I for select to ses_agency using (agency_id = actor_agency() and actor_handles_complaints())', t);
    execute format('create policy agency_adds on %I for insert to ses_agency with check (agency_id = actor_agency() and actor_handles_complaints())', t);
  end loop;
end $$;
create policy agency_changes on import_mapping for update to ses_agency using (agency_id = actor_agency() and actor_handles_complaints());
create policy agency_forgets on import_rejection for delete to ses_agency using (agency_id = actor_agency() and actor_handles_complaints());
create policy worker_all on import_rejection to ses_worker using (actor_is_job());
grant select, insert, delete on import_rejection to ses_agency;
grant select, insert, update on import_mapping to ses_agency;
grant select, delete on import_rejection to ses_worker;
