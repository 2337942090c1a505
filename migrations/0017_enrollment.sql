-- Company enrollment (docs/rules.md 5): an agency begins it, the company's first user finishes it, once for all agencies.

create table enrollment (
  id uuid primary key,
  company_id uuid not null references company (id),
  agency_id uuid not null references agency (id),
  begun_by uuid not null references person (id),
  first_user_id uuid not null references account (user_id),
  state text not null default 'invited' check (state in ('invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete', 'rejected', 'withdrawn')),
  begun_at timestamptz not null,
  -- of the invitation that works now
  invited_at timestamptz not null,
  invitation_ends_at timestamptz not null,
  activated_at timestamptz,
  verified_at timestamptz,
  users_added_at timestamptz,
  -- "Create Users Later"
  users_later boolean not null default false,
  contacts_assigned_at timestamptz,
  completed_at timestamptz,
  rejected_at timestamptz,
  reject_reason text check (char_length(reject_reason) <= 1000),
  -- by the agency that began it, before the invitation was used
  withdrawn_at timestamptz,
  withdrawn_by uuid references person (id),
  withdraw_reason text check (char_length(withdraw_reason) <= 1000),
  version integer not null default 1
);
create unique index enrollment_of_company on enrollment (company_id) where state not in ('rejected', 'withdrawn');
create index enrollment_history on enrollment (company_id, begun_at desc);
create index enrollment_begun on enrollment (agency_id, begun_at desc);
create index enrollment_first_user on enrollment (first_user_id);

create table enrollment_reminder (
  id uuid primary key,
  enrollment_id uuid not null references enrollment (id),
  agency_id uuid not null references agency (id),
  sent_by uuid not null references person (id),
  sent_at timestamptz not null,
  new_link boolean not null
);
create index enrollment_reminder_of on enrollment_reminder (enrollment_id, sent_at desc);

-- A company that NMLS does not know: the agency asks for an account, a platform administrator decides.
create table company_account_request (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  requested_by uuid not null references person (id),
  requested_at timestamptz not null,
  name text not null check (char_length(name) between 1 and 300),
  kind text not null check (kind in ('non-depository', 'depository')),
  business_types text[] not null default '{}',
  street text, city text, state text, zip text, phone text, website text,
  contact_name text, contact_title text, contact_email text, contact_phone text,
  reason text not null check (char_length(reason) between 1 and 2000),
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
  decided_by uuid references person (id),
  decided_at timestamptz,
  decision_note text check (char_length(decision_note) <= 2000),
  company_id uuid references company (id),
  version integer not null default 1
);
create index company_account_request_agency on company_account_request (agency_id, requested_at desc, id desc);
create index company_account_request_pending on company_account_request (status, requested_at desc, id desc);

do $$
declare t text;
begin
  foreach t in array array['enrollment', 'enrollment_reminder', 'company_account_request'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- How far a company is, is known to every agency: it is one enrollment for all.
create policy agency_reads on enrollment for select to ses_agency using (actor_agency() is not null);
create policy company_reads on enrollment for select to ses_company using (company_id = actor_company());
create policy company_advances on enrollment for update to ses_company
  using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company() and state not in ('rejected', 'withdrawn'));
create policy worker_reads on enrollment for select to ses_worker using (actor_is_job());
grant select on enrollment to ses_agency, ses_company, ses_worker;
grant update (state, verified_at, users_added_at, users_later, contacts_assigned_at, completed_at, version) on enrollment to ses_company;

create policy agency_reads on enrollment_reminder for select to ses_agency using (actor_agency() is not null);
create policy agency_adds on enrollment_reminder for insert to ses_agency with check (agency_id = actor_agency() and sent_by = actor_user() and actor_handles_complaints());
grant select, insert on enrollment_reminder to ses_agency;

create policy agency_reads on company_account_request for select to ses_agency using (agency_id = actor_agency());
create policy agency_asks on company_account_request for insert to ses_agency
  with check (agency_id = actor_agency() and requested_by = actor_user() and actor_handles_complaints() and status = 'pending');
create policy platform_all on company_account_request to ses_platform using (actor_is_platform()) with check (actor_is_platform());
create policy worker_reads on company_account_request for select to ses_worker using (actor_is_job());
grant select, insert on company_account_request to ses_agency;
grant select, update (status, decided_by, decided_at, decision_note, company_id, version) on company_account_request to ses_platform;
grant select on company_account_request to ses_worker;

