-- A complaint is cut by audience (docs/rules.md 2): `complaint` is the basic information that every agency's
-- complaints users see; `complaint_detail` and `complainant` are for the owner and agencies with access;
-- `complaint_delivery` is what exists for the company. Child rows carry the owner (agency_id), which follows
-- a referral by ON UPDATE CASCADE, so that no policy has to look into another table.

-- The versioned code set of categories. A label is never deleted: retired ones stay readable on old complaints.
create table category (
  id integer primary key generated always as identity,
  code_set text not null,
  level text not null check (level in ('product', 'sub_product', 'issue', 'sub_issue')),
  parent_id integer references category (id),
  name text not null,
  name_key text not null,
  retired boolean not null default false
);
create unique index category_identity on category (code_set, level, coalesce(parent_id, 0), name_key);
create index category_parent on category (parent_id);
alter table category enable row level security;
alter table category force row level security;
create policy owner_all on category to ses_owner using (true) with check (true);
create policy agency_reads on category for select to ses_agency using (actor_agency() is not null);
create policy worker_reads on category for select to ses_worker using (actor_is_job());
grant select on category to ses_agency, ses_worker;

create sequence complaint_number_seq;
create table complaint (
  id uuid primary key,
  number integer not null unique default nextval('complaint_number_seq'),
  agency_id uuid not null references agency (id),
  status text not null check (status in ('draft', 'pending', 'in_progress', 'referral_in_progress', 'closed', 'reopened', 'canceled')),
  -- all that a company may know of the status
  company_status text generated always as (case when status in ('closed', 'canceled') then 'closed' else 'open' end) stored,
  is_open boolean generated always as (status in ('pending', 'in_progress', 'referral_in_progress', 'reopened')) stored,
  subject_kind text check (subject_kind in ('company', 'branch', 'individual', 'entity')),
  company_id uuid references company (id),
  branch_id uuid,
  individual_id uuid,
  -- as on the record at entry; also what lists sort by
  subject_name text not null default '' check (char_length(subject_name) <= 300),
  agency_poc_id uuid,
  entered_by uuid references person (id),
  created_at timestamptz not null,
  received_on date,
  due_on date,
  cfpb_id text check (char_length(cfpb_id) between 1 and 40),
  business_type text,
  business_activities text[] not null default '{}',
  product_id integer references category (id),
  sub_product_id integer references category (id),
  issue_id integer references category (id),
  sub_issue_id integer references category (id),
  transaction_date date,
  transaction_city text check (char_length(transaction_city) <= 100),
  transaction_state text check (transaction_state ~ '^[A-Z]{2}$'),
  first_sent_at timestamptz,
  closed_at timestamptz,
  -- kept by a trigger from the information requests
  requests_sent integer not null default 0,
  requests_answered integer not null default 0,
  requests_with_company integer not null default 0,
  requests_to_review integer not null default 0,
  next_request_due date,
  waiting_for text generated always as (
    case when status in ('draft', 'closed', 'canceled') then null
         when requests_to_review > 0 then 'agency'
         when requests_with_company > 0 then 'company'
         else 'agency' end) stored,
  -- the next date that matters; complaints without one, and closed ones, sort last
  next_due date generated always as (
    case when status in ('draft', 'closed', 'canceled') then '9999-12-31'::date
         else coalesce(least(next_request_due, due_on), '9999-12-31'::date) end) stored,
  imported boolean not null default false,
  version integer not null default 1,
  unique (id, agency_id),
  foreign key (branch_id, company_id) references company_branch (id, company_id),
  foreign key (individual_id, company_id) references company_individual (id, company_id),
  foreign key (agency_poc_id, agency_id) references person (id, agency_id),
  check (status = 'draft' or (subject_kind is not null and subject_name <> '' and received_on is not null))
);
-- A CFPB complaint is imported once per agency. People may enter another with its ID: a duplicate is shown, not refused.
create unique index complaint_cfpb on complaint (agency_id, cfpb_id) where imported and cfpb_id is not null;
create index complaint_cfpb_any on complaint (cfpb_id) where cfpb_id is not null;
-- One index per sort of the open list and of the whole list of an agency …
create index complaint_open_due on complaint (agency_id, next_due, id) where is_open;
create index complaint_open_number on complaint (agency_id, number) where is_open;
create index complaint_open_received on complaint (agency_id, received_on, id) where is_open;
create index complaint_open_subject on complaint (agency_id, subject_name, id) where is_open;
create index complaint_all_due on complaint (agency_id, next_due, id);
create index complaint_all_number on complaint (agency_id, number);
create index complaint_all_received on complaint (agency_id, received_on, id);
create index complaint_all_subject on complaint (agency_id, subject_name, id);
create index complaint_all_closed on complaint (agency_id, closed_at, id) where closed_at is not null;
-- … per filter with the default sort …
create index complaint_status_due on complaint (agency_id, status, next_due, id);
create index complaint_poc_due on complaint (agency_id, agency_poc_id, next_due, id);
create index complaint_company_due on complaint (agency_id, company_id, next_due, id);
create index complaint_product_due on complaint (agency_id, product_id, next_due, id);
create index complaint_waiting_due on complaint (agency_id, waiting_for, next_due, id) where is_open;
-- … and for what every agency sees of all.
create index complaint_anywhere_number on complaint (number) where status <> 'draft';
-- (with the due date, by which those of a range of dates are sorted)
create index complaint_anywhere_received on complaint (received_on, id) include (next_due) where status <> 'draft';
create index complaint_anywhere_due on complaint (next_due, id) where status <> 'draft';
create index complaint_anywhere_subject on complaint (subject_name, id) where status <> 'draft';
create index complaint_anywhere_closed on complaint (closed_at, id) where closed_at is not null;
create index complaint_of_company on complaint (company_id, number) where status <> 'draft';

