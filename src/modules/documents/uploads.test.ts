import { createHash } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload } from 'tus-js-client'
import { bytesOf, idIn, locationOf, manyBytes, Wire, type Target } from '#test/world/tus.ts'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { openS3Server, type S3Server } from '#test/world/s3-server.ts'
import { afterAll, beforeAll, describe, expect, test as base } from '#test/world/test-world.ts'
import { beginUpload } from './commands/begin-upload.ts'
import { sweepUploads } from './commands/sweep-uploads.ts'
import { DocumentItem } from './contract.ts'
import { maxFileBytes } from './domain/limits.ts'
import { saveDraft } from '../information-requests/commands/save-draft.ts'
import { submitResponse } from '../information-requests/commands/submit-response.ts'

let server: S3Server

beforeAll(async () => {
  server = await openS3Server()
})

afterAll(async () => {
  await server.close()
})

/** A site of its own for each test: files on disk, or in a bucket of their own. */
const testOver = (store: 'disk' | 'bucket') =>
  base.extend<{ site: DocumentSite }>({
    site: async ({ world }, use) => {
      const site = await openDocumentSite(world, null, store === 'bucket' ? await server.newBucket() : null)
      await use(site)
      await site.close()
    },
  })

const of = (purpose: Target['purpose'], targetId: string): Target => ({ purpose, targetId })
const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function item(wire: Wire, id: string): Promise<DocumentItem> {
  const response = await wire.api(`/documents/${id}`)
  expect(response.status).toBe(200)
  return DocumentItem.parse(await response.json())
}

