-- The NMLS directory, imported from a file or an address by a job; what comes from it is shown and never edited by hand.

alter table company
  -- whence the record came: the directory, an agency's request, a name in an imported complaint
  add column source text not null default 'directory' check (source in ('directory', 'request', 'import')),
  -- when the directory no longer named it; null while it does
  add column directory_missing_since timestamptz,
  -- a hash of what the directory said last, so that what has not changed is not written again
  add column directory_hash text,
  -- the states of company_licence, kept by a trigger: a list of one state's companies needs one index
  add column licence_states text[] not null default '{}';
update company set source = 'import' where standing = 'to_be_confirmed';
create index company_name_order on company (name_key, id);
create index company_of_state on company (state, name_key, id);
create index company_licence_states on company using gin (licence_states);
-- A branch or individual that the directory no longer names, or names under another company, stays where complaints
-- may refer to it; under its new company it is a new row.
alter table company_branch add column delisted_at timestamptz;
alter table company_individual add column delisted_at timestamptz;
alter table company_branch drop constraint company_branch_nmls_id_key;
alter table company_individual drop constraint company_individual_nmls_id_key;
create unique index company_branch_listed on company_branch (nmls_id) where delisted_at is null;
create unique index company_individual_listed on company_individual (nmls_id) where delisted_at is null;
create index company_branch_nmls_id on company_branch (nmls_id);
create index company_individual_nmls_id on company_individual (nmls_id);
create index company_branch_order on company_branch (company_id, name, id);
create index company_individual_order on company_individual (company_id, name_key, id);

create table company_licence (
  id uuid primary key,
  company_id uuid not null references company (id),
  state text not null check (state ~ '^[A-Z]{2}$'),
  number text not null check (char_length(number) between 1 and 60),
  number_key text not null,
  kind text not null default '' check (char_length(kind) <= 200),
  status text not null default '' check (char_length(status) <= 60),
  unique (company_id, state, number_key)
);
create index company_licence_number on company_licence (number_key, company_id);
create function keep_licence_states() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update company c set licence_states = s.states
  from (select t.company_id, coalesce((select array_agg(distinct l.state order by l.state) from company_licence l where l.company_id = t.company_id), '{}') as states
        from (select distinct company_id from touched) t) s
  where c.id = s.company_id and c.licence_states <> s.states;
  return null;
end $$;
create trigger licences_added after insert on company_licence referencing new table as touched for each statement execute function keep_licence_states();
create trigger licences_removed after delete on company_licence referencing old table as touched for each statement execute function keep_licence_states();

create table directory_run (
  id uuid primary key,
  -- where it was read from: a file's name or an address without its query
  source text not null check (char_length(source) <= 500),
  begun_by uuid references person (id),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- 'waiting': begun by hand, its job has not started
  state text not null default 'running' check (state in ('waiting', 'running', 'finished', 'failed')),
  problem text check (char_length(problem) <= 1000),
  read integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  missing integer not null default 0
);
create index directory_run_newest on directory_run (started_at desc, id desc);
-- What a run changed, and what it could not take: the report.
create table directory_change (
  run_id uuid not null references directory_run (id) on delete cascade,
  position integer not null,
  company_id uuid references company (id),
  kind text not null check (kind in ('added', 'changed', 'rejected', 'missing')),
  what text not null check (char_length(what) <= 1000),
  primary key (run_id, position)
);

-- What a run has read, until it is compared: a file that ends in the middle changes nothing, its rows may stand in any
-- order, and memory does not grow with it. Not written ahead: what a crash loses here is read again.
create unlogged table directory_row (
  -- not a foreign key: checked for each of a million rows, it would cost as much as storing them
  run_id uuid not null,
  position integer not null,
  -- of the file
  line integer not null,
  part text not null check (part in ('company', 'branch', 'individual', 'contact', 'licence', 'rejected')),
  -- of the company; null where the row does not say
  nmls_id text,
  -- of the branch or individual itself
  own_nmls_id text,
  name_key text,
  data jsonb not null,
  primary key (run_id, position)
);
create index directory_row_company on directory_row (nmls_id, position);
create index directory_row_own on directory_row (part, own_nmls_id) where own_nmls_id is not null;
create index directory_row_name on directory_row (name_key) where name_key is not null;

