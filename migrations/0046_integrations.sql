-- API tokens and webhooks: how an agency's or a company's own system follows and answers requests.

-- A token acts as the user who made it, narrowed by its scopes; only its hash is stored.
create table api_token (
  id uuid primary key,
  user_id uuid not null references account (user_id) on delete cascade,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  -- SHA-256 of the token, which is nowhere else
  token_hash bytea not null unique,
  name text not null check (char_length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) between 1 and 20),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- not written more often than each minute
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid references account (user_id) on delete set null,
  check ((agency_id is null) <> (company_id is null)),
  check (expires_at > created_at)
);
create index api_token_user on api_token (user_id, created_at desc, id desc);
create index api_token_agency on api_token (agency_id, created_at desc, id desc) where agency_id is not null;
create index api_token_company on api_token (company_id, created_at desc, id desc) where company_id is not null;
create index api_token_revoker on api_token (revoked_by) where revoked_by is not null;

-- One's own; an Account Administrator sees and revokes those of the whole organization.
create policy owner_all on api_token to ses_owner using (true) with check (true);
create policy agency_reads on api_token for select to ses_agency using (agency_id = actor_agency() and (user_id = actor_user() or actor_administers()));
create policy agency_makes on api_token for insert to ses_agency with check (agency_id = actor_agency() and user_id = actor_user());
create policy agency_revokes on api_token for update to ses_agency using (agency_id = actor_agency() and (user_id = actor_user() or actor_administers())) with check (agency_id = actor_agency());
create policy company_reads on api_token for select to ses_company using (company_id = actor_company() and (user_id = actor_user() or actor_administers()));
create policy company_makes on api_token for insert to ses_company with check (company_id = actor_company() and user_id = actor_user());
create policy company_revokes on api_token for update to ses_company using (company_id = actor_company() and (user_id = actor_user() or actor_administers())) with check (company_id = actor_company());
grant select (id, user_id, agency_id, company_id, name, scopes, created_at, expires_at, last_used_at, revoked_at, revoked_by), insert, update (revoked_at, revoked_by) on api_token to ses_agency, ses_company;

-- Whose token it is: all of which an actor is made, as find_session answers it. Nothing for one that was revoked or has expired.
create function find_api_token(hash bytea, at timestamptz) returns table (
  id uuid, scopes text[], user_id uuid, agency_id uuid, company_id uuid, system_roles text[], complaints_role text, standing text,
  time_zone text, is_complaints_contact boolean, enrollment text, terms_version text)
  language sql volatile security definer set search_path = public, pg_temp as $$
  update api_token t set last_used_at = at
  where t.token_hash = hash and t.revoked_at is null and t.expires_at > at and (t.last_used_at is null or t.last_used_at <= at - interval '1 minute');
  select t.id, t.scopes, a.user_id, a.agency_id, a.company_id, a.system_roles, a.complaints_role, a.standing,
         coalesce(g.time_zone, c.time_zone, 'America/New_York'), coalesce(k.complaints_contact_id = a.user_id, false), c.enrollment, a.terms_version
  from api_token t
  join account a on a.user_id = t.user_id and a.agency_id is not distinct from t.agency_id and a.company_id is not distinct from t.company_id
  left join agency g on g.id = a.agency_id
  left join company c on c.id = a.company_id
  left join company_contacts k on k.company_id = a.company_id
  where t.token_hash = hash and t.revoked_at is null and t.expires_at > at
$$;
revoke all on function find_api_token(bytea, timestamptz) from public;
grant execute on function find_api_token(bytea, timestamptz) to ses_platform;

-- Who was removed and comes back begins without tokens, as without sessions.
create function end_api_tokens() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update api_token set revoked_at = coalesce(new.removed_at, now()) where user_id = new.user_id and revoked_at is null;
  return null;
end $$;
revoke all on function end_api_tokens() from public;
create trigger account_left after update of standing, agency_id, company_id on account for each row
  when (new.standing = 'removed' or (old.agency_id, old.company_id) is distinct from (new.agency_id, new.company_id))
  execute function end_api_tokens();

-- An address of an organization's own system to which events are sent.
create table webhook (
  id uuid primary key,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  name text not null check (char_length(name) between 1 and 100),
  url text not null check (char_length(url) <= 500),
  events text[] not null check (cardinality(events) between 1 and 60),
  -- sealed under SECRETS_KEY; the one before signs beside it for a day after a change
  secret text not null,
  former_secret text,
  former_secret_until timestamptz,
  created_by uuid not null references account (user_id),
  created_at timestamptz not null,
  -- attempts that failed since the last that succeeded, when the first of them was, and until when nothing is tried
  failures integer not null default 0,
  failing_since timestamptz,
  quiet_until timestamptz,
  off_since timestamptz,
  off_reason text check (off_reason in ('by_hand', 'failures')),
  version integer not null default 1,
  check ((agency_id is null) <> (company_id is null)),
  check ((off_since is null) = (off_reason is null))
);
create index webhook_agency on webhook (agency_id) where agency_id is not null;
create index webhook_company on webhook (company_id) where company_id is not null;
create index webhook_maker on webhook (created_by);

