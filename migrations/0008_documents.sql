-- Documents. A row is made before its bytes: 'uploading' → 'stored'. The bytes lie under the row's ID in the file
-- store. Each belongs to a complaint and optionally to a request, response or closure of it; who sees it follows
-- from its side, whether it is shared with the other side, and its response's restriction.
create table document (
  id uuid primary key,
  purpose text not null check (purpose in ('complaint', 'introduction', 'request', 'response', 'closure')),
  complaint_id uuid not null,
  agency_id uuid not null,
  company_id uuid references company (id),
  request_id uuid references information_request (id) on delete cascade,
  response_id uuid references response (id) on delete cascade,
  closure_id uuid references closure (id) on delete cascade,
  side text not null check (side in ('agency', 'company')),
  -- the other side may read it: an agency's document that was sent, a response's once it is sent
  shared boolean not null default false,
  -- copies of the response's, kept by a trigger
  restricted boolean not null default false,
  poc_id uuid,
  author_id uuid,
  -- normalised for storage and download; the uploader's own spelling for display
  name text not null check (char_length(name) between 1 and 200),
  original_name text not null check (char_length(original_name) between 1 and 200),
  content_type text not null,
  size bigint not null check (size between 0 and 1073741824),
  state text not null default 'uploading' check (state in ('uploading', 'stored')),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  scan text not null default 'pending' check (scan in ('pending', 'clean', 'infected', 'not_scanned')),
  -- what the first bytes say, when that belies the name
  remark text check (remark in ('empty', 'type_differs')),
  uploaded_by uuid not null references person (id),
  created_at timestamptz not null,
  stored_at timestamptz,
  removed_at timestamptz,
  check (state = 'uploading' or sha256 is not null),
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index document_complaint on document (complaint_id, created_at);
create index document_request on document (request_id) where request_id is not null;
create index document_response on document (response_id) where response_id is not null;
create index document_unfinished on document (created_at) where state = 'uploading';
alter table document enable row level security;
alter table document force row level security;
create policy owner_all on document to ses_owner using (true) with check (true);
create policy agency_reads on document for select to ses_agency
  using (actor_reads_complaints() and (side = 'agency' or shared) and (agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy agency_adds on document for insert to ses_agency
  with check (actor_handles_complaints() and side = 'agency' and agency_id = actor_agency() and uploaded_by = actor_user());
create policy agency_changes on document for update to ses_agency
  using (actor_handles_complaints() and side = 'agency' and agency_id = actor_agency());
create policy company_reads on document for select to ses_company
  using (company_id = actor_company() and actor_reads_complaints()
         and case side when 'agency' then shared
                       else not restricted or poc_id = actor_user() or (not shared and author_id = actor_user()) end);
create policy company_adds on document for insert to ses_company
  with check (company_id = actor_company() and actor_complaints() = 'manage' and side = 'company' and not shared
              and response_id is not null and uploaded_by = actor_user());
create policy company_changes on document for update to ses_company
  using (company_id = actor_company() and actor_complaints() = 'manage' and side = 'company' and not shared
         and (not restricted or poc_id = actor_user() or author_id = actor_user()));
create policy worker_all on document to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert, update on document to ses_agency;
grant select, insert on document to ses_company;
grant update (state, sha256, scan, remark, stored_at, removed_at) on document to ses_company;
grant select, update, delete on document to ses_worker;

-- A document of a response is seen as the response is.
create function take_response_audience() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.response_id is not null then
    select r.restricted, r.poc_id, r.author_id into new.restricted, new.poc_id, new.author_id from response r where r.id = new.response_id;
  end if;
  return new;
end $$;
create trigger document_takes_audience before insert on document for each row execute function take_response_audience();

create function follow_response() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update document set restricted = new.restricted, poc_id = new.poc_id, shared = (new.status = 'sent') where response_id = new.id;
  return null;
end $$;
create trigger response_followed after update of restricted, poc_id, status on response for each row execute function follow_response();
