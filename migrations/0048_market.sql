-- The market as every agency's complaints users see it: how many complaints, of all agencies, in basic information only
-- (docs/rules.md 2). Drafts and canceled complaints are left out.
--
-- Counting a million complaints takes seconds, so sums are kept. A row for each sum would be waited for by all who enter
-- and close complaints at once. So a change only appends what it adds and takes away, in its own transaction
-- (market_change); a job adds these rows to the sums each minute, and whoever reads adds both in one statement: the
-- numbers are those of now, whether or not the job runs.

create table market_change (
  id bigint primary key generated always as identity,
  agency_id uuid not null,
  company_id uuid,
  entity_id uuid,
  product_id integer,
  issue_id integer,
  state text,
  -- the first day of the month of receipt
  month date not null,
  complaints integer not null,
  open_complaints integer not null
);
-- Filled and emptied each minute.
alter table market_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);

-- The sums, in five grains: by company (or Non-NMLS entity), by product and issue, by state, by agency, each by month; and
-- all of these together, for questions with several conditions. What a grain does not tell apart is null in it.
create table market_count (
  grain text not null check (grain in ('company', 'issue', 'state', 'agency', 'all')),
  month date not null,
  agency_id uuid,
  company_id uuid,
  entity_id uuid,
  product_id integer,
  issue_id integer,
  state text,
  complaints integer not null,
  open_complaints integer not null
) partition by list (grain);
create table market_count_company partition of market_count for values in ('company');
create table market_count_issue partition of market_count for values in ('issue');
create table market_count_state partition of market_count for values in ('state');
create table market_count_agency partition of market_count for values in ('agency');
create table market_count_all partition of market_count for values in ('all');
create unique index market_count_once on market_count (grain, month, company_id, issue_id, product_id, state, agency_id, entity_id) nulls not distinct;
create index market_count_all_company on market_count_all (company_id, month);
create index market_count_all_entity on market_count_all (entity_id, month) where entity_id is not null;
create index market_count_all_issue on market_count_all (issue_id, month);
create index market_count_all_state on market_count_all (state, month);
create index market_count_all_agency on market_count_all (agency_id, month);
create index market_count_company_of on market_count_company (company_id, month);

