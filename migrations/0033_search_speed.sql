-- Search and likely duplicates among a million (docs/decisions/0006-search.md, docs/duplicates.md). Each match costs a page
-- of memory, so that a search of two frequent words, which looked at all of its matches, touched ten thousand. Now it
-- begins with the newest complaints and looks at no more of them than it needs.

-- Complaints are counted in stretches of 4,096 numbers: with the words of a row the index holds whose it is, and whose in
-- which stretch. By number and not by day, because an import makes a hundred thousand complaints in a few minutes.
create function search_keys(scope uuid, number integer) returns bigint[] language sql immutable strict parallel safe
  as $$ select array[uuid_hash_extended(scope, 0), uuid_hash_extended(scope, 1 + number / 4096)] $$;
revoke all on function search_keys(uuid, integer) from public;

do $$
declare former record;
begin
  for former in select relname, relkind from pg_class where relnamespace = 'public'::regnamespace and relname like 'search\_document%' and relkind in ('r', 'p', 'i', 'I') loop
    execute format('alter %s %I rename to %I', case when former.relkind in ('r', 'p') then 'table' else 'index' end, former.relname, 'former_' || former.relname);
  end loop;
end $$;
create table search_document (
  complaint_id uuid not null,
  audience text not null check (audience in ('basic', 'detail', 'owner', 'company')),
  scope_id uuid not null,
  agency_id uuid not null,
  -- the complaint's: the newest come first
  number integer not null,
  words tsvector not null
) partition by list (audience);
create table search_document_basic partition of search_document for values in ('basic');
create table search_document_scoped partition of search_document default partition by hash (scope_id);
do $$
declare part integer;
begin
  for part in 0..15 loop
    execute format('create table search_document_scoped_%s partition of search_document_scoped for values with (modulus 16, remainder %s) with (toast_tuple_target = 4080)', part, part);
    execute format('alter table search_document_scoped_%s enable row level security', part);
    execute format('alter table search_document_scoped_%s force row level security', part);
  end loop;
