import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { expect, test as base } from '#test/world/test-world.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { DocumentItem } from './contract.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Everything on disk under the data folder. */
const onDisk = async (site: DocumentSite) => (await readdir(site.folder, { recursive: true })).sort()

test.for([
  ['../../etc/passwd', 'passwd', '../../etc/passwd'],
  ['..\\..\\windows\\system32\\x.dll', 'x.dll', '..\\..\\windows\\system32\\x.dll'],
  ['/etc/shadow', 'shadow', '/etc/shadow'],
  ['C:\\boot.ini', 'boot.ini', 'C:\\boot.ini'],
  ['a\u0000b.pdf', 'ab.pdf', 'ab.pdf'],
  ['invoice\u202Egpj.exe', 'invoicegpj.exe', 'invoicegpj.exe'],
  ['CON.txt', '_CON.txt', 'CON.txt'],
  ['statement.pdf\u200B .. ', 'statement.pdf', 'statement.pdf ..'],
  ['Re\u0301sume\u0301.pdf', 'Résumé.pdf', 'Re\u0301sume\u0301.pdf'],
  [`${'契'.repeat(84)}.pd`, `${'契'.repeat(84)}.pd`, `${'契'.repeat(84)}.pd`],
  ['..', 'file', '..'],
  ['=HYPERLINK("http:__x","y").csv', '=HYPERLINK(_http___x_,_y_).csv', '=HYPERLINK("http:__x","y").csv'],
] as const)('the name %j is no path: stored under the document’s ID, downloaded as %j, shown as its uploader wrote it', async ([name, stored, shown], { world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf('content'))
  expect(DocumentItem.parse(await (await wire.api(`/documents/${id}`)).json()).name).toBe(shown)
  const content = await wire.api(`/documents/${id}/content`)
  expect(decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(content.headers.get('content-disposition') ?? '')?.[1] ?? '')).toBe(stored)
  expect(await onDisk(site)).toEqual(['files', 'files/bytes', `files/bytes/${id}`, 'files/uploads', `files/uploads/${id}.json`].map((path) => join(path)))
})

test('a bomb of zeros and a ZIP whose entries would leave their folder are kept as they came: nothing unpacks them', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const bombs = [zipOf('zeros.bin', Buffer.alloc(50 * 2 ** 20)), zipOf('../../../../tmp/evil.txt', Buffer.from('evil'))]
  const ids: string[] = []
  for (const bomb of bombs) ids.push(await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'evidence.zip', new Uint8Array(bomb)))
  for (const [at, id] of ids.entries()) {
    const item = DocumentItem.parse(await (await wire.api(`/documents/${id}`)).json())
    expect(item).toMatchObject({ size: bombs[at]?.length, sha256: sha256(bombs[at] ?? Buffer.alloc(0)), state: 'stored', remark: null })
  }
  expect((await onDisk(site)).filter((path) => path.startsWith(join('files', 'bytes', '/')))).toEqual(ids.toSorted().map((id) => join('files', 'bytes', id)))
})

test.for([
  ['page.html', 'text/html', '<script>alert(1)</script>'],
  ['image.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['page.pdf', 'text/html', '<html><script>alert(1)</script>'],
  ['data.xml', 'application/xml', '<?xml-stylesheet href="evil.xsl"?>'],
] as const)('%s, said to be %s, is only ever saved: nothing in it acts, whole or in part', async ([name, filetype, text], { world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const created = await fetch(`${site.url}/uploads`, {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0', 'upload-length': String(text.length), ...site.signedIn(supervisor),
      'upload-metadata': Object.entries({ purpose: 'complaint', targetId: complaintId, filename: name, filetype }).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(','),
    },
  })
  const location = created.headers.get('location') ?? ''
  await wire.patch(location, 0, bytesOf(text))
  const ranges: Record<string, string>[] = [{}, { range: 'bytes=0-9' }, { range: `bytes=${String(text.length)}-` }]
  for (const headers of ranges) {
    const answer = await wire.api(`/documents/${location.slice('/uploads/'.length)}/content`, { headers })
    expect([200, 206, 416]).toContain(answer.status)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  }
})

test('what a file is said to be is not believed: its own first bytes and its name are compared', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const wire = new Wire(site, supervisor)
  const remark = async (name: string, text: string) => {
    const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf(text))
    return DocumentItem.parse(await (await wire.api(`/documents/${id}`)).json()).remark
  }
  expect(await remark('scan.png', 'MZ\u0090')).toBe('type_differs')
  expect(await remark('statement.pdf', '<html>')).toBe('type_differs')
  expect(await remark('notes.txt', '')).toBe('empty')
  expect(await remark('notes.txt', 'notes')).toBeNull()
})

test('the same bytes under another name are pointed out to whoever may see both', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter } = await exchange(world)
  const [agency, company] = [new Wire(site, supervisor), new Wire(site, drafter)]
  const same = async (wire: Wire, id: string) => DocumentItem.parse(await (await wire.api(`/documents/${id}`)).json()).sameAs
  const first = await agency.upload({ purpose: 'complaint', targetId: complaintId }, 'letter.txt', bytesOf('Dear Sir'))
  const second = await agency.upload({ purpose: 'complaint', targetId: complaintId }, 'letter (1).txt', bytesOf('Dear Sir'))
  const other = await agency.upload({ purpose: 'complaint', targetId: complaintId }, 'other.txt', bytesOf('Dear Madam'))
  expect([await same(agency, first), await same(agency, second), await same(agency, other)]).toEqual(['letter (1).txt', 'letter.txt', null])
  // The agency's own files are nothing that the company may learn of, nor the other way round before the answer is sent.
  const theirs = await company.upload({ purpose: 'response', targetId: requestId }, 'copy.txt', bytesOf('Dear Sir'))
  expect([await same(company, theirs), await same(agency, first)]).toEqual([null, 'letter (1).txt'])
  for (const name of ['empty.txt', 'empty too.txt']) expect(await same(agency, await agency.upload({ purpose: 'complaint', targetId: complaintId }, name, bytesOf('')))).toBeNull()
})

/** A ZIP of one entry. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(8, 4)
  fields.writeUInt32LE(packed.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed])
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  return Buffer.concat([local, end])
}
