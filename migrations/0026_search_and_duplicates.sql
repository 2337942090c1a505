-- Search over all texts of a complaint, with relevance and where the words stand; likely duplicates.

-- In parts by scope: in one index the words of an agency stand among everybody's, and finding those of two frequent words
-- took 45 ms at 300,000 complaints, whatever the agency. What every agency may see of all is a part of its own.
drop table search_document;
create table search_document (
  complaint_id uuid not null references complaint (id) on delete cascade,
  audience text not null check (audience in ('basic', 'detail', 'owner', 'company')),
  -- the agency or company that finds by this row; for 'basic' the zero UUID; …0001: nobody by its scope
  scope_id uuid not null,
  -- who owns the complaint
  agency_id uuid not null,
  words tsvector not null,
  primary key (complaint_id, audience, scope_id)
) partition by list (audience);
create table search_document_basic partition of search_document for values in ('basic');
create table search_document_scoped partition of search_document default partition by hash (scope_id);
do $$
declare part integer;
begin
  -- Vectors of usual length lie beside their keys: each hit needs its own for relevance, and would be fetched from elsewhere.
  for part in 0..15 loop
    execute format('create table search_document_scoped_%s partition of search_document_scoped for values with (modulus 16, remainder %s) with (toast_tuple_target = 4080)', part, part);
    execute format('alter table search_document_scoped_%s enable row level security', part);
    execute format('alter table search_document_scoped_%s force row level security', part);
  end loop;
