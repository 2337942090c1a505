-- Non-NMLS entities: unknown or unlicensed firms that agencies track together (docs/rules.md 3). Every agency's
-- complaints users read them; the agency that created one keeps its record.

-- The forms in which telephone numbers and web addresses are compared: digits without a leading 1; the host without www.
create function phone_key(phone text) returns text language sql immutable parallel safe
  as $$ select regexp_replace(regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g'), '^1(?=[0-9]{10}$)', '') $$;
create function website_key(website text) returns text language sql immutable parallel safe
  as $$ select regexp_replace(regexp_replace(lower(btrim(coalesce(website, ''))), '^[a-z]+://', ''), '^www\.|[/?#:].*$', '', 'g') $$;

create sequence entity_number_seq;
create table entity (
  id uuid primary key,
  number integer not null unique default nextval('entity_number_seq'),
  -- who created it, and may change it
  agency_id uuid not null references agency (id),
  name text not null check (char_length(name) between 1 and 300),
  -- kernel/text.ts nameKey
  name_key text not null,
  -- other names it goes by, a line each
  other_names text not null default '' check (char_length(other_names) <= 2000),
  other_names_key text not null default '',
  business_type text,
  street text not null default '' check (char_length(street) <= 200),
  city text not null default '' check (char_length(city) <= 100),
  state text check (state ~ '^[A-Z]{2}$'),
  zip text not null default '' check (char_length(zip) <= 10),
  phone text not null default '' check (char_length(phone) <= 40),
  phone_key text not null generated always as (phone_key(phone)) stored,
  email text not null default '' check (char_length(email) <= 254),
  website text not null default '' check (char_length(website) <= 300),
  website_key text not null generated always as (website_key(website)) stored,
  -- people who act for it, a line each
  people text not null default '' check (char_length(people) <= 2000),
  people_key text not null default '',
  -- what is known of it
  description text not null default '' check (char_length(description) <= 4000),
  created_by uuid references person (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- where it went: another entity's record, or a company's
  merged_into uuid references entity (id),
  company_id uuid references company (id),
  ended_at timestamptz,
  ended_by uuid references person (id),
  version integer not null default 1,
  check (merged_into <> id),
  check ((merged_into is not null or company_id is not null) = (ended_at is not null)),
  unique (id, agency_id)
);
create index entity_name on entity (name_key, id) where ended_at is null;
create index entity_name_words on entity using gin ((name_key || ' ' || other_names_key) gin_trgm_ops);
create index entity_people_words on entity using gin (people_key gin_trgm_ops);
create index entity_description_words on entity using gin (lower(description) gin_trgm_ops);
create index entity_phone on entity (phone_key) where phone_key <> '';
create index entity_website on entity (website_key) where website_key <> '';
create index entity_state on entity (state, name_key, id) where ended_at is null;
create index entity_merged on entity (merged_into) where merged_into is not null;

-- What another agency asks the creator to change (Request Info Change).
create table entity_change_request (
  id uuid primary key,
  entity_id uuid not null references entity (id),
  -- the creator's agency, who decides
  agency_id uuid not null,
  requesting_agency_id uuid not null references agency (id),
  requested_by uuid not null references person (id),
  requested_at timestamptz not null,
  wish text not null check (char_length(wish) between 1 and 4000),
  state text not null default 'open' check (state in ('open', 'done', 'declined')),
  answer text not null default '' check (char_length(answer) <= 4000),
  decided_by uuid references person (id),
  decided_at timestamptz,
  foreign key (entity_id, agency_id) references entity (id, agency_id) on update cascade
);
create index entity_change_request_entity on entity_change_request (entity_id, requested_at desc);
create index entity_change_request_open on entity_change_request (agency_id, requested_at) where state = 'open';

do $$
declare t text;
begin
  foreach t in array array['entity', 'entity_change_request'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_reads on %I for select to ses_worker using (actor_is_job())', t);
    execute format('grant select on %I to ses_agency, ses_worker', t);
  end loop;
end $$;
create policy agency_reads on entity for select to ses_agency using (actor_agency() is not null and actor_reads_complaints());
create policy agency_creates on entity for insert to ses_agency with check (agency_id = actor_agency() and actor_handles_complaints());
create policy agency_changes on entity for update to ses_agency using (agency_id = actor_agency() and actor_handles_complaints()) with check (agency_id = actor_agency());
grant insert on entity to ses_agency;
-- Where a record went is set by the functions of 0027 alone, which take its complaints along.
grant update (name, name_key, other_names, other_names_key, business_type, street, city, state, zip, phone, email, website, people, people_key, description,
              updated_at, version) on entity to ses_agency;
grant usage on sequence entity_number_seq to ses_agency;

create policy agency_reads on entity_change_request for select to ses_agency using (actor_agency() is not null and actor_reads_complaints());
create policy agency_asks on entity_change_request for insert to ses_agency
  with check (requesting_agency_id = actor_agency() and requested_by = actor_user() and actor_handles_complaints() and state = 'open');
create policy agency_decides on entity_change_request for update to ses_agency using (agency_id = actor_agency() and actor_handles_complaints());
grant insert, update (state, answer, decided_by, decided_at) on entity_change_request to ses_agency;

alter table complaint
  add column entity_id uuid references entity (id),
  add constraint complaint_subject_entity check (entity_id is null or (subject_kind = 'entity' and company_id is null));
create index complaint_of_entity on complaint (entity_id, number) where entity_id is not null;
