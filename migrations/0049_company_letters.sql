-- Letters to the company, in the same table as those to the complainant: draft, approved by a Supervisor, issued,
-- acknowledged by the company or withdrawn. Overdue is what its due date says; it is no status.
alter table letter_template
  add column side text not null default 'complainant' check (side in ('complainant', 'company')),
  drop constraint letter_template_kind_check,
  add constraint letter_template_kind_check check (case side when 'complainant' then kind in ('acknowledgement', 'outcome', 'other') else kind in ('findings', 'correction', 'caution', 'cease', 'other') end);

alter table letter
  add column side text not null default 'complainant' check (side in ('complainant', 'company')),
  -- to which company it is written; the one that the complaint was about then
  add column company_id uuid references company (id),
  add column approval_asked_by uuid references person (id),
  add column approval_asked_at timestamptz,
  add column approved_by uuid references person (id),
  add column approved_at timestamptz,
  -- what a Supervisor said when the draft was returned; agencies only
  add column return_note text not null default '' check (char_length(return_note) <= 1000),
  -- until when the company is asked to acknowledge receipt, in the agency's zone, and as it was first
  add column due_on date,
  add column original_due_on date,
  -- since when the company has it: with its PDF, never before
  add column delivered_at timestamptz,
  add column acknowledged_by uuid references person (id),
  add column acknowledged_at timestamptz,
  add column acknowledgment text not null default '' check (char_length(acknowledgment) <= 1000),
  add column withdrawn_by uuid references person (id),
  add column withdrawn_at timestamptz,
  -- read by the company too
  add column withdraw_reason text not null default '' check (char_length(withdraw_reason) <= 1000),
  -- for which due date the company was reminded, and told that it has passed: once each
  add column soon_told_for date,
  add column overdue_told_for date,
  drop constraint letter_kind_check,
  add constraint letter_kind_check check (case side when 'complainant' then kind in ('acknowledgement', 'outcome', 'other') else kind in ('findings', 'correction', 'caution', 'cease', 'other') end),
  drop constraint letter_status_check,
  add constraint letter_status_check check (status in ('draft', 'issued') or (side = 'company' and status in ('approved', 'acknowledged', 'withdrawn'))),
  drop constraint letter_check,
  add constraint letter_issued check (status in ('draft', 'approved') or (issued_by is not null and issued_at is not null
    and case side when 'complainant' then sent_via is not null else company_id is not null and due_on is not null and original_due_on is not null end)),
  add constraint letter_approved check (side = 'complainant' or status = 'draft' or (approved_by is not null and approved_at is not null)),
  add constraint letter_acknowledged check (status <> 'acknowledged' or (acknowledged_by is not null and acknowledged_at is not null)),
  add constraint letter_withdrawn check (status <> 'withdrawn' or (withdrawn_by is not null and withdrawn_at is not null)),
  add constraint letter_side check (case side when 'complainant' then company_id is null else company_id is not null end);
create index letter_due on letter (due_on) where status = 'issued' and side = 'company';

-- The moves of a letter, whoever asks. What was issued stays as it was; only its owner and its audience may follow the
-- complaint. What was approved is changed only by becoming a draft again, also where another agency takes the complaint over.
create or replace function keep_issued_letter() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.agency_id is distinct from old.agency_id and new.status in ('draft', 'approved') then
    new.status := 'draft';
    new.approved_by := null;
    new.approved_at := null;
    new.approval_asked_by := null;
    new.approval_asked_at := null;
  end if;
  if old.status in ('issued', 'acknowledged', 'withdrawn')
     and (new.kind, new.side, new.company_id, new.addressee, new.subject, new.body, new.sent_via, new.issued_by, new.issued_at, new.original_due_on)
     is distinct from (old.kind, old.side, old.company_id, old.addressee, old.subject, old.body, old.sent_via, old.issued_by, old.issued_at, old.original_due_on) then
    raise exception 'a letter that was issued stays as it is';
  end if;
  if old.status = 'approved' and new.status <> 'draft' and (new.addressee, new.subject, new.body) is distinct from (old.addressee, old.subject, old.body) then
    raise exception 'a letter that was approved stays as it is';
  end if;
  if (new.acknowledged_by, new.acknowledged_at, new.acknowledgment) is distinct from (old.acknowledged_by, old.acknowledged_at, old.acknowledgment)
     and (old.status, new.status) is distinct from ('issued', 'acknowledged') then
    raise exception 'a letter that was issued stays as it is';
  end if;
  if new.status is distinct from old.status then
    if (old.status, new.status) not in (('draft', 'approved'), ('approved', 'draft'), ('approved', 'issued'), ('issued', 'acknowledged'), ('issued', 'withdrawn'), ('acknowledged', 'withdrawn'))
       and not (new.side = 'complainant' and old.status = 'draft' and new.status = 'issued') then
      raise exception 'a letter that was issued stays as it is: % does not become %', old.status, new.status;
    end if;
    if new.status = 'approved' and actor_user() is not null and actor_complaints() is distinct from 'supervisor' then
      raise exception 'a letter is approved by a Supervisor';
    end if;
    if new.status = 'acknowledged' and actor_user() is not null and (actor_company() is distinct from new.company_id or new.acknowledged_by is distinct from actor_user()) then
      raise exception 'a letter is acknowledged by its company';
    end if;
  end if;
  return new;
