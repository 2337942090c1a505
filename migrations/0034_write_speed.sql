-- What writing a complaint and submitting a response cost (docs/performance.md).

-- Room on each page for the next version of its rows: a change of what no index holds stays on its page.
alter table complaint set (fillfactor = 90);
alter table response set (fillfactor = 85);
alter table complaint_detail set (fillfactor = 90);

-- With the status, which the policy asks for, complaints that wait are counted in the index alone.
drop index complaint_waiting_due;
create index complaint_waiting_due on complaint (agency_id, waiting_for, next_due, id) include (status) where is_open;
-- Open complaints, those with the company and those without a due date overlap: taken for independent, requests with the
-- company seemed to be 18 of 2,746, and all of them were read and sorted for a page.
create statistics complaint_work (mcv) on is_open, requests_with_company, next_due from complaint;
alter statistics complaint_work set statistics 200;
analyze complaint;

-- The counters follow the requests; where they stay the same, the complaint's row is not written into its indexes again.
create or replace function count_requests() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare subject uuid := coalesce(new.complaint_id, old.complaint_id);
begin
  update complaint c set
    requests_sent = n.sent, requests_answered = n.answered, requests_with_company = n.with_company,
    requests_to_review = n.to_review, next_request_due = n.next_due
  from (select count(*) filter (where status in ('sent_to_company', 'sent_to_agency')) as sent,
               count(*) filter (where status = 'sent_to_agency') as answered,
               count(*) filter (where status = 'sent_to_company') as with_company,
               count(*) filter (where status = 'sent_to_agency' and quick_look_at is null) as to_review,
               min(due_on) filter (where status = 'sent_to_company') as next_due
        from information_request where complaint_id = subject) n
  where c.id = subject
    and (c.requests_sent, c.requests_answered, c.requests_with_company, c.requests_to_review, c.next_request_due)
        is distinct from (n.sent::integer, n.answered::integer, n.with_company::integer, n.to_review::integer, n.next_due);
  return null;
end $$;

-- With the agency, under which scopes a complaint's search rows stand: is there one of words for the owner's agency alone?
-- Rows under other scopes are looked for, in seventeen parts of the table, only where this changed.
alter table complaint_fingerprint add column owners_words boolean not null default false;

-- What every agency may find of a complaint.
create function basic_words(c complaint) returns tsvector language sql stable set search_path = public, pg_temp as $$
  select setweight(to_tsvector('simple', concat_ws(' ', 'c' || c.number, c.number, c.subject_name, c.cfpb_id, 'ses' || o.number, o.nmls_id, 'etn' || e.number))
                   || to_tsvector('english', concat_ws(' ', c.subject_name, c.business_type, p.name, i.name)), 'A')
  from (select) one
  left join category p on p.id = c.product_id
  left join category i on i.id = c.issue_id
  left join company o on o.id = c.company_id
  left join entity e on e.id = c.entity_id
$$;
revoke all on function basic_words(complaint) from public;

