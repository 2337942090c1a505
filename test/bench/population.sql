-- A database of bench size: :count complaints over 50 agencies, 2,000 companies. The same each time, but for dates.
-- Runs as a superuser with triggers off (session_replication_role), so what triggers and commands keep is written here too.
-- A statement with :from and :to is run for many stretches of complaint numbers side by side.
create schema bench;

-- IDs that sort in the order in which they were made, as the program's own do.
create function bench.id(kind integer, n bigint) returns uuid language sql immutable parallel safe
  as $$ select (lpad(to_hex(n), 8, '0') || '-000' || kind || '-7000-8000-' || substr(md5(kind || ':' || n), 1, 12))::uuid $$;
-- From 0 to below 1, always the same for a number and a purpose.
create function bench.chance(n bigint, purpose integer) returns double precision language sql immutable parallel safe
  as $$ select (hashint8extended(n, purpose) & 1048575) / 1048576.0::double precision $$;
create function bench.one_of(words text[], share double precision) returns text language sql immutable parallel safe
  as $$ select words[1 + floor(share * cardinality(words))::integer] $$;

-- :parts is JSON: pieces of real narratives, mixed anew for each complaint so that no two texts are the same.
create unlogged table bench.part as select (ordinality - 1)::integer as n, value as text, to_tsvector('english', value) as words, text_marks(to_tsvector('english', value)) as marks
from jsonb_array_elements_text(:parts::jsonb) with ordinality;
create unique index on bench.part (n);
create unlogged table bench.label as
  select (row_number() over (order by i.id) - 1)::integer as n, i.parent_id as product_id, i.id as issue_id
  from category i where i.level = 'issue' and not i.retired;
create unique index on bench.label (n);
analyze bench.part, bench.label;

insert into agency (id, code, name, short_name, state, time_zone, participates_since)
select bench.id(1, a), 'B' || lpad(a::text, 2, '0') || '-DFI', 'Department of Financial Institutions ' || a, 'DFI ' || a,
       bench.one_of('{AL,AK,AZ,CA,CO,FL,GA,IL,MN,NY,OH,TX,WA}', bench.chance(a, 1)), 'America/New_York', date '2020-01-01'
from generate_series(0, 49) a;

insert into person (id, kind, agency_id, name, title, phone)
select bench.id(2, u), 'agency', bench.id(1, u / 10), 'Examiner ' || u, 'Examiner', '(614) 555-0100' from generate_series(0, 499) u;
insert into account (user_id, kind, agency_id, email, email_key, complaints_role)
select bench.id(2, u), 'agency', bench.id(1, u / 10), 'u' || u || '@agency.example', 'u' || u || '@agency.example', case when u % 10 = 0 then 'supervisor' else 'manager' end
from generate_series(0, 499) u;

insert into company (id, nmls_id, name, name_key, street, city, state, zip, enrollment)
select bench.id(3, c), (100000 + c)::text, n.name || ' ' || c || ', LLC', lower(n.name) || ' ' || c, c || ' Main Street', 'Toledo', 'OH', '43604', 'complete'
from generate_series(0, 1999) c,
     lateral (select bench.one_of('{Northlake,Harborview,Cedar Point,Granite,Bluewater,Prairie,Summit,Old Mill,Lakeshore,Redwood,Ironbridge,Silver Creek}', bench.chance(c, 1)) || ' '
                     || bench.one_of('{Mortgage,Home Loans,Lending,Servicing,Financial,Credit,Funding,Money Transfer,Recovery,Auto Finance}', bench.chance(c, 2)) as name) n;
insert into person (id, kind, company_id, name, title, phone)
select bench.id(4, u), 'company', bench.id(3, u / 2), 'Officer ' || u, 'Compliance Officer', '(614) 555-0150' from generate_series(0, 3999) u;
insert into account (user_id, kind, company_id, email, email_key, complaints_role)
select bench.id(4, u), 'company', bench.id(3, u / 2), 'o' || u || '@company.example', 'o' || u || '@company.example', 'manage' from generate_series(0, 3999) u;
insert into company_contacts (company_id, complaints_contact_id) select bench.id(3, c), bench.id(4, c * 2) from generate_series(0, 1999) c;

