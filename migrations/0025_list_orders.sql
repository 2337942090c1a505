-- Every column of a list can be sorted by, so each order has an index. What is not a column of the complaint but a name
-- beside it (Agency POC, product, issue) is kept here as the key by which it sorts; filters use the same indexes.
-- Rows without a value come last in both directions and are ordered by their number, for which the number's index serves.
alter table complaint
  -- lower case, the first 60 characters; null without one
  add column poc_sort text,
  add column product_sort text,
  add column issue_sort text,
  -- days from receipt to closing or canceling, in the agency's zone; null while it is open
  add column days_taken integer;

create function keep_sort_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.poc_sort := case when new.agency_poc_id is not null then (select lower(left(p.name, 60)) from person p where p.id = new.agency_poc_id) end;
  new.product_sort := case when new.product_id is not null then (select lower(left(c.name, 60)) from category c where c.id = new.product_id) end;
  new.issue_sort := case when new.issue_id is not null then (select lower(left(c.name, 60)) from category c where c.id = new.issue_id) end;
  new.days_taken := case when new.status in ('closed', 'canceled') then (
    select greatest(0, (case new.status when 'closed' then new.closed_at else new.canceled_at end at time zone a.time_zone)::date - new.received_on) from agency a where a.id = new.agency_id) end;
  return new;
end $$;
create trigger complaint_sort_keys before insert or update of agency_poc_id, product_id, issue_id, status, closed_at, canceled_at, received_on on complaint
  for each row execute function keep_sort_keys();

-- Somebody's name changed: their complaints sort by the new one.
create function follow_poc_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update complaint set poc_sort = lower(left(new.name, 60)) where agency_id = new.agency_id and poc_sort = lower(left(old.name, 60)) and agency_poc_id = new.id;
  return null;
end $$;
create trigger person_name_sorted after update of name on person for each row when (old.name is distinct from new.name and new.agency_id is not null) execute function follow_poc_name();

update complaint c set
  poc_sort = (select lower(left(p.name, 60)) from person p where p.id = c.agency_poc_id),
  product_sort = (select lower(left(k.name, 60)) from category k where k.id = c.product_id),
  issue_sort = (select lower(left(k.name, 60)) from category k where k.id = c.issue_id),
  days_taken = case when c.status in ('closed', 'canceled') then (
    select greatest(0, (case c.status when 'closed' then c.closed_at else c.canceled_at end at time zone a.time_zone)::date - c.received_on) from agency a where a.id = c.agency_id) end;

-- What the orders below serve as well, and what no list asks for.
drop index complaint_open_subject;
drop index complaint_all_due;
drop index complaint_poc_due;
drop index complaint_product_due;
drop index complaint_anywhere_due;
-- By number among all: the key of the number serves, past the few drafts.
drop index complaint_anywhere_number;

-- The same orders with what they are filtered by at their end: a condition that the index answers passes rows over
-- without looking at them, so that a page costs its own rows, however rare or frequent what is asked for.
drop index complaint_open_due;
drop index complaint_open_received;
drop index complaint_all_received;
drop index complaint_all_subject;
drop index complaint_all_closed;
create index complaint_open_due on complaint (agency_id, next_due, id, received_on, requests_with_company, requests_sent) where is_open;
create index complaint_open_received on complaint (agency_id, received_on, id, poc_sort) where is_open;
create index complaint_all_received on complaint (agency_id, received_on, id, status, product_id);
create index complaint_all_subject on complaint (agency_id, subject_name, id, is_open, waiting_for);
create index complaint_all_closed on complaint (agency_id, closed_at, id, product_id) where closed_at is not null;

create index complaint_poc_sort on complaint (agency_id, poc_sort, next_due, id);
create index complaint_product_sort on complaint (agency_id, product_sort, next_due, id);
create index complaint_issue_sort on complaint (agency_id, issue_sort, next_due, id);
create index complaint_requests_sort on complaint (agency_id, requests_with_company, next_due, id) where is_open;
create index complaint_days_sort on complaint (agency_id, days_taken, id) where days_taken is not null;
-- The order by kind of subject; the last two are conditions that it answers without looking at the rows.
create index complaint_kind_sort on complaint (agency_id, subject_kind, number, business_type, transaction_state);
-- All agencies.
create index complaint_anywhere_status on complaint (status, number) where status <> 'draft';
create index complaint_anywhere_product on complaint (product_sort, number) where status <> 'draft';
create index complaint_anywhere_issue on complaint (issue_sort, number) where status <> 'draft';
create index complaint_anywhere_poc on complaint (poc_sort, number) where status <> 'draft';
create index complaint_anywhere_kind on complaint (subject_kind, number) where status <> 'draft';
create index complaint_anywhere_place on complaint (business_type, transaction_state, number) where status <> 'draft';
create index complaint_anywhere_open on complaint (received_on, id) where is_open;
-- How many are open of a company, said on every record of it: without looking at the rows, of which some have thousands.
create index complaint_open_of_company on complaint (company_id) include (agency_id, status) where is_open;
-- Days of entering, of one agency or of all: new ones stand at its end, so it costs little.
create index complaint_entered on complaint (created_at, id);
-- A name's key and the name tell the same, and an issue its product: taken for independent, a frequent issue seems rare.
create statistics complaint_categories (dependencies) on product_id, product_sort, issue_id, issue_sort from complaint;
-- Each agency's own state is frequent there and rare elsewhere: without knowing that, a list is walked to its end for few.
create statistics complaint_place_by_agency (mcv) on agency_id, transaction_state from complaint;
create statistics complaint_business_by_agency (mcv) on agency_id, business_type from complaint;
