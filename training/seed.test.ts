import { verify } from '@node-rs/argon2'
import type { Actor } from '#src/access/actor.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { closeReasons } from '#src/modules/complaints/domain/closing.ts'
import { KeptFilters } from '#src/modules/complaints/list-contract.ts'
import { statuses } from '#src/modules/complaints/domain/lifecycle.ts'
import { MarketFilters } from '#src/modules/reports/market-contract.ts'
import { findRises } from '#src/modules/reports/queries/find-rises.ts'
import { trainingPassword, trainingTotpSecret } from './accounts.ts'
import { seedTrainingWorld } from './seed.ts'

const seed = (world: World) => seedTrainingWorld({ adminUrl: world.db.adminUrl, secrets: world.deps.secrets, clock: world.clock, log: () => undefined })
const number = async (world: World, sql: string) => (await world.rows<{ n: number }>(sql))[0]?.n

// The tests of this file share one database, and the second and later ones the world that is in it.
test('a first start that is cut off leaves nothing, and the next one makes the whole world', { timeout: 600_000 }, async ({ world }) => {
  const cutOff = expect(seed(world)).rejects.toThrow()
  await expect
    .poll(() => number(world, `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity where application_name = 'ses-training' and datname = current_database() and query like 'insert into complaint %'`), { timeout: 60_000, interval: 5 })
    .toBeGreaterThan(0)
  await cutOff
  expect(await number(world, 'select count(*)::int as n from agency')).toBe(0)
  expect(await seed(world)).toBe(true)
  expect(await world.rows('select (select count(*)::int from agency) as agencies, (select count(*)::int from company) as companies, (select count(*)::int from complaint) as complaints')).toEqual([
    { agencies: 16, companies: 60, complaints: 2000 },
  ])
})

test('a later start finds the world and changes nothing', async ({ world }) => {
  await seed(world)
  expect(await seed(world)).toBe(false)
  expect(await number(world, 'select count(*)::int as n from complaint')).toBe(2000)
})

test('everybody of the job aids can sign in, with one password and a code of their own', async ({ world }) => {
  await seed(world)
  for (const email of ['dana.whitfield@ohio-frd.example', 'luis.arroyo@ohio-frd.example', 'renee.dubois@illinois-cco.example', 'ellen.brandt@brightwater.example', 'priya.raman@brightwater.example', 'tomas.heller@brightwater.example']) {
    const [account] = await world.rows<{ password_hash: string; second_factor: string }>('select c.password_hash, c.second_factor from account a join credential c on c.user_id = a.user_id where a.email_key = $1', [email])
    expect(await verify(account?.password_hash ?? '', trainingPassword)).toBe(true)
    expect(world.deps.secrets.open('second-factor', account?.second_factor ?? '')).toBe(trainingTotpSecret(email))
  }
})

test('Brightwater has an Account Administrator who may not read complaints, last among its accounts', async ({ world }) => {
  await seed(world)
  const accounts = await world.rows<{ email: string; system_roles: string[]; complaints_role: string | null }>(
    'select a.email, a.system_roles, a.complaints_role from account a join company c on c.id = a.company_id where c.number = 1187 order by a.created_at',
  )
  expect(accounts[0]?.email).toBe('ellen.brandt@brightwater.example')
  expect(accounts.at(-1)).toEqual({ email: 'odette.farrow@brightwater.example', system_roles: ['account_administrator'], complaints_role: null })
})

test('every agency has a Supervisor, a Manager and a Viewer, and every system role has somebody', async ({ world }) => {
  await seed(world)
  expect(await world.rows("select a.code from agency a where (select count(distinct complaints_role) from account u where u.agency_id = a.id) < 3")).toEqual([])
  const [roles] = await world.rows<{ roles: string[] }>('select array_agg(distinct role order by role) as roles from account, unnest(system_roles) as role')
  expect(roles?.roles).toEqual(['account_administrator', 'contributor', 'examiner', 'leader', 'master_viewer', 'reviewer', 'staff_director', 'staff_user', 'third_party'])
})

test('every status and every closing reason can be seen', async ({ world }) => {
  await seed(world)
  expect((await world.rows<{ status: string }>('select distinct status from complaint')).map((row) => row.status).sort()).toEqual([...statuses].sort())
  expect((await world.rows<{ reason: string }>('select distinct reason from closure')).map((row) => row.reason).sort()).toEqual([...closeReasons].sort())
})

