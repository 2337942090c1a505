import { cast, entered } from '#test/world/exchange.ts'
import { exchange, openDocumentSite } from '#test/world/document-site.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { newId } from '../../platform/new-id.ts'
import { startComplaint } from '../complaints/commands/start-complaint.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { addResearch, removeResearch, updateResearch } from './commands/write-research.ts'
import { AddResearch } from './contract.ts'
import { listResearch, readResearch } from './queries/read-research.ts'

const call = AddResearch.parse({ kind: 'communication', channel: 'phone', party: 'consumer', withWhom: 'Ms. Pruitt', happenedOn: '2026-11-20', happenedAt: '14:30', text: 'She sent the statement by mail.' })
const portal = AddResearch.parse({ kind: 'research', happenedOn: '2026-11-18', text: 'The CFPB portal holds the original.' })
const texts = async (world: World, actor: Actor, id: string, filter = {}) => (await listResearch(world.deps, actor, id, { limit: 50, ...filter })).items.map((note) => note.text)
const actions = async (world: World, complaintId: string) => (await world.rows<{ action: string }>(`select action from audit_entry where complaint_id = $1 and action like 'research.%' order by at, id`, [complaintId])).map((row) => row.action)

async function noted(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  return { ...people, complaintId, noteId: await addResearch(world.deps, people.supervisor, complaintId, call) }
}

test('a note says what took place, with whom and when, the newest first, by kind and channel', async ({ world }) => {
  const { supervisor, complaintId, noteId } = await noted(world)
  await addResearch(world.deps, supervisor, complaintId, portal)
  await addResearch(world.deps, supervisor, complaintId, { ...call, channel: 'mail', happenedAt: '09:05', text: 'A letter came.' })
  expect(await texts(world, supervisor, complaintId)).toEqual([call.text, 'A letter came.', portal.text])
  expect(await texts(world, supervisor, complaintId, { kind: 'communication', channel: 'mail' })).toEqual(['A letter came.'])
  expect(await texts(world, supervisor, complaintId, { kind: 'research' })).toEqual([portal.text])
  expect(await readResearch(world.deps, supervisor, noteId)).toMatchObject({ channel: 'phone', party: 'consumer', withWhom: 'Ms. Pruitt', happenedOn: '2026-11-20', happenedAt: '14:30', version: 1, canChange: true, documents: [] })
})

test('pages neither lose nor repeat a note', async ({ world }) => {
  const { supervisor, complaintId } = await noted(world)
  for (let n = 0; n < 6; n += 1) await addResearch(world.deps, supervisor, complaintId, { ...portal, happenedOn: n % 2 === 0 ? '2026-11-20' : '2026-11-19', text: `Note ${String(n)}` })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listResearch(world.deps, supervisor, complaintId, { limit: 2, ...(cursor !== undefined && { cursor }) })
    seen.push(...page.items.map((note) => note.text))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual([call.text, 'Note 4', 'Note 2', 'Note 0', 'Note 5', 'Note 3', 'Note 1'])
})

test('a communication names channel and party; nothing took place in the future', async ({ world }) => {
  const lacking = AddResearch.safeParse({ kind: 'communication', happenedOn: '2026-11-20', text: 'x' })
  expect(lacking.error?.issues.map((issue) => issue.path[0])).toEqual(['channel', 'party'])
  const { supervisor, complaintId } = await noted(world)
  await expect(addResearch(world.deps, supervisor, complaintId, { ...call, happenedOn: '2026-11-24' })).rejects.toMatchObject({ code: 'invalid', extras: { fields: { happenedOn: expect.stringContaining('future') as string } } })
})

test('notes are taken after closing and canceling too, but not of a draft', async ({ world }) => {
  const { supervisor, complaintId, noteId } = await noted(world)
  for (const status of ['closed', 'canceled']) {
    await world.rows('update complaint set status = $2, closed_at = now() where id = $1', [complaintId, status])
    await addResearch(world.deps, supervisor, complaintId, { ...portal, text: status })
    await updateResearch(world.deps, supervisor, noteId, { ...call, version: status === 'closed' ? 1 : 2, text: `After it was ${status}` })
  }
  expect(await texts(world, supervisor, complaintId)).toContain('After it was canceled')
  const draft = await startComplaint(world.deps, supervisor, {})
  await expect(addResearch(world.deps, supervisor, draft, call)).rejects.toMatchObject({ code: 'conflict' })
})

