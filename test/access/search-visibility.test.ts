import fc from 'fast-check'
import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { ListComplaints } from '#src/modules/complaints/contract.ts'
import { listComplaints } from '#src/modules/complaints/queries/list-complaints.ts'
import { ListReceived } from '#src/modules/information-requests/contract.ts'
import { listReceived } from '#src/modules/information-requests/queries/list-received.ts'
import { SearchAll, SearchReceived, type HitPage } from '#src/modules/search/contract.ts'
import { searchComplaints } from '#src/modules/search/queries/search-complaints.ts'
import { searchReceived } from '#src/modules/search/queries/search-received.ts'
import { cast, completeFields, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Search must say nothing, by hit, facet, count or passage, of what its asker may not see (docs/rules.md 2). */
const search = (world: World, actor: AgencyActor, words: string): Promise<HitPage> => searchComplaints(world.deps, actor, SearchAll.parse({ words, limit: 50 }))

async function share(world: World, complaintId: string, owner: string, other: string): Promise<void> {
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, owner, other])
}

const nothing = { items: [], total: 0, facets: { status: [], agency: [], product: [], company: [], year: [], place: [] } }

test('another agency finds by basic information, by detail with access, and no more once it is revoked', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const company = await world.company({ name: 'Pennywhistle Lending, LLC' })
  const id = await entered(world, supervisor, company, { narrative: 'A rigmarole at the pennywhistle desk.', complainant: { firstName: 'Ruth', lastName: 'Vandersloot' } })
  const other = await world.agency()
  const reader = await world.agencyUser(other, 'viewer')
  expect(await search(world, reader, 'rigmarole')).toMatchObject(nothing)
  expect(await search(world, reader, 'vandersloot')).toMatchObject(nothing)
  expect(await search(world, reader, 'pennywhistle -rigmarole'), 'an exclusion tells nothing of the detail').toMatchObject({ total: 1 })
  const basic = await search(world, reader, 'pennywhistle')
  expect(basic.items.map(({ passages }) => passages.map(({ where }) => where))).toEqual([['In the subject']])
  expect(basic.facets.place).toEqual([{ value: 'subject', label: 'Subject, number or category', count: 1 }])

  await share(world, id, agency.id, other.id)
  expect((await search(world, reader, 'rigmarole vandersloot')).items.map((hit) => hit.id)).toEqual([id])
  expect(await search(world, reader, 'pennywhistle -rigmarole')).toMatchObject(nothing)
  await world.rows(`update complaint_access set state = 'revoked' where complaint_id = $1`, [id])
  expect(await search(world, reader, 'rigmarole')).toMatchObject(nothing)
})

test('what is restricted to the owner is found by the owner alone', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company, { narrative: 'A brouhaha.', complainant: { firstName: 'Ruth', lastName: 'Thistlewood', email: 'thistle@mail.example', restricted: true } })
  await sent(world, supervisor, id, { shareNarrative: false })
  const other = await world.agency()
  await share(world, id, agency.id, other.id)
  const reader = await world.agencyUser(other, 'supervisor')
  expect((await search(world, supervisor, 'thistlewood brouhaha')).total).toBe(1)
  expect((await search(world, reader, 'brouhaha')).total).toBe(1)
  expect(await search(world, reader, 'thistlewood')).toMatchObject(nothing)
  expect(await search(world, reader, 'thistle@mail.example')).toMatchObject(nothing)
  expect((await search(world, reader, 'brouhaha -thistlewood')).total, 'an exclusion tells nothing of the name').toBe(1)
  const clerk = await world.companyUser(company, 'manage')
  for (const words of ['thistlewood', 'brouhaha']) expect((await searchReceived(world.deps, clerk, SearchReceived.parse({ words }))).total, words).toBe(0)
})

test('a draft is found by its own agency only', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await startComplaint(world.deps, supervisor, await completeFields(world, company, { narrative: 'A cattywampus draft.' }))
  expect((await search(world, supervisor, 'cattywampus')).items.map((hit) => hit.id)).toEqual([id])
  const reader = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await search(world, reader, 'cattywampus')).toMatchObject(nothing)
  expect((await search(world, reader, company.name)).total).toBe(0)
})

