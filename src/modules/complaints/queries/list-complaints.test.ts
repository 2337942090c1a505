import fc from 'fast-check'
import { ListComplaints, SearchComplaints } from '../contract.ts'
import { countViews } from './count-views.ts'
import { listComplaints, searchComplaints } from './list-complaints.ts'
import { readComplaint } from './read-complaint.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'

const list = (world: World, actor: AgencyActor, input: Partial<ListComplaints> = {}) => listComplaints(world.deps, actor, ListComplaints.parse(input))

/** Rows written at once, for lists that need many. Some share their sort keys, so that the tie-break shows. */
async function many(world: World, actor: AgencyActor, count: number): Promise<void> {
  await world.rows(
    `with made as (
       insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on, due_on, closed_at)
       select gen_random_uuid(), $1, case when i % 3 = 0 then 'closed' else 'in_progress' end, 'company', 'Company ' || (i % 7), now(), date '2026-01-01' + (i % 11), date '2026-12-01' + (i % 5),
              case when i % 3 = 0 then timestamptz '2026-06-01' + (i % 4) * interval '1 day' end
       from generate_series(1, $2::int) i returning id, agency_id)
     insert into complaint_detail (complaint_id, agency_id) select id, agency_id from made`,
    [actor.agencyId, count],
  )
}

async function allPages(world: World, actor: AgencyActor, input: Partial<ListComplaints>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await list(world, actor, { ...input, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...page.items.map((item) => item.id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return ids
}

test('paging in any order loses no row and repeats none, whatever the size of a page', async ({ world }) => {
  const { supervisor } = await cast(world)
  await many(world, supervisor, 60)
  const sorts = fc.record({ sort: fc.constantFrom('due' as const, 'number' as const, 'received' as const, 'subject' as const), direction: fc.constantFrom('asc' as const, 'desc' as const), limit: fc.integer({ min: 1, max: 40 }) })
  await fc.assert(
    fc.asyncProperty(sorts, async (input) => {
      const ids = await allPages(world, supervisor, { ...input, view: 'all' })
      expect(new Set(ids).size).toBe(60)
      expect(ids).toHaveLength(60)
    }),
    { numRuns: 12 },
  )
  expect(new Set(await allPages(world, supervisor, { view: 'all', sort: 'closed', limit: 7 })).size, 'sorted by closing, what is not closed comes last').toBe(60)
})

test('rows that come and go while somebody pages disturb no other row', async ({ world }) => {
  const { supervisor } = await cast(world)
  await many(world, supervisor, 40)
  const before = await world.rows<{ id: string }>('select id from complaint where agency_id = $1', [supervisor.agencyId])
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await list(world, supervisor, { view: 'all', sort: 'subject', limit: 9, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.items.map((item) => item.id))
    cursor = page.next ?? undefined
    await many(world, supervisor, 3)
  } while (cursor !== undefined)
  for (const { id } of before) expect(seen.filter((one) => one === id)).toHaveLength(1)
})

test("a cursor that was not made here, or for another order, is refused", async ({ world }) => {
  const { supervisor } = await cast(world)
  await many(world, supervisor, 5)
  const { next } = await list(world, supervisor, { view: 'all', limit: 2 })
  await expect(list(world, supervisor, { view: 'all', sort: 'subject', cursor: next ?? '' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(list(world, supervisor, { view: 'all', cursor: 'made-up' })).rejects.toMatchObject({ code: 'invalid' })
})

test('quick filters show what their names say, and their counts agree', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const fresh = await entered(world, supervisor, company)
  const waiting = await entered(world, supervisor, company)
  await sent(world, supervisor, waiting, { dueOn: '2026-11-30' })
  const answeredOne = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, answeredOne)
  await assigned(world, administrator, answeredOne, poc)
  await answered(world, poc, requestId)
  const shown = async (view: ListComplaints['view']) => (await list(world, supervisor, { view })).items.map((item) => item.id).sort()
  expect(await shown('open')).toEqual([fresh, waiting, answeredOne].sort())
  expect(await shown('awaiting_company')).toEqual([waiting])
  expect(await shown('awaiting_us')).toEqual([fresh, answeredOne].sort())
  expect(await shown('mine')).toEqual([fresh, waiting, answeredOne].sort())
  expect(await shown('overdue')).toEqual([])
  world.clock.set('2026-12-02T15:00:00.000Z')
  expect(await shown('overdue')).toEqual([waiting])
  expect(await countViews(world.deps, supervisor)).toMatchObject({ open: 3, awaiting_company: 1, awaiting_us: 2, mine: 3, overdue: 1, drafts: 0 })
})

test("another agency's complaints stand in All agencies only, with basic information", async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const outsider = await world.agencyUser(await world.agency(), 'viewer')
  expect((await list(world, outsider, { view: 'all' })).items).toEqual([])
  const [item] = (await list(world, outsider, { view: 'all_agencies', companyId: company.id })).items
  expect(item).toMatchObject({ id, isOwn: false, subjectName: company.name })
})

test('words are found in the description, by phrase and exclusion, and IDs as such', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company, { narrative: 'A windstorm policy was force-placed on my mortgage.' })
  await entered(world, supervisor, company, { narrative: 'The windstorm damaged the roof; no policy.' })
  const found = async (words: string, actor = supervisor) => (await searchComplaints(world.deps, actor, SearchComplaints.parse({ words, view: 'all' }))).items.map((item) => item.id)
  expect(await found('windstorm policy')).toHaveLength(2)
  expect(await found('"windstorm policy"')).toEqual([id])
  expect(await found('windstorm -roof')).toEqual([id])
  expect(await found(`force-placed "${company.name}"`), "the company's name and a word of the description").toEqual([id])
  expect(await found((await readComplaint(world.deps, supervisor, id)).number)).toEqual([id])
})

test('search finds nothing that the actor may not read', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company, { narrative: 'Zanzibar clause.', complainant: { firstName: 'Quirina', lastName: 'Restrictedname', restricted: true } })
  const other = await world.agency()
  const outsider = await world.agencyUser(other, 'supervisor')
  const roleless = await world.agencyUser(agency, null)
  const found = async (words: string, actor: AgencyActor) => (await searchComplaints(world.deps, actor, SearchComplaints.parse({ words, view: 'all_agencies' }))).items.map((item) => item.id)
  expect(await found('Zanzibar', supervisor)).toEqual([id])
  expect(await found('Restrictedname', supervisor)).toEqual([id])
  expect(await found('Zanzibar', outsider)).toEqual([])
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [id, agency.id, other.id])
  expect(await found('Zanzibar', outsider), 'by access').toEqual([id])
  expect(await found('Restrictedname', outsider), 'never the restricted person').toEqual([])
  await expect(found('Zanzibar', roleless)).rejects.toMatchObject({ code: 'forbidden' })
})

test("how the work stands at another agency is not basic information: not shown, not filtered, not sorted by", async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id, { dueOn: '2026-11-30' })
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  const [item] = (await list(world, outsider, { view: 'all_agencies', companyId: company.id, sort: 'due' })).items
  expect(item).toMatchObject({ id, waitingFor: null, nextDue: null, requestsSent: null, requestsAnswered: null })
  expect((await list(world, outsider, { view: 'all_agencies', companyId: company.id, waitingFor: 'company' })).items).toEqual([])
  expect((await list(world, outsider, { view: 'all_agencies', companyId: company.id, dueTo: '2026-12-31' })).items).toEqual([])
  expect(await readComplaint(world.deps, outsider, id)).toMatchObject({ detail: null, nextDue: null, waitingFor: null })
})