test('nothing has happened in the future, and everything in its order', async ({ world }) => {
  await seed(world)
  const now = world.clock.now().toISOString()
  expect(await number(world, `select count(*)::int as n from audit_entry where at > '${now}'`)).toBe(0)
  expect(await number(world, `select count(*)::int as n from complaint where received_on > '${now}'::date or created_at > '${now}'`)).toBe(0)
  expect(
    await number(world, `select count(*)::int as n from information_request where created_at > coalesce(sent_at, 'infinity') or sent_at > coalesce(answered_at, 'infinity') or answered_at > coalesce(quick_look_at, 'infinity')`),
  ).toBe(0)
})

test('no complaint breaks a rule that the commands keep', async ({ world }) => {
  await seed(world)
  const broken = {
    'closed with a request at the company': `select 1 from complaint where status = 'closed' and requests_with_company > 0`,
    'sent, but not delivered': `select 1 from complaint c where (first_sent_at is not null) <> exists (select 1 from complaint_delivery d where d.complaint_id = c.id)`,
    'restricted, but shared': `select 1 from complainant p join complaint_detail d using (complaint_id) where p.restricted and (p.shared_company_id is not null or d.narrative_company_id is not null)`,
    'entered without what is required': `select 1 from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id
      where c.status <> 'draft' and (c.product_id is null or c.issue_id is null or d.narrative = '' or d.received_via is null or p.first_name = '' or p.last_name = '')`,
    'a Company POC without Manage': `select 1 from complaint_delivery d join account a on a.user_id = d.company_poc_id where a.complaints_role is distinct from 'manage'`,
    'an Agency POC who handles no complaints': `select 1 from complaint c join account a on a.user_id = c.agency_poc_id where a.complaints_role not in ('supervisor', 'manager')`,
    'answered by nobody': `select 1 from information_request r where status = 'sent_to_agency' and not exists (select 1 from response s where s.request_id = r.id and s.status = 'sent')`,
    'a task that nobody holds, though somebody could': `select 1 from task t where not exists (select 1 from task_holder h where h.task_id = t.id)
      and exists (select 1 from account a where a.company_id = t.company_id or a.agency_id = t.agency_id)`,
    'a task to answer what is not at the company': `select 1 from task t join information_request r on r.id = t.request_id where t.kind = 'answer_request' and r.status <> 'sent_to_company'`,
    'being referred without a referral, or the reverse': `select 1 from complaint c where (status = 'referral_in_progress') <> exists (select 1 from referral r where r.complaint_id = c.id and r.state = 'pending' and r.from_agency_id = c.agency_id)`,
    'referred after it was sent': `select 1 from referral r join complaint c on c.id = r.complaint_id where c.first_sent_at is not null`,
    'a referral that nobody has the task to decide': `select 1 from referral r where r.state = 'pending' and not exists (select 1 from task t join task_holder h on h.task_id = t.id join account a on a.user_id = h.user_id and a.agency_id = r.to_agency_id where t.complaint_id = r.complaint_id and t.kind = 'decide_referral')`,
    'a request for access that nobody has the task to decide, or the reverse': `select 1 from complaint c where exists (select 1 from complaint_access s where s.complaint_id = c.id and s.state = 'requested')
      <> exists (select 1 from task t join task_holder h on h.task_id = t.id join account a on a.user_id = h.user_id and a.agency_id = c.agency_id and a.complaints_role = 'supervisor' where t.complaint_id = c.id and t.kind = 'decide_access')`,
    'access that was not asked for, decided and ended in this order': `select 1 from complaint_access where (state <> 'requested') <> (decided_at is not null and decided_by is not null) or (state = 'revoked') <> (ended_at is not null) or decided_at < requested_at or ended_at < decided_at`,
    'a referral decided before it was sent, or by nobody': `select 1 from referral where (state <> 'pending') <> (decided_at is not null and decided_by is not null) or decided_at < sent_at`,
    'posted or named where the board is not read': `select 1 from discussion_post p left join discussion_mention m on m.post_id = p.id left join account a on a.user_id = m.user_id
      where p.complaint_id is not null and exists (select 1 from unnest(array[p.agency_id, m.agency_id, a.agency_id]) as of (id) where of.id is not null and of.id <> p.owner_agency_id
        and not exists (select 1 from complaint_access s where s.complaint_id = p.complaint_id and s.requesting_agency_id = of.id and s.state = 'accepted' and s.decided_at <= p.created_at))`,
    'canceled without a cancellation, or the reverse': `select 1 from complaint c where (status = 'canceled') <> exists (select 1 from cancellation k where k.complaint_id = c.id and k.canceled_at = c.canceled_at)`,
    'canceled with a request at the company, or an unsent one': `select 1 from information_request r join complaint c on c.id = r.complaint_id where c.status = 'canceled' and r.status in ('sent_to_company', 'ready_to_send')`,
    'reopened without its former closure and the reason': `select 1 from complaint c where (status = 'reopened') <> exists (select 1 from reopening o join closure k on k.complaint_id = o.complaint_id and k.closed_at < o.reopened_at where o.complaint_id = c.id and c.closed_at is null)`,
    'pending without a reviewer who has the task': `select 1 from complaint c where c.status = 'pending' and not exists (select 1 from preliminary_review v join task t on t.complaint_id = c.id and t.kind = 'preliminary_review' join task_holder h on h.task_id = t.id and h.user_id = v.reviewer_id
      where v.complaint_id = c.id and v.completed_at is null and v.reviewer_id = c.reviewer_id)`,
    'reviewed by whoever submitted it': `select 1 from preliminary_review where reviewer_id = asked_by`,
    'ended, but not kept for seven years': `select 1 from complaint c join agency a on a.id = c.agency_id left join complaint_retention k on k.complaint_id = c.id
      where (c.status in ('closed', 'canceled')) <> (k.retain_until is not null) or k.retain_until <> ((coalesce(c.closed_at, c.canceled_at) at time zone a.time_zone)::date + interval '7 years')::date`,
    'a note of the future, or from before the complaint': `select 1 from research_entry e join complaint c on c.id = e.complaint_id where e.happened_on < c.received_on or e.happened_on > (e.created_at at time zone 'America/New_York')::date`,
    'alleged after it ended': `select 1 from alleged_violation v join complaint c on c.id = v.complaint_id where v.added_at > coalesce(c.closed_at, c.canceled_at)`,
    'no history': `select 1 from complaint c where not exists (select 1 from audit_entry a where a.complaint_id = c.id)`,
    'not found by search': `select 1 from complaint c where not exists (select 1 from search_document s where s.complaint_id = c.id and s.audience = 'detail')`,
  }
  for (const [rule, sql] of Object.entries(broken)) expect({ rule, broken: (await world.rows(sql)).length }).toEqual({ rule, broken: 0 })
})