end $$;

-- The company reads what was issued to it, once its PDF is there; never a draft, who wrote it, or who approved it.
create policy company_reads on letter for select to ses_company
  using (side = 'company' and company_id = actor_company() and actor_reads_complaints() and status in ('issued', 'acknowledged', 'withdrawn') and delivered_at is not null);
create policy company_acknowledges on letter for update to ses_company
  using (side = 'company' and company_id = actor_company() and actor_complaints() = 'manage' and status = 'issued' and delivered_at is not null)
  with check (company_id = actor_company() and status = 'acknowledged' and acknowledged_by = actor_user());
grant select (id, complaint_id, agency_id, side, company_id, kind, status, addressee, subject, body, due_on, original_due_on, issued_by, issued_at, delivered_at,
              acknowledged_by, acknowledged_at, acknowledgment, withdrawn_at, withdraw_reason, version) on letter to ses_company;
grant update (status, acknowledged_by, acknowledged_at, acknowledgment, version) on letter to ses_company;
-- The job says that the PDF is there, and for which date it told of what is due.
create policy worker_delivers on letter for update to ses_worker using (actor_is_job() and side = 'company');
grant update (delivered_at, soon_told_for, overdue_told_for) on letter to ses_worker;

-- A task of a letter: to approve, to acknowledge.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'verify_users', 'complete_enrollment', 'assign_contacts',
  'take_over_work', 'draft_response', 'review_draft', 'decide_ask', 'overdue_request', 'decide_access', 'approve_letter', 'acknowledge_letter'));
alter table task add column letter_id uuid references letter (id) on delete cascade;
create index task_letter on task (letter_id) where letter_id is not null and done_at is null;
drop index task_event;
create unique index task_event on task (event_id, kind, coalesce(request_id, letter_id, complaint_id, agency_id, company_id));

