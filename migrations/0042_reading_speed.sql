-- What an index is asked takes as long as it is asked by many keys: of the newest sixty-four stretches of complaints it was asked
-- by sixty-four. Sixteen stretches are a block now, with a key of its own.
drop index search_document_scoped_words;
drop index search_document_basic_words;
create or replace function search_keys(scope uuid, number integer) returns bigint[] language sql immutable strict parallel safe
  as $$ select array[uuid_hash_extended(scope, 0), uuid_hash_extended(scope, 1 + number / 4096), uuid_hash_extended(scope, -1 - number / 65536)] $$;
create index search_document_scoped_words on search_document_scoped using gin (search_keys(scope_id, number), words);
create index search_document_basic_words on search_document_basic using gin (search_keys(scope_id, number), words);

-- Rows of one scope, the newest, at most `most`, by an index alone where `asked` has no phrase. Steps: the newest four
-- stretches (of all agencies' complaints one); as many more as should hold what is wanted, judging by those, but where they
-- held less than three no more than sixteen or sixty-four times as many (of a beginning, all); and so on. Rank and places
-- are told at the look at a row: to carry its words on would take as long as finding it. `loose` is what the index can answer, the words of a phrase without their order;
-- whether they stand together costs a look at each row, so that about 1,500 of those are looked at, the newest, and for a
-- file four times what it holds.
-- `more`: there may be older ones; where none was found so far, one row without a complaint says so. `looked`: how many rows
-- were looked at for a phrase, else 0. Planned once: which part of the table is asked is decided at each call all the same.
create or replace function search_scope(scope uuid, basic boolean, asked tsquery, loose tsquery, any_of tsquery, places_of tsquery[], ranked boolean, most integer)
  returns table (complaint_id uuid, number integer, relevance real, places integer, more boolean, looked integer)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  exact boolean := asked = loose;
  most_looked integer := greatest(1500, case when most > 1000 then 4 * most end);
  stretch integer := (select max(c.number) from complaint c) / 4096;
  lowest integer;
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
    -- Down to a number that ends a block, so that what follows is asked by few keys.
    lowest := stretch - asking + 1;
    if asking > 16 then lowest := lowest - ((lowest % 16) + 16) % 16; end if;
    below := 2147483647;
    if lowest <= 0 then
      -- All the rest, by the key of the scope.
      lowest := 0;
      keys := array[uuid_hash_extended(scope, 0)];
      if done > 0 then below := (stretch + 1) * 4096; end if;
    else
      keys := array(
        select uuid_hash_extended(scope, 1 + s) from generate_series(lowest, stretch) s where s / 16 < (lowest + 15) / 16 or s / 16 >= (stretch + 1) / 16
        union all select uuid_hash_extended(scope, -1 - b) from generate_series((lowest + 15) / 16, (stretch + 1) / 16 - 1) b);
    end if;
    asking := stretch - lowest + 1;
    if basic then
      with held as materialized (
        select s.complaint_id, s.number, exact or s.words @@ asked as fits,
               case when ranked and (exact or s.words @@ asked) then ts_rank(s.words, any_of, 1) else 0 end as relevance
        from search_document_basic s
        where s.scope_id = scope and search_keys(s.scope_id, s.number) && keys and s.words @@ loose and s.number < below
          and s.agency_id <> actor_agency()
          and not exists (select 1 from complaint_access a where a.complaint_id = s.complaint_id and a.requesting_agency_id = actor_agency() and a.state = 'accepted')
      ), found as materialized (
        select * from held h where h.fits order by h.number desc limit most - cardinality(ids)
      )
      select (select count(*) from held) as held, f.* into step from (
        select array_agg(o.complaint_id order by o.number desc) as ids, array_agg(o.number order by o.number desc) as numbers,
               array_agg(o.relevance order by o.number desc) as relevances,
               array_agg(case when ranked then 1 else 0 end order by o.number desc) as sums
        from found o) f;
    else
      with held as materialized (
        select s.complaint_id, s.number, exact or s.words @@ asked as fits,
               case when ranked and (exact or s.words @@ asked) then ts_rank(s.words, any_of, 1) else 0 end as relevance,
               case when ranked and (exact or s.words @@ asked) then (s.words @@ places_of[1])::integer + 2 * (s.words @@ places_of[2])::integer
                    + 4 * (s.words @@ places_of[3])::integer + 8 * (s.words @@ places_of[4])::integer else 0 end as sums
        from search_document_scoped s
        where s.scope_id = scope and search_keys(s.scope_id, s.number) && keys and s.words @@ loose and s.number < below
      ), found as materialized (
        select * from held h where h.fits order by h.number desc limit most - cardinality(ids)
      )
      select (select count(*) from held) as held, f.* into step from (
        select array_agg(o.complaint_id order by o.number desc) as ids, array_agg(o.number order by o.number desc) as numbers,
               array_agg(o.relevance order by o.number desc) as relevances,
               array_agg(o.sums order by o.number desc) as sums
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
    -- A few that were found let expect how many there are; none says little.
    asking := ceil(done * least(times, case when cardinality(ids) >= 3 then 300 when cardinality(ids) > 0 then 4 * most_times else most_times end));
  end loop;
  return query select u.id, u.number, u.relevance, u.places, stretch >= 0, checked
               from unnest(ids, numbers, relevances, sums) u (id, number, relevance, places);
  if cardinality(ids) = 0 and stretch >= 0 then return query select null::uuid, null::integer, 0::real, 0, true, checked; end if;
end $$;
revoke all on function search_scope(uuid, boolean, tsquery, tsquery, tsquery, tsquery[], boolean, integer) from public;

-- How many open complaints a company or an entity has at all agencies, capped at 1,000: basic information, which every agency's
-- reader of complaints may see. Here and not under the policies, which look at each of the thousand.
create function open_complaints_of_company(company uuid) returns integer language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from (select 1 from complaint c where actor_agency() is not null and actor_reads_complaints() and c.company_id = company and c.is_open limit 1000) found
$$;
create function open_complaints_of_entity(entity uuid) returns integer language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::integer from (select 1 from complaint c where actor_agency() is not null and actor_reads_complaints() and c.entity_id = entity and c.is_open limit 1000) found
$$;
revoke all on function open_complaints_of_company(uuid), open_complaints_of_entity(uuid) from public;
grant execute on function open_complaints_of_company(uuid), open_complaints_of_entity(uuid) to ses_agency, ses_company, ses_platform;

-- What waits for its seal is put there by the audit's own trigger, and the audit loses nothing: to look each time whether the
-- entry is there took as long as writing it.
alter table audit_unsealed drop constraint audit_unsealed_entry_id_fkey;

-- Of one agency's complaints those entered within some days, or of another state's transactions: the indexes of all agencies
-- together gave fifty times as many.
create index complaint_own_entered on complaint (agency_id, created_at);
create index complaint_own_place on complaint (agency_id, transaction_state, next_due);