test('Ohio and Brightwater have work today: overdue, this week, to review, to answer', async ({ world }) => {
  await seed(world)
  const today = world.clock.now().toISOString().slice(0, 10)
  const [ohio] = await world.rows<Record<string, number>>(`
    select count(*) filter (where is_open)::int as open, count(*) filter (where is_open and next_due < '${today}')::int as overdue,
           count(*) filter (where is_open and next_due between '${today}' and '${today}'::date + 7)::int as week, count(*) filter (where requests_to_review > 0)::int as review,
           count(*) filter (where status = 'draft')::int as drafts, count(*) filter (where status = 'pending')::int as pending, count(*)::int as all
    from complaint c join agency a on a.id = c.agency_id where a.code = 'OH-FRD'`)
  expect(ohio?.['all']).toBe(350)
  for (const [what, least] of Object.entries({ open: 60, overdue: 3, week: 5, review: 5, drafts: 2, pending: 2 })) expect({ what, enough: (ohio?.[what] ?? 0) >= least }).toEqual({ what, enough: true })
  const holders = await world.rows<{ name: string }>(`
    select distinct p.name from task t join task_holder h on h.task_id = t.id join person p on p.id = h.user_id join company c on c.id = t.company_id where c.number = 1187 and not h.done`)
  expect(holders.map((holder) => holder.name)).toContain('Priya Raman')
})

