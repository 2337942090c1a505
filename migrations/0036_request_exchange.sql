-- The exchange in full (docs/rules.md 4): the agency's library, rounds, what a company asks of its agency, drafters and
-- internal comments, submissions with their receipts, deputies, deadlines.

-- What agencies ask again and again. A template is copied into a request, so that changing it changes nothing that was sent.
create table request_template (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  name text not null check (char_length(name) between 1 and 120),
  title text not null check (char_length(title) between 1 and 200),
  description text not null check (char_length(description) between 1 and 10000),
  -- asks only to acknowledge receipt
  acknowledge_only boolean not null default false,
  -- calendar days for an answer; null: the agency's own number
  due_days integer check (due_days between 1 and 365),
  retired_at timestamptz,
  updated_by uuid not null references person (id),
  updated_at timestamptz not null,
  version integer not null default 1,
  unique (id, agency_id)
);
create unique index request_template_name on request_template (agency_id, lower(name)) where retired_at is null;

-- Several at once: "mortgage servicing: first request".
create table request_set (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  name text not null check (char_length(name) between 1 and 120),
  retired_at timestamptz,
  updated_by uuid not null references person (id),
  updated_at timestamptz not null,
  version integer not null default 1,
  unique (id, agency_id)
);
create unique index request_set_name on request_set (agency_id, lower(name)) where retired_at is null;
create table request_set_item (
  set_id uuid not null,
  agency_id uuid not null,
  template_id uuid not null,
  position integer not null check (position between 1 and 50),
  primary key (set_id, position),
  unique (set_id, template_id),
  foreign key (set_id, agency_id) references request_set (id, agency_id) on delete cascade,
  foreign key (template_id, agency_id) references request_template (id, agency_id) on delete cascade
);
create index request_set_item_template on request_set_item (template_id);

alter table information_request
  add column acknowledge_only boolean not null default false,
  add column template_id uuid references request_template (id) on delete set null;
create index information_request_template on information_request (template_id) where template_id is not null;
grant select (acknowledge_only) on information_request to ses_company;
alter table request_sending add column link text not null default '' check (char_length(link) <= 2000);

