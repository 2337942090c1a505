import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { bytesOf, idIn, locationOf, manyBytes, Wire, type Target } from '#test/world/tus.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { closeComplaint } from '../complaints/commands/close-complaint.ts'
import { saveDraft } from '../information-requests/commands/save-draft.ts'
import { sendRequests } from '../information-requests/commands/send-requests.ts'
import { submitResponse } from '../information-requests/commands/submit-response.ts'
import { documentsByParent, documentsOf, type DocumentFilter } from './queries/documents-of.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const of = (purpose: Target['purpose'], targetId: string): Target => ({ purpose, targetId })
const open = async (site: DocumentSite, actor: Actor, id: string) => (await new Wire(site, actor).api(`/documents/${id}/content`)).status
const remove = async (site: DocumentSite, actor: Actor, id: string) => (await new Wire(site, actor).api(`/documents/${id}`, { method: 'DELETE' })).status
const names = async (world: World, actor: Actor, filter: DocumentFilter) => world.deps.transaction(actor, async (tx) => (await documentsOf(tx, filter)).map((document) => document.name))
const version = async (world: World, table: string, id: string) => (await world.rows<{ version: number }>(`select version from ${table} where id = $1`, [id]))[0]?.version ?? 0

test('a download can only be saved: its type is not guessed and nothing in it can act', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const id = await wire.upload(of('complaint', complaintId), 'Läsion “1”.html', bytesOf('<script>alert(1)</script>'))
  const { headers } = await wire.api(`/documents/${id}/content`)
  expect(headers.get('content-disposition')).toBe(`attachment; filename="L_sion _1_.html"; filename*=UTF-8''L%C3%A4sion%20%E2%80%9C1%E2%80%9D.html`)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain('sandbox')
  expect(headers.get('cache-control')).toBe('no-store')
})

test('a part of a file can be had, so that a download goes on where it stopped', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const bytes = manyBytes(300_000)
  const id = await wire.upload(of('complaint', complaintId), 'large.bin', bytes)
  const ask = (headers: Record<string, string>) => wire.api(`/documents/${id}/content`, { headers })
  const part = await ask({ range: 'bytes=100000-199999' })
  expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([206, 'bytes 100000-199999/300000', '100000'])
  expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), bytes.subarray(100_000, 200_000))).toBe(0)
  const beyond = await ask({ range: 'bytes=300000-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */300000'])
  const tag = part.headers.get('etag') ?? ''
  expect((await ask({ 'if-none-match': tag })).status).toBe(304)
  expect((await ask({ range: 'bytes=0-9', 'if-range': tag })).status).toBe(206)
  expect((await ask({ range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200)
})

test('repeated reading by one person within five minutes is one entry in the audit', async ({ world, site }) => {
  const { complaintId, supervisor, colleague } = await exchange(world)
  const id = await new Wire(site, supervisor).upload(of('complaint', complaintId), 'a.txt', bytesOf('a'))
  for (const reader of [supervisor, supervisor, colleague]) await open(site, reader, id)
  world.clock.advance(6 * 60_000)
  await open(site, supervisor, id)
  const reads = await world.rows<{ actor_id: string }>(`select actor_id from audit_entry where action = 'document.read' and about_id = $1 order by at, id`, [id])
  expect(reads.map((entry) => entry.actor_id)).toEqual([supervisor.userId, colleague.userId, supervisor.userId])
})

test('what the agency attaches reaches the company with the sending, and then stays', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, colleague, drafter } = await exchange(world, 'ready_to_send')
  const wire = new Wire(site, supervisor)
  const [internal, introduction, attached] = [
    await wire.upload(of('complaint', complaintId), 'internal.txt', bytesOf('i')),
    await wire.upload(of('introduction', complaintId), 'introduction.txt', bytesOf('i')),
    await wire.upload(of('request', requestId), 'form.txt', bytesOf('f')),
  ]
  for (const id of [internal, introduction, attached]) expect(await open(site, drafter, id)).toBe(404)
  await sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [introduction], notifyUserIds: [] })

  expect([await open(site, drafter, internal), await open(site, drafter, introduction), await open(site, drafter, attached)]).toEqual([404, 200, 200])
  expect(await names(world, drafter, { complaintId })).toEqual(['introduction.txt', 'form.txt'])
  expect(await names(world, drafter, { requestId })).toEqual(['form.txt'])
  expect(await names(world, supervisor, { complaintId, purposes: ['complaint'] })).toEqual(['internal.txt'])
  expect(await remove(site, drafter, attached)).toBe(403)
  expect(await remove(site, supervisor, attached)).toBe(409)
  expect(await remove(site, colleague, internal)).toBe(204)
  expect(await open(site, supervisor, internal)).toBe(404)
  expect(await open(site, await world.companyUser(await world.company()), introduction)).toBe(404)
  expect(await open(site, await world.agencyUser(await world.agency()), introduction)).toBe(404)
})