do $$
declare t text;
begin
  foreach t in array array['market_change', 'market_count', 'market_count_company', 'market_count_issue', 'market_count_state', 'market_count_agency', 'market_count_all'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;
-- Read through market_count, never part by part. Asked once for a statement, not for each row.
create policy agency_reads on market_change for select to ses_agency using ((select actor_agency() is not null and actor_reads_complaints()));
create policy agency_reads on market_count for select to ses_agency using ((select actor_agency() is not null and actor_reads_complaints()));
grant select on market_change, market_count to ses_agency;

create function month_of(day date) returns date language sql immutable strict parallel safe as $$ select day - (extract(day from day)::integer - 1) $$;

-- Many rows at once come in by imports: one call, and one row for what is counted together.
create function count_entered() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into market_change (agency_id, company_id, entity_id, product_id, issue_id, state, month, complaints, open_complaints)
  select c.agency_id, c.company_id, c.entity_id, c.product_id, c.issue_id, c.transaction_state, month_of(c.received_on), count(*), count(*) filter (where c.is_open)
  from entered c where c.status not in ('draft', 'canceled')
  group by 1, 2, 3, 4, 5, 6, 7;
  return null;
end $$;
revoke all on function count_entered() from public;
create trigger complaint_entered_counted after insert on complaint referencing new table as entered for each statement execute function count_entered();

-- Row by row, so that a condition decides: most changes of a complaint change nothing that is counted, and cost nothing here.
create function count_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op in ('UPDATE', 'DELETE') and old.status not in ('draft', 'canceled') then
    insert into market_change (agency_id, company_id, entity_id, product_id, issue_id, state, month, complaints, open_complaints)
    values (old.agency_id, old.company_id, old.entity_id, old.product_id, old.issue_id, old.transaction_state, month_of(old.received_on), -1, case when old.is_open then -1 else 0 end);
  end if;
  if tg_op = 'UPDATE' and new.status not in ('draft', 'canceled') then
    insert into market_change (agency_id, company_id, entity_id, product_id, issue_id, state, month, complaints, open_complaints)
    values (new.agency_id, new.company_id, new.entity_id, new.product_id, new.issue_id, new.transaction_state, month_of(new.received_on), 1, case when new.is_open then 1 else 0 end);
  end if;
  return null;
end $$;
revoke all on function count_changed() from public;
create trigger complaint_change_counted after update on complaint for each row
  when ((old.status not in ('draft', 'canceled') or new.status not in ('draft', 'canceled'))
    and (old.status in ('draft', 'canceled'), old.is_open, old.agency_id, old.company_id, old.entity_id, old.product_id, old.issue_id, old.transaction_state, old.received_on)
      is distinct from (new.status in ('draft', 'canceled'), new.is_open, new.agency_id, new.company_id, new.entity_id, new.product_id, new.issue_id, new.transaction_state, new.received_on))
  execute function count_changed();
create trigger complaint_removal_counted after delete on complaint for each row when (old.status not in ('draft', 'canceled')) execute function count_changed();

-- Adds the oldest changes, at most `most`, to the sums, and removes them: in one statement, so that nobody reads a change
-- twice or not at all. Returns how many; 0 also where another process is at it.
create function roll_up_market(most integer) returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare taken integer;
begin
  if actor_is_job() is not true then raise exception 'Only a job of the system rolls up.' using errcode = 'insufficient_privilege'; end if;
  if not pg_try_advisory_xact_lock(hashtext('roll_up_market')) then return 0; end if;
  with gone as (
    delete from market_change where id in (select m.id from market_change m order by m.id limit most) returning *
  ), added as (
    insert into market_count as m (grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints)
    select g.grain, c.month,
           case when g.grain in ('agency', 'all') then c.agency_id end,
           case when g.grain in ('company', 'all') then c.company_id end,
           case when g.grain in ('company', 'all') then c.entity_id end,
           case when g.grain in ('issue', 'all') then c.product_id end,
           case when g.grain in ('issue', 'all') then c.issue_id end,
           case when g.grain in ('state', 'all') then c.state end,
           sum(c.complaints), sum(c.open_complaints)
    from gone c cross join (values ('company'), ('issue'), ('state'), ('agency'), ('all')) g (grain)
    group by 1, 2, 3, 4, 5, 6, 7, 8
    having sum(c.complaints) <> 0 or sum(c.open_complaints) <> 0
    on conflict (grain, month, company_id, issue_id, product_id, state, agency_id, entity_id)
      do update set complaints = m.complaints + excluded.complaints, open_complaints = m.open_complaints + excluded.open_complaints
  )
  select count(*) into taken from gone;
  return taken;
end $$;
revoke all on function roll_up_market(integer) from public;
grant execute on function roll_up_market(integer) to ses_worker;

-- Counts everything anew. For this migration, and for a database that was filled with triggers off.
create function count_market_anew() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare g text;
begin
  lock table complaint in share mode;
  delete from market_change;
  delete from market_count;
  foreach g in array array['company', 'issue', 'state', 'agency', 'all'] loop
    insert into market_count (grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints)
    select g, month_of(c.received_on),
           case when g in ('agency', 'all') then c.agency_id end,
           case when g in ('company', 'all') then c.company_id end,
           case when g in ('company', 'all') then c.entity_id end,
           case when g in ('issue', 'all') then c.product_id end,
           case when g in ('issue', 'all') then c.issue_id end,
           case when g in ('state', 'all') then c.transaction_state end,
           count(*), count(*) filter (where c.is_open)
    from complaint c where c.status not in ('draft', 'canceled')
    group by 2, 3, 4, 5, 6, 7, 8
    order by 2, 4;
  end loop;
end $$;
revoke all on function count_market_anew() from public;
select count_market_anew();

-- In which component an agency takes part, and since when: what the participation map shows. Until now one day stood for all
-- of an agency's components.
create table agency_component (
  agency_id uuid not null references agency (id) on delete cascade,
  component text not null check (component in ('complaints', 'supervisory_activities')),
  -- null: not yet shown
  since date,
  primary key (agency_id, component)
);
alter table agency_component enable row level security;
alter table agency_component force row level security;
create policy owner_all on agency_component to ses_owner using (true) with check (true);
create policy platform_all on agency_component to ses_platform using (actor_is_platform()) with check (actor_is_platform());
grant select, insert, update, delete on agency_component to ses_platform;
insert into agency_component (agency_id, component, since) select a.id, c, a.participates_since from agency a cross join unnest(a.components) c;

-- Whoever makes an agency, the program or a script: its first components begin with it.
create function begin_components() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into agency_component (agency_id, component, since) select new.id, c, new.participates_since from unnest(new.components) c on conflict do nothing;
  return null;
end $$;
revoke all on function begin_components() from public;
create trigger agency_components_begin after insert on agency for each row execute function begin_components();

-- Public, like participation() (0002), which processes of the version before still call.
create function participation_by_component() returns table (state text, name text, component text, since date)
  language sql stable security definer set search_path = public, pg_temp
  as $$ select a.state, a.name, c.component, c.since from agency a join agency_component c on c.agency_id = a.id where c.since is not null order by a.state, a.name, c.component $$;
revoke all on function participation_by_component() from public;
grant execute on function participation_by_component() to ses_platform;
