-- Users of an organisation, looked after by its Account Administrators; profiles; verification; provisioning (SCIM).

alter table agency
  add column extra_addresses text[] not null default '{}',
  -- where users' e-mail addresses may lie; none: anywhere
  add column email_domains text[] not null default '{}',
  -- 1 Monday … 7 Sunday
  add column working_days smallint[] not null default '{1,2,3,4,5}' check (cardinality(working_days) between 1 and 7),
  add column keeps_federal_holidays boolean not null default true,
  -- the agency's own days off: [{"date": "2026-12-24", "name": "…"}]
  add column own_holidays jsonb not null default '[]',
  add column version integer not null default 1;
-- Deleted by the directory that provisions: to it, such an account is not there any more.
alter table account add column scim_deleted_at timestamptz;
alter table company
  add column email_domains text[] not null default '{}',
  add column version integer not null default 1;
grant select (request_due_days) on agency to ses_company;

create policy administrators_update on agency for update to ses_agency
  using (id = actor_agency() and actor_administers()) with check (id = actor_agency());
grant update (phone, email, time_zone, request_due_days, extra_addresses, email_domains, working_days, keeps_federal_holidays, own_holidays, version) on agency to ses_agency;
create policy administrators_update on company for update to ses_company
  using (id = actor_company() and actor_administers()) with check (id = actor_company());
grant update (email_domains, time_zone, version) on company to ses_company;
create policy administrators_update on company_contacts for update to ses_company
  using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company());
grant update (complaints_contact_id, sa_contact_id, extra_addresses) on company_contacts to ses_company;
create policy administrators_add on company_contacts for insert to ses_company with check (company_id = actor_company() and actor_administers());
grant insert on company_contacts to ses_company;

-- Only Account Administrators make and change users, and only of their own organisation: whatever a request says.
create policy administrators_add on person for insert to ses_agency with check (kind = 'agency' and agency_id = actor_agency() and actor_administers());
create policy administrators_update on person for update to ses_agency using (agency_id = actor_agency() and actor_administers()) with check (agency_id = actor_agency());
create policy administrators_add on account for insert to ses_agency with check (kind = 'agency' and agency_id = actor_agency() and actor_administers());
create policy administrators_update on account for update to ses_agency using (agency_id = actor_agency() and actor_administers()) with check (agency_id = actor_agency());
create policy company_administrators_add on person for insert to ses_company with check (kind = 'company' and company_id = actor_company() and actor_administers());
create policy company_administrators_update on person for update to ses_company using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company());
create policy company_administrators_add on account for insert to ses_company with check (kind = 'company' and company_id = actor_company() and actor_administers());
create policy company_administrators_update on account for update to ses_company using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company());
create policy platform_adds on person for insert to ses_platform with check (actor_is_platform() and kind in ('agency', 'platform'));
create policy platform_updates on person for update to ses_platform using (actor_is_platform() and kind in ('agency', 'platform'));
create policy platform_adds on account for insert to ses_platform with check (actor_is_platform() and kind in ('agency', 'platform'));
create policy platform_updates on account for update to ses_platform using (actor_is_platform() and kind in ('agency', 'platform'));
grant insert on person, account to ses_agency, ses_company, ses_platform;
grant update (email, email_key, system_roles, complaints_role, standing, third_party_firm, third_party_kind, invited_at, removed_at, removed_by, scim_external_id, scim_deleted_at, version)
  on account to ses_agency, ses_company, ses_platform;

