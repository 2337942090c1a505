import type { AgencyActor } from '#src/access/actor.ts'
import { displayId } from '#src/kernel/ids.ts'
import { nameKey } from '#src/kernel/text.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { lookUpSubject } from '../queries/find-subject-by-id.ts'
import { findSubjectComplaints } from '../queries/find-subject-complaints.ts'
import { findSubjectsGuided } from '../queries/find-subjects-guided.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { SearchSubjects, type LookUpSubject } from '../subject-contract.ts'
import { changeSubject } from './change-subject.ts'
import { startComplaint } from './start-complaint.ts'
import { updateComplaint } from './update-complaint.ts'

async function firm(world: World, agencyId: string, name: string, more: { phone?: string; website?: string; state?: string; city?: string; people?: string } = {}) {
  const id = newId()
  const [row] = await world.rows<{ number: number }>(
    `insert into entity (id, agency_id, name, name_key, phone, website, state, city, people, people_key, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), now()) returning number`,
    [id, agencyId, name, nameKey(name), more.phone ?? '', more.website ?? '', more.state ?? null, more.city ?? '', more.people ?? '', nameKey(more.people ?? '')],
  )
  return { id, etn: displayId('entity', row?.number ?? 0) }
}

async function entered(world: World, clerk: AgencyActor, companyId: string, status = 'in_progress'): Promise<string> {
  const id = await startComplaint(world.deps, clerk, { subject: { kind: 'company', companyId }, receivedOn: '2026-11-20' })
  await world.rows('update complaint set status = $2 where id = $1', [id, status])
  return id
}

