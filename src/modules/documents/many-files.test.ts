import { createHash, randomBytes } from 'node:crypto'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { bytesOf, idIn, locationOf, Wire } from '#test/world/tus.ts'
import { saveDraft } from '../information-requests/commands/save-draft.ts'
import { submitResponse } from '../information-requests/commands/submit-response.ts'
import { DocumentItem } from './contract.ts'
import { documentsByParent } from './queries/documents-of.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const full = process.env['SES_TEST_FULL'] === '1'
const smallFiles = full ? 2_000 : 200
const largeBytes = full ? 2 ** 30 : 64 * 2 ** 20
const atOnce = 8

async function uploadAll(wire: Wire, requestId: string, files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[]): Promise<string[]> {
  const ids: string[] = []
  const waiting = [...files.entries()]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) ids[next[0]] = await wire.upload({ purpose: 'response', targetId: requestId }, next[1].name, next[1].bytes)
  }))
  return ids
}

test('thirty files of mixed formats in one answer arrive whole, each known for what it is', async ({ world, site }) => {
  const { requestId, drafter, poc, supervisor } = await exchange(world)
  const starts: readonly (readonly [string, string])[] = [
    ['pdf', '%PDF-1.7\n'], ['png', '\u0089PNG\r\n\u001a\n'], ['jpg', '\u00ff\u00d8\u00ff\u00e0'], ['gif', 'GIF89a'], ['zip', 'PK\u0003\u0004'], ['docx', 'PK\u0003\u0004'], ['xlsx', 'PK\u0003\u0004'], ['txt', 'Notes'], ['csv', 'a,b\r\n'], ['eml', 'From: somebody'],
  ]
  const files = Array.from({ length: 30 }, (_, at) => {
    const [extension, start] = starts[at % starts.length] ?? ['txt', '']
    return { name: `exhibit ${String(at)}.${extension}`, bytes: new Uint8Array(Buffer.concat([Buffer.from(start, 'latin1'), randomBytes(at * 1_000)])) }
  })
  const ids = await uploadAll(new Wire(site, drafter), requestId, files)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Enclosed.', links: [], restricted: false })
  await submitResponse(world.deps, poc, requestId, { version: 2 })
  const reader = new Wire(site, supervisor)
  for (const [at, id] of ids.entries()) {
    const item = DocumentItem.parse(await (await reader.api(`/documents/${id}`)).json())
    expect(item).toMatchObject({ name: files[at]?.name, size: files[at]?.bytes.length, sha256: createHash('sha256').update(files[at]?.bytes ?? '').digest('hex'), remark: null, canOpen: true, sameAs: null })
  }
})

test(`${smallFiles.toLocaleString('en-US')} small files in one answer: all there, listed by one statement, sent at once`, async ({ world, site }) => {
  const { requestId, drafter, poc, supervisor } = await exchange(world)
  const files = Array.from({ length: smallFiles }, (_, at) => ({ name: `page ${String(at)}.txt`, bytes: bytesOf(`Page ${String(at)}`) }))
  const ids = await uploadAll(new Wire(site, drafter), requestId, files)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Enclosed.', links: [], restricted: false })
  await submitResponse(world.deps, poc, requestId, { version: 2 })
  const [response] = await world.rows<{ id: string }>('select id from response where request_id = $1', [requestId])
  const begun = performance.now()
  const listed = await world.deps.transaction(supervisor, (tx) => documentsByParent(tx, 'response', [response?.id ?? '']))
  const took = performance.now() - begun
  const items = [...listed.values()].flat()
  expect(new Set(items.map((item) => item.id))).toEqual(new Set(ids))
  expect(items.every((item) => item.canOpen && item.sameAs === null)).toBe(true)
  // Generous, for a busy machine; a statement for each file would be far above.
  expect(took).toBeLessThan(smallFiles * 5)
})

test(`a file of ${full ? '1 GB' : '64 MB'} in pieces that break off now and then has the checksum of what was sent`, async ({ world, site }) => {
  const { requestId, drafter } = await exchange(world)
  const wire = new Wire(site, drafter)
  const location = locationOf(await wire.create({ purpose: 'response', targetId: requestId }, 'recording.wav', largeBytes))
  const hash = createHash('sha256')
  const piece = new Uint8Array(randomBytes(16 * 2 ** 20))
  for (let at = 0; at < largeBytes; at += piece.length) {
    // Each piece differs from the one before it.
    piece.set(randomBytes(16), (at / piece.length) * 1_000)
    hash.update(piece)
    expect((await wire.patch(location, at, piece)).headers.get('upload-offset')).toBe(String(at + piece.length))
    if (at === piece.length) {
      await site.stop()
      await site.listen()
      expect((await wire.head(location)).headers.get('upload-offset')).toBe(String(at + piece.length))
    }
  }
  expect(DocumentItem.parse(await (await wire.api(`/documents/${idIn(location)}`)).json())).toMatchObject({ state: 'stored', size: largeBytes, sha256: hash.digest('hex') })
})
