import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { AppError } from '../../kernel/errors.ts'
import { openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { pdfText } from '#test/world/pdf-text.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import { zipStream } from '../../platform/zip/zip-stream.ts'
import { outsideParts } from '../complaints/domain/print-parts.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { readHistory } from '../complaints/queries/read-history.ts'
import { addPost } from '../discussion/commands/write-post.ts'
import { askAccess } from './commands/ask-access.ts'
import { decideAccess } from './commands/decide-access.ts'
import { makePackage } from './commands/make-package.ts'
import { referComplaint } from './commands/refer-complaint.ts'
import { MakePackage } from './package-contract.ts'
import { listPackages } from './queries/read-packages.ts'
import { readSight } from './queries/read-sight.ts'
import { takePackage } from './queries/take-package.ts'

const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world)
    await use(site)
    await site.close()
  },
})
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const hashOf = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')
const asked = { recipient: 'Consumer Financial Protection Bureau', note: 'A bank.', parts: ['summary' as const, 'complainant' as const, 'documents' as const], withDocuments: true }
const environment = { environment: { training: false }, render: renderPdf }

async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes)
  const found = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return found
}

async function scene(world: World) {
  const people = await cast(world)
  return { ...people, id: await entered(world, people.supervisor, people.company) }
}

test('the package holds the record and the documents, every one of them under its checksum, and the history keeps the hash of the sums', async ({ world, site }) => {
  const { supervisor, id } = await scene(world)
  await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: id }, 'statement.txt', bytesOf('412.60 due'))
  await makePackage(world.deps, supervisor, id, asked)
  const [made] = (await listPackages(world.deps, supervisor, id)).items
  expect(made).toMatchObject({ recipient: asked.recipient, withDocuments: true, taken: null })
  const { name, entries } = await takePackage(site.deps, supervisor, id, made?.id ?? '', environment)
  expect(name).toMatch(/^C-\d{6}-referral-package\.zip$/)
  const files = await unzipped(await buffer(zipStream(entries)))
  const record = name.replace('-referral-package.zip', '.pdf')
  expect([...files.keys()].sort()).toEqual(['About this package.txt', 'Complaint/statement.txt', 'SHA256SUMS.txt', record, 'manifest.csv'].sort())
  const sums = files.get('SHA256SUMS.txt')?.toString() ?? ''
  const others = [...files.keys()].filter((path) => path !== 'SHA256SUMS.txt')
  for (const path of others) expect(sums, path).toContain(`${hashOf(files.get(path) ?? '')}  ${path}\n`)
  expect(sums.trimEnd().split('\n')).toHaveLength(others.length)
  expect(files.get('About this package.txt')?.toString()).toContain('For: Consumer Financial Protection Bureau')
  expect(files.get(record)?.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await listPackages(world.deps, supervisor, id)).items[0]?.taken).toMatchObject({ by: { id: supervisor.userId }, files: 2, manifestSha256: hashOf(sums) })
  expect((await readHistory(world.deps, supervisor, id, { limit: 50 })).items.map((entry) => entry.action)).toEqual(expect.arrayContaining(['complaint.package_made', 'complaint.package_taken']))
  expect(await world.rows(`select details ->> 'manifestSha256' as hash from audit_entry where action = 'complaint.package_taken' and complaint_id = $1`, [id])).toEqual([{ hash: hashOf(sums) }])
})

test('nothing of the discussion board goes to an agency outside, neither posts nor their files nor the names of these', async ({ world, site }) => {
  const { supervisor, id } = await scene(world)
  const postId = await addPost(world.deps, supervisor, { complaintId: id }, { text: 'Have you seen this caller?' })
  await new Wire(site, supervisor).upload({ purpose: 'discussion', targetId: postId }, 'caller.txt', bytesOf('x'))
  await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: id }, 'statement.txt', bytesOf('y'))
  expect(MakePackage.safeParse({ ...asked, parts: ['discussion'] }).success).toBe(false)
  await makePackage(world.deps, supervisor, id, { ...asked, parts: [...outsideParts] })
  const { name, entries } = await takePackage(site.deps, supervisor, id, (await listPackages(world.deps, supervisor, id)).items[0]?.id ?? '', environment)
  const files = await unzipped(await buffer(zipStream(entries)))
  const record = await pdfText(files.get(name.replace('-referral-package.zip', '.pdf')) ?? Buffer.alloc(0))
  expect(record).toContain('statement.txt')
  for (const said of [record, files.get('manifest.csv')?.toString() ?? '', [...files.keys()].join()]) for (const word of ['this caller', 'caller.txt']) expect(said).not.toContain(word)
})

test('without documents there are none, and nothing says that there were', async ({ world, site }) => {
  const { supervisor, id } = await scene(world)
  await makePackage(world.deps, supervisor, id, { ...asked, withDocuments: false })
  const { entries } = await takePackage(site.deps, supervisor, id, (await listPackages(world.deps, supervisor, id)).items[0]?.id ?? '', environment)
  expect(entries.map((entry) => entry.path)).toEqual(['About this package.txt', 'SHA256SUMS.txt', expect.stringMatching(/\.pdf$/)])
})

test('only Supervisors and Managers of the owner make and take one; agencies with access see none', async ({ world, site }) => {
  const { agency, supervisor, poc, id } = await scene(world)
  await makePackage(world.deps, supervisor, id, asked)
  const packageId = (await listPackages(world.deps, supervisor, id)).items[0]?.id ?? ''
  const viewer = await world.agencyUser(agency, 'viewer')
  const guest = await world.agencyUser(await world.agency(), 'supervisor')
  expect([await codeOf(makePackage(world.deps, viewer, id, asked)), await codeOf(takePackage(site.deps, viewer, id, packageId, environment))]).toEqual(['forbidden', 'forbidden'])
  expect((await listPackages(world.deps, viewer, id)).canMake).toBe(false)
  expect([await codeOf(makePackage(world.deps, guest, id, asked)), await codeOf(takePackage(site.deps, guest, id, packageId, environment)), await codeOf(listPackages(world.deps, guest, id))]).toEqual(['forbidden', 'not_found', 'not_found'])
  await askAccess(world.deps, guest, id, { comments: 'Please.' })
  await decideAccess(world.deps, supervisor, id, (await readSight(world.deps, guest, id)).requests[0]?.id ?? '', { decision: 'accept', comments: '' })
  expect(await listPackages(world.deps, guest, id)).toMatchObject({ items: [], canMake: false })
  expect([await codeOf(makePackage(world.deps, guest, id, asked)), await codeOf(takePackage(site.deps, guest, id, packageId, environment))]).toEqual(['forbidden', 'not_found'])
  expect([await codeOf(makePackage(world.deps, poc, id, asked)), await codeOf(takePackage(site.deps, poc, id, packageId, environment))]).toEqual(['not_found', 'not_found'])
})

test('while the complaint is being referred inside the system no package leaves', async ({ world, site }) => {
  const { supervisor, id } = await scene(world)
  await makePackage(world.deps, supervisor, id, asked)
  const receiver = await world.agency()
  await world.agencyUser(receiver, 'supervisor')
  await referComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, toAgencyId: receiver.id, comments: 'Yours.' })
  expect([await codeOf(makePackage(world.deps, supervisor, id, asked)), await codeOf(takePackage(site.deps, supervisor, id, (await listPackages(world.deps, supervisor, id)).items[0]?.id ?? '', environment))]).toEqual(['conflict', 'conflict'])
})
