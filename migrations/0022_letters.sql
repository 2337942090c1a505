-- Letters to the complainant, from templates that each agency edits. A template without an agency is a shipped one:
-- an agency that changes it gets its own, which stands in its place.
create table letter_template (
  id uuid primary key,
  agency_id uuid references agency (id),
  kind text not null check (kind in ('acknowledgement', 'outcome', 'other')),
  name text not null check (char_length(name) between 1 and 120),
  subject text not null check (char_length(subject) between 1 and 200),
  -- LiquidJS over the merge fields that modules/letters names
  body text not null check (char_length(body) between 1 and 20000),
  -- the shipped template that it replaces
  replaces uuid references letter_template (id),
  retired boolean not null default false,
  updated_by uuid references person (id),
  updated_at timestamptz not null,
  version integer not null default 1
);
create index letter_template_agency on letter_template (agency_id, kind, name);
create unique index letter_template_replaces on letter_template (agency_id, replaces) where replaces is not null;
alter table letter_template enable row level security;
alter table letter_template force row level security;
create policy owner_all on letter_template to ses_owner using (true) with check (true);
create policy agency_reads on letter_template for select to ses_agency using (actor_reads_complaints() and (agency_id is null or agency_id = actor_agency()));
create policy agency_adds on letter_template for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on letter_template for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant select, insert, update on letter_template to ses_agency;

create table letter (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  kind text not null check (kind in ('acknowledgement', 'outcome', 'other')),
  template_id uuid references letter_template (id),
  template_version integer,
  -- a draft can be changed; what was issued stays as it was, with its PDF
  status text not null check (status in ('draft', 'issued')),
  addressee text not null check (char_length(addressee) <= 500),
  subject text not null check (char_length(subject) between 1 and 200),
  body text not null check (char_length(body) between 1 and 20000),
  -- how it goes out: by post, or as an attachment that the agency sends
  sent_via text check (sent_via in ('mail', 'email')),
  -- copy of the complainant's restriction, kept by a trigger
  owner_only boolean not null default false,
  created_by uuid not null references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  issued_by uuid references person (id),
  issued_at timestamptz,
  version integer not null default 1,
  unique (id, agency_id),
  check (status = 'draft' or (issued_by is not null and issued_at is not null and sent_via is not null)),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index letter_complaint on letter (complaint_id, created_at desc, id desc);
alter table letter enable row level security;
alter table letter force row level security;
create policy owner_all on letter to ses_owner using (true) with check (true);
create policy agency_reads on letter for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or (not owner_only and complaint_is_shared(complaint_id))));
create policy agency_adds on letter for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on letter for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_removes on letter for delete to ses_agency using (actor_handles_complaints() and agency_id = actor_agency() and status = 'draft');
create policy worker_reads on letter for select to ses_worker using (actor_is_job());
grant select, insert, update, delete on letter to ses_agency;
grant select on letter to ses_worker;
-- What was issued stays as it was, whoever asks; only its owner and its audience may follow the complaint.
create function keep_issued_letter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if old.status = 'issued' and (new.status, new.kind, new.addressee, new.subject, new.body, new.sent_via, new.issued_by, new.issued_at)
     is distinct from (old.status, old.kind, old.addressee, old.subject, old.body, old.sent_via, old.issued_by, old.issued_at) then
    raise exception 'a letter that was issued stays as it is';
  end if;
  return new;
end $$;
create trigger letter_kept before update on letter for each row execute function keep_issued_letter();
alter table document add constraint document_letter foreign key (letter_id, agency_id) references letter (id, agency_id) on update cascade on delete cascade;
-- One PDF a letter, however often the job runs.
create unique index document_letter on document (letter_id) where letter_id is not null;
alter table research_entry add constraint research_entry_letter foreign key (letter_id) references letter (id) on delete set null;
-- The job that made a letter's PDF stores it as a document of the agency.
grant insert on document to ses_worker;

create function follow_restriction() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update letter set owner_only = new.restricted where complaint_id = new.complaint_id and owner_only <> new.restricted;
  update document set owner_only = new.restricted where complaint_id = new.complaint_id and letter_id is not null and owner_only <> new.restricted;
  return null;
end $$;
create trigger complainant_restriction_followed after update of restricted on complainant for each row
  when (old.restricted is distinct from new.restricted) execute function follow_restriction();
create function take_restriction() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select coalesce(bool_or(p.restricted), false) into new.owner_only from complainant p where p.complaint_id = new.complaint_id;
  return new;
end $$;
create trigger letter_takes_restriction before insert on letter for each row execute function take_restriction();
create trigger document_takes_restriction before insert on document for each row when (new.letter_id is not null) execute function take_restriction();