-- company.enrollment follows, so that every list and every session knows it without looking here.
create function follow_enrollment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update company set enrollment = case when new.state in ('rejected', 'withdrawn') then 'not_enrolled' else new.state end where id = new.company_id;
  return null;
end $$;
create trigger enrollment_followed after insert or update of state on enrollment for each row execute function follow_enrollment();

-- The first sign-in with a second factor is the activation.
create function activate_enrollment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update enrollment set state = 'activated', activated_at = new.last_sign_in_at, version = version + 1
  where first_user_id = new.user_id and state = 'invited';
  return null;
end $$;
create trigger first_sign_in after update of last_sign_in_at on account for each row
  when (new.company_id is not null) execute function activate_enrollment();

-- Begins an enrollment with its first user, who becomes Account Administrator and may manage complaints, and makes the
-- invitation's link. 'begun', or why not: 'enrolled', 'underway', 'email_taken', 'unconfirmed' (a company that an import
-- named and nobody has confirmed).
create function begin_enrollment(
  new_id uuid, of_company uuid, new_user uuid, user_name text, user_title text, user_phone text, user_email text, key text,
  link_id uuid, ends_at timestamptz, at timestamptz) returns text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  was text; firm_standing text; existing account; first uuid := new_user;
begin
  if actor_agency() is null or not actor_handles_complaints() then raise exception 'only agencies'' complaints users enroll companies'; end if;
  select enrollment, standing into was, firm_standing from company where id = of_company for update;
  if was is null then return 'not_found'; end if;
  if was = 'complete' then return 'enrolled'; end if;
  if was <> 'not_enrolled' then return 'underway'; end if;
  if firm_standing <> 'confirmed' then return 'unconfirmed'; end if;
  select * into existing from account where email_key = key for update;
  -- Whoever was invited before and rejected, or was removed, is invited again under the same account.
  if existing.user_id is not null and (existing.company_id is distinct from of_company or existing.standing <> 'removed') then return 'email_taken'; end if;
  if existing.user_id is not null then
    first := existing.user_id;
    update person set name = user_name, title = user_title, phone = user_phone where id = first;
    -- Nothing that opened the account before opens it again (as forget_credentials of 0016).
    update account set standing = 'invited', system_roles = '{account_administrator}', complaints_role = 'manage', invited_at = at, removed_at = null, removed_by = null,
      third_party_firm = null, third_party_kind = null, sso_issuer = null, sso_subject = null, scim_external_id = null, scim_deleted_at = null,
      terms_version = null, terms_accepted_at = null, version = version + 1 where user_id = first;
    delete from credential where user_id = first;
    delete from passkey where user_id = first;
    delete from recovery_code where user_id = first;
    delete from known_device where user_id = first;
    delete from ceremony where user_id = first;
    update scim_client set revoked_at = at where created_by = first and revoked_at is null;
    update session set ended_at = clock_timestamp() where user_id = first and ended_at is null;
  else
    begin
      insert into person (id, kind, company_id, name, title, phone) values (first, 'company', of_company, user_name, user_title, user_phone);
      insert into account (user_id, kind, company_id, email, email_key, system_roles, complaints_role, standing, invited_at, created_at)
      values (first, 'company', of_company, user_email, key, '{account_administrator}', 'manage', 'invited', at, at);
    -- Somebody else took the address at the same moment.
    exception when unique_violation then return 'email_taken';
    end;
  end if;
  insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, begun_at, invited_at, invitation_ends_at)
  values (new_id, of_company, actor_agency(), actor_user(), first, at, at, ends_at);
  update one_time_link set used_at = at where user_id = first and used_at is null;
  insert into one_time_link (id, user_id, purpose, created_at, expires_at, created_by) values (link_id, first, 'activation', at, ends_at, actor_user());
  return 'begun';
end $$;