end $$;
create index search_document_scoped_words on search_document_scoped using gin (scope_id, words);
create index search_document_basic_words on search_document_basic using gin (words);
do $$
declare t text;
begin
  foreach t in array array['search_document', 'search_document_basic', 'search_document_scoped'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
  end loop;
end $$;

-- A row per complaint and audience, as before. Now each audience finds a complaint in exactly one row, the fullest
-- that it may see, so that an excluded word excludes:
--   the owner's agency      'owner' where something is the owner's alone (restricted complainant, letters), else 'detail'
--   agencies with access    'detail'
--   all other agencies      'basic'
--   the company             'company'
-- A row that nobody finds by its scope (basic of a draft, detail beside an owner's row) has the scope …0001.
-- Words carry by their weight where they stand: A numbers, names of the subject, categories · B who complains ·
-- C description and desired outcome · D requests, answers, notes, documents, violations, closing.
-- Between two texts stand stop words, which count as places and as nothing else: no phrase reaches from one into the next.
-- Texts are cut at 200,000 characters of one kind: a text vector holds at most 1 MB.
-- Is there something that only the owner's agency may find? A complainant who is restricted, a letter to one.
create function has_owners_words(complaint uuid) returns boolean language sql stable set search_path = public, pg_temp as $$
  select exists (select 1 from complainant p where p.complaint_id = complaint and p.restricted)
      or exists (select 1 from letter l where l.complaint_id = complaint and l.owner_only)
      or exists (select 1 from document d where d.complaint_id = complaint and d.owner_only and d.state = 'stored' and d.removed_at is null and d.side = 'agency')
$$;
revoke all on function has_owners_words(uuid) from public;

-- What every agency may see: all that changes in the index when a draft is submitted.
create function index_basics(complaints uuid[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  -- Rows that stood under another scope: of a draft that was submitted, before a referral or a restriction.
  delete from search_document s using complaint c
  where s.complaint_id = any (complaints) and s.audience = 'basic' and c.id = s.complaint_id and (c.status = 'draft') <> (s.scope_id = '00000000-0000-0000-0000-000000000001');
  insert into search_document (complaint_id, audience, scope_id, agency_id, words)
  select c.id, 'basic', case when c.status = 'draft' then '00000000-0000-0000-0000-000000000001'::uuid else '00000000-0000-0000-0000-000000000000'::uuid end, c.agency_id,
         setweight(to_tsvector('simple', concat_ws(' ', 'c' || c.number, c.number, c.subject_name, c.cfpb_id, 'ses' || o.number, o.nmls_id, 'etn' || e.number))
                   || to_tsvector('english', concat_ws(' ', c.subject_name, c.business_type, p.name, i.name)), 'A')
  from complaint c
  left join category p on p.id = c.product_id
  left join category i on i.id = c.issue_id
  left join company o on o.id = c.company_id
  left join entity e on e.id = c.entity_id
  where c.id = any (complaints)
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
end $$;
revoke all on function index_basics(uuid[]) from public;
grant execute on function index_basics(uuid[]) to ses_agency;

create or replace function index_complaints(complaints uuid[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  perform index_basics(complaints);
  delete from search_document s using complaint c, lateral (select has_owners_words(c.id) as owners) w
  where s.complaint_id = any (complaints) and s.audience in ('detail', 'owner') and c.id = s.complaint_id
    and not case s.audience when 'owner' then w.owners and s.scope_id = c.agency_id
                            else s.scope_id = case when w.owners then '00000000-0000-0000-0000-000000000001' else c.agency_id end end;

  -- The description is taken apart once, for its words and for its marks.
  with described as materialized (
    select d.complaint_id, d.agency_id, to_tsvector('english', d.narrative) as words from complaint_detail d where d.complaint_id = any (complaints)
  ), marked as (
    insert into complaint_fingerprint (complaint_id, agency_id, marks)
    select t.complaint_id, t.agency_id, text_marks(t.words) from described t
    on conflict (complaint_id) do update set agency_id = excluded.agency_id, marks = excluded.marks
      where (complaint_fingerprint.agency_id, complaint_fingerprint.marks) is distinct from (excluded.agency_id, excluded.marks)
  )
  insert into search_document (complaint_id, audience, scope_id, agency_id, words)
  select c.id, 'detail', case when has_owners_words(c.id) then '00000000-0000-0000-0000-000000000001'::uuid else c.agency_id end, c.agency_id,
         b.words
         || case when p.complaint_id is null or p.restricted then ''::tsvector else setweight(complainant_words(p), 'B') end
         || setweight(t.words || to_tsvector('english', 'the the the the ' || d.desired_outcome), 'C')
         || to_tsvector('english', left(concat_ws(' the the the the ', '', r.texts, m.texts, a.texts, n.texts, v.texts, f.texts, k.texts, x.texts, l.texts, y.texts), 200000))
  from described t
  join complaint c on c.id = t.complaint_id
  join search_document b on b.complaint_id = c.id and b.audience = 'basic'
  join complaint_detail d on d.complaint_id = c.id
  left join complainant p on p.complaint_id = c.id
  left join lateral (select string_agg(concat_ws(' ', 'ir' || number, title, description), ' the the the the ') as texts from information_request where complaint_id = c.id) r on true
  left join lateral (select string_agg(commentary, ' the the the the ') as texts from request_sending where complaint_id = c.id and commentary <> '') m on true
  left join lateral (select string_agg(text, ' the the the the ') as texts from response where complaint_id = c.id and status = 'sent') a on true
  left join lateral (select string_agg(concat_ws(' ', with_whom, text), ' the the the the ') as texts from research_entry where complaint_id = c.id and removed_at is null) n on true
  left join lateral (select string_agg(concat_ws(' ', citation, description), ' the the the the ') as texts from alleged_violation where complaint_id = c.id and removed_at is null) v on true
  left join lateral (select string_agg(document_words(original_name), ' the the the the ') as texts from document
                     where complaint_id = c.id and state = 'stored' and removed_at is null and (side = 'agency' or shared) and not owner_only) f on true
  left join lateral (select string_agg(concat_ws(' ', notes, comments_to_company, reason_reference), ' the the the the ') as texts from closure where complaint_id = c.id) k on true
  left join lateral (select string_agg(reason, ' the the the the ') as texts from (select reason from cancellation where complaint_id = c.id union all select reason from reopening where complaint_id = c.id) z) x on true
  left join lateral (select string_agg(subject, ' the the the the ') as texts from letter where complaint_id = c.id and not owner_only) l on true
  left join lateral (select string_agg(label, ' the the the the ') as texts from related_record where complaint_id = c.id) y on true
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);

  -- What is the owner's alone, together with all the rest.
  insert into search_document (complaint_id, audience, scope_id, agency_id, words)
  select c.id, 'owner', c.agency_id, c.agency_id,
         d.words || case when p.restricted then setweight(complainant_words(p), 'B') else ''::tsvector end || to_tsvector('english', 'the the the the ' || coalesce(w.texts, ''))
  from complaint c
  join search_document d on d.complaint_id = c.id and d.audience = 'detail' and d.scope_id = '00000000-0000-0000-0000-000000000001'
  left join complainant p on p.complaint_id = c.id
  left join lateral (select string_agg(z.text, ' the the the the ') as texts
                     from (select subject as text from letter where complaint_id = c.id and owner_only
                           union all
                           select document_words(original_name) from document where complaint_id = c.id and state = 'stored' and removed_at is null and side = 'agency' and owner_only) z) w on true
  where c.id = any (complaints)
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);

  -- The whole company finds by this row: restricted answers, which only its Point of Contact reads, stay out.
  insert into search_document (complaint_id, audience, scope_id, agency_id, words)
  select c.id, 'company', v.company_id, c.agency_id,
         setweight(to_tsvector('simple', concat_ws(' ', 'c' || c.number, c.number, c.subject_name)) || to_tsvector('english', concat_ws(' ', c.subject_name, g.name, g.short_name)), 'A')
         || setweight(to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name, p.city)), 'B')
         || setweight(to_tsvector('english', coalesce(case when d.narrative_company_id = v.company_id then d.narrative end, '')), 'C')
         || to_tsvector('english', left(concat_ws(' the the the the ', '', r.texts, m.texts, a.texts, f.texts, k.texts), 200000))
  from complaint c
  join complaint_delivery v on v.complaint_id = c.id
  join complaint_detail d on d.complaint_id = c.id
  join agency g on g.id = c.agency_id
  left join complainant p on p.complaint_id = c.id and p.shared_company_id = v.company_id
  left join lateral (select string_agg(concat_ws(' ', 'ir' || number, title, description), ' the the the the ') as texts from information_request
                     where complaint_id = c.id and company_id = v.company_id and sent_at is not null) r on true
  left join lateral (select string_agg(commentary, ' the the the the ') as texts from request_sending where complaint_id = c.id and company_id = v.company_id and commentary <> '') m on true
  left join lateral (select string_agg(text, ' the the the the ') as texts from response where complaint_id = c.id and company_id = v.company_id and status = 'sent' and not restricted) a on true
  left join lateral (select string_agg(document_words(original_name), ' the the the the ') as texts from document
                     where complaint_id = c.id and company_id = v.company_id and state = 'stored' and removed_at is null and shared and not restricted) f on true
  left join lateral (select string_agg(comments_to_company, ' the the the the ') as texts from closure where complaint_id = c.id and company_id = v.company_id) k on true
  where c.id = any (complaints)
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
end $$;

-- How a complainant is found. Names stay as they are written: no stems, no stop words ("Will May").
create function complainant_words(p complainant) returns tsvector language sql immutable
  as $$ select to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name, p.street, p.city, p.zip, p.email, p.phone, nullif(regexp_replace(p.phone, '[^0-9]', '', 'g'), ''), p.representative_name)) $$;
