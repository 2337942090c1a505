-- Discussion boards (docs/rules.md 6): on a complaint, read by the owner and agencies with access; on a Non-NMLS entity,
-- read by all agencies. No company sees any of it. Supervisors and Managers post, authors alone edit and delete.

create table discussion_post (
  id uuid primary key,
  -- the board: a complaint's, with its owner, who changes with a referral; or an entity's
  complaint_id uuid,
  owner_agency_id uuid,
  entity_id uuid references entity (id),
  -- the author's
  agency_id uuid not null,
  author_id uuid not null,
  -- in the small markup of modules/discussion/domain/markup.ts, who is named by ID; empty once deleted
  text text not null check (char_length(text) <= 20000),
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1,
  check (num_nonnulls(complaint_id, entity_id) = 1),
  check ((complaint_id is null) = (owner_agency_id is null)),
  check ((text = '') = (deleted_at is not null)),
  foreign key (complaint_id, owner_agency_id) references complaint (id, agency_id) on update cascade on delete cascade,
  foreign key (author_id, agency_id) references person (id, agency_id)
);
create index discussion_post_complaint on discussion_post (complaint_id, created_at desc, id desc) where complaint_id is not null;
create index discussion_post_entity on discussion_post (entity_id, created_at desc, id desc) where entity_id is not null;
create index discussion_post_author on discussion_post (author_id);

-- Whom a post names: a user, an agency, or every agency that sees the board. `event_id`: the event that tells them of it
-- (the job's eventId), since an edit tells only those whom it added. They go when the post is deleted.
create table discussion_mention (
  post_id uuid not null references discussion_post (id) on delete cascade,
  complaint_id uuid,
  owner_agency_id uuid,
  entity_id uuid references entity (id),
  author_id uuid not null references person (id),
  user_id uuid references person (id),
  agency_id uuid references agency (id),
  everybody boolean not null default false,
  event_id uuid not null,
  check (num_nonnulls(user_id, agency_id) = case when everybody then 0 else 1 end),
  foreign key (complaint_id, owner_agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create unique index discussion_mention_one on discussion_mention (post_id, coalesce(user_id, agency_id, '00000000-0000-0000-0000-000000000000'));
create index discussion_mention_user on discussion_mention (user_id) where user_id is not null;
create index discussion_mention_complaint on discussion_mention (complaint_id) where complaint_id is not null;
create index discussion_mention_entity on discussion_mention (entity_id) where entity_id is not null;

-- What an edited post said before: read by whoever reads the board. What a deleted post said was taken back, often for
-- good reasons: it is kept for the Supervisors of its author's agency alone.
create table discussion_former_text (
  post_id uuid not null references discussion_post (id) on delete cascade,
  version integer not null,
  complaint_id uuid,
  owner_agency_id uuid,
  entity_id uuid references entity (id),
  agency_id uuid not null,
  text text not null,
  written_at timestamptz not null,
  replaced_at timestamptz not null,
  withdrawn boolean not null default false,
  primary key (post_id, version),
  foreign key (complaint_id, owner_agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index discussion_former_text_complaint on discussion_former_text (complaint_id) where complaint_id is not null;
create index discussion_former_text_entity on discussion_former_text (entity_id) where entity_id is not null;

do $$
declare t text;
begin
  foreach t in array array['discussion_post', 'discussion_mention', 'discussion_former_text'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner_all on %I to ses_owner using (true) with check (true)', t);
    execute format('grant select on %I to ses_agency', t);
  end loop;
  foreach t in array array['discussion_post', 'discussion_mention'] loop
    execute format('create policy agency_reads on %I for select to ses_agency
      using (actor_reads_complaints() and actor_agency() is not null
             and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id)))', t);
    execute format('create policy worker_reads on %I for select to ses_worker using (actor_is_job())', t);
  end loop;
end $$;
create policy agency_reads on discussion_former_text for select to ses_agency
  using (actor_reads_complaints() and actor_agency() is not null
         and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id))
         and (not withdrawn or (agency_id = actor_agency() and actor_complaints() = 'supervisor')));

create policy agency_posts on discussion_post for insert to ses_agency
  with check (actor_handles_complaints() and agency_id = actor_agency() and author_id = actor_user()
              and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy author_changes on discussion_post for update to ses_agency
  using (actor_handles_complaints() and agency_id = actor_agency() and author_id = actor_user() and deleted_at is null
         and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id)))
  with check (author_id = actor_user());
create policy author_names on discussion_mention for insert to ses_agency
  with check (actor_handles_complaints() and author_id = actor_user()
              and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id)));
