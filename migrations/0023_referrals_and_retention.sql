-- Referral of a complaint to another agency, before any request was sent (docs/rules.md 6). The receiver sees the
-- basic information and the comments until it accepts; then the complaint and all of its rows are its own.
create table referral (
  id uuid primary key,
  complaint_id uuid not null references complaint (id) on delete cascade,
  from_agency_id uuid not null references agency (id),
  to_agency_id uuid not null references agency (id),
  state text not null check (state in ('pending', 'accepted', 'rejected', 'withdrawn', 'canceled')),
  -- to which the complaint returns when the referral is rejected or withdrawn
  status_before text not null check (status_before in ('pending', 'in_progress', 'reopened')),
  comments text not null check (char_length(comments) between 1 and 4000),
  sent_by uuid not null references person (id),
  sent_at timestamptz not null,
  decided_by uuid references person (id),
  decided_at timestamptz,
  decision_comments text not null default '' check (char_length(decision_comments) <= 4000),
  check (from_agency_id <> to_agency_id)
);
create unique index referral_pending on referral (complaint_id) where state = 'pending';
create index referral_complaint on referral (complaint_id, sent_at desc);
create index referral_to on referral (to_agency_id, state, sent_at desc, id desc);
create index referral_from on referral (from_agency_id, state, sent_at desc, id desc);

-- How long an agency keeps closed complaints, and whether the system disposes of what is due by itself.
alter table agency
  add column retention_years integer not null default 7 check (retention_years between 1 and 100),
  add column disposes_automatically boolean not null default false;
grant update (retention_years, disposes_automatically) on agency to ses_agency;

-- The owner's alone: until when a closed complaint is kept, and what keeps it longer.
create table complaint_retention (
  complaint_id uuid primary key,
  agency_id uuid not null,
  retain_until date,
  legal_hold boolean not null default false,
  hold_reason text not null default '' check (char_length(hold_reason) <= 1000),
  hold_set_by uuid references person (id),
  hold_set_at timestamptz,
  -- of the latest hold that was lifted
  lift_reason text not null default '' check (char_length(lift_reason) <= 1000),
  hold_lifted_by uuid references person (id),
  hold_lifted_at timestamptz,
  version integer not null default 1,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index complaint_retention_due on complaint_retention (agency_id, retain_until, complaint_id) where retain_until is not null;

-- What remains of a complaint that was disposed of. No personal data.
create sequence disposal_number_seq;
create table disposal_certificate (
  id uuid primary key,
  number integer not null unique default nextval('disposal_number_seq'),
  agency_id uuid not null references agency (id),
  complaint_number integer not null,
  status text not null,
  received_on date,
  closed_at timestamptz,
  retain_until date not null,
  disposed_at timestamptz not null,
  -- how many rows of each kind, and of documents their SHA-256: what was destroyed, without what it said
  counts jsonb not null,
  document_hashes text[] not null default '{}'
);
create index disposal_certificate_agency on disposal_certificate (agency_id, disposed_at desc, id desc);

do $$
declare t text;
begin
  foreach t in array array['referral', 'complaint_retention', 'disposal_certificate'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_reads on %I for select to ses_worker using (actor_is_job())', t);
    execute format('grant select on %I to ses_agency, ses_worker', t);
  end loop;
end $$;
create policy agency_reads on referral for select to ses_agency using (actor_reads_complaints() and (from_agency_id = actor_agency() or to_agency_id = actor_agency()));
create policy agency_refers on referral for insert to ses_agency
  with check (actor_handles_complaints() and from_agency_id = actor_agency() and sent_by = actor_user() and state = 'pending');
create policy sender_withdraws on referral for update to ses_agency
  using (actor_handles_complaints() and from_agency_id = actor_agency() and state = 'pending') with check (state in ('withdrawn', 'canceled'));
grant insert, update (state, decided_by, decided_at, decision_comments) on referral to ses_agency;

create policy agency_reads on complaint_retention for select to ses_agency using (actor_reads_complaints() and agency_id = actor_agency());
create policy agency_keeps on complaint_retention for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on complaint_retention for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant insert, update on complaint_retention to ses_agency;

create policy agency_reads on disposal_certificate for select to ses_agency using (actor_reads_complaints() and agency_id = actor_agency());