test('a file that is not up yet is not sent', async ({ world, site }) => {
  const { complaintId, requestId, supervisor } = await exchange(world, 'ready_to_send')
  await new Wire(site, supervisor).create(of('request', requestId), 'half.bin', 10)
  await expect(sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] })).rejects.toThrow('not up yet')
})

test('a response’s files are the company’s own until the response is sent, and then both sides’ for good', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter, poc } = await exchange(world)
  const wire = new Wire(site, drafter)
  const [kept, dropped] = [await wire.upload(of('response', requestId), 'kept.txt', bytesOf('k')), await wire.upload(of('response', requestId), 'dropped.txt', bytesOf('d'))]
  expect([await open(site, supervisor, kept), await open(site, poc, kept)]).toEqual([404, 200])
  expect(await names(world, supervisor, { complaintId })).toEqual([])
  expect(await remove(site, poc, dropped)).toBe(204)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Enclosed.', links: [], restricted: false })
  await submitResponse(world.deps, poc, requestId, { version: 2 })

  expect(await open(site, supervisor, kept)).toBe(200)
  expect(await names(world, supervisor, { complaintId })).toEqual(['kept.txt'])
  expect([await remove(site, drafter, kept), await remove(site, supervisor, kept)]).toEqual([409, 403])
  const [response] = await world.rows<{ id: string }>('select id from response where request_id = $1', [requestId])
  const byResponse = await world.deps.transaction(supervisor, (tx) => documentsByParent(tx, 'response', [response?.id ?? '', complaintId]))
  expect([...byResponse.values()].flat()).toMatchObject([{ name: 'kept.txt', canOpen: true, canRemove: false, uploadedBy: { id: drafter.userId } }])
})

test('files of a restricted response are seen by its author while a draft, by the Company POC always, by no other at the company', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter, poc } = await exchange(world)
  const other = await world.companyUser({ id: drafter.companyId, number: 0, name: '' })
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Sensitive.', links: [], restricted: true })
  const id = await new Wire(site, drafter).upload(of('response', requestId), 'sensitive.txt', bytesOf('s'))
  expect([await open(site, drafter, id), await open(site, poc, id), await open(site, other, id)]).toEqual([200, 200, 404])
  expect(await names(world, other, { complaintId })).toEqual([])
  await submitResponse(world.deps, poc, requestId, { version: 2 })
  expect([await open(site, drafter, id), await open(site, poc, id), await open(site, other, id), await open(site, supervisor, id)]).toEqual([404, 200, 404, 200])
})

test('files shared at closing are read by the company, and no file changes afterwards', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter } = await exchange(world)
  await world.rows(`update information_request set status = 'canceled', canceled_at = now() where id = $1`, [requestId])
  const wire = new Wire(site, supervisor)
  const [shared, internal] = [await wire.upload(of('closure', complaintId), 'letter.txt', bytesOf('l')), await wire.upload(of('complaint', complaintId), 'memo.txt', bytesOf('m'))]
  await closeComplaint(world.deps, supervisor, complaintId, { version: await version(world, 'complaint', complaintId), reason: 'closed_with_explanation', notes: '', commentsToCompany: 'See the letter.', documentIds: [shared] })
  expect([await open(site, drafter, shared), await open(site, drafter, internal)]).toEqual([200, 404])
  const [closure] = await world.rows<{ id: string }>('select id from closure where complaint_id = $1', [complaintId])
  expect(await names(world, drafter, { closureId: closure?.id ?? '' })).toEqual(['letter.txt'])
  expect(await remove(site, supervisor, internal)).toBe(409)
})

test('an unfinished upload is listed for its own side with no way to open it', async ({ world, site }) => {
  const { complaintId, supervisor, colleague } = await exchange(world)
  const id = idIn(locationOf(await new Wire(site, supervisor).create(of('complaint', complaintId), 'a.bin', 5)))
  expect(await names(world, colleague, { complaintId })).toEqual(['a.bin'])
  expect(await open(site, supervisor, id)).toBe(409)
})