-- A draft has no basic row: nobody would find by it. Submitting writes it.
create or replace function index_basics(complaints uuid[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
  select c.id, 'basic', '00000000-0000-0000-0000-000000000000'::uuid, c.agency_id, c.number, basic_words(c)
  from complaint c where c.id = any (complaints) and c.status <> 'draft'
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
end $$;

-- Writes the search rows of these complaints anew from their present text, as 0026 describes them.
create or replace function index_complaints(complaints uuid[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  with_owners uuid[];
  moved uuid[];
  sent boolean;
begin
  select array_agg(s.id) filter (where s.owners), array_agg(s.id) filter (where s.known and s.changed), bool_or(s.sent) into with_owners, moved, sent
  from (select c.id, w.owners, f.complaint_id is not null as known, (f.agency_id, f.owners_words) is distinct from (c.agency_id, w.owners) as changed,
               c.first_sent_at is not null as sent
        from complaint c cross join lateral (select has_owners_words(c.id) as owners) w
        left join complaint_fingerprint f on f.complaint_id = c.id
        where c.id = any (complaints)) s;
  with_owners := coalesce(with_owners, '{}');
  if moved is not null then
    delete from search_document s using complaint c
    where s.complaint_id = any (moved) and s.audience in ('detail', 'owner') and c.id = s.complaint_id
      and not case s.audience when 'owner' then c.id = any (with_owners) and s.scope_id = c.agency_id
                              else s.scope_id = case when c.id = any (with_owners) then '00000000-0000-0000-0000-000000000001' else c.agency_id end end;
  end if;

  -- The description is taken apart once, for its words and for its marks; what every agency finds, for its row and for the detail's.
  with described as materialized (
    select d.complaint_id, d.agency_id, d.desired_outcome, to_tsvector('english', d.narrative) as words from complaint_detail d where d.complaint_id = any (complaints)
  ), marked as (
    insert into complaint_fingerprint (complaint_id, agency_id, marks, owners_words)
    select t.complaint_id, t.agency_id, text_marks(t.words), t.complaint_id = any (with_owners) from described t
    on conflict (complaint_id) do update set agency_id = excluded.agency_id, marks = excluded.marks, owners_words = excluded.owners_words
      where (complaint_fingerprint.agency_id, complaint_fingerprint.marks, complaint_fingerprint.owners_words) is distinct from (excluded.agency_id, excluded.marks, excluded.owners_words)
  ), base as materialized (
    select c.id, c.agency_id, c.number, c.status, basic_words(c) as words from complaint c where c.id = any (complaints)
  ), basics as (
    insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
    select b.id, 'basic', '00000000-0000-0000-0000-000000000000'::uuid, b.agency_id, b.number, b.words from base b where b.status <> 'draft'
    on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
      where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words)
  )
  insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
  select b.id, 'detail', case when b.id = any (with_owners) then '00000000-0000-0000-0000-000000000001'::uuid else b.agency_id end, b.agency_id, b.number,
         b.words
         || case when p.complaint_id is null or p.restricted then ''::tsvector else setweight(complainant_words(p), 'B') end
         || setweight(t.words || to_tsvector('english', 'the the the the ' || t.desired_outcome), 'C')
         || to_tsvector('english', left(concat_ws(' the the the the ', '', r.texts, m.texts, a.texts, n.texts, v.texts, f.texts, k.texts, x.texts, l.texts, y.texts), 200000))
  from described t
  join base b on b.id = t.complaint_id
  left join complainant p on p.complaint_id = b.id
  left join lateral (select string_agg(concat_ws(' ', 'ir' || number, title, description), ' the the the the ') as texts from information_request where complaint_id = b.id) r on true
  left join lateral (select string_agg(commentary, ' the the the the ') as texts from request_sending where complaint_id = b.id and commentary <> '') m on true
  left join lateral (select string_agg(text, ' the the the the ' order by sent_at) as texts from response where complaint_id = b.id and status = 'sent') a on true
  left join lateral (select string_agg(concat_ws(' ', with_whom, text), ' the the the the ') as texts from research_entry where complaint_id = b.id and removed_at is null) n on true
  left join lateral (select string_agg(concat_ws(' ', citation, description), ' the the the the ') as texts from alleged_violation where complaint_id = b.id and removed_at is null) v on true
  left join lateral (select string_agg(document_words(original_name), ' the the the the ') as texts from document
                     where complaint_id = b.id and state = 'stored' and removed_at is null and (side = 'agency' or shared) and not owner_only) f on true
  left join lateral (select string_agg(concat_ws(' ', notes, comments_to_company, reason_reference), ' the the the the ') as texts from closure where complaint_id = b.id) k on true
  left join lateral (select string_agg(reason, ' the the the the ') as texts from (select reason from cancellation where complaint_id = b.id union all select reason from reopening where complaint_id = b.id) z) x on true
  left join lateral (select string_agg(subject, ' the the the the ') as texts from letter where complaint_id = b.id and not owner_only) l on true
  left join lateral (select string_agg(label, ' the the the the ') as texts from related_record where complaint_id = b.id) y on true
  on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
    where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);

  -- What is the owner's alone, together with all the rest.
  if cardinality(with_owners) > 0 then
    insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
    select c.id, 'owner', c.agency_id, c.agency_id, c.number,
           d.words || case when p.restricted then setweight(complainant_words(p), 'B') else ''::tsvector end || to_tsvector('english', 'the the the the ' || coalesce(w.texts, ''))
    from complaint c
    join search_document d on d.complaint_id = c.id and d.audience = 'detail' and d.scope_id = '00000000-0000-0000-0000-000000000001'
    left join complainant p on p.complaint_id = c.id
    left join lateral (select string_agg(z.text, ' the the the the ') as texts
                       from (select subject as text from letter where complaint_id = c.id and owner_only
                             union all
                             select document_words(original_name) from document where complaint_id = c.id and state = 'stored' and removed_at is null and side = 'agency' and owner_only) z) w on true
    where c.id = any (with_owners)
    on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
      where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
  end if;

  -- The whole company finds by this row: restricted answers, which only its Point of Contact reads, stay out.
  if sent then
    insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
    select c.id, 'company', v.company_id, c.agency_id, c.number,
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
    left join lateral (select string_agg(text, ' the the the the ' order by sent_at) as texts from response where complaint_id = c.id and company_id = v.company_id and status = 'sent' and not restricted) a on true
    left join lateral (select string_agg(document_words(original_name), ' the the the the ') as texts from document
                       where complaint_id = c.id and company_id = v.company_id and state = 'stored' and removed_at is null and shared and not restricted) f on true
    left join lateral (select string_agg(comments_to_company, ' the the the the ') as texts from closure where complaint_id = c.id and company_id = v.company_id) k on true
    where c.id = any (complaints)
    on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
      where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
  end if;
end $$;

-- A response that was just sent is added to what its complaint is found by: nothing that stands there is taken apart
-- again. Its documents come with it by their own trigger (document_indexed), which writes all anew; and where the complaint
-- was not indexed since this function exists, or holds very much, all is written anew here.
create function index_response(added uuid) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  its record;
  its_words tsvector;
  reached integer;
begin
  select r.complaint_id, r.company_id, r.restricted, r.text, f.agency_id, f.owners_words into its
  from response r left join complaint_fingerprint f on f.complaint_id = r.complaint_id
  where r.id = added and r.status = 'sent' and r.company_id = actor_company();
  if its.complaint_id is null then return; end if;
  if its.owners_words is null then
    perform index_complaints(array[its.complaint_id]);
    return;
  end if;
  its_words := to_tsvector('english', 'the the the the ' || its.text);
  if its_words = '' then return; end if;
  update search_document s set words = s.words || its_words
  where s.complaint_id = its.complaint_id and s.audience = 'detail' and length(s.words) < 10000
    and s.scope_id = case when its.owners_words then '00000000-0000-0000-0000-000000000001' else its.agency_id end;
  get diagnostics reached = row_count;
  if reached = 0 then
    perform index_complaints(array[its.complaint_id]);
    return;
  end if;
  if its.owners_words then
    update search_document s set words = s.words || its_words where s.complaint_id = its.complaint_id and s.audience = 'owner' and s.scope_id = its.agency_id;
  end if;
  if not its.restricted then
    update search_document s set words = s.words || its_words where s.complaint_id = its.complaint_id and s.audience = 'company' and s.scope_id = its.company_id;
  end if;
end $$;
revoke all on function index_response(uuid) from public;
grant execute on function index_response(uuid) to ses_company;

-- Basic rows of drafts, by which nobody found them.
delete from search_document where audience = 'basic' and scope_id = '00000000-0000-0000-0000-000000000001';
update complaint_fingerprint f set owners_words = true
from search_document s where s.audience = 'owner' and s.complaint_id = f.complaint_id and s.scope_id = f.agency_id;