test('a subject is found by every kind of ID, and what nobody bears is refused with what to do instead', async ({ world }) => {
  const clerk = await world.agencyUser(await world.agency(), 'viewer')
  const company = await world.company({ name: 'Lantern Home Loans, LLC' })
  await world.rows(`update company set nmls_id = '5550001' where id = $1`, [company.id])
  await world.rows(`insert into company_licence (id, company_id, state, number, number_key, status) values ($1, $2, 'OH', 'MB.55-01', 'MB5501', 'Active')`, [newId(), company.id])
  await world.rows(`insert into company_branch (id, company_id, nmls_id, name, city, state) values ($1, $2, '5550002', 'Lima branch', 'Lima', 'OH')`, [newId(), company.id])
  await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, '5550003', 'Ida Lantern', 'ida lantern')`, [newId(), company.id])
  const entity = await firm(world, clerk.agencyId, 'Lantern Rescue')
  const look = async (by: LookUpSubject['by'], value: string, state?: string) => (await lookUpSubject(world.deps, clerk, { by, value, state })).items
  const facts = { companyId: company.id, number: displayId('company', company.number), licences: ['OH MB.55-01 (Active)'], standing: 'confirmed' }
  expect(await look('ses', displayId('company', company.number))).toMatchObject([{ kind: 'company', ...facts, openComplaints: 0 }])
  expect(await look('nmls', '5550001')).toMatchObject([{ kind: 'company', ...facts }])
  expect(await look('licence', 'mb 5501', 'OH')).toMatchObject([{ kind: 'company', why: ['License MB.55-01 (OH)'] }])
  expect(await look('branch_nmls', '5550002')).toMatchObject([{ kind: 'branch', name: 'Lima branch', companyName: company.name, address: 'Lima, OH', nmlsId: '5550002' }])
  expect(await look('individual_nmls', '5550003')).toMatchObject([{ kind: 'individual', name: 'Ida Lantern' }])
  expect(await look('individual_name', 'Ida')).toMatchObject([{ kind: 'individual', why: ['Name begins with this'] }])
  expect(await look('etn', entity.etn)).toMatchObject([{ kind: 'entity', entityId: entity.id, standing: 'entity' }])

  const refusal = async (by: LookUpSubject['by'], value: string, state?: string): Promise<unknown> => look(by, value, state).catch((error: unknown) => error)
  expect(await refusal('nmls', '5559999')).toMatchObject({ extras: { fields: { value: 'No company has NMLS ID 5559999. It may be a branch’s or an individual’s; or search by name instead.' } } })
  expect(await refusal('nmls', 'Lantern')).toMatchObject({ extras: { fields: { value: 'An NMLS ID has digits only, such as 1904412.' } } })
  expect(await refusal('licence', 'MB.55-01', 'TX')).toMatchObject({ extras: { fields: { value: 'No company has license number MB.55-01 in TX. Check the state, or search by name instead.' } } })
  expect(await refusal('etn', 'ETN-900000')).toMatchObject({ extras: { fields: { value: 'No Non-NMLS entity has ETN-900000. Search by name instead.' } } })
  await expect(lookUpSubject(world.deps, await world.companyUser(company), { by: 'nmls', value: '5550001', state: undefined })).rejects.toMatchObject({ code: 'forbidden' })
})

test('the guided search finds companies and entities by all that is known, each with why, the most alike first', async ({ world }) => {
  const clerk = await world.agencyUser(await world.agency(), 'manager')
  const company = await world.company({ name: 'Cedar Hollow Lending, LLC' })
  await world.rows(`update company set phone = '+1 614 555 0188', website = 'https://cedarhollow.example/apply', city = 'Akron' where id = $1`, [company.id])
  await world.rows(`insert into company_licence (id, company_id, state, number, number_key) values ($1, $2, 'OH', 'X1', 'X1')`, [newId(), company.id])
  await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, '5560001', 'Ferris Quill', 'ferris quill')`, [newId(), company.id])
  const entity = await firm(world, clerk.agencyId, 'Cedar Hollow Relief', { phone: '(614) 555-0188', website: 'www.cedarhollow.example', state: 'OH', city: 'Akron', people: 'Ferris Quill' })
  const find = async (clues: Partial<SearchSubjects>) => (await findSubjectsGuided(world.deps, clerk, SearchSubjects.parse(clues))).items.map(({ name, why }) => [name, ...why])
  expect(await find({ name: 'Ceder Hollow' })).toEqual(expect.arrayContaining([[company.name, 'Name resembles'], ['Cedar Hollow Relief', 'Name resembles']]))
  expect(await find({ phone: '614.555.0188' })).toEqual([[company.name, 'Phone equals'], ['Cedar Hollow Relief', 'Phone equals']])
  expect(await find({ website: 'HTTPS://CedarHollow.example' })).toEqual([[company.name, 'Website equals'], ['Cedar Hollow Relief', 'Website equals']])
  expect(await find({ employee: 'Ferris Quill' })).toEqual([[company.name, 'Individual Ferris Quill'], ['Cedar Hollow Relief', 'Individual Ferris Quill']])
  expect(await find({ keywords: 'relief, hollow' })).toEqual([['Cedar Hollow Relief', 'Keywords']])
  expect(await find({ name: 'Cedar Hollow', state: 'OH', city: 'Akron' })).toEqual([
    [company.name, 'Name begins with this', 'In Akron, OH', 'Licensed in OH'],
    ['Cedar Hollow Relief', 'Name begins with this', 'In Akron, OH'],
  ])
  expect(await find({ words: entity.etn })).toEqual([['Cedar Hollow Relief', 'Entity Tracking Number']])
  expect(await find({ words: 'MB 99' }), 'nothing known').toEqual([])
})

