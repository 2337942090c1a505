-- The market of one state, told apart by company, by issue or by agency: three more grains of the kept sums (0048). These
-- questions were answered from all sums together, which are nearly as many as complaints; where most complaints lie in one
-- state, that took seconds. An entry costs nothing more: its trigger still appends one row, and the job adds it up.

-- Nothing is rolled up by the function of before once the new sums are filled. Taken first: whoever rolls up holds it
-- until the end of its transaction.
select pg_advisory_xact_lock(hashtext('roll_up_market'));

-- The partitions say which grains there are.
alter table market_count drop constraint market_count_grain_check;
create table market_count_state_company partition of market_count for values in ('state_company');
create table market_count_state_issue partition of market_count for values in ('state_issue');
create table market_count_state_agency partition of market_count for values in ('state_agency');
create index market_count_state_company_state on market_count_state_company (state, month);
create index market_count_state_company_company on market_count_state_company (company_id, month);
create index market_count_state_issue_state on market_count_state_issue (state, month);

do $$
declare t text;
begin
  foreach t in array array['market_count_state_company', 'market_count_state_issue', 'market_count_state_agency'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- What each grain tells apart. A Non-NMLS entity stands beside companies, a product beside its issues.
create function market_grains() returns table (grain text, by_agency boolean, by_company boolean, by_issue boolean, by_state boolean)
  language sql immutable parallel safe set search_path = public, pg_temp
  as $$
    values ('company', false, true, false, false), ('issue', false, false, true, false), ('state', false, false, false, true), ('agency', true, false, false, false),
           ('state_company', false, true, false, true), ('state_issue', false, false, true, true), ('state_agency', true, false, false, true), ('all', true, true, true, true)
  $$;
revoke all on function market_grains() from public;

create or replace function roll_up_market(most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare taken integer;
begin
  if actor_is_job() is not true then raise exception 'Only a job of the system rolls up.' using errcode = 'insufficient_privilege'; end if;
  if not pg_try_advisory_xact_lock(hashtext('roll_up_market')) then return 0; end if;
  with gone as (
    delete from market_change where id in (select m.id from market_change m order by m.id limit most) returning *
  ), added as (
    insert into market_count as m (grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints)
    select g.grain, c.month,
           case when g.by_agency then c.agency_id end,
           case when g.by_company then c.company_id end,
           case when g.by_company then c.entity_id end,
           case when g.by_issue then c.product_id end,
           case when g.by_issue then c.issue_id end,
           case when g.by_state then c.state end,
           sum(c.complaints), sum(c.open_complaints)
    from gone c cross join market_grains() g
    group by 1, 2, 3, 4, 5, 6, 7, 8
    having sum(c.complaints) <> 0 or sum(c.open_complaints) <> 0
    on conflict (grain, month, company_id, issue_id, product_id, state, agency_id, entity_id)
      do update set complaints = m.complaints + excluded.complaints, open_complaints = m.open_complaints + excluded.open_complaints
  )
  select count(*) into taken from gone;
  return taken;
end $$;

create or replace function count_market_anew() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare g record;
begin
  lock table complaint in share mode;
  delete from market_change;
  delete from market_count;
  for g in select * from market_grains() loop
    insert into market_count (grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints)
    select g.grain, month_of(c.received_on),
           case when g.by_agency then c.agency_id end,
           case when g.by_company then c.company_id end,
           case when g.by_company then c.entity_id end,
           case when g.by_issue then c.product_id end,
           case when g.by_issue then c.issue_id end,
           case when g.by_state then c.transaction_state end,
           count(*), count(*) filter (where c.is_open)
    from complaint c where c.status not in ('draft', 'canceled')
    group by 2, 3, 4, 5, 6, 7, 8
    order by 2, 4;
  end loop;
end $$;

-- From the sums of all together; what changed since waits for the job as before.
insert into market_count (grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints)
select g.grain, m.month,
       case when g.by_agency then m.agency_id end,
       case when g.by_company then m.company_id end,
       case when g.by_company then m.entity_id end,
       case when g.by_issue then m.product_id end,
       case when g.by_issue then m.issue_id end,
       m.state, sum(m.complaints), sum(m.open_complaints)
from market_count m cross join market_grains() g
where m.grain = 'all' and g.grain in ('state_company', 'state_issue', 'state_agency')
group by 1, 2, 3, 4, 5, 6, 7, 8
having sum(m.complaints) <> 0 or sum(m.open_complaints) <> 0
order by 1, 2, 8, 4;
