-- Signing in. What proves who somebody is lies behind narrow functions: no kind of actor has a grant on these tables.
-- Times come from the program's clock (`at`), so that tests may set it. The functions decide nothing that
-- modules/accounts decides: they keep and answer facts, and do at one stroke what two requests must not both do.

create table credential (
  user_id uuid primary key references account (user_id) on delete cascade,
  -- argon2id, with its parameters and salt
  password_hash text not null,
  -- encrypted by the program under SECRETS_KEY; null: none set up yet
  second_factor text,
  -- set up but not yet proven by a code
  second_factor_pending text,
  -- the time step (of 30 seconds) of the last code used: neither it nor an earlier one is taken again
  second_factor_step bigint not null default 0,
  -- shown with its password on the sign-in page of the training environment
  for_training boolean not null default false,
  changed_at timestamptz not null default now()
);

create table session (
  id uuid primary key,
  -- SHA-256 of the cookie's token; the token itself is nowhere
  token_hash bytea not null unique,
  user_id uuid not null references account (user_id) on delete cascade,
  -- 'password_done' waits for the second factor and opens nothing else
  state text not null check (state in ('password_done', 'active')),
  created_at timestamptz not null,
  last_active_at timestamptz not null,
  ended_at timestamptz,
  address text,
  user_agent text check (char_length(user_agent) <= 300)
);
create index session_of_user on session (user_id, created_at);

-- Attempts are counted under a hash of what was typed (an account that exists or not) and of the address.
create table sign_in_throttle (
  key_hash bytea primary key,
  attempts integer not null,
  last_attempt_at timestamptz not null,
  blocked_until timestamptz
);
create index sign_in_throttle_age on sign_in_throttle (last_attempt_at);