-- Two thirds closed, a quarter in progress; companies as unequal as in life; open ones young, closed ones up to five years old.
insert into complaint (id, number, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, due_on, cfpb_id,
                       business_type, product_id, issue_id, transaction_date, transaction_city, transaction_state, first_sent_at, closed_at,
                       requests_sent, requests_answered, requests_with_company, requests_to_review, next_request_due,
                       poc_sort, product_sort, issue_sort, days_taken)
select bench.id(5, i), i, bench.id(1, a), s.status, case when bench.chance(i, 50) < 0.1 then 'branch' when bench.chance(i, 50) < 0.13 then 'individual' else 'company' end, o.id, o.name,
       case when s.status <> 'draft' and bench.chance(i, 3) > 0.05 then bench.id(2, a * 10 + poc) end, bench.id(2, a * 10 + poc),
       d.received + interval '9 hours' + bench.chance(i, 4) * interval '8 hours', d.received, case when s.is_open and bench.chance(i, 5) < 0.6 then current_date - 20 + floor(bench.chance(i, 6) * 90)::integer end,
       case when bench.chance(i, 7) < 0.3 then (5000000 + i)::text end, case when bench.chance(i, 51) < 0.2 then 'Debt' when bench.chance(i, 51) < 0.21 then 'Trust' else 'Mortgage Servicing' end, l.product_id, l.issue_id,
       d.received - 30, 'Toledo', case when bench.chance(i, 52) < 0.02 then 'KY' else 'OH' end, case when q.sent > 0 then d.received + interval '2 days' end,
       case when s.status = 'closed' then least(d.received + interval '30 days' + bench.chance(i, 8) * interval '60 days', now()) end,
       q.sent, q.answered, q.sent - q.answered, case when s.is_open then least(q.answered, q.seen) else 0 end,
       case when q.sent > q.answered then q.due end,
       case when s.status <> 'draft' and bench.chance(i, 3) > 0.05 then 'examiner ' || (a * 10 + poc) end, (select lower(left(k.name, 60)) from category k where k.id = l.product_id), (select lower(left(k.name, 60)) from category k where k.id = l.issue_id),
       case when s.status = 'closed' then greatest(0, least(d.received + interval '30 days' + bench.chance(i, 8) * interval '60 days', now())::date - d.received) end
from generate_series(:from::bigint + 1, :to::bigint) i
cross join lateral (select (i % 50)::integer as a, floor(bench.chance(i, 2) * 10)::integer as poc, bench.chance(i, 1) as dice) x
cross join lateral (select case when dice < 0.02 then 'draft' when dice < 0.05 then 'pending' when dice < 0.30 then 'in_progress' when dice < 0.31 then 'referral_in_progress'
                                when dice < 0.32 then 'reopened' when dice < 0.98 then 'closed' else 'canceled' end as status,
                           dice >= 0.02 and dice < 0.32 as is_open) s
cross join lateral (select current_date - case when s.is_open or s.status = 'draft' then floor(power(bench.chance(i, 9), 2) * 180) else 60 + floor(bench.chance(i, 9) * 1765) end::integer as received) d
cross join lateral (select case when s.status in ('draft', 'pending', 'canceled') or bench.chance(i, 10) < 0.2 then 0 else 1 + floor(bench.chance(i, 11) * 3)::integer end as sent) r
cross join lateral (select r.sent, case when s.status = 'closed' then r.sent else floor(bench.chance(i, 12) * (r.sent + 1))::integer end as answered,
                           floor(bench.chance(i, 13) * 2)::integer as seen, current_date - 15 + floor(bench.chance(i, 14) * 60)::integer as due) q
join company o on o.id = bench.id(3, floor(power(bench.chance(i, 15), 2) * 2000)::bigint)
join bench.label l on l.n = floor(power(bench.chance(i, 16), 2) * (select count(*) from bench.label))::integer;