-- What somebody still holds, for the Account Administrator who removes them. Such an administrator may have no
-- complaints role: numbers and kinds only, nothing of a complaint.
create function work_held(whose uuid) returns table (kind text, complaint_id uuid, complaint_number integer, task_id uuid, task_kind text, held_by_others boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select 'agency_poc', c.id, c.number, null::uuid, null::text, false from complaint c
    where actor_looks_after(whose) and c.agency_id = actor_agency() and c.agency_poc_id = whose and c.status not in ('closed', 'canceled')
  union all
  select 'company_poc', d.complaint_id, d.number, null, null, false from complaint_delivery d join complaint c on c.id = d.complaint_id
    where actor_looks_after(whose) and d.company_id = actor_company() and d.company_poc_id = whose and c.company_status = 'open'
  union all
  -- what belongs to no complaint is of the organisation's administrators: drop_work leaves it with one of them
  select 'task', t.complaint_id, c.number, t.id, t.kind,
         t.complaint_id is null or exists (select 1 from task_holder o join account a on a.user_id = o.user_id where o.task_id = t.id and o.user_id <> whose and a.standing = 'active')
    from task_holder h join task t on t.id = h.task_id left join complaint c on c.id = t.complaint_id
    where actor_looks_after(whose) and h.user_id = whose and not h.done
$$;
-- Hands all of it to a colleague. Answers what moved, so that each is written into the history of its complaint.
create function reassign_work(whose uuid, heir uuid, at timestamptz) returns table (kind text, complaint_id uuid, agency_id uuid, company_id uuid)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) or not actor_looks_after(heir) or whose = heir then raise exception 'not this actor''s to look after'; end if;
  if not exists (select 1 from account a where a.user_id = heir and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager', 'manage')) then
    raise exception 'the heir may not handle complaints';
  end if;
  insert into task_holder (task_id, user_id)
    select h.task_id, heir from task_holder h join task t on t.id = h.task_id
    where h.user_id = whose and not h.done
      and (t.complaint_id is not null or exists (select 1 from account a where a.user_id = heir and 'account_administrator' = any(a.system_roles)))
    on conflict do nothing;
  delete from task_holder h using task t
    where t.id = h.task_id and h.user_id = whose and not h.done and (t.complaint_id is not null or exists (select 1 from task_holder o where o.task_id = t.id and o.user_id = heir));
  if actor_company() is not null then
    update company_contacts k set complaints_contact_id = heir where k.company_id = actor_company() and k.complaints_contact_id = whose;
    update company_contacts k set sa_contact_id = heir where k.company_id = actor_company() and k.sa_contact_id = whose;
    return query
      update complaint_delivery d set company_poc_id = heir, poc_assigned_at = at, poc_assigned_by = actor_user(), version = d.version + 1
      from complaint c where c.id = d.complaint_id and d.company_id = actor_company() and d.company_poc_id = whose and c.company_status = 'open'
      returning 'company_poc'::text, d.complaint_id, d.agency_id, d.company_id;
  else
    return query
      update complaint c set agency_poc_id = heir, version = c.version + 1
      where c.agency_id = actor_agency() and c.agency_poc_id = whose and c.status not in ('closed', 'canceled')
      returning 'agency_poc'::text, c.id, c.agency_id, case when c.first_sent_at is null then null else c.company_id end;
  end if;
end $$;
-- Whoever is removed holds nothing and is no contact any more. A task that nobody else holds goes to whoever removes them.
create function drop_work(whose uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  insert into task_holder (task_id, user_id)
    select h.task_id, actor_user() from task_holder h
    where h.user_id = whose and not h.done
      and not exists (select 1 from task_holder o join account a on a.user_id = o.user_id where o.task_id = h.task_id and o.user_id <> whose and a.standing = 'active')
    on conflict do nothing;
  delete from task_holder h where h.user_id = whose and not h.done;
  update company_contacts k set complaints_contact_id = null where k.complaints_contact_id = whose;
  update company_contacts k set sa_contact_id = null where k.sa_contact_id = whose;
end $$;

-- Who may take work over, with how many open complaints each is Point of Contact of: a number, for administrators too.
create function work_load() returns table (user_id uuid, open_complaints integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id,
         case when a.kind = 'agency'
           then (select count(*)::integer from complaint c where c.agency_id = a.agency_id and c.agency_poc_id = a.user_id and c.is_open)
           else (select count(*)::integer from complaint_delivery d join complaint c on c.id = d.complaint_id where d.company_id = a.company_id and d.company_poc_id = a.user_id and c.company_status = 'open')
         end
  from account a
  where actor_administers() and (a.agency_id = actor_agency() or a.company_id = actor_company())
    and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager', 'manage')
$$;

-- Somebody who comes back begins anew: nothing that opened the account before opens it again.
create function forget_credentials(whose uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  delete from credential where user_id = whose;
  delete from recovery_code where user_id = whose;
  delete from passkey where user_id = whose;
  delete from known_device where user_id = whose;
  delete from ceremony where user_id = whose;
  update scim_client set revoked_at = at where created_by = whose and revoked_at is null;
  update one_time_link set used_at = at where user_id = whose and used_at is null;
  update account set sso_issuer = null, sso_subject = null, terms_version = null, terms_accepted_at = null where user_id = whose;
  update session set ended_at = clock_timestamp() where user_id = whose and ended_at is null;
end $$;
-- Under another address nobody comes in by what was proven of the old one: single sign-on and links that lie in its mailbox.
create function forget_old_address(whose uuid, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  update one_time_link set used_at = at where user_id = whose and used_at is null;
  update account set sso_issuer = null, sso_subject = null where user_id = whose;
end $$;

-- Why a user was removed: for the own administrators, whereas other parts of an account are seen by agencies too.
create table user_removal (
  id uuid primary key,
  user_id uuid not null references account (user_id),
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  reason text not null check (char_length(reason) between 1 and 500),
  removed_at timestamptz not null,
  check ((agency_id is null) <> (company_id is null))
);
create index user_removal_user on user_removal (user_id, removed_at desc);
create index user_removal_agency on user_removal (agency_id);
create index user_removal_company on user_removal (company_id);
alter table user_removal enable row level security;
alter table user_removal force row level security;
create policy owner_all on user_removal to ses_owner using (true) with check (true);
create policy agency_administrators on user_removal to ses_agency using (agency_id = actor_agency() and actor_administers()) with check (agency_id = actor_agency() and actor_administers());
create policy company_administrators on user_removal to ses_company using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company() and actor_administers());
grant select, insert on user_removal to ses_agency, ses_company;

-- What was done with the accounts of an organisation is read by its Account Administrators: nothing of a complaint.
create policy administrators_read_accounts on audit_entry for select to ses_agency
  using (actor_administers() and agency_id = actor_agency() and about_kind = 'account' and complaint_id is null);
create policy company_administrators_read_accounts on audit_entry for select to ses_company
  using (actor_administers() and company_id = actor_company() and about_kind = 'account' and complaint_id is null);
create index audit_entry_account on audit_entry (about_id, at desc, id desc) where about_kind = 'account';

-- Confidentiality agreements of third-party users: small files of the company's own, kept in the database with their hash.
create table confidentiality_agreement (
  id uuid primary key,
  company_id uuid not null references company (id),
  user_id uuid not null references account (user_id),
  name text not null check (char_length(name) between 1 and 200),
  content_type text not null,
  size integer not null check (size between 1 and 10485760),
  sha256 text not null,
  content bytea not null,
  uploaded_by uuid not null references person (id),
  uploaded_at timestamptz not null
);
create index confidentiality_agreement_user on confidentiality_agreement (user_id, uploaded_at desc);
alter table confidentiality_agreement enable row level security;
alter table confidentiality_agreement force row level security;
create policy owner_all on confidentiality_agreement to ses_owner using (true) with check (true);
create policy administrators_all on confidentiality_agreement to ses_company
  using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company() and actor_administers());
grant select, insert on confidentiality_agreement to ses_company;

-- Do these users still belong here? Asked of agencies monthly, of companies every 90 days (docs/rules.md 5).
create table user_verification (
  id uuid primary key,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  opened_at timestamptz not null,
  due_on date not null,
  done_at timestamptz,
  done_by uuid references person (id),
  users_seen integer,
  -- its administrators were told once that it is late
  overdue_told_at timestamptz,
  check ((agency_id is null) <> (company_id is null))
);
create unique index user_verification_open_agency on user_verification (agency_id) where done_at is null and agency_id is not null;
create unique index user_verification_open_company on user_verification (company_id) where done_at is null and company_id is not null;
create index user_verification_agency on user_verification (agency_id, opened_at desc);
create index user_verification_company on user_verification (company_id, opened_at desc);
alter table user_verification enable row level security;
alter table user_verification force row level security;
create policy owner_all on user_verification to ses_owner using (true) with check (true);
create policy agency_reads on user_verification for select to ses_agency using (agency_id = actor_agency());
create policy agency_verifies on user_verification for update to ses_agency using (agency_id = actor_agency() and actor_administers());
create policy company_reads on user_verification for select to ses_company using (company_id = actor_company());
create policy company_verifies on user_verification for update to ses_company using (company_id = actor_company() and actor_administers());
create policy worker_all on user_verification to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, update (done_at, done_by, users_seen) on user_verification to ses_agency, ses_company;
grant select, insert, update (overdue_told_at) on user_verification to ses_worker;
create index user_verification_open on user_verification (due_on) where done_at is null;

-- Provisioning by SCIM 2.0: off until an Account Administrator makes a token, with whose rights it then acts.
create table scim_client (
  id uuid primary key,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  token_hash bytea not null unique,
  name text not null check (char_length(name) between 1 and 100),
  created_by uuid not null references account (user_id),
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  check ((agency_id is null) <> (company_id is null))
);
create index scim_client_agency on scim_client (agency_id);
create index scim_client_company on scim_client (company_id);
alter table scim_client enable row level security;
alter table scim_client force row level security;
create policy owner_all on scim_client to ses_owner using (true) with check (true);
create policy agency_all on scim_client to ses_agency using (agency_id = actor_agency() and actor_administers()) with check (agency_id = actor_agency() and actor_administers());
create policy company_all on scim_client to ses_company using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company() and actor_administers());
-- Made in one's own name only; revoked by every administrator.
create policy makes_own on scim_client as restrictive for insert to ses_agency, ses_company with check (created_by = actor_user());
grant select (id, agency_id, company_id, name, created_by, created_at, last_used_at, revoked_at), insert, update (revoked_at) on scim_client to ses_agency, ses_company;
create function find_scim_client(hash bytea, at timestamptz) returns table (
  client_id uuid, user_id uuid, agency_id uuid, company_id uuid, system_roles text[], complaints_role text, standing text, time_zone text, enrollment text)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with used as (update scim_client s set last_used_at = at where s.token_hash = hash and s.revoked_at is null returning s.id, s.created_by)
  select u.id, a.user_id, a.agency_id, a.company_id, a.system_roles, a.complaints_role, a.standing, coalesce(g.time_zone, c.time_zone), c.enrollment
  from used u join account a on a.user_id = u.created_by left join agency g on g.id = a.agency_id left join company c on c.id = a.company_id
$$;
revoke all on function find_scim_client(bytea, timestamptz) from public;
grant execute on function find_scim_client(bytea, timestamptz) to ses_platform;
create index account_agency_external on account (agency_id, scim_external_id) where scim_external_id is not null;
create index account_company_external on account (company_id, scim_external_id) where scim_external_id is not null;

do $$
declare f regprocedure;
begin
  foreach f in array array['work_held(uuid)', 'reassign_work(uuid, uuid, timestamptz)', 'drop_work(uuid)', 'work_load()', 'forget_credentials(uuid, timestamptz)', 'forget_old_address(uuid, timestamptz)']::regprocedure[] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ses_agency, ses_company', f);
  end loop;
end $$;

-- Is this e-mail address taken? Asked by those who may make accounts, of an address that they know.
create function email_is_taken(key text) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from account where email_key = key) $$;
revoke all on function email_is_taken(text) from public;
grant execute on function email_is_taken(text) to ses_agency, ses_company, ses_platform;