create policy author_takes_back on discussion_mention for delete to ses_agency
  using (actor_handles_complaints() and author_id = actor_user()
         and (entity_id is not null or owner_agency_id = actor_agency() or complaint_is_shared(complaint_id)));
grant insert, update (text, edited_at, deleted_at, version) on discussion_post to ses_agency;
grant insert, delete on discussion_mention to ses_agency;
-- Who is told of a post, never what it says.
grant select (id, complaint_id, owner_agency_id, entity_id, agency_id, author_id, created_at, edited_at, deleted_at, version) on discussion_post to ses_worker;
grant select on discussion_mention to ses_worker;

-- The trace is kept by the database itself: nobody who acts can write it or leave it out.
create function keep_former_text() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.text is distinct from old.text or (new.deleted_at is not null and old.deleted_at is null) then
    insert into discussion_former_text (post_id, version, complaint_id, owner_agency_id, entity_id, agency_id, text, written_at, replaced_at, withdrawn)
    values (old.id, old.version, old.complaint_id, old.owner_agency_id, old.entity_id, old.agency_id, old.text, coalesce(old.edited_at, old.created_at),
            coalesce(new.deleted_at, new.edited_at), new.deleted_at is not null);
  end if;
  if new.deleted_at is not null and old.deleted_at is null then
    update discussion_former_text set withdrawn = true where post_id = old.id;
    delete from discussion_mention where post_id = old.id;
  end if;
  return new;
end $$;
create trigger discussion_post_keeps_former_text before update of text, deleted_at on discussion_post for each row execute function keep_former_text();

-- Holds a complaint while somebody posts on its board, so that a referral does not move it away meanwhile: whose it is and
-- its status; nothing where the actor may not read the board.
create function hold_board(complaint uuid) returns table (agency_id uuid, status text)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if actor_agency() is null or not actor_handles_complaints() then return; end if;
  perform 1 from complaint c where c.id = complaint for key share;
  return query select c.agency_id, c.status from complaint c where c.id = complaint and (c.agency_id = actor_agency() or complaint_is_shared(c.id));
end $$;

