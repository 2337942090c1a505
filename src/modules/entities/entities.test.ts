import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { displayId } from '#src/kernel/ids.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { createEntity } from './commands/create-entity.ts'
import { decideChange } from './commands/decide-change.ts'
import { mergeEntity, turnEntity } from './commands/move-entity.ts'
import { requestChange } from './commands/request-change.ts'
import { updateEntity } from './commands/update-entity.ts'
import { CreateEntity, type EntityRecord } from './contract.ts'
import { readEntityHistory } from './queries/read-entity-history.ts'
import { readEntity } from './queries/read-entity.ts'
import { searchEntities } from './queries/search-entities.ts'

const facts = (name: string, more: Partial<CreateEntity> = {}) => CreateEntity.parse({ name, ...more })

async function cast(world: World) {
  const [ohio, texas] = [await world.agency(), await world.agency()]
  return { ohio: await world.agencyUser(ohio, 'manager'), texas: await world.agencyUser(texas, 'supervisor'), viewer: await world.agencyUser(ohio, 'viewer'), company: await world.companyUser(await world.company()) }
}

async function entity(world: World, by: AgencyActor, name: string, more: Partial<CreateEntity> = {}): Promise<EntityRecord> {
  return readEntity(world.deps, by, await createEntity(world.deps, by, facts(name, more)))
}

async function complaintAbout(world: World, agencyId: string, entityId: string, status = 'in_progress'): Promise<string> {
  const id = newId()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, entity_id, subject_name, created_at, received_on) select $1, $2, $3, 'entity', e.id, e.name, now(), '2026-11-20' from entity e where e.id = $4`,
    [id, agencyId, status, entityId],
  )
  await world.rows('insert into complaint_detail (complaint_id, agency_id) values ($1, $2)', [id, agencyId])
  await world.rows('insert into complainant (complaint_id, agency_id) values ($1, $2)', [id, agencyId])
  return id
}

const standing = (world: World, ids: string[]) => world.rows('select entity_id, company_id, subject_kind, subject_name, version from complaint where id = any($1::uuid[]) order by id', [ids])

/** Which agencies hear what about an entity, in order. */
async function told(world: World, entityId: string): Promise<[string, string][]> {
  const jobs = await world.rows<{ payload: { event: string; agencyId: string } }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'notify-organisation' and j.payload ->> 'entityId' = $1 order by j.id`, [entityId])
  return jobs.map(({ payload }) => [payload.event, payload.agencyId])
}

test('an entity is created once for all agencies; Viewers and companies create none', async ({ world }) => {
  const { ohio, texas, viewer, company } = await cast(world)
  const made = await entity(world, ohio, 'Summit Debt Relief', { city: 'Lima', state: 'OH', phone: '1 (614) 555-0142', website: 'https://www.Summit-Relief.example/start' })
  expect(made).toMatchObject({ name: 'Summit Debt Relief', can: ['update', 'decide', 'merge', 'turn', 'complain'], openComplaints: 0 })
  expect(await readEntity(world.deps, texas, made.id)).toMatchObject({ etn: made.etn, can: ['request-change', 'complain'] })
  expect(await readEntity(world.deps, viewer, made.id)).toMatchObject({ can: [] })
  for (const actor of [viewer, company]) await expect(createEntity(world.deps, actor, facts('Nobody'))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readEntity(world.deps, company, made.id)).rejects.toMatchObject({ code: 'forbidden' })
  for (const words of [made.etn, 'summit debt', 'Sumit Debt', '614-555-0142', 'summit-relief.example']) {
    expect((await searchEntities(world.deps, texas, { words, limit: 10 })).items, words).toMatchObject([{ id: made.id }])
  }
  expect((await searchEntities(world.deps, texas, { words: 'summit', state: 'TX', limit: 10 })).items).toEqual([])
})

test('all entities are listed by name, a page at a time, none twice', async ({ world }) => {
  const { ohio } = await cast(world)
  for (const name of ['Zeta Loans', 'Alpha Loans', 'Alpha Loans', 'Mid Loans']) await entity(world, ohio, name, { state: 'WY' })
  const names: string[] = []
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await searchEntities(world.deps, ohio, { state: 'WY', limit: 2, cursor })
    names.push(...page.items.map(({ name }) => name))
    cursor = page.next ?? undefined
    more = page.next !== null
  }
  expect(names).toEqual(['Alpha Loans', 'Alpha Loans', 'Mid Loans', 'Zeta Loans'])
})