-- A new link for a first user who has not activated the account yet; the old one stops working.
create function renew_invitation(of_enrollment uuid, link_id uuid, ends_at timestamptz, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare first uuid;
begin
  if actor_agency() is null or not actor_handles_complaints() then raise exception 'only agencies'' complaints users enroll companies'; end if;
  select e.first_user_id into first from enrollment e join account a on a.user_id = e.first_user_id
    where e.id = of_enrollment and e.state = 'invited' and a.standing = 'invited' for update of e;
  if first is null then return false; end if;
  update one_time_link set used_at = at where user_id = first and purpose = 'activation' and used_at is null;
  insert into one_time_link (id, user_id, purpose, created_at, expires_at, created_by) values (link_id, first, 'activation', at, ends_at, actor_user());
  update enrollment set invited_at = at, invitation_ends_at = ends_at, version = version + 1 where id = of_enrollment;
  return true;
end $$;

-- "This is not my company": ends the enrollment and the account of whoever says so, and of those whom they added.
create function reject_association(of_enrollment uuid, why text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare firm uuid;
begin
  update enrollment set state = 'rejected', rejected_at = at, reject_reason = why, version = version + 1
  where id = of_enrollment and company_id = actor_company() and first_user_id = actor_user() and state in ('activated', 'verified', 'users_added', 'contacts_assigned')
  returning company_id into firm;
  if firm is null then return false; end if;
  -- Their addresses are free again: whoever was asked by the wrong company may be asked by the right one.
  update account set standing = 'removed', removed_at = at, removed_by = actor_user(), version = version + 1, email_key = 'free ' || user_id, sso_issuer = null, sso_subject = null
  where company_id = firm and standing <> 'removed';
  update company_contacts set complaints_contact_id = null, sa_contact_id = null where company_id = firm;
  return true;
end $$;

-- An invitation that nobody has used yet is taken back by the agency that sent it: the link opens nothing any more, and
-- whoever has the address keeps no account. False where the first user was faster.
create function withdraw_invitation(of_enrollment uuid, why text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare first uuid; firm uuid;
begin
  if actor_agency() is null or not actor_handles_complaints() then raise exception 'only agencies'' complaints users enroll companies'; end if;
  select e.first_user_id into first from enrollment e where e.id = of_enrollment;
  -- The account first, as the sign-in that activates does.
  perform 1 from account a where a.user_id = first for update;
  update enrollment set state = 'withdrawn', withdrawn_at = at, withdrawn_by = actor_user(), withdraw_reason = why, version = version + 1
  where id = of_enrollment and agency_id = actor_agency() and state = 'invited'
  returning company_id into firm;
  if firm is null then return false; end if;
  update one_time_link set used_at = at where user_id = first and used_at is null;
  update account set standing = 'removed', removed_at = at, removed_by = actor_user(), version = version + 1, email_key = 'free ' || user_id, sso_issuer = null, sso_subject = null
  where user_id = first and standing <> 'removed';
  update task set done_at = at, done_by = actor_user() where company_id = firm and kind = 'complete_enrollment' and done_at is null;
  return true;
end $$;

-- A decided request becomes a company with an SES ID.
create function approve_company_account(of_request uuid, new_company uuid, key text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_is_platform() then raise exception 'only platform administrators decide'; end if;
  insert into company (id, name, name_key, kind, business_types, street, city, state, zip, phone, website, source, created_at)
    select new_company, r.name, key, r.kind, r.business_types, r.street, r.city, r.state, r.zip, r.phone, r.website, 'request', at
    from company_account_request r where r.id = of_request and r.status = 'pending';
  if not found then return false; end if;
  insert into company_contacts (company_id) values (new_company);
  return true;
end $$;

do $$
declare f regprocedure;
begin
  foreach f in array array[
    'begin_enrollment(uuid, uuid, uuid, text, text, text, text, text, uuid, timestamptz, timestamptz)', 'renew_invitation(uuid, uuid, timestamptz, timestamptz)',
    'withdraw_invitation(uuid, text, timestamptz)']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ses_agency', f);
  end loop;
end $$;
revoke all on function reject_association(uuid, text, timestamptz), approve_company_account(uuid, uuid, text, timestamptz), follow_enrollment(), activate_enrollment() from public;
grant execute on function reject_association(uuid, text, timestamptz) to ses_company;
grant execute on function approve_company_account(uuid, uuid, text, timestamptz) to ses_platform;

-- What waits for a company that is being set up: numbers, agency and dates, as an Account Administrator may know
-- (docs/rules.md 1); what is asked stays closed until the enrollment is complete.
create function waiting_for_company() returns table (complaint_id uuid, complaint_number integer, agency_name text, delivered_at timestamptz, requests integer, first_due date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.complaint_id, d.number, g.name, d.delivered_at, count(r.id)::integer, min(r.due_on)
  from complaint_delivery d
  join agency g on g.id = d.agency_id
  left join information_request r on r.complaint_id = d.complaint_id and r.status = 'sent_to_company'
  where d.company_id = actor_company() and actor_administers()
  group by d.complaint_id, d.number, g.name, d.delivered_at
  having count(r.id) > 0
  order by min(r.due_on), d.number
  limit 200
$$;
revoke all on function waiting_for_company() from public;
grant execute on function waiting_for_company() to ses_company;