-- Each sending back begins a round: why, and until when. The first round is the sending itself.
create table request_round (
  request_id uuid not null,
  agency_id uuid not null,
  complaint_id uuid not null,
  company_id uuid not null references company (id),
  round integer not null check (round >= 2),
  explanation text not null check (char_length(explanation) between 1 and 4000),
  due_on date not null,
  sent_back_by uuid not null references person (id),
  sent_back_at timestamptz not null,
  primary key (request_id, round),
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create index request_round_complaint on request_round (complaint_id);
-- Documents of a sending back, written before it and shared by it.
alter table document drop constraint document_purpose_check;
alter table document add constraint document_purpose_check check (purpose in
  ('complaint', 'introduction', 'request', 'send_back', 'response', 'closure', 'cancellation', 'research', 'agent_location', 'letter'));
alter table document add column round integer check (round >= 2);

-- What the Company POC asks of the agency about one request: to have it sent back, or more time.
create table request_ask (
  id uuid primary key,
  request_id uuid not null,
  agency_id uuid not null,
  complaint_id uuid not null,
  company_id uuid not null references company (id),
  kind text not null check (kind in ('send_back', 'more_time')),
  reason text not null check (char_length(reason) between 1 and 4000),
  wanted_on date,
  state text not null default 'waiting' check (state in ('waiting', 'granted', 'declined', 'withdrawn', 'overtaken')),
  asked_by uuid not null references person (id),
  asked_at timestamptz not null,
  decided_by uuid references person (id),
  decided_at timestamptz,
  answer text not null default '' check (char_length(answer) <= 4000),
  version integer not null default 1,
  check ((kind = 'more_time') = (wanted_on is not null)),
  check ((state = 'waiting') = (decided_at is null)),
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create unique index request_ask_waiting on request_ask (request_id, kind) where state = 'waiting';
create index request_ask_complaint on request_ask (complaint_id, asked_at);
create index request_ask_request on request_ask (request_id);

-- Who of the company was asked to draft the answer to a request. Whoever may manage complaints may draft; this says who shall.
create table request_drafter (
  request_id uuid not null,
  user_id uuid not null references person (id),
  agency_id uuid not null,
  complaint_id uuid not null,
  company_id uuid not null references company (id),
  assigned_by uuid not null references person (id),
  assigned_at timestamptz not null,
  primary key (request_id, user_id),
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create index request_drafter_user on request_drafter (user_id, request_id);
create index request_drafter_complaint on request_drafter (complaint_id);

-- One press of "submit", of one answer or several: what the receipt is about.
create table response_submission (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  submitted_by uuid not null references person (id),
  -- the absent POC for whom a deputy acted
  acted_for uuid references person (id),
  submitted_at timestamptz not null,
  -- how many answers there were, so that a receipt never looks complete to those who may not read a restricted one
  answers integer not null check (answers between 1 and 100),
  unique (id, agency_id),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index response_submission_complaint on response_submission (complaint_id, submitted_at);
alter table response
  add column submission_id uuid references response_submission (id) on delete cascade,
  -- draft → in_review: who handed it to the Company POC; → draft: who returned it
  add column handed_by uuid references person (id),
  add column handed_at timestamptz,
  add column returned_by uuid references person (id),
  add column returned_at timestamptz;
create index response_of_submission on response (submission_id) where submission_id is not null;
grant update (submission_id, handed_by, handed_at, returned_by, returned_at) on response to ses_company;

-- Internal comments on an answer: the company's own, seen as the response is.
create table response_comment (
  id uuid primary key,
  response_id uuid not null references response (id) on delete cascade,
  request_id uuid not null,
  agency_id uuid not null,
  complaint_id uuid not null,
  company_id uuid not null references company (id),
  text text not null check (char_length(text) between 1 and 4000),
  author_id uuid not null references person (id),
  created_at timestamptz not null,
  removed_at timestamptz,
  -- copies of the response's, kept by triggers
  restricted boolean not null default false,
  poc_id uuid,
  drafter_id uuid,
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create index response_comment_response on response_comment (response_id, created_at);
create index response_comment_complaint on response_comment (complaint_id);

-- Who acts as Company POC while a colleague is away. Exactly one acts: during these days the deputy, and not the colleague.
create table company_deputy (
  id uuid primary key,
  company_id uuid not null references company (id),
  user_id uuid not null references person (id),
  deputy_id uuid not null references person (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  set_by uuid not null references person (id),
  set_at timestamptz not null,
  -- ended before its time
  ended_at timestamptz,
  ended_by uuid references person (id),
  version integer not null default 1,
  check (user_id <> deputy_id),
  check (ends_at > starts_at)
);
create index company_deputy_company on company_deputy (company_id, ends_at);
create index company_deputy_user on company_deputy (user_id, ends_at) where ended_at is null;
create index company_deputy_deputy on company_deputy (deputy_id, ends_at) where ended_at is null;
-- Written when a deputy's days begin and end (job follow-deputies), so that rights are data and not a matter of clocks.
alter table complaint_delivery add column acting_poc_id uuid references person (id);
create index complaint_delivery_acting on complaint_delivery (acting_poc_id) where acting_poc_id is not null;

-- Reminders that the system sends by itself have no sender.
alter table request_reminder
  add column kind text not null default 'by_hand' check (kind in ('by_hand', 'due_soon', 'overdue')),
  -- the due date that an automatic reminder is about: one of each kind for each date
  add column due_on date,
  add constraint request_reminder_automatic_due check ((kind = 'by_hand') = (due_on is null));
create unique index request_reminder_automatic on request_reminder (request_id, kind, due_on) where kind <> 'by_hand';

do $$
declare t text;
begin
  foreach t in array array['request_template', 'request_set', 'request_set_item', 'request_round', 'request_ask', 'request_drafter', 'response_submission', 'response_comment', 'company_deputy'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['request_template', 'request_set', 'request_set_item'] loop
    execute format('create policy agency_reads on %I for select to ses_agency using (actor_reads_complaints() and agency_id = actor_agency())', t);
    execute format('create policy agency_adds on %I for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency())', t);
    execute format('create policy agency_changes on %I for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency())', t);
    execute format('grant select, insert, update on %I to ses_agency', t);
  end loop;
  foreach t in array array['request_round', 'request_ask', 'response_submission'] loop
    execute format('create policy agency_reads on %I for select to ses_agency using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)))', t);
    execute format('create policy company_reads on %I for select to ses_company using (company_id = actor_company() and actor_reads_complaints())', t);
    execute format('create policy worker_reads on %I for select to ses_worker using (actor_is_job())', t);
    execute format('grant select on %I to ses_agency, ses_company, ses_worker', t);
  end loop;
end $$;
create policy agency_removes on request_set_item for delete to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant delete on request_set_item to ses_agency;

create policy agency_sends_back on request_round for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
grant insert on request_round to ses_agency;

-- The Company POC asks and withdraws; the owning agency decides.
create policy company_asks on request_ask for insert to ses_company
  with check (company_id = actor_company() and actor_complaints() = 'manage' and asked_by = actor_user() and state = 'waiting' and actor_is_company_poc(complaint_id));
create policy company_withdraws on request_ask for update to ses_company
  using (company_id = actor_company() and actor_complaints() = 'manage' and state = 'waiting' and actor_is_company_poc(complaint_id))
  with check (state in ('withdrawn', 'overtaken'));
create policy agency_decides on request_ask for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant insert, update (state, decided_by, decided_at, version) on request_ask to ses_company;
grant update (state, decided_by, decided_at, answer, version) on request_ask to ses_agency;

create policy company_reads on request_drafter for select to ses_company using (company_id = actor_company() and actor_reads_complaints());
create policy company_assigns on request_drafter for insert to ses_company with check (company_id = actor_company() and actor_complaints() = 'manage' and assigned_by = actor_user());
create policy company_unassigns on request_drafter for delete to ses_company using (company_id = actor_company() and actor_complaints() = 'manage');
create policy worker_all on request_drafter to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert, delete on request_drafter to ses_company;
grant select, delete on request_drafter to ses_worker;

create policy company_submits on response_submission for insert to ses_company
  with check (company_id = actor_company() and actor_complaints() = 'manage' and submitted_by = actor_user() and actor_is_company_poc(complaint_id));
grant insert on response_submission to ses_company;

create policy company_reads on response_comment for select to ses_company
  using (company_id = actor_company() and actor_reads_complaints() and (not restricted or poc_id = actor_user() or drafter_id = actor_user()));
create policy company_adds on response_comment for insert to ses_company
  with check (company_id = actor_company() and actor_complaints() = 'manage' and author_id = actor_user()
              and (not restricted or poc_id = actor_user() or drafter_id = actor_user()));
create policy company_removes on response_comment for update to ses_company
  using (company_id = actor_company() and actor_complaints() = 'manage' and author_id = actor_user());
grant select, insert, update (removed_at) on response_comment to ses_company;

create policy company_reads on company_deputy for select to ses_company using (company_id = actor_company());
create policy company_adds on company_deputy for insert to ses_company
  with check (company_id = actor_company() and set_by = actor_user() and (user_id = actor_user() or actor_administers()));
create policy company_changes on company_deputy for update to ses_company using (company_id = actor_company() and (user_id = actor_user() or actor_administers()));
create policy worker_all on company_deputy to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert, update (ended_at, ended_by, ends_at, version) on company_deputy to ses_company;
grant select, update on company_deputy to ses_worker;

-- Automatic reminders are the job's.
create policy worker_all on request_reminder to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert on request_reminder to ses_worker;

-- The one who acts as Company POC now: the deputy while there is one, else the POC.
create or replace function actor_is_company_poc(complaint uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from complaint_delivery d
                       where d.complaint_id = complaint and d.company_id = actor_company() and coalesce(d.acting_poc_id, d.company_poc_id) = actor_user()) $$;
-- Restricted answers, their documents and comments follow whoever acts.
create or replace function follow_company_poc() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update response set poc_id = coalesce(new.acting_poc_id, new.company_poc_id) where complaint_id = new.complaint_id;
  return null;
end $$;
-- Another POC has another deputy, or none; the command that names the POC asks follow_deputies.
create function forget_acting_poc() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.acting_poc_id := null;
  return new;
end $$;
create trigger complaint_delivery_poc_changes before update of company_poc_id on complaint_delivery
  for each row when (old.company_poc_id is distinct from new.company_poc_id) execute function forget_acting_poc();
drop trigger complaint_delivery_poc_followed on complaint_delivery;
create trigger complaint_delivery_poc_followed after update of company_poc_id, acting_poc_id on complaint_delivery
  for each row execute function follow_company_poc();
create or replace function take_company_poc() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.poc_id := (select coalesce(acting_poc_id, company_poc_id) from complaint_delivery where complaint_id = new.complaint_id);
  return new;
end $$;
create or replace function follow_response() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update document set restricted = new.restricted, poc_id = new.poc_id, shared = (new.status = 'sent') where response_id = new.id;
  -- Who began a restricted answer reads it, and what was said about it, until it is sent.
  update response_comment set restricted = new.restricted, poc_id = new.poc_id, drafter_id = case when new.status = 'sent' then null else new.author_id end where response_id = new.id;
  return null;
end $$;
create function take_response_of_comment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select r.restricted, r.poc_id, case when r.status = 'sent' then null else r.author_id end, r.request_id, r.agency_id, r.complaint_id, r.company_id
    into new.restricted, new.poc_id, new.drafter_id, new.request_id, new.agency_id, new.complaint_id, new.company_id
  from response r where r.id = new.response_id;
  return new;
end $$;
create trigger response_comment_takes_audience before insert on response_comment for each row execute function take_response_of_comment();

-- Sets who acts for each POC of a company at a moment, and ends nothing else. Returns the complaints that changed hands.
create function follow_deputies(of_company uuid, at timestamptz) returns setof uuid
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not (actor_is_job() or (actor_company() = of_company and of_company is not null)) then return; end if;
  return query
    update complaint_delivery d set acting_poc_id = wanted.deputy_id
    from (
      select c.complaint_id, (
        select p.deputy_id from company_deputy p
        join account a on a.user_id = p.deputy_id and a.standing = 'active' and a.complaints_role = 'manage' and a.company_id = c.company_id
        where p.user_id = c.company_poc_id and p.company_id = c.company_id and p.ended_at is null and p.starts_at <= at and at < p.ends_at
        order by p.starts_at desc limit 1) as deputy_id
      from complaint_delivery c
      where (of_company is null or c.company_id = of_company)
        and (c.acting_poc_id is not null or exists (select 1 from company_deputy p where p.user_id = c.company_poc_id and p.ended_at is null and p.starts_at <= at and at < p.ends_at))
    ) wanted
    where d.complaint_id = wanted.complaint_id and d.acting_poc_id is distinct from wanted.deputy_id
    returning d.complaint_id;
end $$;
revoke all on function follow_deputies(uuid, timestamptz) from public;
grant execute on function follow_deputies(uuid, timestamptz) to ses_company, ses_worker;

alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work',
  'draft_response', 'review_draft', 'decide_ask', 'overdue_request'));

create or replace function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'notify-organisation', 'send-mail', 'scan-document', 'expire-uploads', 'open-verifications', 'import-directory',
                  'issue-letter', 'dispose-complaints', 'run-import', 'expire-imports',
                  'remind-due', 'follow-deputies', 'preview-document', 'collect-files', 'rescan-documents') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;

-- The agency's list of requests over all of its complaints, by due date or number, in one status or all; and what waits for it.
create index information_request_list_due on information_request (agency_id, coalesce(due_on, '9999-12-31'::date), id);
create index information_request_list_number on information_request (agency_id, number, id);
create index information_request_status_due on information_request (agency_id, status, coalesce(due_on, '9999-12-31'::date), id);
create index information_request_status_number on information_request (agency_id, status, number, id);
create index information_request_to_review on information_request (agency_id, coalesce(due_on, '9999-12-31'::date), id) where status = 'sent_to_agency' and quick_look_at is null;
create index request_ask_of_agency on request_ask (agency_id, request_id) where state = 'waiting';