-- The secret before a change, which nobody who acts may read, is kept without being read.
create function keep_former_secret() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.former_secret := old.secret;
  return new;
end $$;
create trigger webhook_secret_changed before update of secret on webhook for each row when (old.secret <> new.secret) execute function keep_former_secret();

-- One event for one address: what was sent, is waiting or could not be sent. Kept for 30 days.
create table webhook_delivery (
  -- also its webhook-id: the same in every attempt and when it is sent again
  id uuid primary key,
  webhook_id uuid not null references webhook (id) on delete cascade,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  event_id uuid not null,
  event text not null,
  happened_at timestamptz not null,
  complaint_id uuid references complaint (id) on delete cascade,
  request_ids uuid[] not null default '{}',
  -- IDs of what else it is about: referralId, accessId …
  others jsonb not null default '{}',
  state text not null check (state in ('waiting', 'delivered', 'failed', 'dropped')),
  attempts integer not null default 0,
  -- failed attempts since it was made, or sent again by hand: by it the pause is chosen
  tries integer not null default 0,
  try_until timestamptz not null,
  next_at timestamptz,
  -- whoever sends it now; after that time it was killed on the way
  claimed_until timestamptz,
  last_code integer,
  last_outcome text,
  created_at timestamptz not null,
  done_at timestamptz,
  unique (webhook_id, event_id)
);
create index webhook_delivery_list on webhook_delivery (webhook_id, created_at desc, id desc);
create index webhook_delivery_state on webhook_delivery (webhook_id, state, created_at desc, id desc);
create index webhook_delivery_complaint on webhook_delivery (complaint_id) where complaint_id is not null;

create table webhook_attempt (
  delivery_id uuid not null references webhook_delivery (id) on delete cascade,
  number integer not null,
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  at timestamptz not null,
  milliseconds integer not null,
  code integer,
  outcome text not null,
  primary key (delivery_id, number)
);

-- The Account Administrators' of the organization, and the job's that sends.
do $$
declare t text;
begin
  foreach t in array array['webhook', 'webhook_delivery', 'webhook_attempt'] loop
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy agency_all on %I to ses_agency using (agency_id = actor_agency() and actor_administers()) with check (agency_id = actor_agency() and actor_administers())', t);
    execute format('create policy company_all on %I to ses_company using (company_id = actor_company() and actor_administers()) with check (company_id = actor_company() and actor_administers())', t);
    execute format('create policy worker_all on %I to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
  end loop;
  foreach t in array array['api_token', 'webhook', 'webhook_delivery', 'webhook_attempt'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
end $$;
create policy makes_own on webhook as restrictive for insert to ses_agency, ses_company with check (created_by = actor_user());
grant select (id, agency_id, company_id, name, url, events, former_secret_until, created_by, created_at, failures, failing_since, quiet_until, off_since, off_reason, version),
      insert, delete, update (name, url, events, secret, former_secret_until, failures, failing_since, quiet_until, off_since, off_reason, version) on webhook to ses_agency, ses_company;
grant select, insert, update (state, tries, try_until, next_at, done_at) on webhook_delivery to ses_agency, ses_company;
grant select on webhook_attempt to ses_agency, ses_company;
grant select, update (failures, failing_since, quiet_until, off_since, off_reason) on webhook to ses_worker;
grant select, insert, delete, update (state, attempts, tries, next_at, claimed_until, last_code, last_outcome, done_at) on webhook_delivery to ses_worker;
grant select, insert on webhook_attempt to ses_worker;

-- The jobs of this release.
create or replace function enqueue(task text, payload jsonb, job_key text default null, run_at timestamptz default null) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if task not in ('notify', 'notify-organisation', 'send-mail', 'scan-document', 'expire-uploads', 'open-verifications', 'import-directory',
                  'issue-letter', 'dispose-complaints', 'run-import', 'expire-imports',
                  'remind-due', 'follow-deputies', 'preview-document', 'collect-files', 'rescan-documents',
                  'send-digests', 'deliver-webhook', 'roll-up-reports') then
    raise exception 'unknown task %', task;
  end if;
  perform graphile_worker.add_job(task, payload::json, job_key => job_key, run_at => run_at, max_attempts => 12);
end $$;
