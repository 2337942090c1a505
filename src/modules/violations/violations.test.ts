import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { loadCitations, readShippedCitations } from './citations/load-citations.ts'
import { addCitation, updateCitation } from './commands/write-citation.ts'
import { addViolations, removeViolation, updateViolation } from './commands/write-violations.ts'
import { AddCitation, AddViolations } from './contract.ts'
import { findCitation, listCitations, searchCitations } from './queries/list-citations.ts'
import { listViolations } from './queries/read-violations.ts'

test.beforeAll(async ({ file }) => {
  const client = await file.db.admin.connect()
  try {
    await loadCitations(client)
    await loadCitations(client)
  } finally {
    client.release()
  }
})

const ofDescriptions = (...descriptions: string[]) => AddViolations.parse({ violations: descriptions.map((description) => ({ description })) })
const list = async (world: World, actor: Actor, id: string) => (await listViolations(world.deps, actor, id, { limit: 50 })).items
const codes = async (world: World, actor: Actor, words: string) => (await searchCitations(world.deps, actor, { words, limit: 20 })).items.map((citation) => citation.code)
const state = AddCitation.parse({ level: 'state', state: 'OH', code: 'ORC 1322.40', title: 'Prohibitions', law: 'Ohio Residential Mortgage Lending Act' })

async function complained(world: World) {
  const people = await cast(world)
  return { ...people, complaintId: await entered(world, people.supervisor, people.company), manager: await world.agencyUser(people.agency, 'manager'), viewer: await world.agencyUser(people.agency, 'viewer') }
}

test('the shipped citations are each there once, and found by code, by subject and by the short name of their law', async ({ world }) => {
  const shipped = readShippedCitations()
  expect(new Set(shipped.map((citation) => citation.code)).size).toBe(shipped.length)
  expect(await world.rows('select count(*)::int as n from citation where agency_id is null and not retired')).toEqual([{ n: shipped.length }])
  const { supervisor } = await complained(world)
  expect((await codes(world, supervisor, '1026.19'))[0]).toBe('12 CFR 1026.19')
  expect(await codes(world, supervisor, 'loan estimate')).toEqual(expect.arrayContaining(['12 CFR 1026.19(e)', '12 CFR 1026.37']))
  expect(await codes(world, supervisor, 'RESPA kickbacks')).toEqual(['12 USC 2607', '12 CFR 1024.14'])
  expect(await codes(world, supervisor, '100% _')).toEqual([])
})

test('each shipped citation is written as statutes and regulations are, with a short name and its law', () => {
  for (const { code, title, law } of readShippedCitations()) {
    expect(code).toMatch(/^\d{1,2} (USC \d+[a-z]{0,2}(-\d+)?|CFR \d+\.\d+)(\([a-z0-9]+\))*$/)
    expect([code, title.trim() === title && title.length >= 5 && title.length <= 110 && !title.endsWith('.')]).toEqual([code, true])
    expect(law.length, code).toBeGreaterThan(5)
  }
})

test('several are added at once, all or none, and each may cite', async ({ world }) => {
  const { supervisor, complaintId } = await complained(world)
  const [escrow] = (await searchCitations(world.deps, supervisor, { words: '1024.17', limit: 1 })).items
  await addViolations(world.deps, supervisor, complaintId, AddViolations.parse({
    violations: [{ description: 'Escrow was raised without analysis.', citationId: escrow?.id }, { description: 'Fees not disclosed.', citation: 'Ohio Adm. Code 1301:8-7', level: 'state' }, { description: 'Rude on the phone.' }],
  }))
  expect((await list(world, supervisor, complaintId)).map(({ citation, level, standing }) => [citation, level, standing])).toEqual([
    ['12 CFR 1024.17 Escrow accounts', 'federal', 'alleged'],
    ['Ohio Adm. Code 1301:8-7', 'state', 'alleged'],
    ['', null, 'alleged'],
  ])
  const unknown = AddViolations.parse({ violations: [{ description: 'One' }, { description: 'Two', citationId: complaintId }] })
  await expect(addViolations(world.deps, supervisor, complaintId, unknown)).rejects.toMatchObject({ code: 'invalid', extras: { fields: { 'violations.1.citationId': expect.stringContaining('Choose a citation') as string } } })
  expect(await list(world, supervisor, complaintId)).toHaveLength(3)
  expect(AddViolations.safeParse({ violations: [{ description: ' ' }] }).success).toBe(false)
})

test('its standing changes, a change that overtook another is refused, and a cited text stays as it read', async ({ world }) => {
  const { supervisor, complaintId } = await complained(world)
  const citationId = await addCitation(world.deps, supervisor, state)
  await addViolations(world.deps, supervisor, complaintId, AddViolations.parse({ violations: [{ description: 'Unlicensed.', citationId }] }))
  await updateCitation(world.deps, supervisor, citationId, { ...state, version: 1, title: 'Prohibited acts', retired: true })
  const [violation] = await list(world, supervisor, complaintId)
  const input = { description: 'Unlicensed since May.', citationId, citation: '', level: null, standing: 'substantiated' as const }
  await updateViolation(world.deps, supervisor, violation?.id ?? '', { ...input, version: 1 })
  expect(await list(world, supervisor, complaintId)).toMatchObject([{ standing: 'substantiated', description: 'Unlicensed since May.', citation: 'ORC 1322.40 Prohibitions', version: 2, updatedBy: { id: supervisor.userId } }])
  await expect(updateViolation(world.deps, supervisor, violation?.id ?? '', { ...input, version: 1 })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { version: 2 } } })
  await expect(removeViolation(world.deps, supervisor, violation?.id ?? '', 1), 'nor is it removed unseen').rejects.toMatchObject({ code: 'stale_version', extras: { current: { description: 'Unlicensed since May.', version: 2 } } })
  expect(await list(world, supervisor, complaintId)).toHaveLength(1)
  await expect(addViolations(world.deps, supervisor, complaintId, AddViolations.parse({ violations: [{ description: 'Again.', citationId }] })), 'a retired one is not cited anew').rejects.toMatchObject({ code: 'invalid' })
})

