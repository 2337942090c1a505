-- Organisations and people. Which agencies exist is public; a company is known to every agency and to itself.

create table agency (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Z0-9]{2,6}(-[A-Z0-9]{2,8})?$'),
  name text not null check (char_length(name) between 1 and 200),
  short_name text not null check (char_length(short_name) between 1 and 40),
  state text not null check (state ~ '^[A-Z]{2}$'),
  time_zone text not null,
  phone text,
  email text,
  request_due_days integer not null default 15 check (request_due_days between 1 and 365),
  components text[] not null default '{complaints}',
  participates_since date,
  created_at timestamptz not null default now()
);
alter table agency enable row level security;
alter table agency force row level security;
create policy owner_all on agency to ses_owner using (true) with check (true);
create policy agency_reads on agency for select to ses_agency using (actor_user() is not null);
create policy company_reads on agency for select to ses_company using (actor_user() is not null);
create policy platform_all on agency to ses_platform using (actor_is_platform()) with check (actor_is_platform());
create policy worker_reads on agency for select to ses_worker using (actor_is_job());
grant select on agency to ses_agency, ses_worker;
grant select (id, code, name, short_name, state, time_zone, phone, email) on agency to ses_company;
grant select, insert, update on agency to ses_platform;

-- Who takes part is public (domain: participation map): one narrow door, without claims.
create function participation() returns table (state text, name text, components text[], since date)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select state, name, components, participates_since from agency where participates_since is not null order by state, name $$;
revoke all on function participation() from public;
grant execute on function participation() to ses_platform;

create sequence company_number_seq;
create table company (
  id uuid primary key,
  number integer not null unique default nextval('company_number_seq'),
  nmls_id text unique check (nmls_id ~ '^[0-9]{1,12}$'),
  name text not null check (char_length(name) between 1 and 300),
  -- kernel/text.ts nameKey: no case, accents, punctuation or legal form
  name_key text not null,
  kind text not null default 'non-depository' check (kind in ('non-depository', 'depository')),
  business_types text[] not null default '{}',
  street text, city text, state text, zip text, phone text, website text,
  -- 'confirmed'; 'to_be_confirmed' was created by an import from a name alone
  standing text not null default 'confirmed' check (standing in ('confirmed', 'to_be_confirmed')),
  enrollment text not null default 'not_enrolled'
    check (enrollment in ('not_enrolled', 'invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete')),
  time_zone text not null default 'America/New_York',
  created_at timestamptz not null default now()
);
create index company_name_key on company (name_key);
create index company_name_words on company using gin (name_key gin_trgm_ops);
alter table company enable row level security;
alter table company force row level security;
create policy owner_all on company to ses_owner using (true) with check (true);
create policy agency_reads on company for select to ses_agency using (actor_agency() is not null);
create policy company_reads on company for select to ses_company using (id = actor_company());
create policy platform_all on company to ses_platform using (actor_is_platform()) with check (actor_is_platform());
create policy worker_reads on company for select to ses_worker using (actor_is_job());
grant select on company to ses_agency, ses_company, ses_worker;
grant select, insert, update on company to ses_platform;
grant usage on sequence company_number_seq to ses_platform, ses_agency;
-- An import names companies that nobody has listed yet; they wait to be confirmed.
create policy agency_adds_unconfirmed on company for insert to ses_agency
  with check (actor_agency() is not null and actor_handles_complaints() and standing = 'to_be_confirmed');
grant insert on company to ses_agency;

create table company_branch (
  id uuid primary key,
  company_id uuid not null references company (id),
  nmls_id text unique,
  name text not null,
  street text, city text, state text, zip text,
  created_at timestamptz not null default now(),
  unique (id, company_id)
);
create index company_branch_company on company_branch (company_id);
create table company_individual (
  id uuid primary key,
  company_id uuid not null references company (id),
  nmls_id text unique,
  name text not null,
  name_key text not null,
  city text, state text,
  created_at timestamptz not null default now(),
  unique (id, company_id)
);
create index company_individual_company on company_individual (company_id);

-- Contacts that the company filed in NMLS: shown and offered, never edited here.
create table nmls_contact (
  id uuid primary key,
  company_id uuid not null references company (id),
  kind text not null check (kind in ('contact_person', 'complaints_contact')),
  name text not null, title text, email text, phone text,
  unique (company_id, kind)
);