insert into complaint_detail (complaint_id, agency_id, received_via, narrative, desired_outcome, narrative_company_id)
select c.id, c.agency_id, bench.one_of('{web,phone,email,mail}', bench.chance(c.number, 20)), concat_ws(' ', p1.text, p2.text, p3.text), 'Correct the account and refund the fees.',
       case when c.first_sent_at is not null and bench.chance(c.number, 24) >= 0.05 then c.company_id end
from complaint c
join bench.part p1 on p1.n = floor(bench.chance(c.number, 21) * :partCount::integer)::integer
join bench.part p2 on p2.n = floor(bench.chance(c.number, 22) * :partCount::integer)::integer
join bench.part p3 on p3.n = floor(bench.chance(c.number, 23) * :partCount::integer)::integer
where c.number > :from and c.number <= :to;

insert into complainant (complaint_id, agency_id, restricted, first_name, last_name, street, city, state, zip, email, phone, name_key, shared_company_id)
select c.id, c.agency_id, r.restricted, n.first, n.last, c.number || ' Elm Street', bench.one_of('{Toledo,Akron,Dayton,Lima,Mansfield,Parma}', bench.chance(c.number, 27)), 'OH', '43604',
       'p' || c.number || '@mail.example', '(419) 555-0147', lower(n.first || ' ' || n.last), case when c.first_sent_at is not null and not r.restricted then c.company_id end
from complaint c
cross join lateral (select bench.chance(c.number, 24) < 0.05 as restricted) r
cross join lateral (select bench.one_of('{Ana,Ben,Carla,Dov,Edith,Femi,Grace,Hugo,Ines,Jonas,Keiko,Luis,Mina,Nora,Omar,Petra,Quinn,Rosa,Sven,Tara}', bench.chance(c.number, 25)) as first,
                           bench.one_of('{Abbott,Barros,Chen,Dietz,Ekberg,Farrow,Galvan,Hassan,Ito,Jarvis,Kowal,Lindh,Moreno,Novak,Okafor,Pruitt,Quist,Rhodes,Sato,Tully}', bench.chance(c.number, 26)) || ' '
                           || substr(md5(c.number::text), 1, 3) as last) n
where c.number > :from and c.number <= :to;

insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at, company_poc_id)
select c.id, c.agency_id, c.company_id, c.number, c.first_sent_at,
       case when bench.chance(c.number, 30) < 0.85 then (select u.user_id from account u where u.company_id = c.company_id order by u.user_id limit 1) end
from complaint c where c.first_sent_at is not null and c.number > :from and c.number <= :to;
insert into request_sending (id, complaint_id, agency_id, company_id, commentary, sent_by, sent_at)
select bench.id(6, c.number), c.id, c.agency_id, c.company_id, 'Please answer these requests.', c.entered_by, c.first_sent_at from complaint c where c.first_sent_at is not null and c.number > :from and c.number <= :to;

-- The first answered, the others still with the company.
insert into information_request (id, number, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at,
                                 answered_by, answered_at, quick_look_by, quick_look_at)
select bench.id(7, c.number * 4 + k), c.number * 4 + k, c.id, c.agency_id, c.company_id, bench.one_of('{Payment history,Loan agreement,Account notes,Call recordings}', bench.chance(c.number * 4 + k, 31)),
       'Send the documents of the account that concern this complaint.', case when k <= c.requests_answered then 'sent_to_agency' else 'sent_to_company' end,
       coalesce(c.next_request_due, c.received_on + 30) + k - c.requests_answered, c.received_on + 30, c.entered_by, c.first_sent_at, c.entered_by, c.first_sent_at,
       case when k <= c.requests_answered then v.company_poc_id end, case when k <= c.requests_answered then c.first_sent_at + interval '10 days' end,
       case when k <= c.requests_answered - c.requests_to_review then c.entered_by end, case when k <= c.requests_answered - c.requests_to_review then c.first_sent_at + interval '12 days' end