-- As in 0017, with complaints that a letter delivered.
create or replace function waiting_for_company() returns table (complaint_id uuid, complaint_number integer, agency_name text, delivered_at timestamptz, requests integer, first_due date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select d.complaint_id, d.number, g.name, d.delivered_at, w.requests, w.first_due
  from complaint_delivery d
  join agency g on g.id = d.agency_id
  cross join lateral (
    select count(*)::integer as requests, min(due_on) as first_due
    from (select due_on from information_request r where r.complaint_id = d.complaint_id and r.status = 'sent_to_company'
          union all
          select due_on from letter l where l.complaint_id = d.complaint_id and l.company_id = d.company_id and l.status = 'issued' and l.delivered_at is not null) i
  ) w
  where d.company_id = actor_company() and actor_administers() and w.requests > 0
  order by w.first_due, d.number
  limit 200
$$;

-- As in 0044; the company finds a letter by its subject too once it has it. That it was delivered needs no trigger of its
-- own: its PDF is stored in the same transaction, and that brings the complaint's words up to date at the end.
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
           || to_tsvector('english', left(concat_ws(' the the the the ', '', r.texts, m.texts, a.texts, f.texts, k.texts, l.texts), 200000))
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
    left join lateral (select string_agg(subject, ' the the the the ') as texts from letter where complaint_id = c.id and side = 'company' and company_id = v.company_id and delivered_at is not null) l on true
    where c.id = any (complaints)
    on conflict (complaint_id, audience, scope_id) do update set agency_id = excluded.agency_id, words = excluded.words
      where (search_document.agency_id, search_document.words) is distinct from (excluded.agency_id, excluded.words);
  end if;
end $$;

-- The templates that ship. What stands in [Missing: …] is to be written or taken out before a letter can be issued; so is
-- the reminder that the agency's counsel reviews this wording, which an agency takes out of its own text once that was done.
insert into letter_template (id, agency_id, side, kind, name, subject, body, updated_at) values
('01940000-0000-7000-8000-000000000011', null, 'company', 'findings', 'Complaint closed, with findings', 'Complaint {{ complaint_id }}: closed, with our findings',
'[Missing: The review of this wording by your agency’s counsel]

To {{ company_name }}:

{{ agency_name }} reviewed consumer complaint {{ complaint_id }}{% if complainant_name %} of {{ complainant_name }}{% endif %} and has closed its review{% if closed_on %} on {{ closed_on }}{% endif %}.

What we found:

[Missing: The findings, in your words]

Closing this complaint does not decide any claim that the consumer may have. {{ agency_name }} may take the matter up again if it learns of new facts, and may consider it in later examinations.

If a finding rests on a fact that you believe is mistaken, write to us and attach what shows it.

{{ agency_poc }}
{% if agency_poc_title %}{{ agency_poc_title }}
{% endif %}{{ agency_name }}{% if agency_poc_phone %}
{{ agency_poc_phone }}{% endif %}', now()),
('01940000-0000-7000-8000-000000000012', null, 'company', 'correction', 'Request to correct', 'Complaint {{ complaint_id }}: request to correct',
'[Missing: The review of this wording by your agency’s counsel]

To {{ company_name }}:

{{ agency_name }} reviewed consumer complaint {{ complaint_id }}{% if complainant_name %} of {{ complainant_name }}{% endif %}{% if transaction_date %}, about a transaction of {{ transaction_date }}{% endif %}. From what you sent us, it appears that the following needs to be corrected:

[Missing: What the company shall correct]

Please correct it by the following date, and tell us in this system how you did:

[Missing: The date by which it shall be corrected]

If you believe that nothing needs to be corrected, say why, and attach what shows it.

{{ agency_poc }}
{% if agency_poc_title %}{{ agency_poc_title }}
{% endif %}{{ agency_name }}{% if agency_poc_phone %}
{{ agency_poc_phone }}{% endif %}', now()),
('01940000-0000-7000-8000-000000000013', null, 'company', 'caution', 'Letter of caution', 'Complaint {{ complaint_id }}: letter of caution',
'[Missing: The review of this wording by your agency’s counsel]

To {{ company_name }}:

In its review of consumer complaint {{ complaint_id }} {{ agency_name }} noted the following practice:

[Missing: The practice that gives reason for caution]

We draw your attention to these provisions:

[Missing: The provisions that apply]

This letter is advisory. It makes no formal finding and imposes no penalty. We ask you to look at your procedures and to make sure that they comply. A practice that goes on may lead to further action.

{{ agency_poc }}
{% if agency_poc_title %}{{ agency_poc_title }}
{% endif %}{{ agency_name }}{% if agency_poc_phone %}
{{ agency_poc_phone }}{% endif %}', now()),
('01940000-0000-7000-8000-000000000014', null, 'company', 'cease', 'Letter asking to stop a practice', 'Complaint {{ complaint_id }}: please stop the practice described',
'[Missing: The review of this wording by your agency’s counsel]

To {{ company_name }}:

From its review of consumer complaint {{ complaint_id }} {{ agency_name }} believes that the following practice does not comply with the law that it administers:

[Missing: The practice that shall stop]

The provisions on which we rely:

[Missing: The provisions that apply]

We ask you to stop this practice now, to keep all records that concern it, and to tell us in writing what you have done.

This letter is not an order, and it does not decide your rights or duties. {{ agency_name }} keeps all powers that it has by law, and may use them with or without further notice.

{{ agency_poc }}
{% if agency_poc_title %}{{ agency_poc_title }}
{% endif %}{{ agency_name }}{% if agency_poc_phone %}
{{ agency_poc_phone }}{% endif %}', now());

drop policy agency_removes on letter;
create policy agency_removes on letter for delete to ses_agency using (actor_handles_complaints() and agency_id = actor_agency() and status in ('draft', 'approved'));