do $$
declare t text;
begin
  foreach t in array array['company_branch', 'company_individual', 'nmls_contact'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy agency_reads on %I for select to ses_agency using (actor_agency() is not null)', t);
    execute format('create policy company_reads on %I for select to ses_company using (company_id = actor_company())', t);
    execute format('create policy worker_reads on %I for select to ses_worker using (actor_is_job())', t);
    execute format('grant select on %I to ses_agency, ses_company, ses_worker', t);
  end loop;
end $$;

-- People. Names, titles and office phones are shown where people work together: an agency's people to
-- every agency and company, a company's people to agencies and to their own company.
create table person (
  id uuid primary key,
  kind text not null check (kind in ('agency', 'company', 'platform')),
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  name text not null check (char_length(name) between 1 and 200),
  title text,
  phone text,
  created_at timestamptz not null default now(),
  check ((kind = 'agency') = (agency_id is not null) and (kind = 'company') = (company_id is not null)),
  unique (id, agency_id),
  unique (id, company_id)
);
create index person_agency on person (agency_id);
create index person_company on person (company_id);
alter table person enable row level security;
alter table person force row level security;
create policy owner_all on person to ses_owner using (true) with check (true);
create policy agency_reads on person for select to ses_agency using (actor_agency() is not null and kind in ('agency', 'company'));
create policy company_reads on person for select to ses_company using (actor_company() is not null and (kind = 'agency' or company_id = actor_company()));
create policy platform_reads on person for select to ses_platform using (actor_is_platform());
create policy worker_reads on person for select to ses_worker using (actor_is_job());
grant select on person to ses_agency, ses_company, ses_platform, ses_worker;

-- Accounts: e-mail address, roles, standing. Own organisation's only; agencies also see companies' (to reach them).
create table account (
  user_id uuid primary key references person (id),
  kind text not null check (kind in ('agency', 'company', 'platform')),
  agency_id uuid references agency (id),
  company_id uuid references company (id),
  email text not null,
  email_key text not null unique,
  system_roles text[] not null default '{}',
  -- agency: supervisor, manager, viewer; company: manage, view
  complaints_role text,
  standing text not null default 'active' check (standing in ('invited', 'active', 'removed')),
  last_sign_in_at timestamptz,
  created_at timestamptz not null default now(),
  check ((kind = 'agency' and (complaints_role is null or complaints_role in ('supervisor', 'manager', 'viewer')))
      or (kind = 'company' and (complaints_role is null or complaints_role in ('manage', 'view')))
      or (kind = 'platform' and complaints_role is null)),
  foreign key (user_id, agency_id) references person (id, agency_id),
  foreign key (user_id, company_id) references person (id, company_id)
);
create index account_agency on account (agency_id, complaints_role) where standing = 'active';
create index account_company on account (company_id, complaints_role) where standing = 'active';
alter table account enable row level security;
alter table account force row level security;
create policy owner_all on account to ses_owner using (true) with check (true);
create policy agency_reads on account for select to ses_agency using (agency_id = actor_agency() or (actor_agency() is not null and kind = 'company'));
create policy company_reads on account for select to ses_company using (company_id = actor_company());
create policy platform_reads on account for select to ses_platform using (actor_is_platform());
create policy worker_reads on account for select to ses_worker using (actor_is_job());
grant select on account to ses_agency, ses_company, ses_platform, ses_worker;

-- Whom a company has named for complaints and supervisory activities, and extra addresses to notify.
create table company_contacts (
  company_id uuid primary key references company (id),
  complaints_contact_id uuid,
  sa_contact_id uuid,
  extra_addresses text[] not null default '{}',
  foreign key (complaints_contact_id, company_id) references person (id, company_id),
  foreign key (sa_contact_id, company_id) references person (id, company_id)
);
alter table company_contacts enable row level security;
alter table company_contacts force row level security;
create policy owner_all on company_contacts to ses_owner using (true) with check (true);
create policy agency_reads on company_contacts for select to ses_agency using (actor_agency() is not null);
create policy company_reads on company_contacts for select to ses_company using (company_id = actor_company());
create policy worker_reads on company_contacts for select to ses_worker using (actor_is_job());
grant select on company_contacts to ses_agency, ses_company, ses_worker;
