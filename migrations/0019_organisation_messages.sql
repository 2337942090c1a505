-- Tasks, notifications and e-mails that belong to an organisation or a person and to no complaint.

alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work'));
drop index task_event;
create unique index task_event on task (event_id, kind, coalesce(request_id, complaint_id, agency_id, company_id));
create index task_agency_kind on task (agency_id, kind) where done_at is null and complaint_id is null;
create index task_company_kind on task (company_id, kind) where done_at is null and complaint_id is null;

-- Whoever runs the system is told by e-mail and in the application as well.
create policy platform_reads on notification for select to ses_platform using (user_id = actor_user());
create policy platform_marks on notification for update to ses_platform using (user_id = actor_user());
grant select, update (read_at) on notification to ses_platform;

-- Where somebody was reached before an administrator changed their address: whoever loses it is told as well. Jobs carry
-- no addresses, so it is kept here under the event until the e-mails are written, by the job alone.
create table former_address (
  event_id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  email text not null,
  kept_at timestamptz not null
);
create index former_address_user on former_address (user_id);
create index former_address_age on former_address (kept_at);
alter table former_address enable row level security;
alter table former_address force row level security;
create policy owner_all on former_address to ses_owner using (true) with check (true);
create policy worker_reads on former_address for select to ses_worker using (actor_is_job());
create policy worker_forgets on former_address for delete to ses_worker using (actor_is_job());
grant select, delete on former_address to ses_worker;

-- Before the change. Only of those who use the account: an invitation may have gone to a stranger. What no job came for
-- is forgotten after 30 days.
create function keep_former_address(of_event uuid, whose uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  delete from former_address where kept_at < at - interval '30 days';
  insert into former_address (event_id, user_id, email, kept_at) select of_event, a.user_id, a.email, at from account a where a.user_id = whose and a.standing = 'active';
end $$;
revoke all on function keep_former_address(uuid, uuid, timestamptz) from public;
grant execute on function keep_former_address(uuid, uuid, timestamptz) to ses_agency, ses_company;

create or replace function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'notify-organisation', 'send-mail', 'scan-document', 'expire-uploads', 'open-verifications', 'import-directory') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;

