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

create or replace function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'notify-organisation', 'send-mail', 'scan-document', 'expire-uploads', 'open-verifications', 'import-directory') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;

