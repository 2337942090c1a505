-- Accounts in full: invitations, links that work once, recovery codes, passkeys, single sign-on, devices, terms.
-- As before (0003), what proves who somebody is lies behind narrow functions; where a person looks after their own
-- (sessions, passkeys, recovery codes), a policy lets them see and change their own rows and never the secret columns.

alter table account
  add column version integer not null default 1,
  -- counsel or consultants of a company: whom they work for, and as what
  add column third_party_firm text check (char_length(third_party_firm) between 1 and 200),
  add column third_party_kind text check (third_party_kind in ('law_firm', 'audit_firm', 'accounting_firm', 'consultant', 'other')),
  add column invited_at timestamptz,
  add column removed_at timestamptz,
  add column removed_by uuid references person (id),
  add column terms_version text,
  add column terms_accepted_at timestamptz,
  add column sso_issuer text,
  add column sso_subject text,
  add column scim_external_id text check (char_length(scim_external_id) <= 200),
  add check ((sso_issuer is null) = (sso_subject is null));
create unique index account_sso on account (sso_issuer, sso_subject) where sso_subject is not null;
create index account_agency_all on account (agency_id, standing, user_id) where agency_id is not null;
create index account_company_all on account (company_id, standing, user_id) where company_id is not null;

-- Whoever signs in by single sign-on or by a passkey alone has no password.
alter table credential alter column password_hash drop not null;

-- method: how it was begun; confirmed_at: when its user last proved who they are (changing a factor asks for it again).
alter table session
  add column method text not null default 'password' check (method in ('password', 'passkey', 'sso')),
  add column confirmed_at timestamptz;
create policy own_reads on session for select to ses_agency, ses_company, ses_platform using (user_id = actor_user());
-- Ended ones stay so.
create policy own_ends on session for update to ses_agency, ses_company, ses_platform using (user_id = actor_user()) with check (user_id = actor_user() and ended_at is not null);
grant select (id, user_id, state, created_at, last_active_at, ended_at, address, user_agent, method, confirmed_at), update (ended_at) on session to ses_agency, ses_company, ses_platform;

-- A new password, other roles, another standing: whatever was open under the old ones is closed, by whatever way it came.
create function end_all_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update session set ended_at = clock_timestamp() where user_id = new.user_id and ended_at is null;
  return null;
end $$;
create trigger password_changed after update of password_hash on credential for each row
  when (old.password_hash is distinct from new.password_hash) execute function end_all_sessions();
create trigger roles_changed after update of system_roles, complaints_role, standing, email_key on account for each row
  when ((old.system_roles, old.complaints_role, old.email_key) is distinct from (new.system_roles, new.complaints_role, new.email_key) or new.standing = 'removed')
  execute function end_all_sessions();