-- "payment_history-2025.pdf" is found by each of its words.
create function document_words(name text) returns text language sql immutable
  as $$ select name || ' ' || translate(name, '_.-', '   ') $$;

-- Marks of a text: of all its runs of three words (stems, without stop words and what was blacked out) the 16 with the
-- smallest hashes. Of two texts that share a part, marks are shared in proportion: likely duplicates are found by them
-- among a million and then compared word by word. None for texts too short to tell.
create table complaint_fingerprint (
  complaint_id uuid primary key references complaint (id) on delete cascade,
  agency_id uuid not null,
  marks bigint[] not null
);
create index complaint_fingerprint_marks on complaint_fingerprint using gin (marks);
alter table complaint_fingerprint enable row level security;
alter table complaint_fingerprint force row level security;
create policy owner_all on complaint_fingerprint to ses_owner using (true) with check (true);

create function text_marks(words tsvector) returns bigint[] language sql immutable as $$
  with word as (select lexeme, unnest(positions) as position from unnest(words)),
       run as (select hashtextextended(lexeme || ' ' || lead(lexeme) over w || ' ' || lead(lexeme, 2) over w, 0) as mark
               from word where lexeme !~ 'xx' window w as (order by position)),
       mark as (select distinct mark from run where mark is not null)
  select case when (select count(*) from mark) < 8 then '{}' else array(select mark from mark order by mark limit 16) end
$$;

-- Reindexing by itself, where a command does not: at the end of the transaction, once for a complaint that was
-- touched several times in a row. Whoever writes many and indexes all of them itself says so: ses.indexed = 'all'.
create function index_complaint_at_end() returns trigger
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare subject uuid;
begin
  if tg_table_name = 'complaint' then subject := new.id;
  elsif tg_op = 'DELETE' then subject := old.complaint_id;
  else subject := new.complaint_id; end if;
  if coalesce(current_setting('ses.indexed', true), '') not in (subject::text, 'all') then
    perform index_complaints(array[subject]);
    perform set_config('ses.indexed', subject::text, true);
  end if;
  return null;