test('the agency that created an entity changes it; another asks, and is answered', async ({ world }) => {
  const { ohio, texas, viewer } = await cast(world)
  const made = await entity(world, ohio, 'Harbor Advance')
  const change = { version: made.version, ...facts('Harbor Advance', { phone: '(614) 555-0101' }) }
  await expect(updateEntity(world.deps, texas, made.id, change)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(updateEntity(world.deps, viewer, made.id, change)).rejects.toMatchObject({ code: 'forbidden' })
  await updateEntity(world.deps, ohio, made.id, change)
  await expect(updateEntity(world.deps, ohio, made.id, { ...change, city: 'Dayton' }), 'a stale version').rejects.toMatchObject({ code: 'stale_version', extras: { current: { phone: '(614) 555-0101' } } })

  await expect(requestChange(world.deps, ohio, made.id, { wish: 'Mine' }), 'the keeper changes it itself').rejects.toMatchObject({ code: 'forbidden' })
  await requestChange(world.deps, texas, made.id, { wish: 'The phone is (512) 555-0199 now.' })
  const [wish] = (await readEntity(world.deps, ohio, made.id)).changeRequests
  expect(wish).toMatchObject({ state: 'open', wish: 'The phone is (512) 555-0199 now.', agency: { id: texas.agencyId } })
  const answer = { state: 'declined' as const, answer: 'That number is another firm’s.' }
  await expect(decideChange(world.deps, texas, made.id, wish?.id ?? '', answer)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(decideChange(world.deps, ohio, made.id, newId(), answer)).rejects.toMatchObject({ code: 'not_found' })
  await decideChange(world.deps, ohio, made.id, wish?.id ?? '', answer)
  await expect(decideChange(world.deps, ohio, made.id, wish?.id ?? '', answer)).rejects.toMatchObject({ code: 'conflict', message: 'This request was declined already.' })
  expect((await readEntity(world.deps, texas, made.id)).changeRequests).toMatchObject([{ state: 'declined', answer: answer.answer }])
  for (const reader of [ohio, texas]) {
    const { items } = await readEntityHistory(world.deps, reader, made.id, { limit: 10 })
    expect(items.map(({ sentence }) => sentence)).toEqual(['Requested change declined', 'Change of information requested', 'Changed: phone', 'Record created'])
  }
  expect(await told(world, made.id)).toEqual([['entity_change_requested', ohio.agencyId], ['entity_change_decided', texas.agencyId]])
})

test('a duplicate is merged by its agency: the complaints of all agencies go along, drafts too, and the old ETN leads on', async ({ world }) => {
  const { ohio, texas, viewer } = await cast(world)
  const [twin, stays, elder] = [await entity(world, ohio, 'Blue Ridge Funding'), await entity(world, texas, 'Blue Ridge Funding Group'), await entity(world, ohio, 'Blu Ridge')]
  const ids = [await complaintAbout(world, ohio.agencyId, twin.id), await complaintAbout(world, texas.agencyId, twin.id, 'closed'), await complaintAbout(world, texas.agencyId, twin.id, 'draft')]
  await requestChange(world.deps, texas, twin.id, { wish: 'Is this not Blue Ridge Funding Group?' })
  await mergeEntity(world.deps, ohio, elder.id, { version: elder.version, into: twin.etn })

  const merge = { version: twin.version, into: stays.etn }
  await expect(mergeEntity(world.deps, texas, twin.id, merge), 'another agency').rejects.toMatchObject({ code: 'forbidden' })
  await expect(mergeEntity(world.deps, viewer, twin.id, merge)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(mergeEntity(world.deps, ohio, twin.id, { ...merge, version: 7 })).rejects.toMatchObject({ code: 'stale_version' })
  await expect(mergeEntity(world.deps, ohio, twin.id, { ...merge, into: twin.etn })).rejects.toMatchObject({ extras: { fields: { into: 'This is the record itself. Enter the ETN of the one that stays.' } } })
  await expect(mergeEntity(world.deps, ohio, twin.id, { ...merge, into: 'ETN-999999' })).rejects.toMatchObject({ extras: { fields: { into: 'No Non-NMLS entity has ETN-999999.' } } })
  await expect(mergeEntity(world.deps, ohio, twin.id, { ...merge, into: elder.etn })).rejects.toMatchObject({ code: 'invalid' })

  expect(await mergeEntity(world.deps, ohio, twin.id, merge)).toBe(stays.id)
  const moved = { entity_id: stays.id, company_id: null, subject_kind: 'entity', subject_name: 'Blue Ridge Funding Group', version: 2 }
  expect(await standing(world, ids)).toEqual([moved, moved, moved])
  const audits = await world.rows<{ organisation_id: string; action: string; audience: string }>('select organisation_id, action, audience from audit_entry where complaint_id = any($1::uuid[]) order by complaint_id', [ids])
  expect(audits, 'in the history of each owning agency').toEqual([ohio, texas, texas].map(({ agencyId }) => ({ organisation_id: agencyId, action: 'complaint.moved_to_entity', audience: 'agency' })))
  const counts = await world.rows<{ details: { complaints: number } }>(`select details from audit_entry where action in ('entity.merged', 'entity.merged_in') and about_id = any($1::uuid[]) and details ->> 'complaints' <> '0'`, [[twin.id, stays.id]])
  expect(counts.map(({ details }) => details.complaints), 'every agency reads the count: drafts of others are none of its business').toEqual([2, 2])
  expect(await readEntity(world.deps, texas, twin.id)).toMatchObject({ can: [], movedTo: { kind: 'entity', number: stays.etn }, changeRequests: [{ state: 'done' }] })
  expect((await readEntity(world.deps, texas, stays.id)).formerly.toSorted(), 'those merged before lead there in one step').toEqual([twin.etn, elder.etn].toSorted())
  expect((await searchEntities(world.deps, texas, { words: elder.etn, limit: 5 })).items).toMatchObject([{ id: stays.id, why: `Formerly ${elder.etn}` }])
  const words = await world.rows(`select 1 from search_document where complaint_id = $1 and words @@ websearch_to_tsquery('english', 'Group')`, [ids[1]])
  expect(words.length, 'found under the new name').toBeGreaterThan(0)
  expect(await told(world, twin.id), 'whoever asked for a change hears that it is answered').toEqual([['entity_change_requested', ohio.agencyId], ['entity_change_decided', texas.agencyId]])
  await expect(updateEntity(world.deps, ohio, twin.id, { version: 2, ...facts('Other') })).rejects.toMatchObject({ code: 'conflict' })
  await expect(startComplaint(world.deps, texas, { subject: { kind: 'entity', entityId: twin.id } })).rejects.toMatchObject({ code: 'invalid' })
})

test('an entity becomes a company with the complaints of all agencies, which can then take requests', async ({ world }) => {
  const { ohio, texas } = await cast(world)
  const [firm, company] = [await entity(world, ohio, 'Keystone Bay Lending'), await world.company({ name: 'Keystone Bay Lending, LLC' })]
  const ids = [await complaintAbout(world, ohio.agencyId, firm.id), await complaintAbout(world, texas.agencyId, firm.id)]
  const sesId = displayId('company', company.number)
  await expect(turnEntity(world.deps, ohio, firm.id, { version: firm.version, company: 'SES-999999' })).rejects.toMatchObject({ message: 'No company has SES ID SES-999999. If NMLS does not know it, ask for a company account first.' })
  await world.rows(`update company set standing = 'to_be_confirmed' where id = $1`, [company.id])
  await expect(turnEntity(world.deps, ohio, firm.id, { version: firm.version, company: sesId })).rejects.toThrow(/is to be confirmed itself/)
  await world.rows(`update company set standing = 'confirmed', directory_missing_since = now() where id = $1`, [company.id])
  await expect(turnEntity(world.deps, ohio, firm.id, { version: firm.version, company: sesId })).rejects.toThrow(/no longer lists/)
  await world.rows(`update company set directory_missing_since = null where id = $1`, [company.id])
  await expect(turnEntity(world.deps, texas, firm.id, { version: firm.version, company: sesId })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await turnEntity(world.deps, ohio, firm.id, { version: firm.version, company: sesId })).toBe(company.id)
  const moved = { entity_id: null, company_id: company.id, subject_kind: 'company', subject_name: company.name, version: 2 }
  expect(await standing(world, ids)).toEqual([moved, moved])
  expect(await readEntity(world.deps, texas, firm.id)).toMatchObject({ movedTo: { kind: 'company', id: company.id, number: sesId } })
  await expect(turnEntity(world.deps, ohio, firm.id, { version: 2, company: sesId })).rejects.toMatchObject({ code: 'conflict', message: 'This entity became a company. Go on with the company’s record.' })
})
