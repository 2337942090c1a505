-- Preliminary review: who was asked by whom, with what words, and what the reviewer decided. All of it is detail: the
-- owner writes, the owner and agencies with access read, no company sees any of it (docs/rules.md 2).
create table preliminary_review (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  reviewer_id uuid not null references person (id),
  asked_by uuid not null references person (id),
  asked_at timestamptz not null,
  -- what the reviewer should look at
  note text not null default '' check (char_length(note) <= 4000),
  completed_by uuid references person (id),
  completed_at timestamptz,
  comments text not null default '' check (char_length(comments) <= 4000),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade,
  check ((completed_by is null) = (completed_at is null))
);
create index preliminary_review_complaint on preliminary_review (complaint_id, asked_at desc);
alter table preliminary_review enable row level security;
alter table preliminary_review force row level security;
create policy owner_all on preliminary_review to ses_owner using (true) with check (true);
create policy agency_reads on preliminary_review for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_asks on preliminary_review for insert to ses_agency
  with check (actor_handles_complaints() and agency_id = actor_agency() and asked_by = actor_user());
create policy agency_completes on preliminary_review for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant select, insert, update (completed_by, completed_at, comments) on preliminary_review to ses_agency;

-- Who reviewed stays with a complaint that another agency takes over: the person need not be of the present owner.
alter table complaint drop constraint complaint_reviewer, add constraint complaint_reviewer foreign key (reviewer_id) references person (id);

-- The newest version of the code set in which a label stands, and the day on which that version ended; none of them
-- where the label came with an import and never stood in the code set.
alter table category
  add column version text,
  add column version_to date;
