import { PassThrough } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload } from '@tus/server'
import { parse } from 'csv-parse/sync'
import { fromBufferPromise, type Entry } from 'yauzl'
import type { AgencyActor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { renderPdf } from '#src/platform/pdf/render-pdf.ts'
import { zipStream } from '#src/platform/zip/zip-stream.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { pdfText } from '#test/world/pdf-text.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { addPost, deletePost, editPost } from '../discussion/commands/write-post.ts'
import { archiveNames, folderOf } from './domain/archive-names.ts'
import { recordOnPaper } from './print/record-blocks.ts'
import { printParts } from './domain/print-parts.ts'
import { readForPrint } from './queries/read-for-print.ts'

/** A complaint with an answered request, its company and people. */
async function processed(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  await answered(world, people.poc, requestId)
  return { ...people, complaintId, requestId }
}

async function share(world: World, complaintId: string, owner: string, requesting: string) {
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), complaintId, owner, requesting])
}

const paper = async (world: World, actor: Parameters<typeof readForPrint>[1], id: string, parts = printParts.slice()) =>
  recordOnPaper(await readForPrint(world.deps, actor, id, { parts, export: true }), parts, { training: true })

test('the paper has the chosen parts and no other, says who printed it, and is recorded', async ({ world }) => {
  const { supervisor, complaintId, agency } = await processed(world)
  const all = JSON.stringify(await paper(world, supervisor, complaintId))
  for (const words of ['Yolanda Pruitt', 'raised my escrow', 'Payment history', 'credited on October 27', 'TRAINING', `Test supervisor`, agency.name, 'Complaint entered']) expect(all).toContain(words)
  const some = await paper(world, supervisor, complaintId, ['summary'])
  expect(some.blocks.filter((block) => block.kind === 'heading').map((block) => block.text).slice(1)).toEqual(['Summary'])
  expect(JSON.stringify(some)).not.toContain('Pruitt')
  const entries = await world.rows<{ details: { parts: string[] } }>(`select details from audit_entry where complaint_id = $1 and action = 'complaint.exported'`, [complaintId])
  expect(entries.map(({ details }) => details.parts.length).sort((a, b) => a - b)).toEqual([1, printParts.length])
  const asRead = await world.rows(`select 1 from audit_entry where complaint_id = $1 and action = 'history.read'`, [complaintId])
  expect(asRead, 'the export names its parts; it is no reading of the history besides').toEqual([])
  await expect(text(renderPdf({ title: 'x', author: 'x', language: 'en-US', createdAt: new Date(), header: '', footer: '', blocks: some.blocks }))).resolves.toMatch(/^%PDF-1\.7/)
})

test('an agency with access prints what it may see, without a restricted complainant; others find nothing', async ({ world }) => {
  const { supervisor, complaintId, agency, poc } = await processed(world)
  const guest = await world.agency()
  const reader = await world.agencyUser(guest, 'viewer')
  await expect(paper(world, reader, complaintId), 'basic information alone').rejects.toMatchObject({ code: 'not_found' })
  await share(world, complaintId, agency.id, guest.id)
  expect(JSON.stringify(await paper(world, reader, complaintId))).toContain('Yolanda Pruitt')
  await world.rows('update complainant set restricted = true, shared_company_id = null where complaint_id = $1', [complaintId])
  const restricted = JSON.stringify(await paper(world, reader, complaintId))
  expect(restricted).not.toContain('Pruitt')
  expect(restricted).toContain('only the owning agency sees who complained')
  expect(JSON.stringify(await paper(world, supervisor, complaintId))).toContain('Pruitt')
  await expect(paper(world, poc, complaintId)).rejects.toMatchObject({ code: 'forbidden' })
})