describe.for([['on disk', 'disk'], ['in a bucket', 'bucket']] as const)('%s', ([, store]) => {
  const test = testOver(store)

  test('a file arrives as it was sent, with its checksum, and is noted in the audit', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const bytes = manyBytes(5_000_000)
    const id = await wire.upload(of('complaint', complaintId), 'scan of the contract.bin', bytes)
    expect(await item(wire, id)).toMatchObject({ name: 'scan of the contract.bin', state: 'stored', size: bytes.length, sha256: sha256(bytes), scan: 'not_scanned', remark: null, canOpen: true, canRemove: true })
    const content = await wire.api(`/documents/${id}/content`)
    expect(sha256(new Uint8Array(await content.arrayBuffer()))).toBe(sha256(bytes))
    const entries = await world.rows(`select action, actor_id, audience from audit_entry where about_id = $1 order by at, id`, [id])
    expect(entries).toEqual([
      { action: 'document.added', actor_id: supervisor.userId, audience: 'agency' },
      { action: 'document.read', actor_id: supervisor.userId, audience: 'agency' },
    ])
  })

  test('a common tus client uploads thirty files at once to one response, which begins one draft', async ({ world, site }) => {
    const { requestId, drafter } = await exchange(world)
    const wire = new Wire(site, drafter)
    const urls = await Promise.all(Array.from({ length: 30 }, (_, n) =>
      new Promise<string>((resolve, reject) => {
        const upload = new Upload(Buffer.from(`page ${String(n)}`), {
          endpoint: `${site.url}/uploads`,
          headers: site.signedIn(drafter),
          metadata: { ...of('response', requestId), filename: `page ${String(n)}.txt`, filetype: 'text/plain' },
          retryDelays: null,
          onError: reject,
          onSuccess: () => resolve(upload.url ?? ''),
        })
        upload.start()
      })))
    const items = await Promise.all(urls.map((url) => item(wire, idIn(url))))
    expect(new Set(items.map((document) => document.name)).size).toBe(30)
    expect(items.every((document) => document.state === 'stored' && document.contentType === 'text/plain')).toBe(true)
    expect(await world.rows('select status, text from response where request_id = $1', [requestId])).toEqual([{ status: 'draft', text: '' }])
  })

  test('an upload that was cut off goes on where it stopped, after a restart of the server too', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const bytes = manyBytes(3_000_000)
    const location = locationOf(await wire.create(of('complaint', complaintId), 'large.bin', bytes.length))
    await sendAndBreakOff(site, supervisor, location, bytes.subarray(0, 1_200_000))
    await site.stop()
    await site.listen()
    const there = Number((await wire.head(location)).headers.get('upload-offset'))
    expect(there).toBeGreaterThan(0)
    expect(there).toBeLessThanOrEqual(1_200_000)
    const half = there + 700_000
    expect((await wire.patch(location, there, bytes.slice(there, half))).headers.get('upload-offset')).toBe(String(half))
    expect((await item(wire, idIn(location))).state).toBe('uploading')
    expect((await wire.patch(location, half, bytes.slice(half))).status).toBe(204)
    expect(await item(wire, idIn(location))).toMatchObject({ state: 'stored', sha256: sha256(bytes) })
  })

  test('bytes for another place than where the upload stands are refused and change nothing', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const location = locationOf(await wire.create(of('complaint', complaintId), 'a.txt', 10))
    await wire.patch(location, 0, bytesOf('01234'))
    expect((await wire.patch(location, 3, bytesOf('3456789'))).status).toBe(409)
    expect((await wire.patch(location, 5, bytesOf('56789 and more'))).status).toBe(413)
    expect((await wire.patch(location, 5, bytesOf('56789'))).status).toBe(204)
    expect(await (await wire.api(`/documents/${idIn(location)}/content`)).text()).toBe('0123456789')
  })

  test('a last byte whose answer was lost with the process is found by the next question', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const location = locationOf(await wire.create(of('complaint', complaintId), 'a.txt', 4))
    await writeBehindTheServer(site, idIn(location), 'done')
    expect((await wire.head(location)).headers.get('upload-offset')).toBe('4')
    expect(await item(wire, idIn(location))).toMatchObject({ state: 'stored', sha256: sha256(bytesOf('done')) })
    expect((await wire.head(location)).headers.get('upload-offset')).toBe('4')
    expect(await world.rows(`select 1 from audit_entry where action = 'document.added' and about_id = $1`, [idIn(location)])).toHaveLength(1)
  })

  test('the sweep finishes what is complete, gives up what is old, and deletes what was removed', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const begin = async (name: string) => locationOf(await wire.create(of('complaint', complaintId), name, 4))
    const [complete, halfway, forgotten] = [await begin('complete.txt'), await begin('halfway.txt'), await begin('forgotten.txt')]
    const removed = await wire.upload(of('complaint', complaintId), 'removed.txt', bytesOf('gone'))
    await wire.api(`/documents/${removed}`, { method: 'DELETE' })
    await writeBehindTheServer(site, idIn(complete), 'done')
    await wire.patch(halfway, 0, bytesOf('ha'))
    await world.rows(`update document set created_at = created_at - interval '8 days' where id = $1`, [idIn(forgotten)])

    await sweepUploads(site.deps)
    expect((await item(wire, idIn(complete))).state).toBe('stored')
    expect((await wire.head(halfway)).headers.get('upload-offset')).toBe('2')
    expect((await wire.head(forgotten)).status).toBe(404)
    for (const id of [removed, idIn(forgotten)]) expect(await site.deps.files.size(id)).toBeNull()
    expect(await world.rows('select id from document where id = any($1)', [[removed, idIn(forgotten)]])).toEqual([])
  })

  test('a row whose file was never made is given up within the hour after', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const id = await beginUpload(site.deps, supervisor, { ...of('complaint', complaintId), filename: 'cut off.txt' }, 4)
    await sweepUploads(site.deps)
    expect(await world.rows('select id from document where id = $1', [id])).toHaveLength(1)
    world.clock.advance(61 * 60_000)
    await sweepUploads(site.deps)
    expect(await world.rows('select id from document where id = $1', [id])).toEqual([])
  })

  test('a file of no bytes is taken and remarked on', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const id = await wire.upload(of('complaint', complaintId), 'empty.pdf', bytesOf(''))
    expect(await item(wire, id)).toMatchObject({ state: 'stored', size: 0, remark: 'empty', sha256: sha256(bytesOf('')) })
    expect((await wire.api(`/documents/${id}/content`)).headers.get('content-length')).toBe('0')
  })

  test('a file whose first bytes belie its name is remarked on', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    expect((await item(wire, await wire.upload(of('complaint', complaintId), 'invoice.pdf', bytesOf('MZ is not a PDF')))).remark).toBe('type_differs')
    expect((await item(wire, await wire.upload(of('complaint', complaintId), 'invoice.pdf', bytesOf('%PDF-1.7')))).remark).toBeNull()
  })

  test('too long a name, too large a file, and a file of unknown size are refused before any byte, with a sentence', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const target = of('complaint', complaintId)
    const long = await wire.create(target, `${'n'.repeat(197)}.pdf`, 1)
    expect([long.status, await long.json()]).toMatchObject([422, { fields: { filename: containing('this one has 201') } }])
    const large = await wire.create(target, 'film.mp4', maxFileBytes + 1)
    expect([large.status, await large.json()]).toMatchObject([413, { detail: matching(/at most 1 GB.*ZIP.*file-sharing link/) }])
    expect((await wire.create(target, 'film.mp4', 'unknown')).status).toBe(422)
    expect((await wire.create(target, `${'😀'.repeat(196)}.pdf`, 1)).status).toBe(201)
    expect((await wire.create(target, 'film.mp4', maxFileBytes)).status).toBe(201)
  })

  test('nobody but the uploader sees, continues or ends an upload of the agency', async ({ world, site }) => {
    const { complaintId, supervisor, colleague, drafter } = await exchange(world)
    const stranger = await world.agencyUser(await world.agency())
    const location = locationOf(await new Wire(site, supervisor).create(of('complaint', complaintId), 'a.txt', 4))
    for (const other of [colleague, drafter, stranger]) {
      const wire = new Wire(site, other)
      expect((await wire.head(location)).status).toBe(404)
      expect((await wire.patch(location, 0, bytesOf('evil'))).status).toBe(404)
      expect((await wire.delete(location)).status).toBe(404)
    }
    expect((await fetch(site.url + location, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })).status).toBe(401)
    expect((await new Wire(site, supervisor).head(location)).headers.get('upload-offset')).toBe('0')
  })

  test('a colleague who may change the draft may go on with an upload to a response; who only views it may not', async ({ world, site }) => {
    const { requestId, drafter, poc } = await exchange(world)
    const viewer = { ...(await world.companyUser({ id: drafter.companyId, number: 0, name: '' }, 'view')) }
    const location = locationOf(await new Wire(site, drafter).create(of('response', requestId), 'a.txt', 4))
    expect((await new Wire(site, viewer).head(location)).status).toBe(404)
    expect((await new Wire(site, poc).patch(location, 0, bytesOf('both'))).status).toBe(204)
  })

  test('an upload that its uploader ends leaves nothing', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const location = locationOf(await wire.create(of('complaint', complaintId), 'a.txt', 4))
    expect((await wire.delete(location)).status).toBe(204)
    expect((await wire.head(location)).status).toBe(404)
    expect(await site.deps.files.size(idIn(location))).toBeNull()
  })

  test('who may not change the complaint or the request cannot add to it', async ({ world, site }) => {
    const { complaintId, requestId, supervisor, drafter } = await exchange(world)
    const agency = { id: supervisor.agencyId, code: '', name: '', timeZone: '' }
    const attempt = async (wire: Wire, target: Target) => (await wire.create(target, 'a.txt', 1)).status
    expect(await attempt(new Wire(site, await world.agencyUser(agency, 'viewer')), of('complaint', complaintId))).toBe(403)
    expect(await attempt(new Wire(site, await world.agencyUser(await world.agency())), of('complaint', complaintId))).toBe(403)
    expect(await attempt(new Wire(site, drafter), of('complaint', complaintId))).toBe(403)
    expect(await attempt(new Wire(site, supervisor), of('response', requestId))).toBe(403)
    expect(await attempt(new Wire(site, await world.companyUser(await world.company())), of('response', requestId))).toBe(404)
    expect(await attempt(new Wire(site, supervisor), of('request', requestId))).toBe(409)
    await world.rows(`update complaint set status = 'closed', closed_at = now() where id = $1`, [complaintId])
    expect(await attempt(new Wire(site, supervisor), of('complaint', complaintId))).toBe(409)
  })

  test('nothing joins a response that was sent', async ({ world, site }) => {
    const { requestId, drafter, poc } = await exchange(world)
    const wire = new Wire(site, drafter)
    await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Our answer.', links: [], restricted: false })
    const location = locationOf(await wire.create(of('response', requestId), 'late.txt', 4))
    await expect(submitResponse(world.deps, poc, requestId, { version: 2 })).rejects.toThrow('1 file is not up yet')
    await world.rows(`update response set status = 'sent', sent_at = now(), sent_by = $2 where request_id = $1`, [requestId, poc.userId])
    expect((await wire.patch(location, 0, bytesOf('late'))).status).toBe(409)
    expect((await wire.create(of('response', requestId), 'later.txt', 4)).status).toBe(409)
    await writeBehindTheServer(site, idIn(location), 'late')
    await sweepUploads(site.deps)
    expect(await world.rows('select 1 from document where id = $1', [idIn(location)])).toEqual([])
  })

  test('a restricted draft of a colleague is not joined by who may not read it', async ({ world, site }) => {
    const { requestId, drafter, poc } = await exchange(world)
    await saveDraft(world.deps, poc, requestId, { version: 0, text: 'Sensitive.', links: [], restricted: true })
    const refused = await new Wire(site, drafter).create(of('response', requestId), 'a.txt', 1)
    expect([refused.status, await refused.json()]).toMatchObject([409, { detail: containing('restricted') }])
  })
})

