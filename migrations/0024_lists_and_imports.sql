-- Filter sets that people keep, and share within their agency.
create table saved_filter (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  owner_id uuid not null references person (id),
  name text not null check (char_length(name) between 1 and 80),
  shared boolean not null default false,
  -- what stands in the list's address: view, filters, sort, columns
  filters jsonb not null,
  created_at timestamptz not null,
  version integer not null default 1
);
create unique index saved_filter_name on saved_filter (owner_id, lower(name));
create index saved_filter_agency on saved_filter (agency_id, shared);
alter table saved_filter enable row level security;
alter table saved_filter force row level security;
create policy owner_all on saved_filter to ses_owner using (true) with check (true);
create policy agency_reads on saved_filter for select to ses_agency
  using (actor_reads_complaints() and (owner_id = actor_user() or (shared and agency_id = actor_agency())));
create policy owner_keeps on saved_filter for insert to ses_agency with check (actor_reads_complaints() and agency_id = actor_agency() and owner_id = actor_user());
create policy owner_changes on saved_filter for update to ses_agency using (owner_id = actor_user() and agency_id = actor_agency());
create policy owner_removes on saved_filter for delete to ses_agency using (owner_id = actor_user() and agency_id = actor_agency());
-- A shared set outlives whoever kept it: a Supervisor of the agency removes what nobody uses any more.
create policy supervisor_removes on saved_filter for delete to ses_agency
  using (shared and agency_id = actor_agency() and current_setting('ses.complaints', true) = 'supervisor');
grant select, insert, update, delete on saved_filter to ses_agency;

-- Reminders of requests, each kept (docs/rules.md 4).
create table request_reminder (
  id uuid primary key,
  request_id uuid not null,
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  sent_by uuid references person (id),
  sent_at timestamptz not null,
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create index request_reminder_request on request_reminder (request_id, sent_at desc);
alter table request_reminder enable row level security;
alter table request_reminder force row level security;
create policy owner_all on request_reminder to ses_owner using (true) with check (true);
create policy agency_reads on request_reminder for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_reminds on request_reminder for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency() and sent_by = actor_user());
grant select, insert on request_reminder to ses_agency;

-- Imports in the web: the file is kept until the run has ended, what was rejected for 30 days.
alter table import_run
  add column state text not null default 'finished' check (state in ('uploaded', 'waiting', 'running', 'finished', 'failed', 'discarded')),
  add column format text not null default 'csv' check (format in ('csv', 'xlsx')),
  -- which column of the file is which field
  add column mapping jsonb,
  -- keys of the file store
  add column file_key uuid,
  add column file_size bigint,
  add column rejected_key uuid,
  -- a sentence for people, where the run could not go on
  add column failure text check (char_length(failure) <= 1000),
  add column version integer not null default 1;
create index import_run_unfinished on import_run (started_at) where state in ('uploaded', 'waiting', 'running');
create policy agency_discards on import_run for delete to ses_agency using (agency_id = actor_agency() and actor_handles_complaints() and state in ('uploaded', 'discarded'));
grant delete on import_run to ses_agency;

create or replace function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'notify-organisation', 'send-mail', 'scan-document', 'expire-uploads', 'open-verifications', 'import-directory',
                  'issue-letter', 'dispose-complaints', 'run-import', 'expire-imports') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;