test('the tables behind the search are open to no actor', async ({ world }) => {
  const { supervisor, poc } = await cast(world)
  for (const actor of [supervisor, poc]) {
    for (const table of ['search_document', 'complaint_fingerprint'] as const) {
      await expect(world.deps.transaction(actor, (tx) => tx.db.selectFrom(table).select('complaint_id').execute())).rejects.toThrow(/permission denied/)
    }
  }
})

/** Every ID that the lists show to this actor. */
async function listed(world: World, actor: AgencyActor | CompanyActor): Promise<Set<string>> {
  const seen = new Set<string>()
  if (actor.kind === 'company') {
    for (const item of (await listReceived(world.deps, actor, ListReceived.parse({ view: 'all', limit: 200 }))).items) seen.add(item.id)
    return seen
  }
  for (const view of ['all', 'drafts', 'all_agencies'] as const) for (const item of (await listComplaints(world.deps, actor, ListComplaints.parse({ view, limit: 200, sort: 'number' }))).items) seen.add(item.id)
  return seen
}

test('whatever is asked, by whomever: what is found is a part of what the lists show', async ({ world }) => {
  const vocabulary = ['hullabaloo', 'nincompoop', 'discombobulate', 'kerplunk', 'skulduggery']
  const agencies = [await world.agency(), await world.agency()]
  const companies = [await world.company(), await world.company()]
  const clerks: AgencyActor[] = []
  const people: (AgencyActor | CompanyActor)[] = []
  for (const agency of agencies) clerks.push(await world.agencyUser(agency, 'supervisor'))
  for (const company of companies) people.push(await world.companyUser(company, 'manage', ['account_administrator'], true), await world.companyUser(company, 'view'))
  people.push(...clerks, await world.agencyUser(await world.agency(), 'viewer'))
  for (const [index, first] of vocabulary.entries()) {
    const clerk = clerks[index % 2]
    const company = companies[index % 3 === 0 ? 0 : 1]
    const owner = agencies[index % 2]
    const other = agencies[(index + 1) % 2]
    if (clerk === undefined || company === undefined || owner === undefined || other === undefined) throw new Error('The world is too small.')
    const fields = { narrative: `${first} ${vocabulary[(index + 1) % 5] ?? ''}`, complainant: { firstName: 'Ruth', lastName: vocabulary[(index + 2) % 5] ?? '', restricted: index % 2 === 0 } }
    if (index === 4) await startComplaint(world.deps, clerk, await completeFields(world, company, fields))
    else {
      const id = await entered(world, clerk, company, fields)
      if (index !== 1) await sent(world, clerk, id)
      if (index % 2 === 1) await share(world, id, owner.id, other.id)
    }
  }
  const shown = new Map<AgencyActor | CompanyActor, Set<string>>()
  for (const person of people) shown.set(person, await listed(world, person))
  const term = fc.tuple(fc.boolean(), fc.constantFrom(...vocabulary, 'test', 'ruth', 'hulla*', '"kerplunk skulduggery"')).map(([minus, word]) => `${minus ? '-' : ''}${word}`)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...people), fc.constantFrom(...vocabulary, 'test', 'payment'), fc.array(term, { maxLength: 3 }), async (person, wanted, others) => {
      const words = [wanted, ...others].join(' ')
      const page = person.kind === 'agency' ? await search(world, person, words) : await searchReceived(world.deps, person, SearchReceived.parse({ words, limit: 50 }))
      for (const hit of page.items) expect(shown.get(person)?.has(hit.id), `${person.kind}: ${words}`).toBe(true)
      for (const counts of Object.values(page.facets)) for (const { count } of counts) expect(count).toBeLessThanOrEqual(shown.get(person)?.size ?? 0)
    }),
    { numRuns: 60 },
  )
})