const test = testOver('disk')

test('two web servers that are sent the same upload at once keep one of the two whole, and nothing mixed', async ({ world }) => {
  const bucket = await server.newBucket()
  const [one, two] = [await openDocumentSite(world, null, bucket), await openDocumentSite(world, null, bucket)]
  const { complaintId, supervisor } = await exchange(world)
  const wires = [new Wire(one, supervisor), new Wire(two, supervisor)] as const
  const bytes = manyBytes(9_000_000)
  try {
    const location = locationOf(await wires[0].create(of('complaint', complaintId), 'both.bin', bytes.length))
    const answers = await Promise.all(wires.map(async (wire) => (await wire.patch(location, 0, bytes).catch(() => null))?.status))
    expect(answers).toContain(204)
    for (const wire of wires) expect(await item(wire, idIn(location))).toMatchObject({ state: 'stored', sha256: sha256(bytes) })
    expect(await world.rows(`select 1 from audit_entry where action = 'document.added' and about_id = $1`, [idIn(location)])).toHaveLength(1)
  } finally {
    await one.close()
    await two.close()
  }
})

test('an upload that the store cannot create leaves nothing that holds up the answer', async ({ world, site }) => {
  const { requestId, drafter, poc } = await exchange(world)
  const wire = new Wire(site, drafter)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Our answer.', links: [], restricted: false })
  await rm(join(site.folder, 'files'), { recursive: true })
  await writeFile(join(site.folder, 'files'), 'no folder')
  expect((await wire.create(of('response', requestId), 'a.txt', 4)).status).toBeGreaterThanOrEqual(500)
  expect(await world.rows('select id from document where request_id = $1 and removed_at is null', [requestId])).toEqual([])
  const [draft] = await world.rows<{ version: number }>('select version from response where request_id = $1', [requestId])
  await submitResponse(world.deps, poc, requestId, { version: draft?.version ?? 0 })
})


