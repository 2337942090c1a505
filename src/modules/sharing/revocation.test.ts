import { Readable } from 'node:stream'
import type { AgencyActor } from '../../access/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { answered, cast, assigned, entered, sent } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import { bytesOf, manyBytes, Wire } from '#test/world/tus.ts'
import { zipStream } from '../../platform/zip/zip-stream.ts'
import { countViews } from '../complaints/queries/count-views.ts'
import { archiveDocuments } from '../complaints/queries/archive-documents.ts'
import { exportComplaints } from '../complaints/queries/export-complaints.ts'
import { exportHistory } from '../complaints/queries/export-history.ts'
import { listComplaintDocuments } from '../complaints/queries/list-documents.ts'
import { listComplaints } from '../complaints/queries/list-complaints.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { readForPrint } from '../complaints/queries/read-for-print.ts'
import { readHistory } from '../complaints/queries/read-history.ts'
import { watchedRead } from '../documents/index.ts'
import { listRequests, readRequest } from '../information-requests/queries/read-requests.ts'
import { listLetters } from '../letters/queries/read-letters.ts'
import { listResearch } from '../research/queries/read-research.ts'
import { SearchAll } from '../search/contract.ts'
import { searchComplaints } from '../search/queries/search-complaints.ts'
import { listViolations } from '../violations/queries/read-violations.ts'
import { askAccess } from './commands/ask-access.ts'
import { decideAccess } from './commands/decide-access.ts'
import { revokeAccess } from './commands/end-access.ts'
import { readSight } from './queries/read-sight.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const whole = async (stream: Readable) => Buffer.concat(await stream.toArray())

/** Another agency's Supervisor, let in by the owner; `revoke` puts them out again, a second later. */
async function letIn(world: World, owner: AgencyActor, id: string) {
  const guest = await world.agencyUser(await world.agency(), 'supervisor')
  await askAccess(world.deps, guest, id, { comments: 'Please.' })
  const accessId = (await readSight(world.deps, guest, id)).requests[0]?.id ?? ''
  await decideAccess(world.deps, owner, id, accessId, { decision: 'accept', comments: '' })
  const revoke = async () => {
    world.clock.advance(1_000)
    await revokeAccess(world.deps, owner, id, accessId, { comments: 'No longer.' })
  }
  return { guest, revoke }
}

test('from the revocation on nothing of the detail is found: record, parts, lists, search and counts', async ({ world }) => {
  const people = await cast(world)
  const { supervisor } = people
  const id = await entered(world, supervisor, people.company, { narrative: 'The vellichor servicer kept my escrow.' })
  const requestId = await sent(world, supervisor, id)
  await assigned(world, people.administrator, id, people.poc)
  await answered(world, people.poc, requestId)
  const { guest, revoke } = await letIn(world, supervisor, id)
  const found = async () => (await searchComplaints(world.deps, guest, SearchAll.parse({ words: 'vellichor' }))).items.map((item) => item.id)
  const shared = async () => (await listComplaints(world.deps, guest, { view: 'shared', sort: 'due', direction: 'asc', limit: 50 })).items.map((item) => item.id)
  const page = { limit: 50 }
  const parts = [
    () => listComplaintDocuments(world.deps, guest, id), () => listRequests(world.deps, guest, id), () => readRequest(world.deps, guest, requestId), () => readHistory(world.deps, guest, id, page),
    () => listResearch(world.deps, guest, id, page), () => listViolations(world.deps, guest, id, page), () => listLetters(world.deps, guest, id), () => readForPrint(world.deps, guest, id, { parts: ['summary', 'history'], export: false }),
  ]
  for (const part of parts) expect(await codeOf(part())).toBe('done')
  expect([await found(), await shared(), (await countViews(world.deps, guest)).shared]).toEqual([[id], [id], 1])
  await revoke()
  expect((await readComplaint(world.deps, guest, id)).detail).toBeNull()
  expect(await Promise.all(parts.map((part) => codeOf(part())))).toEqual(parts.map(() => 'not_found'))
  expect([await found(), await shared(), (await countViews(world.deps, guest)).shared]).toEqual([[], [], 0])
})

test('a download that is open breaks off, and what was cached may not be used again', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const bytes = manyBytes(24 * 1024 * 1024)
  const documentId = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'large.bin', bytes)
  const { guest, revoke } = await letIn(world, supervisor, complaintId)
  const wire = new Wire(site, guest)
  const response = await wire.api(`/documents/${documentId}/content`)
  expect([response.status, response.headers.get('content-length'), response.headers.get('cache-control')]).toEqual([200, String(bytes.length), 'no-store'])
  const reader = (response.body ?? new ReadableStream()).getReader()
  let got = 0
  await reader.read()
  await revoke()
  world.clock.advance(2_000)
  const rest = async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) got += next.value instanceof Uint8Array ? next.value.length : 0
  }
  await expect(rest()).rejects.toThrow()
  expect(got).toBeLessThan(bytes.length)
  const asks: Record<string, string>[] = [{}, { range: 'bytes=20000000-' }, { 'if-none-match': response.headers.get('etag') ?? '' }]
  for (const headers of asks) expect((await wire.api(`/documents/${documentId}/content`, { headers })).status, JSON.stringify(headers)).toBe(404)
})