end $$;
insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
select s.complaint_id, s.audience, s.scope_id, s.agency_id, c.number, s.words from former_search_document s join complaint c on c.id = s.complaint_id;
drop table former_search_document;
alter table search_document add primary key (complaint_id, audience, scope_id);
alter table search_document add foreign key (complaint_id) references complaint (id) on delete cascade;
create index search_document_scoped_words on search_document_scoped using gin (search_keys(scope_id, number), words);
create index search_document_basic_words on search_document_basic using gin (search_keys(scope_id, number), words);
do $$
declare t text;
begin
  foreach t in array array['search_document', 'search_document_basic', 'search_document_scoped'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- Whoever writes a row need not know the number.
create function number_search_document() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.number := (select c.number from complaint c where c.id = new.complaint_id);
  return new;
end $$;
create trigger numbered before insert on search_document for each row when (new.number is null) execute function number_search_document();

-- The same question of where a word stands, asked of all words of a condition: 'loan':* becomes 'loan':*A.
create function at_weight(asked tsquery, weight text) returns tsquery language sql immutable strict parallel safe
  as $$ select regexp_replace(asked::text, $re$('(?:[^']|'')+')(?::(\*))?$re$, '\1:\2' || weight, 'g')::tsquery $$;
revoke all on function at_weight(tsquery, text) from public;

-- Rows of one scope, the newest, at most `most`, by an index alone where `asked` has no phrase. Steps: the newest four
-- stretches (of all agencies' complaints one); as many more as should hold what is wanted, judging by those, but no more
-- than sixteen times as many; and so on. `loose` is what the index can answer, the words of a phrase without their order;
-- whether they stand together costs a look at each row. Of those about 1,000 are looked at, and all only where fewer than
-- ten were found: so a phrase that is there is found.
-- `more`: there may be older ones. Planned once: which part of the table is asked is decided at each call all the same.
create function search_scope(scope uuid, basic boolean, asked tsquery, loose tsquery, any_of tsquery, places_of tsquery[], ranked boolean, most integer)
  returns table (complaint_id uuid, number integer, relevance real, places integer, more boolean)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  exact boolean := asked = loose;
  stretch integer := (select max(c.number) from complaint c) / 4096;
  below integer;
  asking integer := case when basic then 1 else 4 end;
  done integer := 0;
  times numeric;
  keys bigint[];
  ids uuid[] := '{}';
  numbers integer[] := '{}';
  relevances real[] := '{}';
  sums integer[] := '{}';
  looked integer := 0;
  step record;
begin
  while stretch >= 0 loop
    if asking > stretch then
      -- All the rest, by the key of the scope.
      keys := array[uuid_hash_extended(scope, 0)];
      below := case when done = 0 then 2147483647 else (stretch + 1) * 4096 end;
      asking := stretch + 1;
    else
      keys := array(select uuid_hash_extended(scope, 1 + s) from generate_series(stretch - asking + 1, stretch) s);
      below := 2147483647;
    end if;
    if basic then
      with held as materialized (
        select s.complaint_id, s.number, s.words from search_document_basic s
        where s.scope_id = scope and search_keys(s.scope_id, s.number) && keys and s.words @@ loose and s.number < below
          and s.agency_id <> actor_agency()
          and not exists (select 1 from complaint_access a where a.complaint_id = s.complaint_id and a.requesting_agency_id = actor_agency() and a.state = 'accepted')
      ), found as materialized (
        select * from held h where exact or h.words @@ asked order by h.number desc limit most - cardinality(ids)
      )
      select (select count(*) from held) as held, f.* into step from (
        select array_agg(o.complaint_id order by o.number desc) as ids, array_agg(o.number order by o.number desc) as numbers,
               array_agg(case when ranked then ts_rank(o.words, any_of, 1) else 0 end order by o.number desc) as relevances,
               array_agg(case when not ranked then 0 else 1 end order by o.number desc) as sums
        from found o) f;
    else
      with held as materialized (
        select s.complaint_id, s.number, s.words from search_document_scoped s
        where s.scope_id = scope and search_keys(s.scope_id, s.number) && keys and s.words @@ loose and s.number < below
      ), found as materialized (
        select * from held h where exact or h.words @@ asked order by h.number desc limit most - cardinality(ids)
      )
      select (select count(*) from held) as held, f.* into step from (
        select array_agg(o.complaint_id order by o.number desc) as ids, array_agg(o.number order by o.number desc) as numbers,
               array_agg(case when ranked then ts_rank(o.words, any_of, 1) else 0 end order by o.number desc) as relevances,
               array_agg(case when not ranked then 0 else (o.words @@ places_of[1])::integer + 2 * (o.words @@ places_of[2])::integer
                              + 4 * (o.words @@ places_of[3])::integer + 8 * (o.words @@ places_of[4])::integer end order by o.number desc) as sums
        from found o) f;
    end if;
    looked := looked + step.held;
    ids := ids || step.ids;
    numbers := numbers || step.numbers;
    relevances := relevances || step.relevances;
    sums := sums || step.sums;
    stretch := stretch - asking;
    done := done + asking;
    exit when cardinality(ids) >= most or not exact and looked >= 1000 and cardinality(ids) >= 10;
    -- A third more than the share that was found lets expect.
    times := case when cardinality(ids) = 0 then 16 else 1.3 * (most - cardinality(ids)) / cardinality(ids) end;
    if not exact then times := case when looked >= 1000 then 1000 when looked = 0 then 16 else least(times, 1.3 * (1000 - looked) / looked) end; end if;
    asking := ceil(done * case when looked >= 1000 and not exact then times else least(times, 16) end);
    if asking > 120 then asking := stretch + 1; end if;
  end loop;
  return query select u.id, u.number, u.relevance, u.places, stretch >= 0
               from unnest(ids, numbers, relevances, sums) u (id, number, relevance, places);
end $$;
revoke all on function search_scope(uuid, boolean, tsquery, tsquery, tsquery, tsquery[], boolean, integer) from public;

-- The complaints in which the actor may find what was asked: the newest, at most `most`. An agency's own and those to which
-- it has access, and with `everywhere` also the basic information of other agencies'; half of the room is kept for each.
-- `ranked`: with relevance and places, which take as long again; else both are 0.
-- relevance: the higher the better; places: 1 number, subject, category · 2 complainant · 4 description · 8 all else.
-- more: there are, or may be, older ones than those returned.
drop function search_complaint_ids(jsonb, boolean, boolean, integer);
create function search_complaint_ids(terms jsonb, everywhere boolean, ranked boolean, most integer)
  returns table (complaint_id uuid, relevance real, places integer, more boolean)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  asked tsquery := search_condition(terms, true);
  any_of tsquery := search_condition(terms, false);
  loose tsquery := asked;
  places_of tsquery[];
  scope uuid := coalesce(actor_agency(), actor_company());
begin
  if not actor_reads_complaints() or asked is null or any_of is null then return; end if;
  if exists (select 1 from jsonb_array_elements(terms) t where (t ->> 'phrase')::boolean) then
    loose := search_condition((select jsonb_agg(t || '{"phrase": false}') from jsonb_array_elements(terms) t where not ((t ->> 'phrase')::boolean and (t ->> 'excluded')::boolean)), true);
  end if;
  if ranked then places_of := array[at_weight(any_of, 'A'), at_weight(any_of, 'B'), at_weight(any_of, 'C'), at_weight(any_of, 'D')]; end if;
  everywhere := everywhere and actor_agency() is not null;
  if not everywhere then
    return query select s.complaint_id, s.relevance, s.places, s.more from search_scope(scope, false, asked, loose, any_of, places_of, ranked, most) s;
    return;
  end if;
  return query
    with own as materialized (
      select s.complaint_id, s.number, s.relevance, s.places, s.more from search_scope(scope, false, asked, loose, any_of, places_of, ranked, most) s
    ), shared as materialized (
      select h.complaint_id, h.number, case when ranked then ts_rank(h.words, any_of, 1) else 0 end as relevance,
             case when not ranked then 0 else (h.words @@ places_of[1])::integer + 2 * (h.words @@ places_of[2])::integer + 4 * (h.words @@ places_of[3])::integer + 8 * (h.words @@ places_of[4])::integer end as places
      -- By key, and only then by words: their index would give everybody's.
      from (select s.* from complaint_access a
            cross join lateral (select d.complaint_id, d.number, d.words from search_document_scoped d
                                where d.complaint_id = a.complaint_id and d.audience = 'detail' and d.scope_id in (a.agency_id, '00000000-0000-0000-0000-000000000001') offset 0) s
            where a.requesting_agency_id = scope and a.state = 'accepted' and s.words @@ asked
            order by s.number desc limit most + 1) h
    ), basic as materialized (
      select s.complaint_id, s.number, s.relevance, s.places, s.more from search_scope('00000000-0000-0000-0000-000000000000', true, asked, loose, any_of, places_of, ranked, most) s
    ), placed as (
      select d.*, row_number() over (order by d.number desc) as place from (select * from own union all select h.*, false from shared h) d
      union all
      select b.*, row_number() over (order by b.number desc) from basic b
    )
    select p.complaint_id, p.relevance, p.places, (count(*) over () > most) or bool_or(p.more) over ()
    from placed p order by p.place > most / 2, p.number desc limit most;
end $$;
revoke all on function search_complaint_ids(jsonb, boolean, boolean, integer) from public;
grant execute on function search_complaint_ids(jsonb, boolean, boolean, integer) to ses_agency, ses_company;

-- The marks of one agency: among those of all, a text that many send was compared with everybody's.
drop index complaint_fingerprint_marks;
create index complaint_fingerprint_marks on complaint_fingerprint using gin (agency_id, marks);
-- With the names, so that those of a large town are compared without reading its rows.
drop index complainant_zip;
create index complainant_zip on complainant (agency_id, zip) include (name_key, complaint_id) where zip <> '';

-- As before, but own and shared descriptions by an index each, and who complained of the shared ones is read once.
create or replace function find_duplicates(subject uuid) returns table (complaint_id uuid, by_name boolean, by_email boolean, shared_marks integer)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  own uuid := actor_agency();
  who complainant;
  its_marks bigint[];
begin
  if own is null or not actor_reads_complaints() then return; end if;
  if not exists (select 1 from complaint c where c.id = subject and (c.agency_id = own or complaint_is_shared(c.id))) then return; end if;
  select p.* into who from complainant p where p.complaint_id = subject and (p.agency_id = own or not p.restricted);
  select f.marks into its_marks from complaint_fingerprint f where f.complaint_id = subject;
  return query
    with shared as materialized (
      select a.complaint_id from complaint_access a where a.requesting_agency_id = own and a.state = 'accepted'
    ), known as materialized (
      select p.complaint_id, p.name_key, lower(p.email) as email from shared s
      cross join lateral (select q.* from complainant q where q.complaint_id = s.complaint_id offset 0) p where not p.restricted
    ), named as (
      (select p.complaint_id from complainant p where who.name_key <> '' and p.agency_id = own and p.name_key = who.name_key and p.name_key <> '' limit 200)
      union
      select p.complaint_id from known p where who.name_key <> '' and p.name_key = who.name_key
      union
      select z.complaint_id from (select p.complaint_id, p.name_key from complainant p where who.zip <> '' and p.agency_id = own and p.zip = who.zip and p.zip <> '' limit 2000) z
      where who.name_key <> '' and similarity(z.name_key, who.name_key) >= 0.6
    ), mailed as (
      (select p.complaint_id from complainant p where who.email <> '' and p.agency_id = own and lower(p.email) = lower(who.email) and p.email <> '' limit 200)
      union
      select p.complaint_id from known p where who.email <> '' and p.email = lower(who.email)
    ), alike as (
      select m.complaint_id, m.n from (
        (select f.complaint_id, (select count(*)::integer from unnest(f.marks) x where x = any (its_marks)) as n from complaint_fingerprint f
         where cardinality(its_marks) > 0 and f.agency_id = own and f.marks && its_marks limit 500)
        union all
        select f.complaint_id, (select count(*)::integer from unnest(f.marks) x where x = any (its_marks)) from shared s
        join complaint_fingerprint f on f.complaint_id = s.complaint_id where cardinality(its_marks) > 0 and f.agency_id <> own and f.marks && its_marks) m
      where m.n >= 2 order by m.n desc limit 30
    )
    select k.complaint_id, bool_or(k.by_name), bool_or(k.by_email), max(k.n)
    from (select n.complaint_id, true as by_name, false as by_email, 0 as n from named n
          union all select e.complaint_id, false, true, 0 from mailed e
          union all select a.complaint_id, false, false, a.n from alike a) k
    where k.complaint_id <> subject
    group by k.complaint_id limit 400;
end $$;