-- Who reads a board and so can be named on it: users who work with complaints at the agencies that see it. Null: an
-- entity's board, which all agencies see. Nothing where the actor does not read it.
create function board_members(complaint uuid) returns table (user_id uuid, agency_id uuid, complaints_role text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.user_id, a.agency_id, a.complaints_role from account a
  where actor_reads_complaints() and actor_agency() is not null
    and a.kind = 'agency' and a.standing = 'active' and a.complaints_role is not null
    and (complaint is null
         or ((exists (select 1 from complaint c where c.id = complaint and c.agency_id = actor_agency()) or complaint_is_shared(complaint))
             and a.agency_id in (select c.agency_id from complaint c where c.id = complaint
                                 union all select s.requesting_agency_id from complaint_access s where s.complaint_id = complaint and s.state = 'accepted')))
$$;

-- The board of an entity that was merged goes along; that of one that became a company stays with the former record.
create function move_board() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update discussion_post set entity_id = new.merged_into where entity_id = new.id;
  update discussion_mention set entity_id = new.merged_into where entity_id = new.id;
  update discussion_former_text set entity_id = new.merged_into where entity_id = new.id;
  update document set entity_id = new.merged_into where entity_id = new.id;
  return null;
end $$;
create trigger entity_board_moved after update of merged_into on entity for each row when (new.merged_into is not null and old.merged_into is null) execute function move_board();

-- Documents of posts, never shared with a company. On an entity's board they belong to no complaint.
alter table document drop constraint document_purpose_check;
alter table document add constraint document_purpose_check check (purpose in
  ('complaint', 'introduction', 'request', 'send_back', 'response', 'closure', 'cancellation', 'research', 'agent_location', 'letter', 'discussion'));
alter table document
  alter column complaint_id drop not null,
  add column post_id uuid references discussion_post (id) on delete cascade,
  add column entity_id uuid references entity (id),
  add constraint document_belongs check (num_nonnulls(complaint_id, entity_id) = 1),
  add constraint document_of_post check ((purpose = 'discussion') = (post_id is not null) and (purpose = 'discussion' or entity_id is null)),
  add constraint document_of_post_stays check (purpose <> 'discussion' or (side = 'agency' and not shared and company_id is null));
create index document_post on document (post_id) where post_id is not null;
create index document_entity on document (entity_id) where entity_id is not null;

-- May the actor add files to this post? Its author alone, on the same board.
create function is_own_post(post uuid, complaint uuid, owner_agency uuid, entity uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from discussion_post p where p.id = post and p.author_id = actor_user() and p.agency_id = actor_agency() and p.deleted_at is null
                   and p.complaint_id is not distinct from complaint and p.entity_id is not distinct from entity
                   and coalesce(p.owner_agency_id, p.agency_id) = owner_agency)
$$;
drop policy agency_reads on document;
create policy agency_reads on document for select to ses_agency
  using (actor_reads_complaints() and (side = 'agency' or shared)
         and (agency_id = actor_agency() or (not owner_only and complaint_is_shared(complaint_id)) or (entity_id is not null and actor_agency() is not null)));
drop policy agency_adds on document;
create policy agency_adds on document for insert to ses_agency
  with check (actor_handles_complaints() and side = 'agency' and agency_id = actor_agency() and uploaded_by = actor_user() and purpose <> 'discussion');
drop policy agency_changes on document;
create policy agency_changes on document for update to ses_agency
  using (actor_handles_complaints() and side = 'agency' and agency_id = actor_agency() and purpose <> 'discussion');
create policy author_adds_to_post on document for insert to ses_agency
  with check (actor_handles_complaints() and side = 'agency' and purpose = 'discussion' and uploaded_by = actor_user() and is_own_post(post_id, complaint_id, agency_id, entity_id));
create policy author_changes_of_post on document for update to ses_agency
  using (actor_handles_complaints() and purpose = 'discussion' and uploaded_by = actor_user()
         and (entity_id is not null or agency_id = actor_agency() or complaint_is_shared(complaint_id)));

revoke all on function hold_board(uuid), board_members(uuid), is_own_post(uuid, uuid, uuid, uuid) from public;
grant execute on function hold_board(uuid), board_members(uuid), is_own_post(uuid, uuid, uuid, uuid) to ses_agency;

-- What posts say is found by whoever reads the board: it stands with the detail. Who is named stands there by ID only.
create function post_words(text text) returns text language sql immutable
  as $$ select replace(regexp_replace(text, '@\[[^]]{0,60}\]', ' ', 'g'), '**', '') $$;

-- As in 0034, with the posts.
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
         || to_tsvector('english', left(concat_ws(' the the the the ', '', r.texts, m.texts, a.texts, n.texts, v.texts, f.texts, k.texts, x.texts, l.texts, y.texts, q.texts), 200000))
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
  left join lateral (select string_agg(post_words(text), ' the the the the ' order by created_at) as texts from discussion_post where complaint_id = b.id and deleted_at is null) q on true
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
create constraint trigger discussion_post_indexed after insert or update of text, deleted_at on discussion_post deferrable initially deferred
  for each row when (new.complaint_id is not null) execute function index_complaint_at_end();

-- A certificate of disposal counts the posts too.
create or replace function dispose_complaint(due uuid, certificate uuid, at timestamptz) returns uuid[]
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare files uuid[];
begin
  if not actor_is_job() then raise exception 'complaints are disposed of by the job alone'; end if;
  -- In the order of every command: the complaint, then what keeps it.
  perform 1 from complaint c where c.id = due for update;
  perform 1 from complaint_retention k where k.complaint_id = due for update;
  if not complaint_may_be_disposed(due, at) then return null; end if;
  files := array(select d.id from document d where d.complaint_id = due order by d.id);
  insert into disposal_certificate (id, agency_id, complaint_number, status, received_on, closed_at, retain_until, disposed_at, counts, document_hashes)
  select certificate, c.agency_id, c.number, c.status, c.received_on, coalesce(c.closed_at, c.canceled_at), k.retain_until, at,
    jsonb_build_object(
      'documents', (select count(*) from document d where d.complaint_id = due and d.removed_at is null and d.state = 'stored'),
      'requests', (select count(*) from information_request r where r.complaint_id = due),
      'responses', (select count(*) from response r where r.complaint_id = due),
      'closures', (select count(*) from closure r where r.complaint_id = due),
      'notes', (select count(*) from research_entry r where r.complaint_id = due),
      'violations', (select count(*) from alleged_violation r where r.complaint_id = due),
      'letters', (select count(*) from letter r where r.complaint_id = due),
      'relatedRecords', (select count(*) from related_record r where r.complaint_id = due),
      'posts', (select count(*) from discussion_post r where r.complaint_id = due and r.deleted_at is null)),
    array(select d.sha256 from document d where d.complaint_id = due and d.removed_at is null and d.sha256 is not null order by d.sha256)
  from complaint c join complaint_retention k on k.complaint_id = c.id where c.id = due;
  delete from complaint c where c.id = due;
  return files;
end $$;