test('a preview that is open is not found any more, nor is its content, and neither was kept', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const documentId = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'scan.pdf', bytesOf('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n'))
  const { guest, revoke } = await letIn(world, supervisor, complaintId)
  const wire = new Wire(site, guest)
  const paths = [`/documents/${documentId}`, `/documents/${documentId}/preview`, `/documents/${documentId}/preview/content`]
  for (const path of paths) {
    const { status, headers } = await wire.api(path)
    expect([status, /no-store/.test(headers.get('cache-control') ?? '')], path).toEqual([200, true])
  }
  await revoke()
  for (const path of paths) expect((await wire.api(path)).status, path).toBe(404)
})

test('a ZIP under way ends with an error: of the complaint, and of chosen documents', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const ids: string[] = []
  for (const name of ['one.png', 'two.png']) ids.push(await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, name, manyBytes(3_000_000)))
  const { guest, revoke } = await letIn(world, supervisor, complaintId)
  expect((await whole(zipStream((await archiveDocuments(site.deps, guest, complaintId)).entries))).length).toBeGreaterThan(6_000_000)
  const { entries } = await archiveDocuments(site.deps, guest, complaintId)
  const zip = zipStream(entries)
  const post = () => fetch(`${site.url}/api/v1/documents/selections`, { method: 'POST', headers: { ...site.signedIn(guest), 'content-type': 'application/json' }, body: JSON.stringify({ ids }) })
  expect((await post()).status).toBe(200)
  await new Promise((resolve) => zip.once('readable', resolve))
  await revoke()
  await expect(whole(zip)).rejects.toThrow()
  expect(await codeOf(archiveDocuments(site.deps, guest, complaintId))).toBe('not_found')
  expect((await post()).status).toBe(404)
})

test('a list, a history and a PDF under way end with an error', async ({ world }) => {
  const people = await cast(world)
  const id = await entered(world, people.supervisor, people.company)
  const { guest, revoke } = await letIn(world, people.supervisor, id)
  const list = (view: 'shared' | 'all_agencies', format: 'csv' | 'xlsx') => exportComplaints(world.deps, guest, { view, sort: 'due', direction: 'asc', format })
  expect((await whole(await list('shared', 'csv'))).length).toBeGreaterThan(0)
  const begun = [await list('shared', 'csv'), await list('all_agencies', 'csv'), (await exportHistory(world.deps, guest, id, {})).sheet]
  await revoke()
  for (const stream of begun) await expect(whole(stream)).rejects.toThrow()
  world.clock.advance(1_000)
  expect((await whole(await list('all_agencies', 'xlsx'))).subarray(0, 2).toString(), 'begun anew it is whole').toBe('PK')
  expect(await codeOf(exportHistory(world.deps, guest, id, {}))).toBe('not_found')
  const site = await openSite(world)
  try {
    const owner = await site.signIn(await site.credentials(people.supervisor))
    const other = await site.signIn(await site.credentials(guest))
    expect([(await site.get(`/complaints/${id}/record.pdf`, owner)).statusCode, (await site.get(`/complaints/${id}/record.pdf`, other)).statusCode]).toEqual([200, 404])
  } finally {
    await site.close()
  }
})

test('a list of which a page was written already ends with an error, not as if it were whole', async ({ world }) => {
  const people = await cast(world)
  const id = await entered(world, people.supervisor, people.company)
  const [columns] = await world.rows<{ names: string }>(`select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns where table_name = 'complaint' and table_schema = 'public' and is_generated = 'NEVER' and column_name not in ('id', 'number')`)
  await world.rows(`insert into complaint (id, ${columns?.names ?? ''}) select gen_random_uuid(), ${columns?.names ?? ''} from complaint, generate_series(1, 1200) where id = $1`, [id])
  const { guest, revoke } = await letIn(world, people.supervisor, id)
  const sheet = await exportComplaints(world.deps, guest, { view: 'all_agencies', sort: 'number', direction: 'desc', format: 'csv' })
  const chunks = sheet[Symbol.asyncIterator]()
  let written = ''
  while (written.split('\r\n').length < 100) written += String((await chunks.next()).value)
  await revoke()
  const rest = async () => {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) written += String(next.value)
  }
  await expect(rest()).rejects.toThrow(/taken away/)
  expect(written.split('\r\n').length).toBeLessThan(1200)
})

test('bytes go on only while their reader may have them: asked before the first, by amount and by time', async ({ world }) => {
  const chunk = new Uint8Array(1024 * 1024)
  const source = (count: number) => () => Readable.from(Array.from({ length: count }, () => chunk), { objectMode: false })
  await expect(whole(watchedRead(world.deps, source(1), () => Promise.resolve(false)))).rejects.toThrow()
  let asked = 0
  const upTo = (times: number) => () => Promise.resolve((asked += 1) <= times)
  expect((await whole(watchedRead(world.deps, source(20), upTo(3)))).length, 'asked at the beginning and after each 8 MB').toBe(20 * chunk.length)
  expect(asked).toBe(3)
  asked = 0
  await expect(whole(watchedRead(world.deps, source(20), upTo(2)))).rejects.toThrow()
  asked = 0
  const slow = function* () {
    for (let n = 0; n < 3; n += 1) {
      world.clock.advance(1_500)
      yield chunk
    }
  }
  await expect(whole(watchedRead(world.deps, () => Readable.from(slow(), { objectMode: false }), upTo(2)))).rejects.toThrow()
})