end $$;
create constraint trigger complaint_indexed after update of agency_id, subject_name, company_id, entity_id on complaint deferrable initially deferred
  for each row when ((old.agency_id, old.subject_name, old.company_id, old.entity_id) is distinct from (new.agency_id, new.subject_name, new.company_id, new.entity_id) and new.status <> 'draft')
  execute function index_complaint_at_end();
create constraint trigger document_indexed after insert or update of state, removed_at, shared, owner_only, restricted on document deferrable initially deferred
  for each row when (new.state = 'stored') execute function index_complaint_at_end();
create constraint trigger research_entry_indexed after insert or update on research_entry deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger alleged_violation_indexed after insert or update on alleged_violation deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger closure_indexed after insert on closure deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger cancellation_indexed after insert on cancellation deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger reopening_indexed after insert on reopening deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger related_record_indexed after insert or delete on related_record deferrable initially deferred for each row execute function index_complaint_at_end();
create constraint trigger letter_indexed after insert or delete or update of subject, owner_only on letter deferrable initially deferred for each row execute function index_complaint_at_end();

-- What was asked, as one condition. Terms are JSON: [{"text", "phrase", "prefix", "excluded"}], parsed and checked by the
-- program. Each is matched by its stem, or as it is written: names are kept so. Stop words ("the") count only in phrases
-- and where there is nothing else. `excluding`: with the excluded words, else what is wanted by any of its words.
create function search_condition(terms jsonb, excluding boolean) returns tsquery
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
    one := case when numnode(stemmed) = 0 or stemmed = written then written else stemmed || written end;
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
revoke all on function search_condition(jsonb, boolean) from public;
grant execute on function search_condition(jsonb, boolean) to ses_agency, ses_company;

-- The complaints in which the actor may find what was asked: the newest, at most `most`. An agency's own, and with
-- `everywhere` also what it may see of other agencies'. Of words that stand in very many, the newest of 5,000 are taken,
-- and of other agencies' of 2,000.
-- `ranked`: with relevance and places, which cost as much as all the rest; else both are 0.
-- relevance: the higher the better; places: 1 number, subject, category · 2 complainant · 4 description · 8 all else.
drop function search_complaint_ids(text, boolean, integer);
create function search_complaint_ids(terms jsonb, everywhere boolean, ranked boolean, most integer) returns table (complaint_id uuid, relevance real, places integer)
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
  asked tsquery := search_condition(terms, true);
  any_of tsquery := search_condition(terms, false);
  scope uuid := coalesce(actor_agency(), actor_company());
begin
  if not actor_reads_complaints() or asked is null or any_of is null then return; end if;
  return query
    with own as materialized (
      select o.complaint_id, o.words from (
        select s.complaint_id, s.words from search_document s where s.audience <> 'basic' and s.scope_id = scope and s.words @@ asked limit 5000) o
      order by o.complaint_id desc limit most
    ), shared as materialized (
      select s.complaint_id, s.words from complaint_access a
      join search_document s on s.complaint_id = a.complaint_id and s.audience = 'detail' and s.scope_id in (a.agency_id, '00000000-0000-0000-0000-000000000001')
      where everywhere and a.requesting_agency_id = actor_agency() and a.state = 'accepted' and s.words @@ asked
      order by s.complaint_id desc limit most
    ), basic as materialized (
      select o.complaint_id, o.words from (
        select s.complaint_id, s.words from search_document s
        where everywhere and actor_agency() is not null and s.audience = 'basic' and s.scope_id = '00000000-0000-0000-0000-000000000000' and s.words @@ asked and s.agency_id <> actor_agency()
          and not exists (select 1 from complaint_access a where a.complaint_id = s.complaint_id and a.requesting_agency_id = actor_agency() and a.state = 'accepted')
        limit 2000) o
      order by o.complaint_id desc limit most
    ), chosen as (
      select * from own union all select * from shared union all select * from basic order by 1 desc limit most
    ), unfolded as (
      -- Joined to nothing, so that each vector is unpacked once and not for every question about it.
      select h.complaint_id, case when ranked then h.words || ''::tsvector end as words from chosen h offset 0
    )
    select u.complaint_id, coalesce(ts_rank(u.words, any_of, 1), 0),
           case when ts_rank('{0,0,0,1}', u.words, any_of) > 0 then 1 else 0 end
           + case when ts_rank('{0,0,1,0}', u.words, any_of) > 0 then 2 else 0 end
           + case when ts_rank('{0,1,0,0}', u.words, any_of) > 0 then 4 else 0 end
           + case when ts_rank('{1,0,0,0}', u.words, any_of) > 0 then 8 else 0 end
    from unfolded u;
