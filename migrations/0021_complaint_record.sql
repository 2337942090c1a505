-- What grows around a complaint while it is processed. All of it is detail: the owner writes, the owner and agencies
-- with access read, no company sees any of it (docs/rules.md 2).

-- Who was asked for the preliminary review, and how the complaint ended where it did not close.
alter table complaint
  add column reviewer_id uuid,
  add column canceled_at timestamptz,
  add constraint complaint_reviewer foreign key (reviewer_id, agency_id) references person (id, agency_id);
create index complaint_reviewer on complaint (reviewer_id) where status = 'pending';

-- Related supervisory activities, complaints, companies, Non-NMLS entities, individuals and agent locations.
create table related_record (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('activity', 'complaint', 'company', 'entity', 'individual', 'agent_location')),
  related_complaint_id uuid references complaint (id) on delete set null,
  related_company_id uuid references company (id),
  related_entity_id uuid references entity (id),
  related_individual_id uuid references company_individual (id),
  -- as typed, or as the record was called when it was related: an ID (SA-…, C-…), a name
  label text not null check (char_length(label) between 1 and 300),
  nmls_id text check (nmls_id ~ '^[0-9]{1,12}$'),
  address text not null default '' check (char_length(address) <= 300),
  contact text not null default '' check (char_length(contact) <= 300),
  added_by uuid not null references person (id),
  added_at timestamptz not null,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index related_record_complaint on related_record (complaint_id, added_at, id);
create index related_record_back on related_record (related_complaint_id) where related_complaint_id is not null;

-- Research, and communication that took place outside of the system.
create table research_entry (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('research', 'communication')),
  channel text check (channel in ('phone', 'mail', 'email', 'in_person', 'web')),
  party text check (party in ('consumer', 'subject', 'other')),
  -- when it took place, in the agency's zone; the time of day may be unknown
  happened_on date not null,
  happened_at_time time,
  with_whom text not null default '' check (char_length(with_whom) <= 200),
  text text not null check (char_length(text) between 1 and 10000),
  letter_id uuid,
  created_by uuid not null references person (id),
  created_at timestamptz not null,
  updated_by uuid references person (id),
  updated_at timestamptz,
  removed_at timestamptz,
  removed_by uuid references person (id),
  version integer not null default 1,
  unique (id, agency_id),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade,
  check (kind = 'research' or (channel is not null and party is not null))
);
-- newest first; of one day, by the time of day where it is known
create index research_entry_complaint on research_entry (complaint_id, happened_on desc, coalesce(happened_at_time, '00:00'::time) desc, id desc);

-- Statutes and regulations to cite: the shipped federal ones (agency_id null) and each agency's own additions.
create table citation (
  id uuid primary key,
  agency_id uuid references agency (id),
  level text not null check (level in ('federal', 'state')),
  state text check (state ~ '^[A-Z]{2}$'),
  -- such as "12 CFR 1026.19(e)"; unique among the shipped ones and within an agency
  code text not null check (char_length(code) between 1 and 120),
  title text not null check (char_length(title) between 1 and 300),
  -- the law it belongs to, such as "Truth in Lending Act (Regulation Z)"
  law text not null default '' check (char_length(law) <= 200),
  retired boolean not null default false,
  created_by uuid references person (id),
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create unique index citation_code on citation (coalesce(agency_id, '00000000-0000-0000-0000-000000000000'), code);

create table alleged_violation (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  description text not null check (char_length(description) between 1 and 10000),
  citation_id uuid references citation (id),
  -- as it read when it was cited, or as typed: "12 CFR 1026.19(e) Loan Estimate"
  citation text not null default '' check (char_length(citation) <= 500),
  level text check (level in ('federal', 'state')),
  standing text not null default 'alleged' check (standing in ('alleged', 'substantiated', 'not_substantiated')),
  added_by uuid not null references person (id),
  added_at timestamptz not null,
  updated_by uuid references person (id),
  updated_at timestamptz,
  removed_by uuid references person (id),
  removed_at timestamptz,
  version integer not null default 1,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index alleged_violation_complaint on alleged_violation (complaint_id, id) where removed_at is null;

create table cancellation (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  reason text not null check (char_length(reason) between 1 and 4000),
  canceled_by uuid not null references person (id),
  canceled_at timestamptz not null,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index cancellation_complaint on cancellation (complaint_id, canceled_at desc);

create table reopening (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  reason text not null check (char_length(reason) between 1 and 4000),
  reopened_by uuid not null references person (id),
  reopened_at timestamptz not null,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index reopening_complaint on reopening (complaint_id, reopened_at desc);

do $$
declare t text;
begin
  foreach t in array array['related_record', 'research_entry', 'alleged_violation', 'cancellation', 'reopening'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy agency_reads on %I for select to ses_agency
      using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)))', t);
    execute format('create policy agency_adds on %I for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency())', t);
    execute format('grant select, insert on %I to ses_agency', t);
  end loop;
  foreach t in array array['research_entry', 'alleged_violation'] loop
    execute format('create policy agency_changes on %I for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency())', t);
    execute format('grant update on %I to ses_agency', t);
  end loop;
end $$;
create policy agency_removes on related_record for delete to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant delete on related_record to ses_agency;

alter table citation enable row level security;
alter table citation force row level security;
create policy owner_all on citation to ses_owner using (true) with check (true);
create policy agency_reads on citation for select to ses_agency using (actor_reads_complaints() and (agency_id is null or agency_id = actor_agency()));
create policy agency_adds on citation for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on citation for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant select, insert, update (code, title, law, level, state, retired, version) on citation to ses_agency;
-- The shipped list is written at the start of the program, by the system itself.
create policy worker_ships on citation to ses_worker using (actor_is_job() and agency_id is null) with check (actor_is_job() and agency_id is null);
grant select, insert, update on citation to ses_worker;

-- Documents of research entries, cancellations, agent locations and letters. A letter holds the complainant's name and
-- address: where those are restricted, it stays with the owner.
alter table document drop constraint document_purpose_check;
alter table document add constraint document_purpose_check
  check (purpose in ('complaint', 'introduction', 'request', 'response', 'closure', 'cancellation', 'research', 'agent_location', 'letter'));
alter table document
  add column research_id uuid,
  add column letter_id uuid,
  add column owner_only boolean not null default false,
  add constraint document_research foreign key (research_id, agency_id) references research_entry (id, agency_id) on update cascade on delete cascade;
create index document_research on document (research_id) where research_id is not null;
drop policy agency_reads on document;
create policy agency_reads on document for select to ses_agency
  using (actor_reads_complaints() and (side = 'agency' or shared)
         and (agency_id = actor_agency() or (not owner_only and complaint_is_shared(complaint_id))));
