import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { sendRequests } from '../information-requests/commands/send-requests.ts'
import { OpeningCounts, OpeningPage } from './selection-contract.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const post = (site: DocumentSite, actor: Actor, path: string, body: unknown) =>
  fetch(`${site.url}/api/v1${path}`, { method: 'POST', headers: { ...site.signedIn(actor), 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function filesIn(response: Response): Promise<Map<string, string>> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const zip = await fromBufferPromise(Buffer.from(await response.arrayBuffer()))
  const files = new Map<string, string>()
  for await (const entry of zip.eachEntry()) files.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString())
  return files
}

const opened = async (site: DocumentSite, actor: Actor, id: string, search = '') => OpeningPage.parse(await (await new Wire(site, actor).api(`/documents/${id}/openings${search}`)).json())

test('chosen documents come as one ZIP: no name twice, checksums in the manifest, what is closed left out by name', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const give = (name: string, content: string) => wire.upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf(content))
  const ids = [await give('Loan 1/statement.txt', 'one'), await give('Loan 2/Statement.txt', 'two'), await give('../../evil.txt', 'three'), await give('bad.txt', 'four'), await give('new.txt', 'five'), await give('unasked.txt', 'six')]
  await world.rows(`update document set scan = 'infected' where id = $1`, [ids[3]])
  await world.rows(`update document set scan = 'pending' where id = $1`, [ids[4]])
  const files = await filesIn(await post(site, supervisor, '/documents/selections', { ids: [...ids.slice(0, 5), ids[0]] }))
  expect([...files.keys()]).toEqual(['manifest.csv', 'Documents/statement.txt', 'Documents/Statement (2).txt', 'Documents/evil.txt'])
  expect([...files.values()].slice(1)).toEqual(['one', 'two', 'three'])
  const manifest = files.get('manifest.csv') ?? ''
  expect(manifest).toMatch(/bad\.txt.*Malware was found/)
  expect(manifest).toMatch(/new\.txt.*being checked/)
  expect(manifest).toContain('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed')
  const entries = await world.rows<{ about_id: string }>(`select about_id from audit_entry where action = 'document.selection_read'`)
  expect(new Set(entries.map((entry) => entry.about_id))).toEqual(new Set(ids.slice(0, 3)))
})

test('a selection with one document that is not visible gives nothing at all, on either side; none and too many are refused', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter } = await exchange(world)
  const internal = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'memo.txt', bytesOf('m'))
  const answer = await new Wire(site, drafter).upload({ purpose: 'response', targetId: requestId }, 'draft.txt', bytesOf('d'))
  expect([...(await filesIn(await post(site, drafter, '/documents/selections', { ids: [answer] }))).keys()]).toEqual(['manifest.csv', 'Documents/draft.txt'])
  expect((await post(site, drafter, '/documents/selections', { ids: [answer, internal] })).status).toBe(404)
  expect((await post(site, supervisor, '/documents/selections', { ids: [internal, answer] })).status).toBe(404)
  expect((await post(site, await world.agencyUser(await world.agency()), '/documents/selections', { ids: [internal] })).status).toBe(404)
  expect((await post(site, supervisor, '/documents/selections', { ids: [] })).status).toBe(400)
  expect((await post(site, supervisor, '/documents/selections', { ids: Array.from({ length: 501 }, () => internal) })).status).toBe(400)
})

test('who opened a document is told to the agency whose complaint it is, and to a company of its own people only', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, colleague, drafter, poc } = await exchange(world, 'ready_to_send')
  const id = await new Wire(site, supervisor).upload({ purpose: 'introduction', targetId: complaintId }, 'introduction.txt', bytesOf('i'))
  const unseen = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'unseen.txt', bytesOf('u'))
  await sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [id], notifyUserIds: [] })
  await (await new Wire(site, supervisor).api(`/documents/${id}/content`)).arrayBuffer()
  world.clock.advance(1000)
  await new Wire(site, colleague).api(`/documents/${id}/preview`)
  world.clock.advance(1000)
  await (await post(site, drafter, '/documents/selections', { ids: [id] })).arrayBuffer()
  world.clock.advance(1000)
  await new Wire(site, drafter).api(`/documents/${id}/preview`)

  const all = await opened(site, supervisor, id)
  expect(all.items.map((item) => [item.by.id, item.how])).toEqual([[drafter.userId, 'previewed'], [drafter.userId, 'in_zip'], [colleague.userId, 'previewed'], [supervisor.userId, 'downloaded']])
  const first = await opened(site, supervisor, id, '?limit=3')
  const rest = await opened(site, supervisor, id, `?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`)
  expect([...first.items, ...rest.items]).toEqual(all.items)
  expect(rest.next).toBeNull()
  expect((await opened(site, poc, id)).items.map((item) => item.by.id), 'what the agency reads is its own').toEqual([drafter.userId, drafter.userId])
  expect((await new Wire(site, poc).api(`/documents/${unseen}/openings`)).status).toBe(404)

  const counts = async (actor: Actor) => OpeningCounts.parse(await (await post(site, actor, '/documents/openings', { ids: [id, unseen] })).json()).items.map(({ documentId, people }) => [documentId, people])
  expect(await counts(supervisor)).toEqual([[id, 3]])
  expect(await counts(poc)).toEqual([[id, 1]])
  expect(await counts(await world.agencyUser(await world.agency()))).toEqual([])
})