-- Access given to another agency. It covers all complaints users of that agency and never expires.
create table complaint_access (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  requesting_agency_id uuid not null references agency (id),
  state text not null check (state in ('requested', 'accepted', 'rejected', 'revoked', 'cancelled')),
  requested_by uuid references person (id),
  requested_at timestamptz not null,
  comments text,
  decided_by uuid references person (id),
  decided_at timestamptz,
  decision_comments text,
  ended_at timestamptz,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create unique index complaint_access_current on complaint_access (complaint_id, requesting_agency_id) where state in ('requested', 'accepted');
create index complaint_access_requesting on complaint_access (requesting_agency_id, complaint_id) where state = 'accepted';

-- May the actor's agency read this complaint's detail by access that its owner gave?
create function complaint_is_shared(complaint uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from complaint_access a
                       where a.complaint_id = complaint and a.requesting_agency_id = actor_agency() and a.state = 'accepted') $$;
revoke all on function complaint_is_shared(uuid) from public;
grant execute on function complaint_is_shared(uuid) to ses_agency;

create table complaint_detail (
  complaint_id uuid primary key,
  agency_id uuid not null,
  received_via text check (received_via in ('web', 'phone', 'email', 'mail', 'fax', 'in_person', 'referral')),
  transaction_amount numeric(14, 2) check (transaction_amount >= 0),
  narrative text not null default '' check (char_length(narrative) <= 50000),
  desired_outcome text not null default '' check (char_length(desired_outcome) <= 10000),
  -- the company with which the consumer's description is shared, from the first sending on
  narrative_company_id uuid,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);

create table complainant (
  complaint_id uuid primary key,
  agency_id uuid not null,
  -- owner's complaints users only: not the company, not agencies with access
  restricted boolean not null default false,
  first_name text not null default '' check (char_length(first_name) <= 100),
  last_name text not null default '' check (char_length(last_name) <= 100),
  street text not null default '' check (char_length(street) <= 200),
  city text not null default '' check (char_length(city) <= 100),
  state text check (state ~ '^[A-Z]{2}$'),
  zip text not null default '' check (char_length(zip) <= 10),
  email text not null default '' check (char_length(email) <= 254),
  phone text not null default '' check (char_length(phone) <= 40),
  language text not null default '' check (char_length(language) <= 60),
  servicemember boolean not null default false,
  older_american boolean not null default false,
  represented_by text not null default 'nobody' check (represented_by in ('nobody', 'representative', 'attorney')),
  representative_name text not null default '' check (char_length(representative_name) <= 200),
  name_key text not null default '',
  -- the company that sees name and address, from the first sending on and unless restricted
  shared_company_id uuid,
  check (not restricted or shared_company_id is null),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index complainant_name on complainant (agency_id, name_key) where name_key <> '';

-- What exists of a complaint for its company: made by the first sending. An Account Administrator without
-- complaints access sees this row and nothing else: ID, agency, date.
create table complaint_delivery (
  complaint_id uuid primary key,
  agency_id uuid not null,
  company_id uuid not null references company (id),
  number integer not null,
  delivered_at timestamptz not null,
  company_poc_id uuid,
  poc_assigned_at timestamptz,
  poc_assigned_by uuid references person (id),
  version integer not null default 1,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade,
  foreign key (company_poc_id, company_id) references person (id, company_id)
);
create index complaint_delivery_company on complaint_delivery (company_id, delivered_at desc, complaint_id);
create index complaint_delivery_poc on complaint_delivery (company_id, company_poc_id, delivered_at desc, complaint_id);

create table closure (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  -- the company that may read the comments: null when the complaint was never sent to one
  company_id uuid references company (id),
  reason text not null,
  relief_amount numeric(14, 2) check (relief_amount > 0),
  relief_paid_on date,
  reason_reference text check (char_length(reason_reference) <= 300),
  notes text not null default '' check (char_length(notes) <= 10000),
  comments_to_company text not null default '' check (char_length(comments_to_company) <= 4000),
  days_open integer not null,
  closed_by uuid not null references person (id),
  closed_at timestamptz not null,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index closure_complaint on closure (complaint_id, closed_at desc);

do $$
declare t text;
begin
  foreach t in array array['complaint', 'complaint_access', 'complaint_detail', 'complainant', 'complaint_delivery', 'closure'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- complaint: basic information, every agency's complaints users; drafts and changes, its own agency.
create policy agency_reads on complaint for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or status <> 'draft'));
create policy agency_enters on complaint for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on complaint for update to ses_agency
  using (actor_handles_complaints() and agency_id = actor_agency()) with check (actor_handles_complaints());
create policy agency_discards on complaint for delete to ses_agency using (actor_handles_complaints() and agency_id = actor_agency() and status = 'draft');
create policy company_reads on complaint for select to ses_company
  using (company_id = actor_company() and first_sent_at is not null and actor_reads_complaints());
create policy worker_reads on complaint for select to ses_worker using (actor_is_job());
grant select, insert, update, delete on complaint to ses_agency;
grant usage on sequence complaint_number_seq to ses_agency;
grant select (id, number, agency_id, company_status, subject_kind, company_id, branch_id, individual_id, subject_name, agency_poc_id, created_at,
              transaction_date, transaction_city, transaction_state) on complaint to ses_company;
grant select on complaint to ses_worker;

create policy agency_reads on complaint_access for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or requesting_agency_id = actor_agency()));
create policy worker_reads on complaint_access for select to ses_worker using (actor_is_job());
grant select on complaint_access to ses_agency, ses_worker;

