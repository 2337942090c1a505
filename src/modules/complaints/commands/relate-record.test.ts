import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { listRelated } from '../queries/list-related.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { readHistory } from '../queries/read-history.ts'
import type { AddRelated } from '../related-contract.ts'
import { closeComplaint } from './close-complaint.ts'
import { relateRecord, removeRelated } from './relate-record.ts'
import { startComplaint } from './start-complaint.ts'

const refusal = async (work: Promise<unknown>): Promise<{ code: string; fields: string[] }> =>
  work.then(
    () => ({ code: 'done', fields: [] }),
    (error: unknown) => (error instanceof AppError ? { code: error.code, fields: Object.keys(error.extras.fields ?? {}) } : { code: String(error), fields: [] }),
  )

async function complaintOf(world: World) {
  const { agency, company, supervisor } = await cast(world)
  const id = await entered(world, supervisor, company)
  const relate = (input: AddRelated, by: AgencyActor = supervisor) => relateRecord(world.deps, by, id, input)
  const related = async (by: AgencyActor = supervisor, of = id) => (await listRelated(world.deps, by, of)).items
  const numberOf = async (complaint: string, by = supervisor) => (await readComplaint(world.deps, by, complaint)).number
  return { agency, company, supervisor, id, relate, related, numberOf }
}

test('each kind of record is related by the ID that people know, and is linked where the system has it', async ({ world }) => {
  const { company, supervisor, id, relate, related } = await complaintOf(world)
  const entityId = newId()
  await world.rows(`insert into entity (id, agency_id, name, name_key, created_at, updated_at) values ($1, $2, 'Fast Cash Online', 'fast cash online', now(), now())`, [entityId, supervisor.agencyId])
  const [entity] = await world.rows<{ number: number }>('select number from entity where id = $1', [entityId])
  const person = newId()
  await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, '77001234', 'Rita Holm', 'rita holm')`, [person, company.id])
  await relate({ kind: 'activity', reference: 'sa-78' })
  await relate({ kind: 'company', reference: `ses-${String(company.number)}` })
  await relate({ kind: 'entity', reference: `ETN-${String(entity?.number ?? 0)}` })
  await relate({ kind: 'individual', nmlsId: '77001234' })
  await relate({ kind: 'individual', name: 'Otto Unlisted' })
  await relate({ kind: 'agent_location', name: 'Corner Store 12', address: '4 Elm St, Toledo', contact: '(419) 555-0100', })
  expect(await related()).toMatchObject([
    { kind: 'activity', label: 'SA-000078' },
    { kind: 'company', label: company.name, company: { id: company.id } },
    { kind: 'entity', label: 'Fast Cash Online', entity: { id: entityId } },
    { kind: 'individual', label: 'Rita Holm', nmlsId: '77001234', individual: { companyId: company.id } },
    { kind: 'individual', label: 'Otto Unlisted', individual: null },
    { kind: 'agent_location', label: 'Corner Store 12', address: '4 Elm St, Toledo', contact: '(419) 555-0100' },
  ])
  expect((await readComplaint(world.deps, supervisor, id)).detail?.relatedCount).toBe(6)
})

test('a related complaint shows the relation at its own side too, to those who may see both', async ({ world }) => {
  const { company, supervisor, id, relate, related, numberOf } = await complaintOf(world)
  const other = await entered(world, supervisor, company)
  const outsider = await world.agencyUser(await world.agency())
  const theirs = await entered(world, outsider, company)
  await relate({ kind: 'complaint', reference: await numberOf(other) })
  await relate({ kind: 'complaint', reference: await numberOf(theirs) })
  expect(await related(supervisor, other)).toMatchObject([{ isReverse: true, label: await numberOf(id), complaint: { id } }])
  expect(await related(outsider, theirs), 'the relation is detail of the complaint on which it was made').toEqual([])
  expect((await refusal(removeRelated(world.deps, supervisor, other, (await related())[0]?.id ?? ''))).code, 'removed where it was made').toBe('not_found')
})

test('what the agency cannot see is not related: a draft of another agency, a wrong ID, the complaint itself; nor the same twice', async ({ world }) => {
  const { id, relate, numberOf } = await complaintOf(world)
  const outsider = await world.agencyUser(await world.agency())
  const draft = await startComplaint(world.deps, outsider, {})
  const refused = { code: 'invalid', fields: ['reference'] }
  for (const reference of [await numberOf(draft, outsider), await numberOf(id), 'C-999999999', 'nonsense']) expect(await refusal(relate({ kind: 'complaint', reference }))).toEqual(refused)
  expect(await refusal(relate({ kind: 'company', reference: 'SES-99999999' }))).toEqual(refused)
  expect(await refusal(relate({ kind: 'entity', reference: 'ETN-99999999' }))).toEqual(refused)
  expect(await refusal(relate({ kind: 'activity', reference: 'IR-000001' }))).toEqual(refused)
  expect(await refusal(relate({ kind: 'individual' }))).toEqual({ code: 'invalid', fields: ['nmlsId'] })
  await relate({ kind: 'activity', reference: 'SA-000001' })
  expect(await refusal(relate({ kind: 'activity', reference: 'sa 1' }))).toEqual(refused)
})

test('relations are removed again, and the history says which, without the names of people', async ({ world }) => {
  const { supervisor, id, relate, related } = await complaintOf(world)
  const activity = await relate({ kind: 'activity', reference: 'SA-000001' })
  await relate({ kind: 'individual', name: 'Otto Unlisted' })
  await removeRelated(world.deps, supervisor, id, activity)
  expect(await related()).toMatchObject([{ label: 'Otto Unlisted' }])
  const sentences = (await readHistory(world.deps, supervisor, id, { limit: 50 })).items.map((entry) => entry.sentence)
  expect(sentences).toEqual(expect.arrayContaining(['Related records changed: SA-000001 added', 'Related records changed: SA-000001 removed', 'Related records changed: an individual added']))
  expect(sentences.join()).not.toContain('Otto')
})

test('a Viewer reads them and changes nothing; another agency finds none of them; after closing they stay as they are', async ({ world }) => {
  const { agency, supervisor, id, relate, related } = await complaintOf(world)
  const [viewer, outsider] = [await world.agencyUser(agency, 'viewer'), await world.agencyUser(await world.agency())]
  const activity = await relate({ kind: 'activity', reference: 'SA-000001' })
  expect(await listRelated(world.deps, viewer, id)).toMatchObject({ items: [{ label: 'SA-000001' }], can: [] })
  expect((await refusal(relate({ kind: 'activity', reference: 'SA-000002' }, viewer))).code).toBe('forbidden')
  expect((await refusal(removeRelated(world.deps, viewer, id, activity))).code).toBe('forbidden')
  expect((await refusal(related(outsider))).code).toBe('not_found')
  expect((await refusal(relate({ kind: 'activity', reference: 'SA-000002' }, outsider))).code).toBe('forbidden')
  await closeComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, reason: 'invalid', notes: '', commentsToCompany: '', documentIds: [] })
  expect((await refusal(relate({ kind: 'activity', reference: 'SA-000002' }))).code).toBe('conflict')
  expect((await refusal(removeRelated(world.deps, supervisor, id, activity))).code).toBe('conflict')
})

test('relating does not make an open form stale', async ({ world }) => {
  const { supervisor, id, relate } = await complaintOf(world)
  const { version } = await readComplaint(world.deps, supervisor, id)
  await relate({ kind: 'activity', reference: 'SA-000001' })
  expect((await readComplaint(world.deps, supervisor, id)).version).toBe(version)
})
