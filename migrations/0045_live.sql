-- Live pages: whose list of tasks became longer or shorter is announced to their open pages (src/platform/live), whoever
-- did the work; notifications and records are announced by the program.
create function announce_tasks() returns trigger language plpgsql as $$
begin
  perform pg_notify('ses_live', payload)
  from (select string_agg(format('user:%s tasks', user_id), E'\n') as payload
        from (select user_id, (row_number() over (order by user_id)) / 100 as part from (select distinct user_id from changed) u) p group by part) said;
  return null;
end $$;
create trigger task_holder_added after insert on task_holder referencing new table as changed for each statement execute function announce_tasks();
create trigger task_holder_changed after update on task_holder referencing new table as changed for each statement execute function announce_tasks();
create trigger task_holder_removed after delete on task_holder referencing old table as changed for each statement execute function announce_tasks();

-- May somebody be told of a complaint: of_detail: only with its detail, as the owning agency or by access; else also with its
-- basic information; a company once it has it. Asked by jobs of anybody, by people of themselves.
create function complaint_is_told(reader uuid, complaint uuid, of_detail boolean) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select (actor_is_job() or reader = actor_user()) and exists (
    select 1 from account a
    where a.user_id = reader and a.standing = 'active'
      and case a.kind
        when 'agency' then a.complaints_role is not null and exists (
          select 1 from complaint c
          where c.id = complaint
            and (c.agency_id = a.agency_id
                 or (c.status <> 'draft'
                     and (not of_detail or exists (select 1 from complaint_access x where x.complaint_id = c.id and x.requesting_agency_id = a.agency_id and x.state = 'accepted')))))
        when 'company' then (a.complaints_role is not null or 'account_administrator' = any(a.system_roles))
          and exists (select 1 from complaint_delivery d where d.complaint_id = complaint and d.company_id = a.company_id)
        else false end) $$;
revoke all on function complaint_is_told(uuid, uuid, boolean) from public;
grant execute on function complaint_is_told(uuid, uuid, boolean) to ses_agency, ses_company, ses_platform, ses_worker;

-- What somebody was told of a complaint goes out of their list, and out of its count, when they may not see that any more.
alter table notification
  add column of_detail boolean not null default false,
  -- it waits for the daily e-mail of its reader
  add column for_digest boolean not null default false;
update notification set of_detail = true where complaint_id is not null and event not in ('referral_sent', 'referral_decided', 'referral_withdrawn', 'complaint_canceled');
create index notification_for_digest on notification (user_id, created_at) where for_digest;
drop policy reader_reads on notification;
drop policy reader_marks on notification;
create policy reader_reads on notification for select to ses_agency, ses_company
  using (user_id = actor_user() and (complaint_id is null or complaint_is_told(user_id, complaint_id, of_detail)));
create policy reader_marks on notification for update to ses_agency, ses_company using (user_id = actor_user());

-- E-mails as they come, or one a day. Account matters always come at once.
alter table account
  add column mails text not null default 'at_once' check (mails in ('at_once', 'daily')),
  -- the day, in the reader's zone, of the latest daily e-mail
  add column digest_sent_on date;
grant update (digest_sent_on) on account to ses_worker;
create policy worker_notes_digest on account for update to ses_worker using (actor_is_job());
create function choose_mails(wanted text) returns void
  language sql volatile security definer set search_path = public, pg_temp
  as $$ update account set mails = wanted where user_id = actor_user() $$;
revoke all on function choose_mails(text) from public;
grant execute on function choose_mails(text) to ses_agency, ses_company;

-- What became of every e-mail, for those who run the system: what it was about and where it went, never whom or what it said.
alter table mail
  -- the message's kind
  add column kind text,
  -- looked at again when it is handed over: to whoever may not see the complaint by then it is not sent
  add column complaint_id uuid references complaint (id) on delete set null,
  add column of_detail boolean not null default false,
  add column to_domain text not null generated always as (lower(split_part(to_address, '@', 2))) stored,
  -- what the mail server answered last, such as 451 or 550
  add column smtp_code integer,
  add column tried_at timestamptz;
alter table mail drop constraint mail_state_check;
alter table mail add constraint mail_state_check check (state in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'withheld'));
create index mail_complaint on mail (complaint_id) where complaint_id is not null;
create index mail_domain on mail (to_domain, created_at desc, id desc);
create index mail_state on mail (state, created_at desc, id desc);
create policy platform_reads on mail for select to ses_platform using (actor_is_platform());
create policy platform_tries_again on mail for update to ses_platform using (actor_is_platform() and state in ('failed', 'uncertain', 'waiting')) with check (actor_is_platform() and state = 'waiting');
grant select (id, kind, to_domain, state, attempts, smtp_code, created_at, sent_at, tried_at), update (state) on mail to ses_platform;

-- Addresses that their mail server refused for good (5xx). Its organization's Account Administrators see which, until an
-- e-mail arrives there or the address is changed.
create table refused_address (
  address_key text primary key,
  address text not null,
  user_id uuid references person (id),
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  smtp_code integer not null,
  refused_at timestamptz not null,
  check (num_nonnulls(agency_id, company_id) = 1)
);
create index refused_address_agency on refused_address (agency_id) where agency_id is not null;
create index refused_address_company on refused_address (company_id) where company_id is not null;
alter table refused_address enable row level security;
alter table refused_address force row level security;
create policy owner_all on refused_address to ses_owner using (true) with check (true);
create policy worker_all on refused_address to ses_worker using (actor_is_job()) with check (actor_is_job());
create policy agency_reads on refused_address for select to ses_agency using (actor_administers() and agency_id = actor_agency());
create policy company_reads on refused_address for select to ses_company using (actor_administers() and company_id = actor_company());
grant select, insert, update, delete on refused_address to ses_worker;
grant select on refused_address to ses_agency, ses_company;
