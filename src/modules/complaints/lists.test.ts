import fc from 'fast-check'
import { assignComplaints, previewAssignment } from './commands/assign-complaints.ts'
import { changeFilter, keepFilter, removeFilter } from './commands/keep-filter.ts'
import { ListComplaints, listViews, sortKeys } from './contract.ts'
import { countViews } from './queries/count-views.ts'
import { listComplaints } from './queries/list-complaints.ts'
import { listSavedFilters, readSavedFilter } from './queries/list-saved-filters.ts'
import { readComplaint } from './queries/read-complaint.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const list = (world: World, actor: AgencyActor, input: Partial<ListComplaints> = {}) => listComplaints(world.deps, actor, ListComplaints.parse(input))
const idsOf = async (world: World, actor: AgencyActor, input: Partial<ListComplaints> = {}) => (await list(world, actor, input)).items.map(({ id }) => id)

/** Complaints in every status with few different values, so that keys are equal, and with some that lack each of them. */
async function varied(world: World, actor: AgencyActor, count: number): Promise<void> {
  const productId = await world.category('product')
  const issueId = await world.category('issue', 'Test issue', productId)
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on, due_on, closed_at, canceled_at, agency_poc_id, product_id, issue_id, requests_sent, requests_with_company, next_request_due)
     select gen_random_uuid(), $1, s.status, case when s.status = 'draft' and i % 2 = 0 then null else (array['company', 'branch', 'individual', 'entity'])[1 + i % 4] end, 'Firm ' || (i % 3), now(),
            case when s.status = 'draft' and i % 4 = 0 then null else date '2026-11-20' - (i % 5) * 20 end, case when i % 3 = 0 then date '2026-12-01' + i % 2 end,
            case when s.status = 'closed' then timestamptz '2026-11-20' + (i % 2) * interval '1 day' end, case when s.status = 'canceled' then timestamptz '2026-11-20' end,
            case when i % 4 > 0 then $3::uuid end, case when i % 5 > 0 or s.status <> 'draft' then $4::int end, case when i % 5 > 0 or s.status <> 'draft' then $5::int end, i % 3, i % 2, case when i % 2 = 1 then date '2026-12-05' end
     from generate_series(1, $2::int) i cross join lateral (select (array['draft', 'pending', 'in_progress', 'referral_in_progress', 'closed', 'reopened', 'canceled', 'in_progress'])[1 + i % 8] as status) s`,
    [actor.agencyId, count, actor.userId, productId, issueId],
  )
}

test('paging never loses or repeats a row whose key did not change, in every view, order and direction, while others come, go and change', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  await varied(world, supervisor, 64)
  const steady = async () => world.rows<{ id: string }>("select id from complaint where agency_id = $1 and subject_name not like 'Passing%'", [agency.id])
  const cases = fc.record({ view: fc.constantFrom(...listViews), sort: fc.constantFrom(...sortKeys), direction: fc.constantFrom('asc' as const, 'desc' as const), limit: fc.integer({ min: 5, max: 25 }), writes: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(cases, async ({ writes, ...input }) => {
      // What passed through before would fill the page of 200 by which the whole list is known.
      await world.rows("delete from complaint where agency_id = $1 and subject_name like 'Passing%'", [agency.id])
      const own = new Set((await steady()).map(({ id }) => id))
      const whole = (await idsOf(world, supervisor, { ...input, limit: 200 })).filter((id) => own.has(id))
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list(world, supervisor, { ...input, cursor })
        seen.push(...page.items.map(({ id }) => id).filter((id) => own.has(id)))
        cursor = page.next ?? undefined
        if (!writes || cursor === undefined || seen.length > 40) continue
        await world.rows("delete from complaint where agency_id = $1 and subject_name like 'Passing%' and number % 2 = 0", [agency.id])
        await world.rows("update complaint set subject_name = 'Passing Z', due_on = '2026-11-25', status = 'in_progress', closed_at = null, received_on = '2026-11-01', subject_kind = 'company' where agency_id = $1 and subject_name like 'Passing%'", [agency.id])
        await world.rows(
          `insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on) select gen_random_uuid(), $1, s, 'company', 'Passing A', now(), '2026-11-02' from unnest(array['in_progress', 'pending', 'reopened']) s`,
          [agency.id],
        )
      } while (cursor !== undefined)
      expect(seen).toEqual(whole)
    }),
    { numRuns: 40 },
  )
})

test('all agencies by agency: each agency’s rows stand together, two of the same name apart, and a new name takes its place', async ({ world }) => {
  const agencies = [await world.agency(), await world.agency(), await world.agency()]
  for (const [index, { id }] of agencies.entries()) {
    await world.rows('update agency set short_name = $2 where id = $1', [id, index === 0 ? 'Zzz one' : 'Zzz TWINS'])
    await world.rows(
      `insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on) select gen_random_uuid(), $1, 'in_progress', 'company', 'By agency', now(), '2026-11-02' from generate_series(1, 7)`, [id],
    )
  }
  const reader = await world.agencyUser(agencies[1] ?? (await world.agency()), 'viewer')
  const paged = async (direction: 'asc' | 'desc', limit: number) => {
    const found: { agencyId: string; name: string; number: string }[] = []
    let cursor: string | undefined
    do {
      const page = await list(world, reader, { view: 'all_agencies', sort: 'agency', direction, limit, cursor })
      found.push(...page.items.filter((item) => item.subjectName === 'By agency').map((item) => ({ agencyId: item.agency.id, name: item.agency.shortName, number: item.number })))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    return found
  }
  const runs = (found: { agencyId: string }[]) => found.map((one) => one.agencyId).filter((id, index, all) => id !== all[index - 1])
  const [, second = '', third = ''] = agencies.map(({ id }) => id)
  const twins = [second, third].toSorted()
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 3, max: 12 }), async (limit) => {
      const found = await paged('asc', limit)
      expect(new Set(found.map((one) => one.number)).size).toBe(21)
      expect(found).toHaveLength(21)
      expect(runs(found)).toEqual([agencies[0]?.id, ...twins])
      expect(await paged('desc', limit)).toEqual(found.toReversed())
    }),
    { numRuns: 4 },
  )
  await world.rows("update agency set short_name = 'Zzzz last' where id = $1", [agencies[0]?.id])
  expect(runs(await paged('asc', 50))).toEqual([...twins, agencies[0]?.id])
  expect(await idsOf(world, reader, { view: 'open', sort: 'agency', limit: 50 }), 'among its own complaints the order is by number').toEqual(await idsOf(world, reader, { view: 'open', sort: 'number', limit: 50 }))
})

test('each order puts the rows in order, those without a value last whichever the direction', async ({ world }) => {
  const { supervisor } = await cast(world)
  await varied(world, supervisor, 32)
  const values = async (sort: ListComplaints['sort'], direction: 'asc' | 'desc', of: (item: Awaited<ReturnType<typeof list>>['items'][number]) => string | null) => (await list(world, supervisor, { view: 'all', sort, direction, limit: 200 })).items.map(of)
  for (const direction of ['asc', 'desc'] as const) {
    for (const [sort, of] of [
      ['subject', (item) => item.subjectName], ['status', (item) => item.status], ['closed', (item) => item.closedAt], ['poc', (item) => item.agencyPoc?.name ?? null], ['due', (item) => item.nextDue],
      ['waiting', (item) => item.waitingFor], ['received', (item) => item.receivedOn], ['number', (item) => item.number], ['kind', (item) => item.subjectKind],
    ] satisfies [ListComplaints['sort'], (item: Awaited<ReturnType<typeof list>>['items'][number]) => string | null][]) {
      const found = await values(sort, direction, of)
      const present = found.filter((value) => value !== null)
      expect(found.slice(present.length).every((value) => value === null), `${sort} ${direction}: blanks last`).toBe(true)
      expect(present, `${sort} ${direction}`).toEqual([...present].sort((a, b) => (direction === 'asc' ? 1 : -1) * (a < b ? -1 : a > b ? 1 : 0)))
    }
  }
})

test('days open are filtered by the groups of ageing, of open and of closed complaints', async ({ world }) => {
  const { supervisor } = await cast(world)
  await varied(world, supervisor, 40)
  for (const view of ['open', 'all', 'closed'] as const) {
    const everything = (await list(world, supervisor, { view, limit: 200 })).items
    const inGroups = await Promise.all((['0-15', '16-30', '31-60', '61-90', '91+'] as const).map(async (ageGroup) => ({ ageGroup, items: (await list(world, supervisor, { view, ageGroup, limit: 200 })).items })))
    expect(inGroups.flatMap(({ items }) => items)).toHaveLength(everything.length)
    for (const { ageGroup, items } of inGroups) {
      const [least = 0, most = Infinity] = ageGroup === '91+' ? [91] : ageGroup.split('-').map(Number)
      for (const { daysOpen } of items) expect(daysOpen !== null && daysOpen >= least && daysOpen <= most, `${view} ${ageGroup}: ${String(daysOpen)}`).toBe(true)
    }
  }
})

test('every filter finds what has that value and nothing else', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const [a, b] = [await entered(world, supervisor, company, { cfpbId: 'CF-1', transactionState: 'OH', businessType: 'Debt' }), await entered(world, supervisor, company, { transactionState: 'KY' })]
  await sent(world, supervisor, b)
  const filtered = (input: Partial<ListComplaints>) => idsOf(world, supervisor, { view: 'all', companyId: company.id, ...input })
  expect(await filtered({ cfpbId: 'CF-1' })).toEqual([a])
  expect(await filtered({ transactionState: 'KY' })).toEqual([b])
  expect(await filtered({ businessType: 'Debt' })).toEqual([a])
  expect(await filtered({ requests: 'none' })).toEqual([a])
  expect(await filtered({ requests: 'outstanding' })).toEqual([b])
  expect(await filtered({ requests: 'answered' })).toEqual([])
  expect(await filtered({ subjectKind: 'branch' })).toEqual([])
  expect((await filtered({ enteredFrom: '2026-11-23', enteredTo: '2026-11-23' })).sort()).toEqual([a, b].sort())
  expect(await filtered({ enteredTo: '2026-11-22' })).toEqual([])
  expect((await filtered({ issueId: await world.category('issue', 'Test issue', await world.category('product')) })).sort()).toEqual([a, b].sort())
  expect((await filtered({ pocId: supervisor.userId })).sort()).toEqual([a, b].sort())
})

test('complaints that other agencies share with us are a list of their own, with detail, until access is revoked', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id, { dueOn: '2026-11-30' })
  const other = await world.agency()
  const reader = await world.agencyUser(other, 'viewer')
  expect(await idsOf(world, reader, { view: 'shared' })).toEqual([])
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [id, agency.id, other.id])
  expect((await list(world, reader, { view: 'shared' })).items).toMatchObject([{ id, waitingFor: 'company', nextDue: '2026-11-30', isOwn: false }])
  expect(await countViews(world.deps, reader)).toMatchObject({ shared: 1, open: 0 })
  expect(await idsOf(world, await world.agencyUser(await world.agency(), 'supervisor'), { view: 'shared' })).toEqual([])
  await world.rows("update complaint_access set state = 'revoked' where complaint_id = $1", [id])
  expect(await idsOf(world, reader, { view: 'shared' })).toEqual([])
})

test('preliminary reviews that I was asked for come first', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const colleague = await world.agencyUser(agency, 'manager')
  await varied(world, supervisor, 24)
  await world.rows("update complaint set reviewer_id = case when number % 2 = 0 then $2::uuid else $3::uuid end where agency_id = $1 and status = 'pending'", [agency.id, supervisor.userId, colleague.userId])
  const reviewers = (await list(world, supervisor, { view: 'pending' })).items.map((item) => item.reviewer?.id === supervisor.userId)
  expect(reviewers).toEqual([...reviewers].sort((a, b) => Number(b) - Number(a)))
})

test('a colleague who is renamed is sorted by the new name', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await world.rows("update person set name = 'Aaron Zed' where id = $1", [supervisor.userId])
  expect(await world.rows('select poc_sort from complaint where id = $1 and agency_id = $2', [id, agency.id])).toEqual([{ poc_sort: 'aaron zed' }])
  expect(await idsOf(world, supervisor, { pocId: supervisor.userId })).toEqual([id])
})

test('a filter set is kept for oneself or shared, renamed and updated by its owner alone; a shared one a Supervisor may remove too', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  const names = async (actor: AgencyActor) => (await listSavedFilters(world.deps, actor)).items.map(({ name }) => name)
  const id = await keepFilter(world.deps, viewer, { name: 'Over 90 days', shared: false, filters: { view: 'open', ageGroup: '91+', columns: ['id', 'days'] } })
  expect(await names(supervisor)).toEqual([])
  await expect(keepFilter(world.deps, viewer, { name: 'over 90 DAYS', shared: false, filters: {} })).rejects.toMatchObject({ code: 'invalid' })
  await changeFilter(world.deps, viewer, id, { version: 1, shared: true, name: 'Old ones' })
  expect((await listSavedFilters(world.deps, supervisor)).items).toMatchObject([{ name: 'Old ones', shared: true, owner: { id: viewer.userId }, can: ['filter.remove'], filters: { ageGroup: '91+', columns: ['id', 'days'] } }])
  await expect(changeFilter(world.deps, supervisor, id, { version: 2, name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(removeFilter(world.deps, await world.agencyUser(agency, 'manager'), id, 2)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeFilter(world.deps, viewer, id, { version: 1, name: 'Late' })).rejects.toMatchObject({ code: 'stale_version' })
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  await expect(readSavedFilter(world.deps, outsider, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(removeFilter(world.deps, outsider, id, 2)).rejects.toMatchObject({ code: 'not_found' })
  const { administrator } = await cast(world)
  await expect(keepFilter(world.deps, administrator, { name: 'x', shared: false, filters: {} })).rejects.toMatchObject({ code: 'forbidden' })
  await world.rows("update account set standing = 'removed' where user_id = $1", [viewer.userId])
  await expect(removeFilter(world.deps, supervisor, id, 1), 'it holds something else by now').rejects.toMatchObject({ code: 'stale_version' })
  await removeFilter(world.deps, supervisor, id, 2)
  expect(await names(supervisor)).toEqual([])
  const own = await keepFilter(world.deps, supervisor, { name: 'Own', shared: false, filters: {} })
  await removeFilter(world.deps, supervisor, own, 1)
  expect(await names(supervisor)).toEqual([])
})

test('one Agency POC for many: what cannot be done is said for each, and the others go on', async ({ world }) => {
  const { agency, supervisor, company, administrator } = await cast(world)
  const manager = await world.agencyUser(agency, 'manager')
  const [first, closed, stale, foreign] = [await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, (await cast(world)).supervisor, company)]
  await world.rows("update complaint set status = 'closed', closed_at = now() where id = $1", [closed])
  const ids = [first, closed, stale, foreign, agency.id]
  const preview = await previewAssignment(world.deps, supervisor, { complaintIds: ids, userId: manager.userId })
  expect(preview.items.map(({ done }) => done)).toEqual([true, false, true, false, false])
  expect(preview).toMatchObject({ done: 2, refused: 3 })
  expect((await readComplaint(world.deps, supervisor, first)).agencyPoc?.id, 'a preview changes nothing').toBe(supervisor.userId)
  await world.rows('update complaint set version = version + 1 where id = $1', [stale])
  const complaints = preview.items.map(({ id, version }) => ({ id, version: version ?? 1 }))
  const { items } = await assignComplaints(world.deps, supervisor, { userId: manager.userId, complaints })
  expect(items.map(({ done }) => done)).toEqual([true, false, false, false, false])
  expect(items.map(({ what }) => what).join(' ')).toMatch(/changes from .* closed.* Somebody changed it .* another agency.* not found/)
  expect((await readComplaint(world.deps, supervisor, first)).agencyPoc?.id).toBe(manager.userId)
  expect(await world.rows("select 1 from audit_entry where complaint_id = $1 and action = 'agency_poc.changed'", [first])).toHaveLength(1)
  const told = async (job: string) => world.rows<{ payload: { event: string; userIds?: string[]; userId?: string; count?: number } }>(`select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1 and payload ->> 'by' = $2 order by j.id`, [job, supervisor.userId])
  const events = async () => (await told('notify')).flatMap(({ payload }) => (payload.event === 'agency_poc_assigned' ? [payload.userIds] : []))
  expect(await events(), 'one complaint is told as ever').toEqual([[manager.userId]])
  const many = [await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, supervisor, company)].map((id) => ({ id, version: 2 }))
  expect(await assignComplaints(world.deps, supervisor, { userId: manager.userId, complaints: many })).toMatchObject({ done: 3 })
  expect(await events(), 'of several, each moves its tasks in silence').toEqual([[manager.userId], [], [], []])
  expect((await told('notify-organisation')).map(({ payload }) => payload)).toMatchObject([{ event: 'complaints_assigned', userId: manager.userId, count: 3 }])
  await assignComplaints(world.deps, supervisor, { userId: supervisor.userId, complaints: many.map(({ id }) => ({ id, version: 3 })) })
  expect(await told('notify-organisation'), 'whoever takes them over knows it').toHaveLength(1)
  const viewer = await world.agencyUser(agency, 'viewer')
  for (const refused of [viewer, administrator]) await expect(assignComplaints(world.deps, refused, { userId: manager.userId, complaints })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(assignComplaints(world.deps, supervisor, { userId: viewer.userId, complaints })).rejects.toMatchObject({ code: 'invalid' })
})