test('Ohio sees what each page of the record is for', async ({ world }) => {
  await seed(world)
  const today = world.clock.now().toISOString().slice(0, 10)
  const [ohio] = await world.rows<Record<string, number>>(`
    with ohio as (select id from agency where code = 'OH-FRD')
    select (select count(*) from referral r, ohio where r.from_agency_id = ohio.id)::int as outgoing, (select count(*) from referral r, ohio where r.to_agency_id = ohio.id)::int as incoming,
           (select count(*) from complaint_access s, ohio where s.requesting_agency_id = ohio.id and s.state = 'accepted')::int as shared,
           (select count(*) from complaint_retention k, ohio where k.agency_id = ohio.id and k.retain_until < '${today}')::int as past_due,
           (select count(*) from complaint_retention k, ohio where k.agency_id = ohio.id and k.retain_until between '${today}' and '${today}'::date + 90)::int as due_soon,
           (select count(*) from complaint_retention k, ohio where k.agency_id = ohio.id and k.legal_hold)::int as held,
           (select count(*) from research_entry e, ohio where e.agency_id = ohio.id and e.kind = 'research')::int as research, (select count(*) from research_entry e, ohio where e.agency_id = ohio.id and e.kind = 'communication')::int as communications,
           (select count(*) from alleged_violation v join citation t on t.id = v.citation_id and t.agency_id is null, ohio where v.agency_id = ohio.id)::int as violations,
           (select count(*) from related_record r, ohio where r.agency_id = ohio.id)::int as related, (select count(*) from preliminary_review v, ohio where v.agency_id = ohio.id and v.completed_at is not null)::int as reviewed`)
  const { outgoing, incoming, shared, held, past_due, due_soon, ...some } = ohio ?? {}
  expect({ held, past_due, due_soon }).toEqual({ held: 2, past_due: 2, due_soon: 3 })
  for (const [what, count] of Object.entries({ outgoing, incoming, shared })) expect({ what, enough: (count ?? 0) >= 2 }).toEqual({ what, enough: true })
  for (const [what, count] of Object.entries(some)) expect({ what, enough: count >= 5 }).toEqual({ what, enough: true })
})

test('Ohio and Brightwater find something on each page of the exchange', async ({ world }) => {
  await seed(world)
  const [found] = await world.rows<Record<string, number>>(`
    with ohio as (select id from agency where code = 'OH-FRD'), home as (select id from company where number = 1187)
    select (select count(*) from request_template t, ohio where t.agency_id = ohio.id)::int as templates, (select count(*) from request_set t, ohio where t.agency_id = ohio.id)::int as sets,
           (select count(*) from information_request r, ohio where r.agency_id = ohio.id and r.round = 2)::int as second_rounds, (select count(*) from request_ask k, ohio where k.agency_id = ohio.id and k.state = 'waiting')::int as wishes,
           (select count(*) from request_drafter d, home where d.company_id = home.id)::int as drafters, (select count(*) from response r, home where r.company_id = home.id and r.status = 'in_review')::int as handed,
           (select count(*) from company_deputy d, home where d.company_id = home.id)::int as deputies, (select count(*) from complaint_delivery where acting_poc_id is not null)::int as acting,
           (select count(*) from document d, ohio where d.agency_id = ohio.id and d.side = 'company' and d.shared)::int as answered_files, (select count(*) from document d, ohio where d.agency_id = ohio.id and d.side = 'agency')::int as own_files`)
  const { templates, sets, second_rounds, wishes, drafters, handed, deputies, ...some } = found ?? {}
  expect({ templates, sets, second_rounds, wishes, drafters, handed, deputies }).toEqual({ templates: 7, sets: 2, second_rounds: 2, wishes: 2, drafters: 2, handed: 1, deputies: 2 })
  for (const [what, count] of Object.entries(some)) expect({ what, enough: count > 0 }).toEqual({ what, enough: true })
  const broken = {
    'sent without a submission': `select 1 from response where (status = 'sent') <> (submission_id is not null)`,
    'with the company, but answered in this round': `select 1 from information_request r join response s on s.request_id = r.id and s.round = r.round where r.status = 'sent_to_company' and s.status = 'sent'`,
    'a wish that nobody has the task to decide': `select 1 from request_ask k where k.state = 'waiting' and not exists (select 1 from task t join task_holder h on h.task_id = t.id where t.request_id = k.request_id and t.kind = 'decide_ask')`,
    'a deputy and the absent colleague both with the task': `select 1 from complaint_delivery d join task t on t.complaint_id = d.complaint_id and t.company_id = d.company_id join task_holder h on h.task_id = t.id where d.acting_poc_id is not null and h.user_id = d.company_poc_id`,
  }
  for (const [rule, sql] of Object.entries(broken)) expect({ rule, broken: (await world.rows(sql)).length }).toEqual({ rule, broken: 0 })
})