test('whoever reads the board finds it in the record’s PDF: who said what when, names for those who are named, and that a post was deleted', async ({ world }) => {
  const { supervisor, complaintId, agency } = await processed(world)
  const guest = await world.agency()
  const manager = await world.agencyUser(guest, 'manager')
  await share(world, complaintId, agency.id, guest.id)
  const of = { complaintId }
  await addPost(world.deps, supervisor, of, { text: `**Same caller**, @[agency:${guest.id}] and @[user:${manager.userId}]?\n- one from May\n- one from June` })
  world.clock.advance(1000)
  const edited = await addPost(world.deps, manager, of, { text: 'Their number is 555-0147.' })
  await editPost(world.deps, manager, edited, { version: 1, text: 'Their number is 555-0174, @[all].' })
  const deleted = await addPost(world.deps, manager, of, { text: 'The consumer is Yolanda.' })
  await deletePost(world.deps, manager, deleted, 1)
  const site = await openSite(world)
  try {
    const paperOf = async (actor: AgencyActor) => {
      const answer = await site.get(`/complaints/${complaintId}/record.pdf?parts=discussion`, await site.signIn(await site.credentials(actor)))
      expect(answer.statusCode).toBe(200)
      return (await pdfText(answer.rawPayload)).replace(/\s+/g, ' ')
    }
    const [guestRow] = await world.rows<{ name: string; short_name: string }>('select name, short_name from agency where id = $1', [guest.id])
    const [person] = await world.rows<{ name: string }>('select name from person where id = $1', [manager.userId])
    for (const reader of [supervisor, manager]) {
      const found = await paperOf(reader)
      expect(found).toContain('Discussion of agencies')
      expect(found).toContain(`Same caller, @${guestRow?.short_name ?? ''} and @${person?.name ?? ''}? - one from May - one from June`)
      expect(found).toContain(`${person?.name ?? ''} · ${guestRow?.name ?? ''} · `)
      expect(found).toContain('Their number is 555-0174, @All Agency.')
      expect(found).toContain('Deleted by its author')
      for (const taken of ['555-0147', 'Yolanda', '@[']) expect(found).not.toContain(taken)
      expect(found.indexOf('Same caller'), 'oldest first').toBeLessThan(found.indexOf('555-0174'))
    }
    expect(JSON.stringify(await paper(world, supervisor, complaintId, ['summary']))).not.toContain('555-0174')
  } finally {
    await site.close()
  }
})

test('of a long board the latest posts are printed, and the paper says so', async ({ world }) => {
  const { supervisor, complaintId, agency } = await processed(world)
  await world.rows(
    `insert into discussion_post (id, complaint_id, owner_agency_id, agency_id, author_id, text, created_at)
     select gen_random_uuid(), $1, $2, $2, $3, 'Post number ' || n || ' ' || repeat('x', 1000), now() - (1000 - n) * interval '1 minute' from generate_series(1, 600) n`, [complaintId, agency.id, supervisor.userId])
  const printed = (await paper(world, supervisor, complaintId, ['discussion'])).blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []))
  const numbers = printed.flatMap((said) => /^Post number (\d+) /.exec(said)?.[1] ?? []).map(Number)
  expect(numbers.at(-1)).toBe(600)
  expect(numbers.length).toBeGreaterThan(400)
  expect(numbers.length).toBeLessThan(500)
  expect(printed).toContain(`Only the latest ${String(numbers.length)} posts.`)
})

async function store(site: Site, world: World, complaintId: string, file: { name: string; bytes: Buffer; purpose?: string; scan?: string; requestId?: string; lost?: boolean }) {
  const id = newId()
  const [owner] = await world.rows<{ agency_id: string; entered_by: string }>('select agency_id, entered_by from complaint where id = $1', [complaintId])
  await world.rows(
    `insert into document (id, purpose, complaint_id, agency_id, request_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at)
     values ($1, $2, $3, $4, $5, 'agency', $6, $6, 'text/plain', $7, 'stored', $8, $9, $10, now())`,
    [id, file.purpose ?? 'complaint', complaintId, owner?.agency_id, file.requestId ?? null, file.name, file.bytes.length, 'a'.repeat(64), file.scan ?? 'not_scanned', owner?.entered_by])
  if (file.lost === true) return id
  const { uploads } = site.parts.deps.files
  await uploads.create(new Upload({ id, size: file.bytes.length, offset: 0 }))
  await uploads.write(new PassThrough().end(file.bytes), id, 0)
  return id
}

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes)
  const found = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) found.set(entryName(entry), await buffer(await zip.openReadStreamPromise(entry)))
  return found
}
const entryName = (entry: Entry) => entry.fileName

