-- What people must do, and what they were told. Both are written by the notify job (another organisation's rows
-- cannot be written by the actor) and finished by whoever does the work.
create table task (
  id uuid primary key,
  event_id uuid not null,
  kind text not null check (kind in ('assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review')),
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  complaint_id uuid references complaint (id) on delete cascade,
  request_id uuid references information_request (id) on delete cascade,
  due_on date,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references person (id),
  check ((agency_id is null) <> (company_id is null))
);
create unique index task_event on task (event_id, kind, coalesce(request_id, complaint_id));
create index task_complaint on task (complaint_id) where done_at is null;
create index task_request on task (request_id) where done_at is null;
-- Who holds a task; `done` follows the task, so that a person's open tasks are one index away.
create table task_holder (
  task_id uuid not null references task (id) on delete cascade,
  user_id uuid not null references person (id),
  done boolean not null default false,
  primary key (task_id, user_id)
);
create index task_holder_open on task_holder (user_id, task_id) where not done;

create table notification (
  id uuid primary key,
  event_id uuid not null,
  user_id uuid not null references person (id),
  event text not null,
  complaint_id uuid references complaint (id) on delete cascade,
  request_id uuid references information_request (id) on delete cascade,
  sentence text not null check (char_length(sentence) <= 400),
  link text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  unique (event_id, user_id)
);
create index notification_newest on notification (user_id, created_at desc, id desc);
create index notification_unread on notification (user_id) where read_at is null;

do $$
declare t text;
begin
  foreach t in array array['task', 'task_holder', 'notification'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_all on %I to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant select, insert, update, delete on %I to ses_worker', t);
  end loop;
end $$;
create policy agency_reads on task for select to ses_agency using (agency_id = actor_agency());
create policy agency_finishes on task for update to ses_agency using (agency_id = actor_agency());
create policy company_reads on task for select to ses_company using (company_id = actor_company());
create policy company_finishes on task for update to ses_company using (company_id = actor_company());
grant select, update (done_at, done_by) on task to ses_agency, ses_company;
create policy holder_reads on task_holder for select to ses_agency, ses_company using (user_id = actor_user());
grant select on task_holder to ses_agency, ses_company;
create policy reader_reads on notification for select to ses_agency, ses_company using (user_id = actor_user());
create policy reader_marks on notification for update to ses_agency, ses_company using (user_id = actor_user());
grant select, update (read_at) on notification to ses_agency, ses_company;

create function finish_task_holders() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update task_holder set done = (new.done_at is not null) where task_id = new.id;
  return null;
end $$;
create trigger task_finished after update of done_at on task for each row execute function finish_task_holders();