test('uploads go on after somebody emptied the data folder of the running program', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  await rm(join(site.folder, 'files'), { recursive: true })
  await sweepUploads(site.deps)
  const wire = new Wire(site, supervisor)
  expect((await item(wire, await wire.upload(of('complaint', complaintId), 'a.txt', bytesOf('anew')))).state).toBe('stored')
})

/** Sends these bytes of a longer body, then loses the connection when some of them are kept. */
async function sendAndBreakOff(site: DocumentSite, actor: Parameters<DocumentSite['signedIn']>[0], location: string, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    const request = httpRequest(site.url + location, {
      method: 'PATCH',
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': '3000000', ...site.signedIn(actor) },
    })
    request.on('error', () => resolve())
    request.on('close', () => resolve())
    request.write(bytes, () => {
      void (async () => {
        // On disk they are seen to arrive, in a bucket only where they stop.
        for (let waited = 0; waited < 500 && (await site.deps.files.uploads.getUpload(idIn(location))).offset === 0; waited += 20) await sleep(20)
        request.destroy()
      })()
    })
  })
  while ((await site.deps.files.uploads.getUpload(idIn(location))).offset === 0) await sleep(20)
}

/** What is left when a process dies after the last byte and before the row. */
async function writeBehindTheServer(site: DocumentSite, id: string, text: string): Promise<void> {
  await site.deps.files.uploads.write(Readable.from([Buffer.from(text)]), id, 0)
}