do $$
declare t text;
begin
  foreach t in array array['company_licence', 'directory_run', 'directory_change', 'directory_row'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('create policy worker_all on %I to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant select, insert, update, delete on %I to ses_worker', t);
  end loop;
  foreach t in array array['directory_run', 'directory_change'] loop
    execute format('create policy platform_reads on %I for select to ses_platform using (actor_is_platform())', t);
    execute format('grant select on %I to ses_platform', t);
  end loop;
  foreach t in array array['company', 'company_branch', 'company_individual', 'nmls_contact', 'company_contacts'] loop
    execute format('create policy worker_imports on %I for insert to ses_worker with check (actor_is_job())', t);
    execute format('create policy worker_changes on %I for update to ses_worker using (actor_is_job()) with check (actor_is_job())', t);
    execute format('grant insert, update on %I to ses_worker', t);
  end loop;
end $$;
create policy worker_removes on nmls_contact for delete to ses_worker using (actor_is_job());
grant delete on nmls_contact to ses_worker;
grant usage on sequence company_number_seq to ses_worker;
grant truncate on directory_row to ses_worker;
-- A run that a person begins; its job does the rest.
create policy platform_begins on directory_run for insert to ses_platform with check (actor_is_platform() and begun_by = actor_user() and state = 'waiting');
grant insert on directory_run to ses_platform;
create policy agency_reads on company_licence for select to ses_agency using (actor_agency() is not null);
create policy company_reads on company_licence for select to ses_company using (company_id = actor_company());
grant select on company_licence to ses_agency, ses_company;
-- An import of complaints adds companies with nothing but a name; the default would say that the directory knows them.
create function mark_import_source() returns trigger language plpgsql as $$
begin
  if new.standing = 'to_be_confirmed' then new.source := 'import'; end if;
  return new;
end $$;
create trigger company_source before insert on company for each row execute function mark_import_source();

-- Does this company fit the filters of a search? Written so that the planner puts it into the query that asks.
create function company_fits(name_key text, state text, licence_states text[], enrollment text, kind text, only_key text, only_state text, only_enrollment text, only_kind text)
  returns boolean language sql immutable as $$
  select (only_key is null or name_key like '%' || only_key || '%' or word_similarity(only_key, name_key) >= 0.6)
    and (only_state is null or state = only_state or licence_states @> array[only_state])
    and (only_enrollment is null or enrollment = only_enrollment) and (only_kind is null or kind = only_kind)
$$;

-- Companies whose names resemble the words at least so much, and do not hold them. To compare one name takes
-- microseconds, and tens of thousands may resemble a mistyped "mortgage": so 500 of them count, and of several words 500
-- of those in which all are nearly right. Always by the same index, so that each page of one search counts the same ones.
create function similar_companies(asked text, bound real, without uuid[], few uuid[], only_key text, only_state text, only_enrollment text, only_kind text)
  returns table (company_id uuid, likeness real, name_key text)
  language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
declare
  closeness real := bound;
  alike uuid[] := '{}';
begin
  loop
    perform set_config('pg_trgm.word_similarity_threshold', closeness::text, true);
    alike := alike || array(
      select c.id from company c
      where (few is null or c.id = any (few))
        and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
        and c.name_key not like '%' || asked || '%' and c.id <> all (without) and asked <% c.name_key
      limit 500);
    exit when cardinality(alike) < 500 or closeness >= 0.75 or asked not like '% %';
    closeness := 0.75;
  end loop;
  return query
    select c.id, least(word_similarity(asked, c.name_key), 0.99)::real, c.name_key from company c where c.id = any (alike);
end $$;

-- Companies by what an agency asks for: IDs only, best first; why each was found. Under row-level security the planner
-- could use neither the text index nor the one of states, so they are found here. `words` stands for any of the others:
-- its parts come as the number of an SES ID, an NMLS ID, a licence number and a name key, as far as it could be one.
-- The `only_` narrow what was found. Without any of them all companies are listed by name. Pages follow (likeness, name, id).
-- Likeness falls from step to step, each of which an index gives in order, and the first that fill the page end it: an
-- ID of the company (5) or of its parts (4), the name (3), its beginning (2), an individual (1.5), part of the name (1),
-- all its words apart (0.995), and names that only resemble it (less; of several words only where nothing else was found).
create function search_companies(
  words_number integer, words_nmls text, words_licence text, words_key text,
  only_number integer, only_nmls text, only_licence text, only_key text,
  only_state text, only_enrollment text, only_kind text,
  after_likeness real, after_key text, after_id uuid, most integer)
  returns table (company_id uuid, likeness real, name_key text, matched text, detail text)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  few uuid[];
  better uuid[] := '{}';
  begins_before text := words_key || U&'\FFFF';
  rows_of_step integer;
  missing integer := most;
  with_individuals boolean := only_key is null;
  walked uuid[];
  patterns text[];
  bound real;
begin
  if actor_agency() is null then return; end if;
  if only_key = words_key then only_key := null; end if;
  if num_nonnulls(only_number, only_nmls, only_licence) > 0 then
    few := array(
      select c.id from company c
      where (only_number is null or c.number = only_number)
        and (only_nmls is null or c.nmls_id = only_nmls or c.id in (select x.company_id from company_branch x where x.nmls_id = only_nmls union all select x.company_id from company_individual x where x.nmls_id = only_nmls))
        and (only_licence is null or c.id in (select x.company_id from company_licence x where x.number_key = only_licence)));
  elsif num_nonnulls(only_state, only_enrollment, only_kind) > 0 then
    -- Where few fit, a walk by name would go through nearly all companies to find a page of them.
    few := array(select c.id from company c
                 where company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind) limit 2001);
    if cardinality(few) > 2000 then few := null; end if;
  end if;
  if num_nonnulls(words_number, words_nmls, words_licence, words_key) = 0 then
    return query
      select c.id, 0::real, c.name_key, null::text, null::text from company c
      where (few is null or c.id = any (few))
        and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
        and (after_id is null or (c.name_key, c.id) > (after_key, after_id))
      order by c.name_key, c.id limit most;
    return;
  end if;

  if num_nonnulls(words_number, words_nmls, words_licence) > 0 then
    better := array(
      select c.id from company c where c.number = words_number or c.nmls_id = words_nmls
      union select b.company_id from company_branch b where b.nmls_id = words_nmls
      union select i.company_id from company_individual i where i.nmls_id = words_nmls
      union select l.company_id from company_licence l where l.number_key = words_licence);
    return query
      with found as (
        select c.id, 5::real as likeness, case when c.number = words_number then 'ses_id' else 'nmls_id' end as matched, null::text as detail
        from company c where c.number = words_number or c.nmls_id = words_nmls
        union all
        select b.company_id, 4, 'branch_nmls_id', b.name || case when b.delisted_at is null then '' else ', no longer listed here' end from company_branch b where b.nmls_id = words_nmls
        union all
        select i.company_id, 4, 'individual_nmls_id', i.name || case when i.delisted_at is null then '' else ', no longer listed here' end from company_individual i where i.nmls_id = words_nmls
        union all
        select l.company_id, 4, 'licence', l.number || ' (' || l.state || ')' from company_licence l where l.number_key = words_licence
      ), best as (
        select distinct on (f.id) f.* from found f order by f.id, f.likeness desc, f.detail
      )
      select b.id, b.likeness, c.name_key, b.matched, b.detail from best b join company c on c.id = b.id
      where (few is null or c.id = any (few))
        and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
        and (after_id is null or b.likeness < after_likeness or (b.likeness = after_likeness and (c.name_key, c.id) > (after_key, after_id)))
      order by b.likeness desc, c.name_key, c.id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
  end if;
  if words_key is null then return; end if;

  if missing > 0 and (after_id is null or after_likeness >= 2) then
    return query
      select c.id, case when c.name_key = words_key then 3 else 2 end::real, c.name_key, 'name_begins', null::text from company c
      where c.name_key >= words_key and c.name_key < begins_before and c.id <> all (better)
        and (few is null or c.id = any (few))
        and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
        and (after_id is null or after_likeness > 3 or (c.name_key, c.id) > (after_key, after_id))
      order by c.name_key, c.id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
  end if;
  if missing <= 0 then return; end if;

  if with_individuals then
    return query
      select p.id, 1.5::real, p.company_key, 'individual_name', p.person from (
        select distinct on (c.id) c.id, c.name_key as company_key, i.name as person, c.state, c.licence_states, c.enrollment, c.kind
        from (select x.company_id, x.name from company_individual x
              where x.delisted_at is null and x.name_key >= words_key and x.name_key < begins_before order by x.name_key, x.id limit 100) i
        join company c on c.id = i.company_id
        where not (c.name_key >= words_key and c.name_key < begins_before) and c.id <> all (better)
        order by c.id, i.name) p
      where (few is null or p.id = any (few))
        and company_fits(p.company_key, p.state, p.licence_states, p.enrollment, p.kind, only_key, only_state, only_enrollment, only_kind)
        and (after_id is null or after_likeness > 1.5 or (after_likeness = 1.5 and (p.company_key, p.id) > (after_key, after_id)))
      order by p.company_key, p.id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
    better := better || array(select x.company_id from company_individual x
                              where x.delisted_at is null and x.name_key >= words_key and x.name_key < begins_before order by x.name_key, x.id limit 100);
  end if;

  if missing > 0 and (after_id is null or after_likeness >= 1) then
    -- Of what is common, a short walk by name has a page; of what is not, the text index has few.
    walked := array(
      select w.id from (
        select c.id, c.name_key, c.state, c.licence_states, c.enrollment, c.kind from company c
        where after_id is null or after_likeness > 1 or (c.name_key, c.id) > (after_key, after_id) order by c.name_key, c.id limit 3000) w
      where w.name_key like '%' || words_key || '%' and not (w.name_key >= words_key and w.name_key < begins_before) and w.id <> all (better)
        and (few is null or w.id = any (few))
        and company_fits(w.name_key, w.state, w.licence_states, w.enrollment, w.kind, only_key, only_state, only_enrollment, only_kind)
      order by w.name_key, w.id limit missing);
    if cardinality(walked) < missing then walked := array(
      select c.id from company c
      where c.name_key like '%' || words_key || '%' and not (c.name_key >= words_key and c.name_key < begins_before) and c.id <> all (better)
        and (few is null or c.id = any (few))
        and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
        and (after_id is null or after_likeness > 1 or (c.name_key, c.id) > (after_key, after_id))
      order by c.name_key, c.id limit missing);
    end if;
    return query
      select c.id, 1::real, c.name_key, 'name', null::text from company c where c.id = any (walked) order by c.name_key, c.id;
    missing := missing - cardinality(walked);
  end if;

  if words_key like '% %' then
    if missing > 0 and (after_id is null or after_likeness >= 0.995::real) then
      patterns := array(select '%' || w || '%' from unnest(string_to_array(words_key, ' ')) w order by char_length(w) desc, w);
      return query
        select c.id, 0.995::real, c.name_key, 'name', null::text from company c
        where c.name_key like patterns[1] and c.name_key like patterns[2] and c.name_key like all (patterns)
          and c.name_key not like '%' || words_key || '%' and c.id <> all (better)
          and (few is null or c.id = any (few))
          and company_fits(c.name_key, c.state, c.licence_states, c.enrollment, c.kind, only_key, only_state, only_enrollment, only_kind)
          and (after_id is null or after_likeness > 0.995::real or (c.name_key, c.id) > (after_key, after_id))
        order by c.name_key, c.id limit missing;
      get diagnostics rows_of_step = row_count;
      missing := missing - rows_of_step;
    end if;
    if missing < most or after_likeness >= 0.995::real then return; end if;
  end if;

  -- Less alike counts only where nothing else was found ("brihgtwater").
  foreach bound in array '{0.6,0.5,0.42}'::real[] loop
    exit when missing <= 0;
    continue when after_likeness < bound;
    return query
      select s.company_id, s.likeness, s.name_key, 'similar_name', null::text
      from similar_companies(words_key, bound, better, few, only_key, only_state, only_enrollment, only_kind) s
      where after_id is null or s.likeness < after_likeness or (s.likeness = after_likeness and (s.name_key, s.company_id) > (after_key, after_id))
      order by s.likeness desc, s.name_key, s.company_id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
    exit when missing < most or after_likeness >= bound;
  end loop;