from complaint c join complaint_delivery v on v.complaint_id = c.id cross join lateral generate_series(1, c.requests_sent) k
where c.number > :from and c.number <= :to;
update complaint c set next_request_due = r.due from (select complaint_id, min(due_on) as due from information_request where status = 'sent_to_company' and number > :from * 4 + 4 and number < :to * 4 + 4 group by complaint_id) r
where r.complaint_id = c.id and c.next_request_due is distinct from r.due;

insert into response (id, request_id, round, complaint_id, agency_id, company_id, status, text, author_id, poc_id, created_at, saved_by, saved_at, sent_by, sent_at)
select bench.id(8, r.number), r.id, 1, r.complaint_id, r.agency_id, r.company_id, 'sent', 'The account was reviewed and corrected. ' || p.text, w.id, w.id,
       r.answered_at, w.id, r.answered_at, w.id, r.answered_at
from information_request r
cross join lateral (select coalesce(r.answered_by, (select u.user_id from account u where u.company_id = r.company_id order by u.user_id limit 1)) as id) w
join bench.part p on p.n = floor(bench.chance(r.number, 32) * :partCount::integer)::integer
where r.status = 'sent_to_agency' and r.number > :from * 4 + 4 and r.number < :to * 4 + 4;

insert into task (id, event_id, kind, company_id, complaint_id, request_id, due_on, created_at)
select bench.id(9, r.number), bench.id(9, r.number), 'answer_request', r.company_id, r.complaint_id, r.id, r.due_on, r.sent_at from information_request r where r.status = 'sent_to_company' and r.number > :from * 4 + 4 and r.number < :to * 4 + 4;
insert into task_holder (task_id, user_id) select t.id, v.company_poc_id from task t join complaint_delivery v on v.complaint_id = t.complaint_id where v.company_poc_id is not null;

-- One in a hundred is shared with another agency.
insert into complaint_access (id, complaint_id, agency_id, asked_agency_id, requesting_agency_id, state, requested_at, decided_at)
select bench.id(6, c.number + 300000000), c.id, c.agency_id, c.agency_id, o.id, 'accepted', c.created_at, c.created_at
from complaint c cross join lateral (select bench.id(1, floor(bench.chance(c.number, 53) * 50)::bigint) as id) o
where c.status <> 'draft' and bench.chance(c.number, 54) < 0.01 and o.id <> c.agency_id;

insert into closure (id, complaint_id, agency_id, company_id, reason, notes, comments_to_company, days_open, closed_by, closed_at)
select bench.id(6, c.number + 100000000), c.id, c.agency_id, case when c.first_sent_at is not null then c.company_id end, 'closed_with_explanation', 'Reviewed.', 'Thank you for your answer.', 40,
       coalesce(c.agency_poc_id, c.entered_by), c.closed_at
from complaint c where c.status = 'closed' and c.number > :from and c.number <= :to;

insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, company_id, complaint_id, audience)
select bench.id(6, c.number * 4 + e.n + 200000000), c.created_at + e.n * interval '1 hour', c.agency_id, e.action, c.entered_by, 'agency', c.agency_id, c.agency_id, c.company_id, c.id, 'agency'
from complaint c cross join (values (0, 'complaint.started'), (1, 'complaint.submitted'), (2, 'complaint.read')) e (n, action)
where c.number > :from and c.number <= :to;

insert into complaint_retention (complaint_id, agency_id, retain_until)
select c.id, c.agency_id, (c.closed_at + interval '7 years')::date from complaint c where c.status = 'closed' and c.number > :from and c.number <= :to;

-- What index_complaints writes, put together from vectors that were made once for each piece of text.
insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
select c.id, 'basic', case when c.status = 'draft' then '00000000-0000-0000-0000-000000000001'::uuid else '00000000-0000-0000-0000-000000000000'::uuid end, c.agency_id, c.number,
       setweight(to_tsvector('simple', concat_ws(' ', 'c' || c.number, c.number, c.subject_name, c.cfpb_id, 'ses' || o.number, o.nmls_id))
                 || to_tsvector('english', concat_ws(' ', c.subject_name, c.business_type, p.name, i.name)), 'A')
from complaint c
left join category p on p.id = c.product_id
left join category i on i.id = c.issue_id
left join company o on o.id = c.company_id
where c.number > :from and c.number <= :to;