end $$;
revoke all on function search_complaint_ids(jsonb, boolean, boolean, integer) from public;
grant execute on function search_complaint_ids(jsonb, boolean, boolean, integer) to ses_agency, ses_company;

-- Which of these words of a text are what was asked for: by stem, as written, or by their beginning.
create function match_words(words text[], asked text[], prefixes boolean[]) returns table (word text, term integer)
  language sql immutable set search_path = public, pg_temp as $$
  select w.word, a.n::integer
  from unnest(asked, prefixes) with ordinality a (text, prefix, n)
  cross join lateral (select ts_lexize('english_stem', lower(a.text)) as stem) q
  join unnest(words) w (word) on left(w.word, 2) = left(lower(a.text), 2)
    and (case when a.prefix then w.word like replace(replace(lower(a.text), '%', ''), '_', '') || '%' else w.word = lower(a.text) end
         or (cardinality(q.stem) > 0 and ts_lexize('english_stem', w.word) = q.stem))
$$;
revoke all on function match_words(text[], text[], boolean[]) from public;
grant execute on function match_words(text[], text[], boolean[]) to ses_agency, ses_company;

create index complainant_email on complainant (agency_id, lower(email)) where email <> '';
create index complainant_zip on complainant (agency_id, zip) where zip <> '';

-- What may be the same as this complaint, among those whose detail the actor's agency reads: its own, and those to which
-- it has access (not by a complainant who is restricted to another agency). IDs and reasons only; the rows are then
-- read under row-level security.
create function find_duplicates(subject uuid) returns table (complaint_id uuid, by_name boolean, by_email boolean, shared_marks integer)
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
    ), named as (
      (select p.complaint_id from complainant p where who.name_key <> '' and p.agency_id = own and p.name_key = who.name_key and p.name_key <> '' limit 200)
      union
      select p.complaint_id from shared s join complainant p on p.complaint_id = s.complaint_id where not p.restricted and who.name_key <> '' and p.name_key = who.name_key
      union
      select z.complaint_id from (select p.complaint_id, p.name_key from complainant p where who.zip <> '' and p.agency_id = own and p.zip = who.zip and p.zip <> '' limit 2000) z
      where who.name_key <> '' and similarity(z.name_key, who.name_key) >= 0.6
    ), mailed as (
      (select p.complaint_id from complainant p where who.email <> '' and p.agency_id = own and lower(p.email) = lower(who.email) and p.email <> '' limit 200)
      union
      select p.complaint_id from shared s join complainant p on p.complaint_id = s.complaint_id where not p.restricted and who.email <> '' and lower(p.email) = lower(who.email)
    ), alike as (
      select m.complaint_id, m.n from (
        select f.complaint_id, (select count(*)::integer from unnest(f.marks) x where x = any (its_marks)) as n from complaint_fingerprint f
        where cardinality(its_marks) > 0 and f.marks && its_marks and (f.agency_id = own or f.complaint_id in (select s.complaint_id from shared s)) limit 500) m
      where m.n >= 2 order by m.n desc limit 30
    )
    select k.complaint_id, bool_or(k.by_name), bool_or(k.by_email), max(k.n)
    from (select n.complaint_id, true as by_name, false as by_email, 0 as n from named n
          union all select e.complaint_id, false, true, 0 from mailed e
          union all select a.complaint_id, false, false, a.n from alike a) k
    where k.complaint_id <> subject
    group by k.complaint_id limit 400;
end $$;
revoke all on function find_duplicates(uuid) from public;
grant execute on function find_duplicates(uuid) to ses_agency;

-- What is there already.
do $$
declare ids uuid[];
begin
  for ids in select array_agg(id) from (select id, row_number() over (order by id) / 1000 as part from complaint) c group by part loop
    perform index_complaints(ids);
  end loop;
end $$;