test('the subject changes while the complaint is open and before any request was sent, and the history says from what to what', async ({ world }) => {
  const agency = await world.agency()
  const [clerk, viewer, other] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'viewer'), await world.agencyUser(await world.agency(), 'supervisor')]
  const [from, to] = [await world.company(), await world.company()]
  const entity = await firm(world, other.agencyId, 'Nobody Knows Lending')
  const id = await entered(world, clerk, from.id)
  const version = async () => (await readComplaint(world.deps, clerk, id)).version
  const change = { version: await version(), subject: { kind: 'company' as const, companyId: to.id } }
  for (const actor of [viewer, other]) await expect(changeSubject(world.deps, actor, id, change)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeSubject(world.deps, await world.companyUser(from), id, change)).rejects.toMatchObject({ code: 'not_found' })
  await expect(changeSubject(world.deps, clerk, id, { ...change, version: 99 })).rejects.toMatchObject({ code: 'stale_version' })

  await world.rows(`insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, created_by, created_at) values ($1, $2, $3, $4, 'Proof', 'Send it.', 'ready_to_send', $5, now())`, [newId(), id, agency.id, from.id, clerk.userId])
  await changeSubject(world.deps, clerk, id, change)
  expect(await world.rows('select company_id from information_request where complaint_id = $1', [id]), 'an unsent request goes along').toEqual([{ company_id: to.id }])
  const toEntity = async () => changeSubject(world.deps, clerk, id, { version: await version(), subject: { kind: 'entity', entityId: entity.id } })
  await expect(toEntity()).rejects.toMatchObject({ extras: { fields: { subject: 'Remove the information requests first: none can be sent to a Non-NMLS entity.' } } })
  await world.rows('delete from information_request where complaint_id = $1', [id])
  await toEntity()
  const record = await readComplaint(world.deps, clerk, id)
  expect(record).toMatchObject({ subjectName: 'Nobody Knows Lending', canChangeSubject: true, subject: { entity: { id: entity.id, etn: entity.etn }, companyId: null } })
  expect(record.can.filter((action) => action.startsWith('request.')), 'no request to an entity').toEqual([])
  const audits = await world.rows<{ details: unknown }>(`select details from audit_entry where complaint_id = $1 and action = 'complaint.subject_changed' order by id`, [id])
  expect(audits.map(({ details }) => details)).toEqual([
    { fromKind: 'company', from: from.id, toKind: 'company', to: to.id },
    { fromKind: 'company', from: to.id, toKind: 'entity', to: entity.id },
  ])
  expect((await findSubjectComplaints(world.deps, other, entity.id, { limit: 5 })).items, 'every agency sees the basic information').toMatchObject([{ id, etn: entity.etn, isOwn: false, requestsSent: null }])
  await updateComplaint(world.deps, clerk, id, { version: await version(), fields: { subject: { kind: 'company', companyId: to.id }, desiredOutcome: 'A refund.' } })
  await updateComplaint(world.deps, clerk, id, { version: await version(), fields: { subject: { kind: 'company', companyId: to.id } } })
  const byUpdate = await world.rows<{ action: string; details: unknown }>(`select action, details from audit_entry where complaint_id = $1 and action like 'complaint.%' and action not like '%.read' order by id desc limit 2`, [id])
  expect(byUpdate.toSorted((a, b) => a.action.localeCompare(b.action)), 'the same sentence when the whole record is updated, and none for the same subject again').toEqual([
    { action: 'complaint.subject_changed', details: { fromKind: 'entity', from: entity.id, toKind: 'company', to: to.id } },
    { action: 'complaint.updated', details: { fields: ['desiredOutcome'] } },
  ])

  await world.rows(`update complaint set first_sent_at = now(), subject_kind = 'company', entity_id = null, company_id = $2 where id = $1`, [id, to.id])
  await expect(changeSubject(world.deps, clerk, id, { ...change, version: await version() })).rejects.toMatchObject({ code: 'conflict', message: 'The subject can no longer be changed: a request or a letter was sent to the company.' })
  expect(await readComplaint(world.deps, clerk, id)).toMatchObject({ canChangeSubject: false })
  const closed = await entered(world, clerk, from.id, 'closed')
  await expect(changeSubject(world.deps, clerk, closed, { ...change, version: 1 })).rejects.toThrow('The subject of a complaint that is closed cannot be changed.')
})
