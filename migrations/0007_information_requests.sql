-- Information requests and their responses. One engine for complaints and supervisory activities: the parent is
-- a complaint today; a second parent column joins it with the activities.

-- One sending of one or more requests, with what the agency wrote to the company on that occasion.
create table request_sending (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  commentary text not null default '' check (char_length(commentary) <= 4000),
  sent_by uuid not null references person (id),
  sent_at timestamptz not null,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index request_sending_complaint on request_sending (complaint_id, sent_at);

create sequence information_request_number_seq;
create table information_request (
  id uuid primary key,
  number integer not null unique default nextval('information_request_number_seq'),
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  title text not null check (char_length(title) between 1 and 200),
  description text not null check (char_length(description) between 1 and 10000),
  status text not null check (status in ('ready_to_send', 'sent_to_company', 'sent_to_agency', 'canceled')),
  -- raised by each sending back; responses belong to a round
  round integer not null default 1 check (round >= 1),
  due_on date,
  original_due_on date,
  created_by uuid not null references person (id),
  created_at timestamptz not null,
  sent_by uuid references person (id),
  sent_at timestamptz,
  answered_by uuid references person (id),
  answered_at timestamptz,
  canceled_at timestamptz,
  cancel_reason text check (char_length(cancel_reason) <= 1000),
  -- agency only
  quick_look_by uuid references person (id),
  quick_look_at timestamptz,
  -- whom of the agency to tell of answers, besides the Agency POC
  notify_user_ids uuid[] not null default '{}',
  version integer not null default 1,
  unique (id, agency_id),
  check (status = 'ready_to_send' or (sent_at is not null and due_on is not null)),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index information_request_complaint on information_request (complaint_id, number);
create index information_request_company on information_request (company_id, status, due_on, id);
create index information_request_due on information_request (due_on) where status = 'sent_to_company';

create table response (
  id uuid primary key,
  request_id uuid not null,
  round integer not null,
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  status text not null check (status in ('draft', 'in_review', 'sent')),
  text text not null default '' check (char_length(text) <= 4000),
  links text[] not null default '{}',
  restricted boolean not null default false,
  author_id uuid not null references person (id),
  -- kept by a trigger from the delivery: whoever is Company POC now sees restricted responses
  poc_id uuid,
  created_at timestamptz not null,
  saved_by uuid not null references person (id),
  saved_at timestamptz not null,
  sent_by uuid references person (id),
  sent_at timestamptz,
  version integer not null default 1,
  unique (request_id, round),
  foreign key (request_id, agency_id) references information_request (id, agency_id) on update cascade on delete cascade
);
create index response_complaint on response (complaint_id);

do $$
declare t text;
begin
  foreach t in array array['request_sending', 'information_request', 'response'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

create policy agency_reads on request_sending for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_sends on request_sending for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy company_reads on request_sending for select to ses_company using (company_id = actor_company() and actor_reads_complaints());
grant select, insert on request_sending to ses_agency;
grant select on request_sending to ses_company;

create policy agency_reads on information_request for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_writes on information_request for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on information_request for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_removes on information_request for delete to ses_agency
  using (actor_handles_complaints() and agency_id = actor_agency() and status = 'ready_to_send');
create policy company_reads on information_request for select to ses_company
  using (company_id = actor_company() and sent_at is not null and actor_reads_complaints());
create policy worker_reads on information_request for select to ses_worker using (actor_is_job());
grant select, insert, update, delete on information_request to ses_agency;
grant usage on sequence information_request_number_seq to ses_agency;
-- Never the company: Quick Look, cancel reason, whom of the agency is told.
grant select (id, number, complaint_id, agency_id, company_id, title, description, status, round, due_on, original_due_on,
              sent_by, sent_at, answered_by, answered_at, canceled_at, version) on information_request to ses_company;
grant select on information_request to ses_worker;

-- Is the actor the Company POC of this complaint?
create function actor_is_company_poc(complaint uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from complaint_delivery d
                       where d.complaint_id = complaint and d.company_id = actor_company() and d.company_poc_id = actor_user()) $$;
revoke all on function actor_is_company_poc(uuid) from public;
grant execute on function actor_is_company_poc(uuid) to ses_company;

-- The POC's submission moves a request to the agency; nothing else of it may a company change.
create policy company_answers on information_request for update to ses_company
  using (company_id = actor_company() and status = 'sent_to_company' and actor_complaints() = 'manage' and actor_is_company_poc(complaint_id))
  with check (company_id = actor_company() and status = 'sent_to_agency');
grant update (status, answered_by, answered_at, version) on information_request to ses_company;

-- The agency reads what was sent. At the company, a restricted response is read by the Company POC, and by its
-- author while a draft (docs/rules.md 2).
create policy agency_reads on response for select to ses_agency
  using (status = 'sent' and actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy company_reads on response for select to ses_company
  using (company_id = actor_company() and actor_reads_complaints()
         and (not restricted or poc_id = actor_user() or (status <> 'sent' and author_id = actor_user())));
create policy company_drafts on response for insert to ses_company
  with check (company_id = actor_company() and actor_complaints() = 'manage' and status = 'draft' and author_id = actor_user());
create policy company_changes on response for update to ses_company
  using (company_id = actor_company() and actor_complaints() = 'manage' and status <> 'sent'
         and (not restricted or poc_id = actor_user() or author_id = actor_user()))
  with check (company_id = actor_company() and (status <> 'sent' or actor_is_company_poc(complaint_id)));
create policy worker_reads on response for select to ses_worker using (actor_is_job());
grant select on response to ses_agency;
grant select, insert on response to ses_company;
grant update (status, text, links, restricted, saved_by, saved_at, sent_by, sent_at, version) on response to ses_company;
grant select (id, request_id, round, complaint_id, agency_id, company_id, status, author_id, poc_id, saved_at, sent_by, sent_at) on response to ses_worker;

-- Is there a draft that the actor may not read? Two drafts of one round must not begin side by side.
create function response_exists(request uuid, in_round integer) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from response r where r.request_id = request and r.round = in_round and r.company_id = actor_company()) $$;
revoke all on function response_exists(uuid, integer) from public;
grant execute on function response_exists(uuid, integer) to ses_company;

-- Counters and next due date of a complaint follow its requests, whoever changes them.
create function count_requests() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare subject uuid := coalesce(new.complaint_id, old.complaint_id);
begin
  update complaint c set
    requests_sent = n.sent, requests_answered = n.answered, requests_with_company = n.with_company,
    requests_to_review = n.to_review, next_request_due = n.next_due
  from (select count(*) filter (where status in ('sent_to_company', 'sent_to_agency')) as sent,
               count(*) filter (where status = 'sent_to_agency') as answered,
               count(*) filter (where status = 'sent_to_company') as with_company,
               count(*) filter (where status = 'sent_to_agency' and quick_look_at is null) as to_review,
               min(due_on) filter (where status = 'sent_to_company') as next_due
        from information_request where complaint_id = subject) n
  where c.id = subject;
  return null;
end $$;
create trigger information_request_counted after insert or delete or update of status, due_on, quick_look_at on information_request
  for each row execute function count_requests();

-- A new Company POC inherits restricted responses, the former one loses them.
create function follow_company_poc() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update response set poc_id = new.company_poc_id where complaint_id = new.complaint_id;
  return null;
end $$;
create trigger complaint_delivery_poc_followed after update of company_poc_id on complaint_delivery
  for each row execute function follow_company_poc();

create function take_company_poc() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.poc_id := (select company_poc_id from complaint_delivery where complaint_id = new.complaint_id);
  return new;
end $$;
create trigger response_takes_poc before insert on response for each row execute function take_company_poc();
