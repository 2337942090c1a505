-- Jobs are enqueued in the caller's transaction through one door that knows the tasks. Whoever calls may add
-- a job of these kinds and nothing else; the queue itself (schema graphile_worker) is closed to actors.
create function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'send-mail', 'scan-document', 'expire-uploads') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;
revoke all on function enqueue(text, jsonb, text, timestamptz) from public;
grant execute on function enqueue(text, jsonb, text, timestamptz) to ses_agency, ses_company, ses_platform, ses_worker;

-- E-mails to send. Written by the notify job, so never before the commit of what they tell.
-- state: 'waiting' → 'sending' (committed before the server is spoken to) → 'sent'. An attempt that was
-- cut off while sending stays 'uncertain': it is shown to operators and never sent again by itself.
create table mail (
  id uuid primary key,
  event_id uuid not null,
  to_address text not null,
  to_name text,
  user_id uuid references person (id),
  subject text not null,
  text_body text not null,
  html_body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- one e-mail per event and address, however often the job runs
  unique (event_id, to_address)
);
create index mail_newest on mail (created_at desc, id desc);
alter table mail enable row level security;
alter table mail force row level security;
create policy owner_all on mail to ses_owner using (true) with check (true);
create policy worker_all on mail to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert, update on mail to ses_worker;