-- detail: the owner, and agencies with access.
create policy agency_reads on complaint_detail for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_enters on complaint_detail for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on complaint_detail for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
create policy company_reads on complaint_detail for select to ses_company
  using (narrative_company_id = actor_company() and actor_reads_complaints());
grant select, insert, update on complaint_detail to ses_agency;
grant select (complaint_id, narrative) on complaint_detail to ses_company;

create policy agency_reads on complainant for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or (not restricted and complaint_is_shared(complaint_id))));
create policy agency_enters on complainant for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy agency_changes on complainant for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
create policy company_reads on complainant for select to ses_company
  using (shared_company_id = actor_company() and actor_reads_complaints());
grant select, insert, update on complainant to ses_agency;
grant select (complaint_id, first_name, last_name, street, city, state, zip) on complainant to ses_company;

create policy agency_reads on complaint_delivery for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_sends on complaint_delivery for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy company_reads on complaint_delivery for select to ses_company
  using (company_id = actor_company() and (actor_reads_complaints() or actor_administers()));
create policy company_assigns on complaint_delivery for update to ses_company
  using (company_id = actor_company() and (actor_handles_complaints() or actor_administers()));
create policy worker_reads on complaint_delivery for select to ses_worker using (actor_is_job());
grant select, insert on complaint_delivery to ses_agency;
grant select, update (company_poc_id, poc_assigned_at, poc_assigned_by, version) on complaint_delivery to ses_company;
grant select on complaint_delivery to ses_worker;

-- closure: reason and notes for agencies, the shared comments for the company.
create policy agency_reads on closure for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_closes on closure for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency());
create policy company_reads on closure for select to ses_company using (company_id = actor_company() and actor_reads_complaints());
create policy worker_reads on closure for select to ses_worker using (actor_is_job());
grant select, insert on closure to ses_agency;
grant select (id, complaint_id, company_id, comments_to_company, closed_at) on closure to ses_company;
grant select (id, complaint_id, agency_id, company_id, closed_by, closed_at) on closure to ses_worker;

-- The history of a complaint, now that access is known.
create policy agency_reads on audit_entry for select to ses_agency
  using (actor_reads_complaints() and audience in ('agency', 'both')
         and (agency_id = actor_agency() or (complaint_id is not null and complaint_is_shared(complaint_id))));

-- The company that answers for a complaint holds it while its records change, and learns whether it is open: no more.
create function lock_complaint_as_company(complaint uuid) returns text
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare held text;
begin
  select c.company_status into held from complaint c where c.id = complaint and c.company_id = actor_company() and c.first_sent_at is not null for update;
  return held;
end $$;
revoke all on function lock_complaint_as_company(uuid) from public;
grant execute on function lock_complaint_as_company(uuid) to ses_company;