do $$
declare t text;
begin
  foreach t in array array['credential', 'session', 'sign_in_throttle'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- Counts an attempt before it is judged, so that a hundred at once are a hundred; answers the seconds to wait, 0 for
-- none. From the `free`th on each attempt doubles the wait, up to 15 minutes. While blocked nothing is counted.
-- A day without attempts forgets.
create function count_sign_in_attempt(key bytea, free integer, at timestamptz) returns integer
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare seen sign_in_throttle;
begin
  delete from sign_in_throttle where last_attempt_at < at - interval '1 day' and key_hash <> key;
  insert into sign_in_throttle (key_hash, attempts, last_attempt_at) values (key, 0, at) on conflict (key_hash) do nothing;
  select * into seen from sign_in_throttle where key_hash = key for update;
  if seen.blocked_until > at then
    return ceil(extract(epoch from seen.blocked_until - at))::integer;
  end if;
  if seen.last_attempt_at < at - interval '1 day' then seen.attempts := 0; end if;
  seen.attempts := seen.attempts + 1;
  update sign_in_throttle
  set attempts = seen.attempts, last_attempt_at = at,
      blocked_until = case when seen.attempts >= free then at + make_interval(secs => least(900, power(2, least(seen.attempts - free + 1, 20)))) end
  where key_hash = key;
  return 0;
end $$;

-- What succeeded was no failure: an account's count begins anew, an address's only loses this attempt
-- (one right password must not clear the way for guesses at other accounts).
create function forgive_sign_in_attempt(key bytea, wholly boolean) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if wholly then
    delete from sign_in_throttle where key_hash = key;
  else
    update sign_in_throttle set attempts = greatest(attempts - 1, 0), blocked_until = null where key_hash = key;
  end if;
end $$;

-- Whose e-mail address it is and what their password is compared with. Nothing for an account that may not sign in.
create function sign_in_candidate(key text) returns table (user_id uuid, password_hash text, has_second_factor boolean, agency_id uuid, company_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, c.password_hash, c.second_factor is not null, a.agency_id, a.company_id
  from account a join credential c on c.user_id = a.user_id
  where a.email_key = key and a.standing = 'active'
$$;

-- A session that waits for its second factor. Sessions of this user that nobody can use any more are forgotten.
create function begin_session(new_id uuid, new_hash bytea, for_user uuid, from_address text, agent text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  delete from session s where s.user_id = for_user and s.created_at < at - interval '30 days';
  insert into session (id, token_hash, user_id, state, created_at, last_active_at, address, user_agent)
  values (new_id, new_hash, for_user, 'password_done', at, at, from_address, left(agent, 300));
end $$;

-- Everything of which an actor is made, and when the session was begun and last used. The program decides whether
-- it still holds.
create function find_session(hash bytea) returns table (
  id uuid, state text, created_at timestamptz, last_active_at timestamptz, ended_at timestamptz,
  user_id uuid, kind text, agency_id uuid, company_id uuid, system_roles text[], complaints_role text, standing text,
  name text, email text, organisation_code text, company_number integer, organisation_name text, organisation_short_name text,
  time_zone text, is_complaints_contact boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, s.state, s.created_at, s.last_active_at, s.ended_at,
         a.user_id, a.kind, a.agency_id, a.company_id, a.system_roles, a.complaints_role, a.standing,
         p.name, a.email, g.code, c.number, coalesce(g.name, c.name), coalesce(g.short_name, c.name),
         coalesce(g.time_zone, c.time_zone, 'America/New_York'), coalesce(k.complaints_contact_id = a.user_id, false)
  from session s
  join account a on a.user_id = s.user_id
  join person p on p.id = s.user_id
  left join agency g on g.id = a.agency_id
  left join company c on c.id = a.company_id
  left join company_contacts k on k.company_id = a.company_id
  where s.token_hash = hash
$$;

create function touch_session(session_id uuid, at timestamptz) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update session set last_active_at = greatest(last_active_at, at) where id = session_id and ended_at is null
$$;

-- Ends it wherever its cookie was copied; answers whose it was, once.
create function end_session(hash bytea, at timestamptz) returns table (user_id uuid, agency_id uuid, company_id uuid)
  language sql volatile security definer set search_path = public, pg_temp as $$
  with ended as (update session s set ended_at = at where s.token_hash = hash and s.ended_at is null returning s.user_id)
  select a.user_id, a.agency_id, a.company_id from ended join account a on a.user_id = ended.user_id
$$;

-- The sealed secrets of whoever has given the password in this session.
create function second_factor_of(session_id uuid) returns table (second_factor text, second_factor_pending text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.second_factor, c.second_factor_pending
  from session s join credential c on c.user_id = s.user_id
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null
$$;

-- A first secret may be replaced until a code has proven it; after that never by this way.
create function offer_second_factor(session_id uuid, sealed text) returns boolean
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update credential c set second_factor_pending = sealed
  from session s
  where s.id = session_id and s.state = 'password_done' and s.ended_at is null and c.user_id = s.user_id and c.second_factor is null;
  return found;
end $$;

-- Uses a code's time step and makes the session active under a new token. Of two requests with one code, also at the
-- same moment, the second finds the step used: 'used'. 'gone': the session was not waiting any more.
create function complete_sign_in(session_id uuid, new_hash bytea, step bigint, proves_pending boolean, at timestamptz) returns text
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
  where c.user_id = whose and c.second_factor_step < step and (c.second_factor is null) = proves_pending;
  if not found then return 'used'; end if;
  update session s set token_hash = new_hash, state = 'active', created_at = at, last_active_at = at where s.id = session_id;
  update account set last_sign_in_at = at where user_id = whose;
  return 'done';
end $$;

-- The invented people of the training environment: only those whose credentials were made for it.
create function training_accounts() returns table (
  email text, second_factor text, name text, kind text, organisation_name text, organisation_code text, company_number integer,
  system_roles text[], complaints_role text, is_complaints_contact boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.email, c.second_factor, p.name, a.kind, coalesce(g.name, o.name), g.code, o.number, a.system_roles, a.complaints_role,
         coalesce(k.complaints_contact_id = a.user_id, false)
  from credential c
  join account a on a.user_id = c.user_id and a.standing = 'active'
  join person p on p.id = a.user_id
  left join agency g on g.id = a.agency_id
  left join company o on o.id = a.company_id
  left join company_contacts k on k.company_id = a.company_id
  where c.for_training and c.second_factor is not null and a.kind in ('agency', 'company')
  order by a.kind, coalesce(g.name, o.name), a.created_at, a.user_id
$$;

do $$
declare f regprocedure;
begin
  foreach f in array array[
    'count_sign_in_attempt(bytea, integer, timestamptz)', 'forgive_sign_in_attempt(bytea, boolean)', 'sign_in_candidate(text)',
    'begin_session(uuid, bytea, uuid, text, text, timestamptz)', 'find_session(bytea)', 'touch_session(uuid, timestamptz)',
    'end_session(bytea, timestamptz)', 'second_factor_of(uuid)', 'offer_second_factor(uuid, text)',
    'complete_sign_in(uuid, bytea, bigint, boolean, timestamptz)', 'training_accounts()']::regprocedure[]
  loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to ses_platform', f);
  end loop;
end $$;
