-- Search. Under row-level security the planner cannot use a text index, so words are matched here: a row per
-- complaint and audience, with the scope that may see it, behind one function that states the actor's own scopes
-- and returns IDs only. The IDs are then read under row-level security like everything else.
-- Nobody has a grant on the table: the function is the only door.
create table search_document (
  complaint_id uuid not null references complaint (id) on delete cascade,
  -- basic: every agency · detail, which has the words of basic too: the owner and agencies with access · owner: the
  -- owner alone · company
  audience text not null check (audience in ('basic', 'detail', 'owner', 'company')),
  -- the agency or company; for 'basic' the zero UUID, or the owner while it is a draft
  scope_id uuid not null,
  words tsvector not null,
  primary key (complaint_id, audience)
);
-- What every agency may see of all has an index of its own: in one with the rest, each search of an agency's own
-- complaints would walk through everybody's (22 ms of processor time at 100,000 complaints, and growing with them).
create index search_document_words on search_document using gin (scope_id, words) where scope_id <> '00000000-0000-0000-0000-000000000000';
create index search_document_basic on search_document using gin (words) where scope_id = '00000000-0000-0000-0000-000000000000';
alter table search_document enable row level security;
alter table search_document force row level security;
create policy owner_all on search_document to ses_owner using (true) with check (true);

-- Writes the search rows of these complaints anew from their present text. One that stays the same is not written:
-- its words would be entered into the index again, which costs more than all the rest. Planned once for all: left to
-- itself PostgreSQL plans the four statements for each array anew (4.3 ms instead of 1.2 for one complaint).
create function index_complaints(complaints uuid[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  insert into search_document (complaint_id, audience, scope_id, words)
  select c.id, 'basic', case when c.status = 'draft' then c.agency_id else '00000000-0000-0000-0000-000000000000'::uuid end,
         setweight(to_tsvector('simple', concat_ws(' ', 'C-' || lpad(c.number::text, 6, '0'), c.number, c.subject_name, c.cfpb_id)), 'A')
         || to_tsvector('english', concat_ws(' ', c.subject_name, c.business_type, p.name, i.name))
  from complaint c left join category p on p.id = c.product_id left join category i on i.id = c.issue_id
  where c.id = any (complaints)
  on conflict (complaint_id, audience) do update set scope_id = excluded.scope_id, words = excluded.words
    where (search_document.scope_id, search_document.words) is distinct from (excluded.scope_id, excluded.words);

  insert into search_document (complaint_id, audience, scope_id, words)
  select c.id, 'detail', c.agency_id,
         b.words || to_tsvector('english', concat_ws(' ', d.narrative, d.desired_outcome, r.texts, a.texts))
         || case when p.restricted then ''::tsvector else to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name, p.city)) end
  from complaint c
  join search_document b on b.complaint_id = c.id and b.audience = 'basic'
  join complaint_detail d on d.complaint_id = c.id
  left join complainant p on p.complaint_id = c.id
  left join lateral (select string_agg(concat_ws(' ', title, description), ' ') as texts from information_request where complaint_id = c.id) r on true
  left join lateral (select string_agg(text, ' ') as texts from response where complaint_id = c.id and status = 'sent') a on true
  where c.id = any (complaints)
  on conflict (complaint_id, audience) do update set scope_id = excluded.scope_id, words = excluded.words
    where (search_document.scope_id, search_document.words) is distinct from (excluded.scope_id, excluded.words);

  delete from search_document s using complainant p
  where s.complaint_id = any (complaints) and s.audience = 'owner' and p.complaint_id = s.complaint_id and not p.restricted;
  insert into search_document (complaint_id, audience, scope_id, words)
  select c.id, 'owner', c.agency_id, to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name, p.city))
  from complaint c join complainant p on p.complaint_id = c.id
  where c.id = any (complaints) and p.restricted
  on conflict (complaint_id, audience) do update set scope_id = excluded.scope_id, words = excluded.words
    where (search_document.scope_id, search_document.words) is distinct from (excluded.scope_id, excluded.words);

  insert into search_document (complaint_id, audience, scope_id, words)
  select c.id, 'company', v.company_id,
         setweight(to_tsvector('simple', concat_ws(' ', 'C-' || lpad(c.number::text, 6, '0'), c.number, c.subject_name)), 'A')
         || to_tsvector('english', concat_ws(' ', case when d.narrative_company_id = v.company_id then d.narrative end, r.texts))
         || to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name))
  from complaint c
  join complaint_delivery v on v.complaint_id = c.id
  join complaint_detail d on d.complaint_id = c.id
  left join complainant p on p.complaint_id = c.id and p.shared_company_id = v.company_id
  left join lateral (select string_agg(concat_ws(' ', title, description), ' ') as texts from information_request
                     where complaint_id = c.id and sent_at is not null) r on true
  where c.id = any (complaints)
  on conflict (complaint_id, audience) do update set scope_id = excluded.scope_id, words = excluded.words
    where (search_document.scope_id, search_document.words) is distinct from (excluded.scope_id, excluded.words);
end $$;
revoke all on function index_complaints(uuid[]) from public;
grant execute on function index_complaints(uuid[]) to ses_agency, ses_company, ses_worker;

-- The complaints in which the actor may find these words, at most `most`: an agency's own, and with `everywhere` also
-- what it may see of other agencies' (all of its basic information, detail by access).
create function search_complaint_ids(asked text, everywhere boolean, most integer) returns table (complaint_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare query tsquery := websearch_to_tsquery('english', asked) || websearch_to_tsquery('simple', asked);
begin
  if not actor_reads_complaints() then return; end if;
  if actor_agency() is not null and not everywhere then
    return query select distinct s.complaint_id from search_document s
      where s.scope_id = actor_agency() and s.scope_id <> '00000000-0000-0000-0000-000000000000' and s.audience <> 'company' and s.words @@ query limit most;
  elsif actor_agency() is not null then
    return query
      select d.complaint_id from (
        select s.complaint_id from search_document s
        where s.scope_id = actor_agency() and s.scope_id <> '00000000-0000-0000-0000-000000000000' and s.audience <> 'company' and s.words @@ query
        union
        select s.complaint_id from complaint_access a join search_document s on s.complaint_id = a.complaint_id and s.audience = 'detail'
        where a.requesting_agency_id = actor_agency() and a.state = 'accepted' and s.words @@ query
        union
        (select s.complaint_id from search_document s
         where s.scope_id = '00000000-0000-0000-0000-000000000000' and s.audience = 'basic' and s.words @@ query limit most)
      ) d limit most;
  elsif actor_company() is not null then
    return query select s.complaint_id from search_document s
      where s.scope_id = actor_company() and s.scope_id <> '00000000-0000-0000-0000-000000000000' and s.audience = 'company' and s.words @@ query limit most;
  end if;
end $$;
revoke all on function search_complaint_ids(text, boolean, integer) from public;
grant execute on function search_complaint_ids(text, boolean, integer) to ses_agency, ses_company;

-- Companies whose name holds or resembles the words: IDs only, best first.
create function search_company_ids(asked_key text, most integer) returns table (company_id uuid, likeness real)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, case when c.name_key like asked_key || '%' then 2 else word_similarity(asked_key, c.name_key) end::real as likeness
  from company c
  where actor_agency() is not null and asked_key <> '' and (c.name_key like '%' || asked_key || '%' or asked_key <% c.name_key)
  order by 2 desc, c.name limit most
$$;
revoke all on function search_company_ids(text, integer) from public;
grant execute on function search_company_ids(text, integer) to ses_agency;

create index company_individual_name on company_individual (name_key);