-- A link that works once. Its token is made from the ID under SECRETS_KEY and stored nowhere.
create table one_time_link (
  id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  purpose text not null check (purpose in ('activation', 'password_reset')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_by uuid references person (id)
);
create index one_time_link_user on one_time_link (user_id, purpose) where used_at is null;

create table recovery_code (
  id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  -- SHA-256: a code is random enough that guessing needs no slowing down beyond that of sign-in
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  unique (user_id, code_hash)
);

create table passkey (
  id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  credential_id bytea not null unique,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name text not null check (char_length(name) between 1 and 100),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_user on passkey (user_id, created_at);

-- What a passkey or single sign-on must remember between two requests. Taken once, within ten minutes.
create table ceremony (
  token_hash bytea primary key,
  kind text not null check (kind in ('passkey_sign_in', 'passkey_registration', 'passkey_confirmation', 'sso')),
  user_id uuid references account (user_id) on delete cascade,
  session_id uuid references session (id) on delete cascade,
  data jsonb not null,
  created_at timestamptz not null
);
create index ceremony_age on ceremony (created_at);

-- Browsers that somebody has signed in from, told apart by a long-lived cookie.
create table known_device (
  id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  token_hash bytea not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  address text,
  user_agent text check (char_length(user_agent) <= 300),
  unique (user_id, token_hash)
);

do $$
declare t text;
begin
  foreach t in array array['one_time_link', 'recovery_code', 'passkey', 'ceremony', 'known_device'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['recovery_code', 'passkey'] loop
    execute format('create policy own_all on %I to ses_agency, ses_company, ses_platform using (user_id = actor_user()) with check (user_id = actor_user())', t);
  end loop;
end $$;
grant select (id, user_id, created_at, used_at), insert, delete on recovery_code to ses_agency, ses_company, ses_platform;
grant select (id, user_id, credential_id, transports, backed_up, name, created_at, last_used_at), insert, delete, update (name) on passkey to ses_agency, ses_company, ses_platform;

-- Own name, title and phone.
create policy own_updates on person for update to ses_agency, ses_company, ses_platform using (id = actor_user()) with check (id = actor_user());
grant update (name, title, phone) on person to ses_agency, ses_company, ses_platform;

-- May the actor look after this account? An Account Administrator, those of their organisation; the platform, agencies'
-- and its own.
create function actor_looks_after(whose uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from account a where a.user_id = whose
      and case when actor_is_platform() then a.kind in ('agency', 'platform')
               else actor_administers() and (a.agency_id = actor_agency() or a.company_id = actor_company()) end)
$$;
revoke all on function actor_looks_after(uuid) from public;
grant execute on function actor_looks_after(uuid) to ses_agency, ses_company, ses_platform;

-- Makes a link; the ones of the same purpose before it stop working. Whoever looks after the account may; for an
-- account whose owner has forgotten the password anybody may, as only its mailbox gets the link. False: not for this account.
create function make_link(link_id uuid, whose uuid, for_purpose text, ends_at timestamptz, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare found_standing text;
begin
  select standing into found_standing from account where user_id = whose;
  if found_standing is null or found_standing = 'removed' then return false; end if;
  if for_purpose = 'activation' and found_standing <> 'invited' then return false; end if;
  if for_purpose = 'password_reset' and found_standing <> 'active' then return false; end if;
  if actor_user() is not null and not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  if actor_user() is null and for_purpose <> 'password_reset' then raise exception 'nobody may only reset a password'; end if;
  update one_time_link set used_at = at where user_id = whose and purpose = for_purpose and used_at is null;
  insert into one_time_link (id, user_id, purpose, created_at, expires_at, created_by) values (link_id, whose, for_purpose, at, ends_at, actor_user());
  return true;
end $$;

-- Whose link it is, while it works.
create function open_link(link_id uuid, for_purpose text, at timestamptz) returns table (
  user_id uuid, email text, name text, kind text, organisation_name text, has_second_factor boolean, agency_id uuid, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, a.email, p.name, a.kind, coalesce(g.name, c.name),
         exists (select 1 from credential k where k.user_id = a.user_id and k.second_factor is not null) or exists (select 1 from passkey y where y.user_id = a.user_id),
         a.agency_id, a.company_id
  from one_time_link l
  join account a on a.user_id = l.user_id and a.standing = case l.purpose when 'activation' then 'invited' else 'active' end
  join person p on p.id = a.user_id
  left join agency g on g.id = a.agency_id
  left join company c on c.id = a.company_id
  where l.id = link_id and l.purpose = for_purpose and l.used_at is null and l.expires_at > at
$$;

-- Uses a link up and sets the password; an invited account becomes active. Of two requests with one link the second
-- gets false. All sessions end (trigger), and wrong passwords are forgotten; wrong codes are not, else whoever reads the
-- mailbox could guess at the second factor without end.
create function set_password_by_link(link_id uuid, for_purpose text, hash text, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  update one_time_link l set used_at = at
  where l.id = link_id and l.purpose = for_purpose and l.used_at is null and l.expires_at > at
    and exists (select 1 from account a where a.user_id = l.user_id and a.standing = case for_purpose when 'activation' then 'invited' else 'active' end)
  returning l.user_id into whose;
  if whose is null then return false; end if;
  insert into credential (user_id, password_hash, changed_at) values (whose, hash, at)
  on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at;
  if for_purpose = 'activation' then update account set standing = 'active', version = version + 1 where user_id = whose; end if;
  delete from sign_in_throttle where key_hash = (attempt_keys_of(whose))[1];
  return true;
end $$;

-- The keys under which modules/accounts counts attempts: of an e-mail address, and of a user's codes.
create function attempt_keys_of(whose uuid) returns bytea[]
  language sql stable security definer set search_path = public, pg_temp as $$
  select array[sha256(convert_to('password ' || a.email_key, 'UTF8')), sha256(convert_to('code ' || a.user_id, 'UTF8'))] from account a where a.user_id = whose
$$;
create function forget_attempts_of(whose uuid) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  delete from sign_in_throttle where key_hash = any(attempt_keys_of(whose))
$$;
-- Until when the organisation's accounts have to wait, for those that do.
create function locked_accounts(at timestamptz) returns table (user_id uuid, locked_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, max(t.blocked_until)
  from account a join sign_in_throttle t on t.key_hash = any(attempt_keys_of(a.user_id))
  where (a.agency_id = actor_agency() or a.company_id = actor_company() or actor_is_platform()) and t.blocked_until > at and actor_looks_after(a.user_id)
  group by a.user_id
$$;
create function unlock_account(whose uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  perform forget_attempts_of(whose);
end $$;

-- Takes every second factor away (a lost phone): the next sign-in sets up a new one. All sessions end.
create function reset_second_factors(whose uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_looks_after(whose) then raise exception 'not this actor''s to look after'; end if;
  update credential set second_factor = null, second_factor_pending = null where user_id = whose;
  delete from recovery_code where user_id = whose;
  delete from passkey where user_id = whose;
  delete from known_device where user_id = whose;
  update session set ended_at = clock_timestamp() where user_id = whose and ended_at is null;
end $$;

-- What proves the actor themselves, in an active session.
create function own_password_hash() returns text language sql stable security definer set search_path = public, pg_temp
  as $$ select password_hash from credential where user_id = actor_user() $$;
create function own_second_factors() returns table (authenticator boolean, pending text, recovery_codes_left integer, has_password boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.second_factor is not null, c.second_factor_pending,
         (select count(*)::integer from recovery_code r where r.user_id = actor_user() and r.used_at is null), c.password_hash is not null
  from credential c where c.user_id = actor_user()
$$;
create function set_own_password(hash text, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into credential (user_id, password_hash, changed_at) select actor_user(), hash, at where actor_user() is not null
  on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at
$$;
create function offer_own_second_factor(sealed text) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into credential (user_id, second_factor_pending) select actor_user(), sealed where actor_user() is not null
  on conflict (user_id) do update set second_factor_pending = excluded.second_factor_pending
$$;
-- The pending authenticator app becomes the one in use; false when none is pending. No code of it was used before.
create function prove_own_second_factor(step bigint, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update credential set second_factor = second_factor_pending, second_factor_pending = null, second_factor_step = greatest(second_factor_step, step), changed_at = at
  where user_id = actor_user() and second_factor_pending is not null;
  return found;
end $$;
-- The sealed secret of the app in use, and the using up of a code's step: to confirm who sits at an open session.
create function own_authenticator() returns text language sql stable security definer set search_path = public, pg_temp
  as $$ select second_factor from credential where user_id = actor_user() $$;
create function use_own_second_factor(step bigint) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update credential set second_factor_step = step where user_id = actor_user() and second_factor is not null and second_factor_step < step;
  return found;
end $$;
create function remove_own_authenticator(at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update credential set second_factor = null, second_factor_pending = null, changed_at = at where user_id = actor_user()
$$;
create function confirm_session(session_id uuid, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update session set confirmed_at = at where id = session_id and user_id = actor_user() and ended_at is null
$$;
create function accept_terms(terms text, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update account set terms_version = terms, terms_accepted_at = at where user_id = actor_user()
$$;
-- A new token for the same session's user, active at once: after a change of password, which ends every session.
create function begin_own_session(new_id uuid, new_hash bytea, from_address text, agent text, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  insert into session (id, token_hash, user_id, state, created_at, last_active_at, address, user_agent, confirmed_at)
  select new_id, new_hash, actor_user(), 'active', at, at, from_address, left(agent, 300), at where actor_user() is not null
$$;

-- Do attempts under this key have to wait now?
create function sign_in_blocked(key bytea, at timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from sign_in_throttle where key_hash = key and blocked_until > at)
$$;

-- Whoever runs the system in the training environment: listed apart, as they belong to no organisation.
create function training_platform_accounts() returns table (email text, second_factor text, name text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.email, c.second_factor, p.name
  from credential c join account a on a.user_id = c.user_id and a.standing = 'active' join person p on p.id = a.user_id
  where c.for_training and c.second_factor is not null and a.kind = 'platform'
  order by a.created_at, a.user_id
$$;

-- Signing in with something else than password and app. Each is nobody's yet.
drop function sign_in_candidate(text);
create function sign_in_candidate(key text) returns table (user_id uuid, password_hash text, has_second_factor boolean, agency_id uuid, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, c.password_hash, c.second_factor is not null or exists (select 1 from passkey y where y.user_id = a.user_id), a.agency_id, a.company_id
  from account a join credential c on c.user_id = a.user_id
  where a.email_key = key and a.standing = 'active'
$$;
-- Which ways the second step may be taken in this session.
create function second_steps_of(session_id uuid) returns table (authenticator boolean, passkey boolean, recovery_code boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.second_factor is not null, exists (select 1 from passkey y where y.user_id = c.user_id), exists (select 1 from recovery_code r where r.user_id = c.user_id and r.used_at is null)
  from session s join credential c on c.user_id = s.user_id
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null
$$;
create function passkeys_of_session(session_id uuid) returns table (credential_id bytea, transports text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select y.credential_id, y.transports from session s join passkey y on y.user_id = s.user_id
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null
$$;
create function find_passkey(credential bytea) returns table (id uuid, user_id uuid, public_key bytea, counter bigint, transports text[], agency_id uuid, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select y.id, y.user_id, y.public_key, y.counter, y.transports, a.agency_id, a.company_id
  from passkey y join account a on a.user_id = y.user_id and a.standing = 'active' where y.credential_id = credential
$$;
-- A counter that does not grow is a copied key: false. Keys that do not count stay at 0.
create function use_passkey(passkey_id uuid, new_counter bigint, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update passkey set counter = new_counter, last_used_at = at where id = passkey_id and (counter < new_counter or (counter = 0 and new_counter = 0));
  return found;
end $$;
-- The first second factor of whoever has given the password: only while there is none of any kind. An authenticator app
-- that was begun and not proven is forgotten.
create function add_first_passkey(session_id uuid, new_id uuid, credential bytea, key bytea, used bigint, reached_by text[], is_backed_up boolean, called text, at timestamptz) returns text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  select s.user_id into whose from session s join credential c on c.user_id = s.user_id
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null for update of s, c;
  if whose is null then return 'gone'; end if;
  update credential c set second_factor_pending = null, changed_at = at
  where c.user_id = whose and c.second_factor is null and not exists (select 1 from passkey y where y.user_id = whose);
  if not found then return 'has_one'; end if;
  insert into passkey (id, user_id, credential_id, public_key, counter, transports, backed_up, name, created_at, last_used_at)
  values (new_id, whose, credential, key, used, reached_by, is_backed_up, called, at, at) on conflict (credential_id) do nothing;
  return case when found then 'done' else 'taken' end;
end $$;
create function use_recovery_code(session_id uuid, hash bytea, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update recovery_code r set used_at = at from session s
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null and r.user_id = s.user_id and r.code_hash = hash and r.used_at is null;
  return found;
end $$;
-- After a proof other than an app's code: the session becomes active under a new token.
create function activate_session(session_id uuid, new_hash bytea, at timestamptz) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  update session set token_hash = new_hash, state = 'active', created_at = at, last_active_at = at, confirmed_at = at
  where id = session_id and state = 'password_done' and ended_at is null returning user_id into whose;
  if whose is null then return false; end if;
  update account set last_sign_in_at = at where user_id = whose;
  return true;
end $$;
create function mark_session_method(session_id uuid, how text) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update session set method = how where id = session_id and state = 'password_done'
$$;

create or replace function complete_sign_in(session_id uuid, new_hash bytea, step bigint, proves_pending boolean, at timestamptz) returns text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare whose uuid;
begin
  select s.user_id into whose from session s where s.id = session_id and s.state = 'password_done' and s.ended_at is null for update;
  if whose is null then return 'gone'; end if;
  update credential c
  set second_factor_step = step,
      second_factor = case when proves_pending then c.second_factor_pending else c.second_factor end,
      second_factor_pending = case when proves_pending then null else c.second_factor_pending end,
      changed_at = case when proves_pending then at else c.changed_at end
  where c.user_id = whose and c.second_factor_step < step and (c.second_factor is null) = proves_pending
    -- what was begun before a passkey came, proves nothing after it
    and not (proves_pending and exists (select 1 from passkey y where y.user_id = whose));
  if not found then return 'used'; end if;
  update session set token_hash = new_hash, state = 'active', created_at = at, last_active_at = at, confirmed_at = at where id = session_id;
  update account set last_sign_in_at = at where user_id = whose;
  return 'done';
end $$;

-- A first authenticator app may be set up after the password only while there is no second factor of any kind.
create or replace function offer_second_factor(session_id uuid, sealed text) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update credential c set second_factor_pending = sealed
  from session s
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null and c.user_id = s.user_id and c.second_factor is null
    and not exists (select 1 from passkey y where y.user_id = c.user_id);
  return found;
end $$;

create function begin_ceremony(hash bytea, of_kind text, whose uuid, of_session uuid, what jsonb, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor_user() is not null and whose is distinct from actor_user() then raise exception 'not this actor''s'; end if;
  delete from ceremony where created_at < at - interval '10 minutes';
  insert into ceremony (token_hash, kind, user_id, session_id, data, created_at) values (hash, of_kind, whose, of_session, what, at);
end $$;
create function take_ceremony(hash bytea, of_kind text, at timestamptz) returns table (user_id uuid, session_id uuid, data jsonb)
  language sql volatile security definer set search_path = public, pg_temp as $$
  delete from ceremony c
  where c.token_hash = hash and c.kind = of_kind and c.created_at > at - interval '10 minutes' and (actor_user() is null or c.user_id = actor_user())
  returning c.user_id, c.session_id, c.data
$$;

-- Has this browser signed this user in before? 'known', 'new', or 'first' where they have no device yet. Remembers it.
create function recognise_device(new_id uuid, whose uuid, hash bytea, from_address text, agent text, at timestamptz) returns text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare is_first boolean;
begin
  update known_device set last_seen_at = at, address = from_address, user_agent = left(agent, 300) where user_id = whose and token_hash = hash;
  if found then return 'known'; end if;
  select not exists (select 1 from known_device d where d.user_id = whose) into is_first;
  insert into known_device (id, user_id, token_hash, first_seen_at, last_seen_at, address, user_agent) values (new_id, whose, hash, at, at, from_address, left(agent, 300));
  return case when is_first then 'first' else 'new' end;
end $$;
create function is_known_device(key text, hash bytea) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from known_device d join account a on a.user_id = d.user_id where a.email_key = key and d.token_hash = hash) $$;

-- Whom an outside identity stands for: whoever it was linked with, else whoever has the verified e-mail address and no
-- other identity of this issuer.
create function sso_candidate(issuer text, subject text, key text) returns table (
  user_id uuid, linked boolean, standing text, has_second_factor boolean, agency_id uuid, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, coalesce(a.sso_issuer = issuer and a.sso_subject = subject, false), a.standing,
         exists (select 1 from credential c where c.user_id = a.user_id and c.second_factor is not null) or exists (select 1 from passkey y where y.user_id = a.user_id),
         a.agency_id, a.company_id
  from account a
  -- Whoever runs the system signs in here: an organisation's provider has no say about them.
  where a.standing in ('active', 'invited') and a.kind <> 'platform'
    and ((a.sso_issuer = issuer and a.sso_subject = subject)
      or (a.email_key = key and a.sso_issuer is distinct from issuer and not exists (select 1 from account o where o.sso_issuer = issuer and o.sso_subject = subject)))
$$;
-- Links the identity, and lets an invited account in: the e-mail address is proven, which is what an invitation proves.
create function link_sso(whose uuid, issuer text, subject text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update account set sso_issuer = issuer, sso_subject = subject where user_id = whose and sso_issuer is distinct from issuer;
  insert into credential (user_id, changed_at) values (whose, at) on conflict (user_id) do nothing;
  update account set standing = 'active', version = version + 1 where user_id = whose and standing = 'invited';
  update one_time_link set used_at = at where user_id = whose and used_at is null;
end $$;

drop function find_session(bytea);
create function find_session(hash bytea) returns table (
  id uuid, state text, created_at timestamptz, last_active_at timestamptz, ended_at timestamptz,
  user_id uuid, kind text, agency_id uuid, company_id uuid, system_roles text[], complaints_role text, standing text,
  name text, email text, organisation_code text, company_number integer, organisation_name text, organisation_short_name text,
  time_zone text, is_complaints_contact boolean, enrollment text, terms_version text, method text, confirmed_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.state, s.created_at, s.last_active_at, s.ended_at,
         a.user_id, a.kind, a.agency_id, a.company_id, a.system_roles, a.complaints_role, a.standing,
         p.name, a.email, g.code, c.number, coalesce(g.name, c.name), coalesce(g.short_name, c.name),
         coalesce(g.time_zone, c.time_zone, 'America/New_York'), coalesce(k.complaints_contact_id = a.user_id, false),
         c.enrollment, a.terms_version, s.method, s.confirmed_at
  from session s
  join account a on a.user_id = s.user_id
  join person p on p.id = s.user_id
  left join agency g on g.id = a.agency_id
  left join company c on c.id = a.company_id
  left join company_contacts k on k.company_id = a.company_id
  where s.token_hash = hash
$$;

do $$
declare f regprocedure;
begin
  foreach f in array array[
    'open_link(uuid, text, timestamptz)', 'set_password_by_link(uuid, text, text, timestamptz)', 'sign_in_candidate(text)', 'second_steps_of(uuid)',
    'passkeys_of_session(uuid)', 'find_passkey(bytea)', 'use_passkey(uuid, bigint, timestamptz)', 'add_first_passkey(uuid, uuid, bytea, bytea, bigint, text[], boolean, text, timestamptz)', 'use_recovery_code(uuid, bytea, timestamptz)',
    'activate_session(uuid, bytea, timestamptz)', 'mark_session_method(uuid, text)', 'recognise_device(uuid, uuid, bytea, text, text, timestamptz)',
    'is_known_device(text, bytea)', 'sign_in_blocked(bytea, timestamptz)', 'training_platform_accounts()', 'sso_candidate(text, text, text)', 'link_sso(uuid, text, text, timestamptz)', 'find_session(bytea)']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ses_platform', f);
  end loop;
  foreach f in array array[
    'make_link(uuid, uuid, text, timestamptz, timestamptz)', 'locked_accounts(timestamptz)', 'unlock_account(uuid)', 'reset_second_factors(uuid)',
    'own_password_hash()', 'own_authenticator()', 'use_own_second_factor(bigint)', 'own_second_factors()', 'set_own_password(text, timestamptz)', 'offer_own_second_factor(text)', 'prove_own_second_factor(bigint, timestamptz)',
    'remove_own_authenticator(timestamptz)', 'confirm_session(uuid, timestamptz)', 'accept_terms(text, timestamptz)', 'begin_own_session(uuid, bytea, text, text, timestamptz)',
    'begin_ceremony(bytea, text, uuid, uuid, jsonb, timestamptz)', 'take_ceremony(bytea, text, timestamptz)']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ses_agency, ses_company, ses_platform', f);
  end loop;
end $$;
revoke all on function attempt_keys_of(uuid), forget_attempts_of(uuid), end_all_sessions() from public;