test('while another agency decides on a referral, notes are neither added nor changed nor removed', async ({ world }) => {
  const { supervisor, complaintId, noteId } = await noted(world)
  await world.rows(`update complaint set status = 'referral_in_progress' where id = $1`, [complaintId])
  await expect(addResearch(world.deps, supervisor, complaintId, portal)).rejects.toMatchObject({ code: 'conflict' })
  await expect(updateResearch(world.deps, supervisor, noteId, { ...call, version: 1, text: 'Later' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(removeResearch(world.deps, supervisor, noteId, 1)).rejects.toMatchObject({ code: 'conflict' })
  expect(await texts(world, supervisor, complaintId)).toEqual([call.text])
})

test('a change that overtook another is refused with what is there now', async ({ world }) => {
  const { supervisor, complaintId, noteId } = await noted(world)
  await updateResearch(world.deps, supervisor, noteId, { ...call, version: 1, text: 'First' })
  await expect(updateResearch(world.deps, supervisor, noteId, { ...call, version: 1, text: 'Second' })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { text: 'First', version: 2 } } })
  await expect(removeResearch(world.deps, supervisor, noteId, 1), 'nor is it removed unseen').rejects.toMatchObject({ code: 'stale_version', extras: { current: { text: 'First', version: 2 } } })
  expect(await actions(world, complaintId)).toEqual(['research.added', 'research.updated'])
  expect(await texts(world, supervisor, complaintId)).toEqual(['First'])
  expect((await readComplaint(world.deps, supervisor, complaintId)).detail).toMatchObject({ noteCount: 1, violationCount: 0 })
  await removeResearch(world.deps, supervisor, noteId, 2)
  expect((await readComplaint(world.deps, supervisor, complaintId)).detail?.noteCount, 'what was removed is not counted').toBe(0)
  expect(await texts(world, supervisor, complaintId)).toEqual([])
})

test('of one who changes a note and one who removes it at the same moment, one is refused', async ({ world }) => {
  const { supervisor, complaintId, noteId } = await noted(world)
  const deeds = await Promise.allSettled([updateResearch(world.deps, supervisor, noteId, { ...call, version: 1, text: 'Changed' }), removeResearch(world.deps, supervisor, noteId, 1)])
  const changed = deeds[0].status === 'fulfilled'
  expect(deeds.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await texts(world, supervisor, complaintId)).toEqual(changed ? ['Changed'] : [])
})

test('a removed note is gone with its documents, and the audit keeps that it was there', async ({ world }) => {
  const { supervisor, complaintId } = await exchange(world)
  const noteId = await addResearch(world.deps, supervisor, complaintId, call)
  const site = await openDocumentSite(world)
  try {
    const wire = new Wire(site, supervisor)
    const documentId = await wire.upload({ purpose: 'research', targetId: noteId }, 'statement.txt', bytesOf('x'))
    expect((await readResearch(world.deps, supervisor, noteId)).documents).toMatchObject([{ name: 'statement.txt', canRemove: true }])
    await world.rows(`update complaint set status = 'closed', closed_at = now() where id = $1`, [complaintId])
    expect((await readResearch(world.deps, supervisor, noteId)).documents, 'after closing too').toMatchObject([{ canRemove: true }])
    await removeResearch(world.deps, supervisor, noteId, 1)
    expect((await wire.api(`/documents/${documentId}/content`)).status).toBe(404)
  } finally {
    await site.close()
  }
  await expect(readResearch(world.deps, supervisor, noteId)).rejects.toMatchObject({ code: 'not_found' })
  expect((await actions(world, complaintId)).at(-1)).toBe('research.removed')
})

test('what a letter left behind stays as it is', async ({ world }) => {
  const { agency, supervisor, complaintId, noteId } = await noted(world)
  const letterId = newId()
  await world.rows(
    `insert into letter (id, complaint_id, agency_id, kind, status, addressee, subject, body, sent_via, created_by, created_at, updated_at, issued_by, issued_at)
     values ($1, $2, $3, 'outcome', 'issued', 'Y. Pruitt', 'Your complaint', 'Dear Ms. Pruitt', 'mail', $4, now(), now(), $4, now())`,
    [letterId, complaintId, agency.id, supervisor.userId],
  )
  await world.rows('update research_entry set letter_id = $2 where id = $1', [noteId, letterId])
  expect((await readResearch(world.deps, supervisor, noteId)).canChange).toBe(false)
  await expect(removeResearch(world.deps, supervisor, noteId, 1)).rejects.toMatchObject({ code: 'conflict' })
  await expect(updateResearch(world.deps, supervisor, noteId, { ...call, version: 1 })).rejects.toMatchObject({ code: 'conflict' })
})

test('Viewers and agencies with access read and write nothing; to others and to the company there is nothing', async ({ world }) => {
  const { agency, poc, complaintId, noteId } = await noted(world)
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'supervisor')
  await expect(texts(world, guest, complaintId), 'basic information is not enough').rejects.toMatchObject({ code: 'not_found' })
  await expect(readResearch(world.deps, guest, noteId)).rejects.toMatchObject({ code: 'not_found' })
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, agency.id, other.id])
  for (const reader of [guest, await world.agencyUser(agency, 'viewer')]) {
    expect(await readResearch(world.deps, reader, noteId)).toMatchObject({ text: call.text, canChange: false })
    await expect(addResearch(world.deps, reader, complaintId, call)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(updateResearch(world.deps, reader, noteId, { ...call, version: 1 })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeResearch(world.deps, reader, noteId, 1)).rejects.toMatchObject({ code: 'forbidden' })
  }
  await expect(addResearch(world.deps, poc, complaintId, call)).rejects.toMatchObject({ code: 'not_found' })
  await expect(listResearch(world.deps, poc, complaintId, { limit: 50 })).rejects.toMatchObject({ code: 'forbidden' })
})