with asked as materialized (
  select r.complaint_id, string_agg(concat_ws(' ', 'ir' || r.number, r.title, r.description), ' the the the the ') as texts,
         (select coalesce(p.words, '') from bench.part p where p.n = floor(bench.chance(min(r.number) filter (where r.status = 'sent_to_agency'), 32) * :partCount::integer)::integer) as first,
         (select coalesce(p.words, '') from bench.part p where p.n = floor(bench.chance(nullif(max(r.number) filter (where r.status = 'sent_to_agency'), min(r.number) filter (where r.status = 'sent_to_agency')), 32) * :partCount::integer)::integer) as last
  from information_request r where r.number > :from * 4 + 4 and r.number < :to * 4 + 4 group by r.complaint_id
), told as materialized (
  select c.id, c.agency_id, c.number, c.subject_name, d.narrative_company_id is not null as shared, p.restricted, complainant_words(p) as who,
         setweight(to_tsvector('simple', concat_ws(' ', p.first_name, p.last_name, p.city)), 'B') as who_to_company, p.shared_company_id, v.company_id,
         setweight(p1.words || p2.words || p3.words || to_tsvector('english', 'the the the the ' || d.desired_outcome), 'C') as described,
         to_tsvector('english', concat_ws(' the the the the ', '', a.texts, case when v.complaint_id is not null then 'Please answer these requests. The account was reviewed and corrected.' end)) || coalesce(a.first, '') || coalesce(a.last, '') as worked,
         case when c.status = 'closed' then to_tsvector('english', 'the the the the Reviewed. Thank you for your answer.') else '' end as closing
  from complaint c
  join complaint_detail d on d.complaint_id = c.id
  join complainant p on p.complaint_id = c.id
  left join complaint_delivery v on v.complaint_id = c.id
  left join asked a on a.complaint_id = c.id
  join bench.part p1 on p1.n = floor(bench.chance(c.number, 21) * :partCount::integer)::integer
  join bench.part p2 on p2.n = floor(bench.chance(c.number, 22) * :partCount::integer)::integer
  join bench.part p3 on p3.n = floor(bench.chance(c.number, 23) * :partCount::integer)::integer
  where c.number > :from and c.number <= :to
), whole as materialized (
  select t.*, b.words || case when t.restricted then ''::tsvector else setweight(t.who, 'B') end || t.described || t.worked || t.closing as detail
  from told t join search_document b on b.complaint_id = t.id and b.audience = 'basic'
)
insert into search_document (complaint_id, audience, scope_id, agency_id, number, words)
select w.id, 'detail', case when w.restricted then '00000000-0000-0000-0000-000000000001'::uuid else w.agency_id end, w.agency_id, w.number, w.detail from whole w
union all
select w.id, 'owner', w.agency_id, w.agency_id, w.number, w.detail || setweight(w.who, 'B') from whole w where w.restricted
union all
select w.id, 'company', w.company_id, w.agency_id, w.number,
       setweight(to_tsvector('simple', concat_ws(' ', 'c' || w.number, w.number, w.subject_name)) || to_tsvector('english', concat_ws(' ', w.subject_name, g.name, g.short_name)), 'A')
       || case when w.shared_company_id is null then ''::tsvector else w.who_to_company end || case when w.shared then w.described else ''::tsvector end || w.worked || w.closing
from whole w join agency g on g.id = w.agency_id where w.company_id is not null;

insert into complaint_fingerprint (complaint_id, agency_id, marks)
select c.id, c.agency_id, array(select distinct m from unnest(p1.marks || p2.marks || p3.marks) m order by m limit 16)
from complaint c
join bench.part p1 on p1.n = floor(bench.chance(c.number, 21) * :partCount::integer)::integer
join bench.part p2 on p2.n = floor(bench.chance(c.number, 22) * :partCount::integer)::integer
join bench.part p3 on p3.n = floor(bench.chance(c.number, 23) * :partCount::integer)::integer
where c.number > :from and c.number <= :to;
