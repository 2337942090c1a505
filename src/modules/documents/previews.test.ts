import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { bytesOf, manyBytes, Wire } from '#test/world/tus.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { officeConverter } from '../../platform/office/office-converter.ts'
import { makePreview } from './commands/make-preview.ts'
import { sweepUploads } from './commands/sweep-uploads.ts'
import { DocumentPreview } from './preview-contract.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const png = latin('\x89PNG\r\n\x1a\n' + 'pixels')
async function preview(site: DocumentSite, actor: Actor, id: string): Promise<DocumentPreview> {
  const response = await new Wire(site, actor).api(`/documents/${id}/preview`)
  if (response.status !== 200) throw new Error(String(response.status))
  return DocumentPreview.parse(await response.json())
}

test('texts and tables come with the preview; a table has its first rows, and says that there are more', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const give = (name: string, bytes: Uint8Array<ArrayBuffer>) => new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, name, bytes)
  expect(await preview(site, supervisor, await give('a.txt', latin('L\xe4sion')))).toEqual({ kind: 'text', text: 'Läsion', truncated: false })
  expect(await preview(site, supervisor, await give('a.csv', bytesOf('\ufeffname;sum\r\n"Ann; Co";1,5\r\n')))).toEqual({ kind: 'table', rows: [['name', 'sum'], ['Ann; Co', '1,5']], truncated: false })
  const long = await preview(site, supervisor, await give('long.csv', bytesOf('a,b\n'.repeat(400_000))))
  expect(long.kind === 'table' ? [long.rows.length, long.truncated] : long).toEqual([500, true])
  const text = await preview(site, supervisor, await give('long.log', bytesOf('line\n'.repeat(400_000))))
  expect(text.kind === 'text' ? [text.text.length, text.truncated] : text).toEqual([1024 * 1024, true])
  expect(await preview(site, supervisor, await give('empty.pdf', new Uint8Array()))).toMatchObject({ kind: 'none', why: 'This file is empty.' })
  expect(await preview(site, supervisor, await give('film.mp4', manyBytes(5000)))).toMatchObject({ kind: 'none' })
})

test('HTML and SVG are told as text, and their bytes are never given for showing, whatever type their giver named', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  for (const [name, text] of [['a.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'], ['a.html', '<script>alert(1)</script>'], ['a.png', '<svg onload="alert(1)"/>']] as const) {
    const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf(text))
    expect(await preview(site, supervisor, id)).toEqual({ kind: 'text', text, truncated: false })
    expect((await wire.api(`/documents/${id}/preview/content`)).status).toBe(404)
  }
})

test('a picture and a PDF are given by their signature, in a sandbox, kept by nobody, also in parts', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'called.txt', png)
  expect(await preview(site, supervisor, id)).toEqual({ kind: 'image' })
  const { status, headers } = await wire.api(`/documents/${id}/preview/content`)
  expect([status, headers.get('content-type'), headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([200, 'image/png', 'nosniff', 'private, no-store'])
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  const pdf = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'a.pdf', latin('%PDF-1.7\nrest'))
  const part = await wire.api(`/documents/${pdf}/preview/content`, { headers: { range: 'bytes=0-3' } })
  expect([part.status, part.headers.get('content-type'), await part.text()]).toEqual([206, 'application/pdf', '%PDF'])
})

test('who may not see a document gets no preview of it; who may is written down once', async ({ world, site }) => {
  const { complaintId, supervisor, drafter } = await exchange(world)
  const id = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'a.txt', bytesOf('a'))
  const stranger = await world.agencyUser(await world.agency())
  for (const other of [drafter, stranger]) for (const path of ['preview', 'preview/content']) expect((await new Wire(site, other).api(`/documents/${id}/${path}`)).status).toBe(404)
  await preview(site, supervisor, id)
  await preview(site, supervisor, id)
  expect(await world.rows(`select actor_id, audience from audit_entry where action = 'document.previewed' and about_id = $1`, [id])).toEqual([{ actor_id: supervisor.userId, audience: 'agency' }])
})

test('where a scanner is configured nothing is shown before it was scanned, nor converted', async ({ world }) => {
  const site = await openDocumentSite(world, { scan: () => Promise.resolve('infected') })
  try {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'a.docx', latin('PK\x03\x04rest'))
    for (const path of ['preview', 'preview/content']) expect((await wire.api(`/documents/${id}/${path}`)).status).toBe(409)
    await makePreview({ ...site.deps, converter: officeConverter({ program: '/bin/true' }) }, id)
    expect(await world.rows('select 1 from document_preview where document_id = $1', [id])).toEqual([])
  } finally {
    await site.close()
  }
})

test('an Office file is converted once by a program that is held to its time; its PDF goes with the document', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const program = async (name: string, lines: string) => {
    const path = join(site.folder, name)
    await writeFile(path, `#!/bin/sh\n${lines}\n`)
    await chmod(path, 0o700)
    return path
  }
  const give = () => wire.upload({ purpose: 'complaint', targetId: complaintId }, 'letter.docx', latin('PK\x03\x04rest'))
  const [first, second] = [await give(), await give()]
  expect(await preview(site, supervisor, first)).toMatchObject({ kind: 'none' })

  // Takes what soffice takes: the folder follows --outdir.
  const good = officeConverter({ program: await program('good', 'while [ "$1" != --outdir ]; do shift; done; env > "$2/env.txt"; printf "%%PDF-1.7 made" > "$2/document.pdf"') })
  Object.assign(site.deps, { converter: good })
  expect(await preview(site, supervisor, first)).toEqual({ kind: 'making' })
  expect(await world.rows(`select 1 from graphile_worker.jobs where task_identifier = 'preview-document' and key = $1`, [`preview-document:${first}`])).toHaveLength(1)
  await makePreview(site.deps, first)
  expect(await preview(site, supervisor, first)).toEqual({ kind: 'pdf' })
  expect(await (await wire.api(`/documents/${first}/preview/content`)).text()).toBe('%PDF-1.7 made')
  await sweepUploads(site.deps)
  expect((await wire.api(`/documents/${first}/preview/content`)).status, 'the sweep knows it').toBe(200)

  Object.assign(site.deps, { converter: officeConverter({ program: await program('slow', 'sleep 30'), seconds: 0.3 }) })
  await makePreview(site.deps, second)
  expect(await preview(site, supervisor, second)).toMatchObject({ kind: 'none' })

  const [row] = await world.rows<{ key: string }>('select key from document_preview where document_id = $1', [first])
  expect((await wire.api(`/documents/${first}`, { method: 'DELETE' })).status).toBe(204)
  await sweepUploads(site.deps)
  await sweepUploads(site.deps)
  expect(await site.deps.files.size(row?.key ?? '')).toBeNull()
})
