import { clamdScanner } from '#src/platform/scan/clamd.ts'
import { eicar, openClamd, scannerHere, type Clamd } from '#test/world/clamd.ts'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { bytesOf, manyBytes, Wire } from '#test/world/tus.ts'
import { afterAll, beforeAll, describe, expect, test as base, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../access/actor.ts'
import { saveDraft } from '../information-requests/commands/save-draft.ts'
import { sendRequests } from '../information-requests/commands/send-requests.ts'
import { submitResponse } from '../information-requests/commands/submit-response.ts'
import { nextScanAfter, rescanDocuments } from './commands/rescan-documents.ts'
import { scanDocument } from './commands/scan-document.ts'
import { DocumentItem } from './contract.ts'

let clamd: Clamd

beforeAll(async () => {
  clamd = await openClamd()
})

afterAll(async () => {
  await clamd.close()
})

/** A site whose scanner answers, and one whose scanner is down, over the same world. */
const test = base.extend<{ site: DocumentSite }>({
  site: async ({ world }, use) => {
    const site = await openDocumentSite(world, clamdScanner(clamd.address))
    await use(site)
    await site.close()
  },
})

const down = clamdScanner({ host: '127.0.0.1', port: 9 })
const open = async (site: DocumentSite, actor: Actor, id: string) => (await new Wire(site, actor).api(`/documents/${id}/content`)).status
const queued = async (world: World, id: string) => (await world.rows(`select 1 from graphile_worker.jobs where key = $1`, [`scan-document:${id}`])).length
const forget = (world: World) => world.rows('delete from graphile_worker._private_jobs')
const send = (world: World, supervisor: Actor, complaintId: string, requestId: string) =>
  sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] })
const notes = (world: World, id: string) => world.rows(`select action, details ->> 'result' as result from audit_entry where about_id = $1 and action in ('document.scanned', 'document.infected') order by id`, [id])

describe(`with ${scannerHere}`, () => {
  test('nobody opens a file before it proved clean, nor ever one with malware; whoever must hear of that is told', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const clean = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'clean.bin', manyBytes(5_000_000))
    const infected = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'letter.txt', bytesOf(eicar))
    expect([await open(site, supervisor, clean), await open(site, supervisor, infected)]).toEqual([409, 409])
    expect([await queued(world, clean), await queued(world, infected)]).toEqual([1, 1])
    for (const id of [clean, infected, clean, infected]) await scanDocument(site.deps, id)
    expect([await open(site, supervisor, clean), await open(site, supervisor, infected)]).toEqual([200, 409])
    expect(DocumentItem.parse(await (await wire.api(`/documents/${infected}`)).json())).toMatchObject({ scan: 'infected', canOpen: false, canRemove: true })
    expect([await notes(world, clean), await notes(world, infected)]).toEqual([[{ action: 'document.scanned', result: 'clean' }], [{ action: 'document.infected', result: 'infected' }]])
    const told = await world.rows<{ payload: unknown }>(`select payload from graphile_worker._private_jobs where payload ->> 'documentId' = $1 and payload ->> 'event' = 'document_infected'`, [infected])
    expect(told).toHaveLength(1)
    // It is evidence too, and goes with the complaint.
    expect(await site.deps.files.size(infected)).toBe(eicar.length)
  })

  test('an answer with malware is not submitted, and says with which file; without it, it is', async ({ world, site }) => {
    const { requestId, drafter, poc } = await exchange(world)
    const wire = new Wire(site, drafter)
    const id = await wire.upload({ purpose: 'response', targetId: requestId }, 'statement.pdf', bytesOf(eicar))
    await scanDocument(site.deps, id)
    await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Our answer.', links: [], restricted: false })
    await expect(submitResponse(world.deps, poc, requestId, { version: 2 })).rejects.toThrow('Malware was found in statement.pdf. Remove it')
    expect((await wire.api(`/documents/${id}`, { method: 'DELETE' })).status).toBe(204)
    await submitResponse(world.deps, poc, requestId, { version: 2 })
  })

  test('a request with malware is not sent, and says with which file', async ({ world, site }) => {
    const { complaintId, requestId, supervisor } = await exchange(world, 'ready_to_send')
    const id = await new Wire(site, supervisor).upload({ purpose: 'request', targetId: requestId }, 'form.pdf', bytesOf(eicar))
    await scanDocument(site.deps, id)
    await expect(send(world, supervisor, complaintId, requestId)).rejects.toThrow('Malware was found in form.pdf. Remove it')
  })
})

test('a file larger than what the scanner looks at stays closed and waits; once the scanner takes it all, it is judged', async ({ world, site }) => {
  const { complaintId, supervisor } = await exchange(world)
  const id = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'long.txt', bytesOf('harmless '.repeat(300_000) + eicar))
  const small = await openClamd({ file: 1 })
  try {
    await expect(scanDocument({ ...site.deps, scanner: clamdScanner(small.address) }, id)).rejects.toThrow('stays closed')
  } finally {
    await small.close()
  }
  expect(DocumentItem.parse(await (await new Wire(site, supervisor).api(`/documents/${id}`)).json())).toMatchObject({ scan: 'pending', canOpen: false })
  expect([await open(site, supervisor, id), await notes(world, id)]).toEqual([409, []])
  await scanDocument(site.deps, id)
  expect([await open(site, supervisor, id), await notes(world, id)]).toEqual([409, [{ action: 'document.infected', result: 'infected' }]])
})

test('while the scanner is down files may be sent and stay closed to both sides; it is asked again at growing distances', async ({ world, site }) => {
  const { complaintId, requestId, supervisor, drafter } = await exchange(world, 'ready_to_send')
  const id = await new Wire(site, supervisor).upload({ purpose: 'request', targetId: requestId }, 'form.pdf', bytesOf('%PDF-1.7'))
  await send(world, supervisor, complaintId, requestId)
  const deps = { ...site.deps, scanner: down }
  const distances: number[] = []
  for (let asked = 0; asked < 6; asked += 1) {
    await forget(world)
    const before = world.clock.now().getTime()
    while ((await queued(world, id)) === 0) {
      world.clock.advance(60_000)
      await rescanDocuments(deps)
    }
    distances.push((world.clock.now().getTime() - before) / 60_000)
    await expect(scanDocument(deps, id)).rejects.toThrow('stays closed')
    expect([await open(site, supervisor, id), await open(site, drafter, id)]).toEqual([409, 409])
  }
  expect(distances).toEqual([10, 5, 10, 20, 40, 60])
  expect(nextScanAfter(1000)).toBe(60 * 60_000)

  await scanDocument(site.deps, id)
  expect([await open(site, supervisor, id), await open(site, drafter, id)]).toEqual([200, 200])
  await forget(world)
  world.clock.advance(3 * 60 * 60_000)
  await rescanDocuments(deps)
  expect(await queued(world, id)).toBe(0)
})

test('what proves to be malware after it was sent is never open to the other side', async ({ world, site }) => {
  const { requestId, supervisor, drafter, poc } = await exchange(world)
  const id = await new Wire(site, drafter).upload({ purpose: 'response', targetId: requestId }, 'late.txt', bytesOf(eicar))
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Our answer.', links: [], restricted: false })
  await submitResponse(world.deps, poc, requestId, { version: 2 })
  expect(await open(site, supervisor, id)).toBe(409)
  await scanDocument(site.deps, id)
  expect([await open(site, supervisor, id), await open(site, poc, id)]).toEqual([409, 409])
})
