-- Among all agencies a list can be ordered by agency. As with the other names (0025), the key is kept with the complaint:
-- the agency's short name in lower case; two of the same name are told apart by their IDs.
alter table complaint add column agency_sort text;

create or replace function keep_sort_keys() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.agency_sort := (select lower(left(a.short_name, 60)) from agency a where a.id = new.agency_id);
  new.poc_sort := case when new.agency_poc_id is not null then (select lower(left(p.name, 60)) from person p where p.id = new.agency_poc_id) end;
  new.product_sort := case when new.product_id is not null then (select lower(left(c.name, 60)) from category c where c.id = new.product_id) end;
  new.issue_sort := case when new.issue_id is not null then (select lower(left(c.name, 60)) from category c where c.id = new.issue_id) end;
  new.days_taken := case when new.status in ('closed', 'canceled') then (
    select greatest(0, (case new.status when 'closed' then new.closed_at else new.canceled_at end at time zone a.time_zone)::date - new.received_on) from agency a where a.id = new.agency_id) end;
  return new;
end $$;
drop trigger complaint_sort_keys on complaint;
create trigger complaint_sort_keys before insert or update of agency_id, agency_poc_id, product_id, issue_id, status, closed_at, canceled_at, received_on on complaint
  for each row execute function keep_sort_keys();

-- An agency's short name changed: its complaints sort by the new one.
create function follow_agency_name() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update complaint set agency_sort = lower(left(new.short_name, 60)) where agency_id = new.id;
  return null;
end $$;
revoke all on function follow_agency_name() from public;
create trigger agency_name_sorted after update of short_name on agency for each row when (old.short_name is distinct from new.short_name) execute function follow_agency_name();

update complaint c set agency_sort = lower(left(a.short_name, 60)) from agency a where a.id = c.agency_id;
create index complaint_anywhere_agency on complaint (agency_sort, agency_id, number) where status <> 'draft';

-- A company hears that a complaint was canceled, and when, never why (docs/rules.md 3): that is not its closing.
grant select (canceled_at) on complaint to ses_company;
