-- The audit: written in the transaction of what it records, never changed. Its details hold field names,
-- statuses and IDs, no personal data. A job seals each organisation's entries into a hash chain.

create table audit_entry (
  id uuid primary key,
  at timestamptz not null,
  -- the chain: the organisation whose record it is (else the actor's own); the zero UUID for the system
  organisation_id uuid not null,
  action text not null,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('agency', 'company', 'platform', 'system')),
  actor_organisation_id uuid,
  agency_id uuid,
  company_id uuid,
  complaint_id uuid,
  -- what it is about, when that is not the complaint itself: information_request, response, document …
  about_kind text,
  about_id uuid,
  -- who may read it in a record's history
  audience text not null check (audience in ('agency', 'company', 'both', 'platform')),
  details jsonb not null default '{}'
);
create index audit_entry_complaint on audit_entry (complaint_id, at desc, id desc) where complaint_id is not null;
create index audit_entry_organisation on audit_entry (organisation_id, at, id);
create index audit_entry_actor on audit_entry (actor_id, at desc);

create table audit_seal (
  organisation_id uuid not null,
  sequence bigint not null,
  entry_id uuid not null unique references audit_entry (id),
  entry_hash text not null,
  previous_hash text not null,
  hash text not null,
  sealed_at timestamptz not null default now(),
  primary key (organisation_id, sequence)
);

-- Entries that wait for their seal: the sealing job takes them from here, so that it never scans the audit.
create table audit_unsealed (
  entry_id uuid primary key references audit_entry (id),
  organisation_id uuid not null
);

create function audit_wait_for_seal() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_unsealed (entry_id, organisation_id) values (new.id, new.organisation_id);
  return null;
end $$;
create trigger audit_entry_unsealed after insert on audit_entry for each row execute function audit_wait_for_seal();

-- Append-only, for everybody, the owner included.
create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function audit_refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry for each statement execute function audit_refuse_change();
create trigger audit_seal_append_only before update or delete on audit_seal for each row execute function audit_refuse_change();
create trigger audit_seal_no_truncate before truncate on audit_seal for each statement execute function audit_refuse_change();

-- Reads and changes of a complaint are seen by its agency (and agencies with access); a company sees its own
-- doings and what was addressed to it. complaint_is_shared() comes with the complaints (0006); until then own only.
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy owner_all on audit_entry to ses_owner using (true) with check (true);
create policy agency_writes on audit_entry for insert to ses_agency with check (actor_id = actor_user() and actor_kind = 'agency' and actor_organisation_id = actor_agency());
create policy company_reads on audit_entry for select to ses_company
  using (company_id = actor_company() and audience in ('company', 'both') and actor_reads_complaints());
create policy company_writes on audit_entry for insert to ses_company with check (actor_id = actor_user() and actor_kind = 'company' and actor_organisation_id = actor_company());
create policy platform_writes on audit_entry for insert to ses_platform with check (actor_kind in ('platform', 'system'));
create policy worker_all on audit_entry to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert on audit_entry to ses_agency, ses_company, ses_worker;
grant insert on audit_entry to ses_platform;

alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy owner_all on audit_seal to ses_owner using (true) with check (true);
create policy worker_all on audit_seal to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert on audit_seal to ses_worker;

alter table audit_unsealed enable row level security;
alter table audit_unsealed force row level security;
create policy owner_all on audit_unsealed to ses_owner using (true) with check (true);
create policy worker_all on audit_unsealed to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, delete on audit_unsealed to ses_worker;