test('Ohio finds something in each tab of what passes between agencies, and on the boards', async ({ world }) => {
  await seed(world)
  const tabs = await world.rows<{ tab: string; n: number }>(`
    with ohio as (select id from agency where code = 'OH-FRD')
    select case when s.asked_agency_id = ohio.id then 'of others: ' else 'own: ' end || s.state as tab, count(*)::int as n from complaint_access s, ohio where ohio.id in (s.asked_agency_id, s.requesting_agency_id) group by 1
    union all select case when r.to_agency_id = ohio.id then 'to us: ' else 'from us: ' end || r.state, count(*)::int from referral r, ohio where ohio.id in (r.to_agency_id, r.from_agency_id) group by 1`)
  const wanted = ['of others: accepted', 'of others: rejected', 'of others: requested', 'of others: revoked', 'own: accepted', 'own: rejected', 'own: requested', 'own: revoked', 'to us: accepted', 'to us: pending', 'to us: withdrawn', 'from us: pending', 'from us: rejected']
  expect(tabs.map(({ tab }) => tab)).toEqual(expect.arrayContaining(wanted))
  expect(await world.rows(`select count(distinct complaint_id)::int as complaints, count(distinct entity_id)::int as entities, count(edited_at)::int as edited, count(deleted_at)::int as deleted, count(distinct agency_id)::int as agencies,
    (select count(*)::int from document where purpose = 'discussion') as files from discussion_post`)).toEqual([{ complaints: 2, entities: 2, edited: 1, deleted: 1, agencies: 5, files: 1 }])
})

test('the main people have tasks of each kind, and something that they have not read', async ({ world }) => {
  await seed(world)
  const held = await world.rows<{ name: string; kinds: string[] }>(`select p.name, array_agg(distinct t.kind order by t.kind) as kinds from task t join task_holder h on h.task_id = t.id join person p on p.id = h.user_id group by 1`)
  const kindsOf = (...names: string[]) => new Set(held.filter(({ name }) => names.includes(name)).flatMap(({ kinds }) => kinds))
  expect([...kindsOf('Dana Whitfield')]).toEqual(expect.arrayContaining(['decide_access', 'decide_ask', 'decide_referral', 'overdue_request', 'review_response']))
  expect([...kindsOf('Ellen Brandt', 'Priya Raman', 'Tomás Heller')]).toEqual(expect.arrayContaining(['answer_request', 'assign_point_of_contact', 'draft_response', 'review_draft']))
  const unread = await world.rows<{ name: string; events: string[] }>(`select p.name, array_agg(distinct n.event) as events from notification n join person p on p.id = n.user_id where n.read_at is null group by 1`)
  const eventsOf = (name: string) => unread.find((one) => one.name === name)?.events ?? []
  expect(eventsOf('Dana Whitfield')).toEqual(expect.arrayContaining(['access_requested', 'discussion_tagged', 'entity_discussion_tagged', 'response_submitted']))
  expect(eventsOf('Luis Arroyo')).toContain('discussion_tagged')
  expect(eventsOf('Renee Dubois').length).toBeGreaterThan(0)
  expect(await world.rows(`select w.off_reason, c.number from webhook w join company c on c.id = w.company_id`)).toEqual([{ off_reason: 'by_hand', number: 1187 }])
})

test('letters to Brightwater wait, are overdue, acknowledged, and one waits for a Supervisor of Ohio', async ({ world }) => {
  await seed(world)
  const letters = await world.rows(
    `select l.status, l.due_on < $1::date as overdue, l.approval_asked_at is not null and l.approved_at is null as to_approve, exists (select 1 from task t where t.letter_id = l.id and t.done_at is null) as task
     from letter l join agency a on a.id = l.agency_id join company c on c.id = l.company_id where a.code = 'OH-FRD' and c.number = 1187 order by l.status, l.due_on`,
    [world.clock.now().toISOString().slice(0, 10)],
  )
  expect(letters).toEqual([
    { status: 'acknowledged', overdue: true, to_approve: false, task: false },
    { status: 'draft', overdue: null, to_approve: true, task: true },
    { status: 'issued', overdue: true, to_approve: false, task: true },
    { status: 'issued', overdue: false, to_approve: false, task: true },
  ])
})