test('whoever added one removes it; another’s, only the Agency POC', async ({ world }) => {
  const { supervisor, manager, complaintId } = await complained(world)
  await addViolations(world.deps, manager, complaintId, ofDescriptions('By the manager', 'By the manager too'))
  await addViolations(world.deps, supervisor, complaintId, ofDescriptions('By the POC'))
  const [first, second, third] = await list(world, manager, complaintId)
  expect([first, second, third].map((one) => one?.canRemove)).toEqual([true, true, false])
  await expect(removeViolation(world.deps, manager, third?.id ?? '', 1)).rejects.toMatchObject({ code: 'forbidden' })
  await removeViolation(world.deps, manager, first?.id ?? '', 1)
  await removeViolation(world.deps, supervisor, second?.id ?? '', 1)
  expect((await list(world, supervisor, complaintId)).map((one) => one.description)).toEqual(['By the POC'])
  await expect(removeViolation(world.deps, manager, first?.id ?? '', 1)).rejects.toMatchObject({ code: 'not_found' })
})

test('a closed or canceled complaint takes no change of them', async ({ world }) => {
  const { supervisor, complaintId } = await complained(world)
  await addViolations(world.deps, supervisor, complaintId, ofDescriptions('One'))
  const [one] = await list(world, supervisor, complaintId)
  for (const status of ['closed', 'canceled']) {
    await world.rows('update complaint set status = $2, closed_at = now() where id = $1', [complaintId, status])
    await expect(addViolations(world.deps, supervisor, complaintId, ofDescriptions('Two'))).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeViolation(world.deps, supervisor, one?.id ?? '', 1)).rejects.toMatchObject({ code: 'conflict' })
    expect((await list(world, supervisor, complaintId))[0]).toMatchObject({ canChange: false, canRemove: false })
  }
})

test('Viewers and agencies with access read and write nothing; to others and to the company there is nothing', async ({ world }) => {
  const { agency, supervisor, viewer, poc, complaintId } = await complained(world)
  const citationId = await addCitation(world.deps, supervisor, state)
  await addViolations(world.deps, supervisor, complaintId, AddViolations.parse({ violations: [{ description: 'One', citationId }] }))
  const id = (await list(world, supervisor, complaintId))[0]?.id ?? ''
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'supervisor')
  const change = (actor: Actor) => updateViolation(world.deps, actor, id, { version: 1, description: 'x', citation: '', standing: 'alleged' })
  await expect(list(world, guest, complaintId), 'basic information is not enough').rejects.toMatchObject({ code: 'not_found' })
  await expect(change(guest)).rejects.toMatchObject({ code: 'not_found' })
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, agency.id, other.id])
  expect(await list(world, guest, complaintId), 'what another agency added to its list is read as text').toMatchObject([{ citation: 'ORC 1322.40 Prohibitions', citationId: null, canChange: false, canRemove: false }])
  for (const reader of [guest, viewer]) {
    await expect(change(reader)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(addViolations(world.deps, reader, complaintId, ofDescriptions('Two'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeViolation(world.deps, reader, id, 1)).rejects.toMatchObject({ code: 'forbidden' })
  }
  await expect(addViolations(world.deps, poc, complaintId, ofDescriptions('Two'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(list(world, poc, complaintId)).rejects.toMatchObject({ code: 'forbidden' })
})

test('an agency’s own citations are offered to it alone, each code once, until they are retired', async ({ world }) => {
  const { supervisor, viewer } = await complained(world)
  const elsewhere = await world.agencyUser(await world.agency(), 'manager')
  const id = await addCitation(world.deps, supervisor, state)
  expect(await codes(world, viewer, '1322.40')).toEqual(['ORC 1322.40'])
  expect(await codes(world, elsewhere, '1322.40')).toEqual([])
  await expect(addCitation(world.deps, supervisor, state)).rejects.toMatchObject({ code: 'invalid', extras: { fields: { code: expect.stringContaining('already') as string } } })
  await addCitation(world.deps, elsewhere, state)
  await expect(findCitation(world.deps, elsewhere, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateCitation(world.deps, elsewhere, id, { ...state, version: 1, retired: true })).rejects.toMatchObject({ code: 'not_found' })
  await expect(addCitation(world.deps, viewer, state)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(updateCitation(world.deps, viewer, id, { ...state, version: 1, retired: true })).rejects.toMatchObject({ code: 'forbidden' })
  expect((await listCitations(world.deps, supervisor, { of: 'own', limit: 50 })).ownState, 'a new one is mostly of the agency’s own state').toBe('OH')
  const [shipped] = (await listCitations(world.deps, supervisor, { of: 'shipped', limit: 1 })).items
  await expect(updateCitation(world.deps, supervisor, shipped?.id ?? '', { ...state, version: 1, retired: true })).rejects.toMatchObject({ code: 'forbidden' })
  await updateCitation(world.deps, supervisor, id, { ...state, version: 1, retired: true })
  await expect(updateCitation(world.deps, supervisor, id, { ...state, version: 1, retired: false })).rejects.toMatchObject({ code: 'stale_version' })
  expect(await codes(world, supervisor, '1322.40')).toEqual([])
  expect((await listCitations(world.deps, supervisor, { of: 'own', limit: 50 })).items).toMatchObject([{ code: 'ORC 1322.40', retired: true, isOwn: true, canChange: true }])
})