test('the archive has every document that may be opened, in folders, and a manifest of all', async ({ world }) => {
  const { supervisor, complaintId, requestId, agency } = await processed(world)
  const site = await openSite(world)
  try {
    const large = Buffer.alloc(5 * 1024 * 1024, 'x')
    await store(site, world, complaintId, { name: 'statement.pdf', bytes: large })
    await store(site, world, complaintId, { name: 'Statement.pdf', bytes: Buffer.from('two') })
    await store(site, world, complaintId, { name: 'Žádost ’24.txt', bytes: Buffer.from('three'), purpose: 'request', requestId })
    await store(site, world, complaintId, { name: '=evil.exe', bytes: Buffer.from('bad'), scan: 'infected' })
    await store(site, world, complaintId, { name: 'lost.txt', bytes: Buffer.from('gone'), lost: true })
    const cookie = await site.signIn(await site.credentials(supervisor))
    const answer = await site.app.inject({ method: 'GET', url: `/api/v1/complaints/${complaintId}/documents.zip`, headers: cookie })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="C-\d{6}-documents\.zip"$/)
    const files = await unzipped(answer.rawPayload)
    const [request] = await world.rows<{ number: number }>('select number from information_request where id = $1', [requestId])
    const folder = `IR-${String(request?.number).padStart(6, '0')}`
    expect([...files.keys()]).toEqual(['manifest.csv', 'Complaint/statement.pdf', 'Complaint/Statement (2).pdf', `${folder}/Žádost ’24.txt`])
    expect(files.get('Complaint/statement.pdf')?.equals(large)).toBe(true)
    const manifest: string[][] = parse(files.get('manifest.csv') ?? '', { bom: true })
    expect(manifest.slice(1).map((line) => [line[0], line[2], line[7]])).toEqual([
      ['Complaint/statement.pdf', 'statement.pdf', ''],
      ['Complaint/Statement (2).pdf', 'Statement.pdf', ''],
      [`${folder}/Žádost ’24.txt`, 'Žádost ’24.txt', ''],
      ['', "'=evil.exe", 'Malware was found in it'],
      ['', 'lost.txt', 'Its bytes cannot be read right now'],
    ])
    const recorded = await world.rows<{ details: unknown }>(`select details from audit_entry where complaint_id = $1 and action = 'complaint.exported'`, [complaintId])
    expect(recorded).toEqual([{ details: { what: 'documents', count: 4 } }])
    const stranger = await site.signIn(await site.credentials(await world.agencyUser(await world.agency())))
    for (const path of ['documents.zip', 'record.pdf', 'print-view']) expect((await site.get(`/complaints/${complaintId}/${path}`, stranger)).statusCode).toBe(404)
    const pdf = await site.get(`/complaints/${complaintId}/record.pdf?parts=summary&parts=documents`, cookie)
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.body.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
    expect((await site.get(`/complaints/${complaintId}/record.pdf?parts=passwords`, cookie)).statusCode).toBe(400)
    expect(agency.id).toBeTruthy()
  } finally {
    await site.close()
  }
})

test('an archive whose reader went away closes the file that was open and opens no other', async () => {
  const opened: PassThrough[] = []
  const entries = [1, 2].map((number) => ({
    path: `${String(number)}.bin`, at: new Date(), compress: false, size: 1024 * 1024 * 1024,
    open: () => {
      const file = new PassThrough()
      opened.push(file)
      file.write(Buffer.alloc(1024 * 1024))
      return file
    },
  }))
  const zip = zipStream(entries)
  await new Promise((resolve) => zip.once('data', resolve))
  zip.destroy()
  await expect.poll(() => opened.map((file) => file.destroyed)).toEqual([true])
  await sleep(20)
  expect(opened.map((file) => file.destroyed)).toEqual([true])
})

test('names in an archive are safe, and no name stands twice in a folder', () => {
  const nameFor = archiveNames()
  expect([nameFor('Complaint', '../../etc/passwd'), nameFor('Complaint', 'CON.txt'), nameFor('Complaint', 'a.txt'), nameFor('Complaint', 'A.TXT'), nameFor('Letters', 'a.txt'), nameFor('Complaint', 'a (2).txt')]).toEqual([
    'Complaint/passwd', 'Complaint/_CON.txt', 'Complaint/a.txt', 'Complaint/A (2).TXT', 'Letters/a.txt', 'Complaint/a (2) (2).txt',
  ])
  const long = `${'n'.repeat(196)}.pdf`
  nameFor('Complaint', long)
  expect(nameFor('Complaint', long)).toBe(`Complaint/${'n'.repeat(192)} (2).pdf`)
  expect(folderOf('response', 456)).toBe('IR-000456/Answer')
})