end $$;

-- The companies of the header's search and of intake: IDs only, best first. Names that resemble the words less than
-- this do not count, and these only where nothing else was found.
drop function search_company_ids(text, integer);
create function search_company_ids(asked_key text, least_likeness real, most integer) returns table (company_id uuid, likeness real)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  begins_before text := asked_key || U&'\FFFF';
  rows_of_step integer;
  missing integer := most;
  walked uuid[];
  patterns text[];
  bound real;
begin
  if (actor_agency() is null and not actor_is_platform()) or asked_key = '' then return; end if;
  return query
    select c.id, case when c.name_key = asked_key then 3 else 2 end::real from company c
    where c.name_key >= asked_key and c.name_key < begins_before order by c.name_key, c.id limit missing;
  get diagnostics rows_of_step = row_count;
  missing := missing - rows_of_step;
  if missing > 0 then
    walked := array(
      select w.id from (select c.id, c.name_key from company c order by c.name_key, c.id limit 3000) w
      where w.name_key like '%' || asked_key || '%' and not (w.name_key >= asked_key and w.name_key < begins_before) order by w.name_key, w.id limit missing);
    if cardinality(walked) < missing then walked := array(
      select c.id from company c
      where c.name_key like '%' || asked_key || '%' and not (c.name_key >= asked_key and c.name_key < begins_before)
      order by c.name_key, c.id limit missing);
    end if;
    return query
      select c.id, 1::real from company c where c.id = any (walked) order by c.name_key, c.id;
    missing := missing - cardinality(walked);
  end if;
  if missing > 0 and asked_key like '% %' then
    patterns := array(select '%' || w || '%' from unnest(string_to_array(asked_key, ' ')) w order by char_length(w) desc, w);
    return query
      select c.id, 0.995::real from company c
      where c.name_key like patterns[1] and c.name_key like patterns[2] and c.name_key like all (patterns) and c.name_key not like '%' || asked_key || '%'
      order by c.name_key, c.id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
    if missing < most then return; end if;
  end if;
  foreach bound in array '{0.6,0.5,0.42}'::real[] loop
    exit when missing <= 0 or bound < least_likeness;
    return query
      select s.company_id, s.likeness from similar_companies(asked_key, bound, '{}', null, null, null, null, null) s
      order by s.likeness desc, s.name_key, s.company_id limit missing;
    get diagnostics rows_of_step = row_count;
    missing := missing - rows_of_step;
    exit when missing < most;
  end loop;
end $$;

revoke all on function similar_companies(text, real, uuid[], uuid[], text, text, text, text) from public;
revoke all on function search_companies(integer, text, text, text, integer, text, text, text, text, text, text, real, text, uuid, integer), search_company_ids(text, real, integer) from public;
grant execute on function search_companies(integer, text, text, text, integer, text, text, text, text, text, text, real, text, uuid, integer), search_company_ids(text, real, integer) to ses_agency;
grant execute on function search_company_ids(text, real, integer) to ses_platform;