test('the reports of the last year have something in each month, and the market an unusual rise', async ({ world }) => {
  await seed(world)
  const dana = await world.rows<{ user_id: string; agency_id: string; time_zone: string }>(`select a.user_id, a.agency_id, g.time_zone from account a join agency g on g.id = a.agency_id where a.email_key = 'dana.whitfield@ohio-frd.example'`)
  const [{ user_id: userId, agency_id: agencyId, time_zone: timeZone } = { user_id: '', agency_id: '', time_zone: '' }] = dana
  const actor: Actor = { kind: 'agency', userId, agencyId, timeZone, systemRoles: [], complaintsRole: 'supervisor' }
  const { companies } = await findRises(world.deps, actor, MarketFilters.parse({}))
  expect(companies.rises.map(({ name }) => name)).toEqual(['Foxglove Screening & Reports LLC'])
  const months = await world.rows<{ received: number; closed: number }>(`
    select count(*) filter (where c.received_on >= m and c.received_on < m + interval '1 month')::int as received, count(*) filter (where c.closed_at >= m and c.closed_at < m + interval '1 month')::int as closed
    from complaint c join agency a on a.id = c.agency_id and a.code = 'OH-FRD', generate_series(date_trunc('month', '${world.clock.now().toISOString()}'::timestamptz) - interval '12 months', '${world.clock.now().toISOString()}'::timestamptz - interval '1 month', interval '1 month') m group by m order by m`)
  expect(months.length).toBeGreaterThanOrEqual(11)
  for (const { received, closed } of months) expect(Math.min(received, closed)).toBeGreaterThan(0)
})

test('the participation map has agencies of one component and of both, begun together or one after the other', async ({ world }) => {
  await seed(world)
  expect(await world.rows(`select count(*) filter (where n = 1)::int as one, count(*) filter (where n = 2 and days = 1)::int as both_at_once, count(*) filter (where n = 2 and days = 2)::int as one_after_the_other
    from (select count(*) as n, count(distinct since) as days from agency_component group by agency_id) c`)).toEqual([{ one: 12, both_at_once: 1, one_after_the_other: 3 }])
})

test('filter sets that Ohio keeps are understood by the lists', async ({ world }) => {
  await seed(world)
  const sets = await world.rows<{ shared: boolean; filters: unknown }>(`select f.shared, f.filters from saved_filter f join agency a on a.id = f.agency_id where a.code = 'OH-FRD'`)
  expect(sets.map(({ shared }) => shared).toSorted()).toEqual([false, true, true])
  for (const { filters } of sets) expect(KeptFilters.parse(filters)).toEqual(filters)
})

test('the next complaint, request and company get the next numbers', async ({ world }) => {
  await seed(world)
  const [next] = await world.rows(`
    select nextval('complaint_number_seq')::int - (select max(number) from complaint) as complaint, nextval('company_number_seq')::int - (select max(number) from company) as company,
           nextval('information_request_number_seq')::int - (select max(number) from information_request) as request`)
  expect(next).toEqual({ complaint: 1, company: 1, request: 1 })
})

test('a company that is not enrolled was invited by an agency, its first user without a password, or has received nothing', async ({ world }) => {
  await seed(world)
  expect(await number(world, `select count(distinct enrollment)::int as n from company`)).toBe(3)
  const broken = {
    'invited by nobody': `select 1 from company c where enrollment = 'invited' and not exists (select 1 from enrollment e join account a on a.user_id = e.first_user_id where e.company_id = c.id and e.state = 'invited' and a.standing = 'invited')`,
    'invited, with a password': `select 1 from enrollment e join credential k on k.user_id = e.first_user_id`,
    'a link that has ended': `select 1 from enrollment e where e.state = 'invited' and e.invitation_ends_at < '${world.clock.now().toISOString()}'`,
    'invited after requests were sent': `select 1 from complaint_delivery d join company c on c.id = d.company_id where c.enrollment <> 'complete'
      and not exists (select 1 from enrollment e where e.company_id = c.id and e.begun_at < d.delivered_at)`,
    'no NMLS contacts': `select 1 from company c where (select count(*) from nmls_contact n where n.company_id = c.id) <> 2`,
    'a task for a company that cannot open it': `select 1 from task t join company c on c.id = t.company_id where c.enrollment <> 'complete'`,
  }
  for (const [rule, sql] of Object.entries(broken)) expect({ rule, broken: (await world.rows(sql)).length }).toEqual({ rule, broken: 0 })
})

test('a platform administrator is there, with the password and code of the training environment', async ({ world }) => {
  await seed(world)
  const [account] = await world.rows<{ kind: string; second_factor: string }>(`select a.kind, k.second_factor from account a join credential k on k.user_id = a.user_id where a.email_key = 'ola.brandvold@ses.example' and k.for_training`)
  expect(account?.kind).toBe('platform')
  expect(world.deps.secrets.open('second-factor', account?.second_factor ?? '')).toBe(trainingTotpSecret('ola.brandvold@ses.example'))
})
