-- What search still read in vain: a phrase of words that stand in many complaints was sought in all of them where fewer
-- than ten were found. Now the newest that hold its words are looked at, and how many is said (docs/decisions/0006-search.md).

-- As before (0026), but a beginning that its stem holds already is not sought a second time.
create or replace function search_condition(terms jsonb, excluding boolean) returns tsquery
  language plpgsql immutable set search_path = public, pg_temp as $$
declare
  term jsonb;
  word text;
  stemmed tsquery;
  written tsquery;
  one tsquery;
  wanted tsquery;
  idle tsquery;
begin
  for term in select * from jsonb_array_elements(terms) loop
    word := term ->> 'text';
    if (term ->> 'prefix')::boolean then
      -- A backslash would be an escape of two languages at once.
      word := replace(word, '\', ' ');
      written := to_tsquery('simple', quote_literal(word) || ':*');
      stemmed := to_tsquery('english', quote_literal(word) || ':*');
    elsif (term ->> 'phrase')::boolean then
      written := phraseto_tsquery('simple', word);
      stemmed := phraseto_tsquery('english', word);
    else
      written := plainto_tsquery('simple', word);
      stemmed := plainto_tsquery('english', word);
    end if;
    one := case when numnode(stemmed) = 0 or stemmed = written then written
                -- What begins as written begins with the shorter stem too, and each beginning gathers all of its words from the index.
                when (term ->> 'prefix')::boolean and numnode(stemmed) = 1 and numnode(written) = 1 and starts_with(written::text, left(stemmed::text, -3)) then stemmed
                else stemmed || written end;
    if numnode(one) = 0 then continue; end if;
    if (term ->> 'excluded')::boolean then
      if excluding then wanted := case when wanted is null then !! one else wanted && !! one end; end if;
    elsif numnode(stemmed) = 0 and not (term ->> 'prefix')::boolean then
      idle := case when idle is null then one else idle && one end;
    else
      wanted := case when wanted is null then one when excluding then wanted && one else wanted || one end;
    end if;
  end loop;
  -- Nothing but stop words, and perhaps exclusions.
  if idle is not null and not exists (select 1 from jsonb_array_elements(terms) t
                                      where not (t ->> 'excluded')::boolean and ((t ->> 'prefix')::boolean or numnode(plainto_tsquery('english', t ->> 'text')) > 0)) then
    wanted := case when wanted is null then idle else idle && wanted end;
  end if;
  return wanted;
end $$;

-- Rows of one scope, the newest, at most `most`, by an index alone where `asked` has no phrase. Steps: the newest four
-- stretches (of all agencies' complaints one); as many more as should hold what is wanted, judging by those, but no more
-- than sixteen times as many (of a beginning, all); and so on. `loose` is what the index can answer, the words of a phrase without their order;
-- whether they stand together costs a look at each row, so that about 1,500 of those are looked at, the newest, and for a
-- file four times what it holds.
-- `more`: there may be older ones; where none was found so far, one row without a complaint says so. `looked`: how many rows
-- were looked at for a phrase, else 0. Planned once: which part of the table is asked is decided at each call all the same.
drop function search_scope(uuid, boolean, tsquery, tsquery, tsquery, tsquery[], boolean, integer);
create function search_scope(scope uuid, basic boolean, asked tsquery, loose tsquery, any_of tsquery, places_of tsquery[], ranked boolean, most integer)
  returns table (complaint_id uuid, number integer, relevance real, places integer, more boolean, looked integer)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  exact boolean := asked = loose;
  most_looked integer := greatest(1500, case when most > 1000 then 4 * most end);
  stretch integer := (select max(c.number) from complaint c) / 4096;
  below integer;
  asking integer := case when basic then 1 else 4 end;
  -- A beginning gathers all of its words from the index for each question: there, few questions are cheaper than small ones.
  most_times integer := case when strpos(asked::text, ':*') > 0 then 300 else 16 end;
  done integer := 0;
  times numeric;
  keys bigint[];
  ids uuid[] := '{}';
  numbers integer[] := '{}';
  relevances real[] := '{}';
  sums integer[] := '{}';
  checked integer := 0;
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
    if not exact then checked := checked + step.held; end if;
    ids := ids || step.ids;
    numbers := numbers || step.numbers;
    relevances := relevances || step.relevances;
    sums := sums || step.sums;
    stretch := stretch - asking;
    done := done + asking;
    exit when cardinality(ids) >= most or checked >= most_looked;
    -- A third more than the share that was found lets expect.
    times := case when cardinality(ids) = 0 then most_times else 1.3 * (most - cardinality(ids)) / cardinality(ids) end;
    if not exact then times := case when checked = 0 then 16 else least(times, 1.3 * (most_looked - checked) / checked) end; end if;
    asking := ceil(done * least(times, most_times));
    if asking > 120 then asking := stretch + 1; end if;
  end loop;
  return query select u.id, u.number, u.relevance, u.places, stretch >= 0, checked
               from unnest(ids, numbers, relevances, sums) u (id, number, relevance, places);
  if cardinality(ids) = 0 and stretch >= 0 then return query select null::uuid, null::integer, 0::real, 0, true, checked; end if;
end $$;
revoke all on function search_scope(uuid, boolean, tsquery, tsquery, tsquery, tsquery[], boolean, integer) from public;

-- The complaints in which the actor may find what was asked: the newest, at most `most`. An agency's own and those to which
-- it has access, and with `everywhere` also the basic information of other agencies'; half of the room is kept for each.
-- `ranked`: with relevance and places, which take as long again; else both are 0.
-- relevance: the higher the better; places: 1 number, subject, category · 2 complainant · 4 description · 8 all else.
-- more: there are, or may be, older ones than those returned; looked: at how many rows, where a phrase was asked, else 0.
-- One row without a complaint: none was found among those looked at.
drop function search_complaint_ids(jsonb, boolean, boolean, integer);
create function search_complaint_ids(terms jsonb, everywhere boolean, ranked boolean, most integer)
  returns table (complaint_id uuid, relevance real, places integer, more boolean, looked integer)
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
    return query select s.complaint_id, s.relevance, s.places, s.more, s.looked from search_scope(scope, false, asked, loose, any_of, places_of, ranked, most) s;
    return;
  end if;
  return query
    with own as materialized (
      select s.complaint_id, s.number, s.relevance, s.places, s.more, s.looked from search_scope(scope, false, asked, loose, any_of, places_of, ranked, most) s
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
      select s.complaint_id, s.number, s.relevance, s.places, s.more, s.looked from search_scope('00000000-0000-0000-0000-000000000000', true, asked, loose, any_of, places_of, ranked, most) s
    ), placed as (
      select d.*, row_number() over (order by d.number desc) as place
      from (select o.complaint_id, o.number, o.relevance, o.places from own o where o.complaint_id is not null union all select h.* from shared h) d
      union all
      select b.complaint_id, b.number, b.relevance, b.places, row_number() over (order by b.number desc) from basic b where b.complaint_id is not null
    ), told as (
      select coalesce(bool_or(t.more), false) as more, coalesce(max(t.own), 0) + coalesce(max(t.others), 0) as looked
      from (select o.more, o.looked as own, 0 as others from own o union all select b.more, 0, b.looked from basic b) t
    )
    select p.complaint_id, coalesce(p.relevance, 0), coalesce(p.places, 0), (count(p.complaint_id) over () > most) or t.more, t.looked
    from told t left join placed p on true
    where p.complaint_id is not null or t.more
    order by p.place > most / 2, p.number desc limit most;
end $$;
revoke all on function search_complaint_ids(jsonb, boolean, boolean, integer) from public;
grant execute on function search_complaint_ids(jsonb, boolean, boolean, integer) to ses_agency, ses_company;

-- Which complaints are shared with an agency, answered by the index alone.
create index complaint_access_accepted on complaint_access (requesting_agency_id, complaint_id) include (agency_id) where state = 'accepted';
