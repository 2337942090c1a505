import { Readable } from 'node:stream'
import { exchange, openDocumentSite, type DocumentSite } from '#test/world/document-site.ts'
import { openS3Server, type S3Server } from '#test/world/s3-server.ts'
import { afterAll, beforeAll, describe, expect, test as base } from '#test/world/test-world.ts'
import { bytesOf, idIn, locationOf, Wire } from '#test/world/tus.ts'
import { newId } from '../../platform/new-id.ts'
import { collectFiles } from './commands/collect-files.ts'
import { DocumentItem } from './contract.ts'
import { removeDocument } from './commands/remove-document.ts'
import { sweepUploads } from './commands/sweep-uploads.ts'

let server: S3Server

beforeAll(async () => {
  server = await openS3Server()
})

afterAll(async () => {
  await server.close()
})

const day = 24 * 60 * 60_000

describe.for([['on disk', 'disk'], ['in a bucket', 'bucket']] as const)('%s', ([, store]) => {
  const test = base.extend<{ site: DocumentSite }>({
    site: async ({ world }, use) => {
      const site = await openDocumentSite(world, null, store === 'bucket' ? await server.newBucket() : null)
      // Files have the machine's own time.
      world.clock.set(new Date().toISOString())
      await use(site)
      await site.close()
      // Another store knows nothing of these.
      await world.rows('delete from document')
    },
  })

  test('a file that no row names is deleted when it is a day old, an unfinished upload’s too; others stay', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const kept = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'kept.txt', bytesOf('kept'))
    const halfway = idIn(locationOf(await wire.create({ purpose: 'complaint', targetId: complaintId }, 'halfway.txt', 9)))
    const cutOff = idIn(locationOf(await wire.create({ purpose: 'complaint', targetId: complaintId }, 'cut off.txt', 9)))
    await world.rows('delete from document where id = $1', [cutOff])
    const orphan = newId()
    await site.deps.files.write(orphan, Readable.from([bytesOf('nobody')]))
    expect(await collectFiles(site.deps)).toMatchObject({ orphans: 0 })
    expect(await site.deps.files.size(orphan)).toBe(6)
    world.clock.advance(day + 60_000)
    expect(await collectFiles(site.deps)).toMatchObject({ orphans: 2 })
    expect([await site.deps.files.size(orphan), await site.deps.files.size(cutOff), await site.deps.files.size(kept), await site.deps.files.size(halfway)]).toEqual([null, null, 4, 0])
  })

  test('nothing is deleted from a store of which the database knows no file: it may be the wrong database', async ({ world, site }) => {
    const orphan = newId()
    await site.deps.files.write(orphan, Readable.from([bytesOf('kept')]))
    world.clock.advance(2 * day)
    expect(await collectFiles(site.deps)).toMatchObject({ orphans: 0 })
    expect(await site.deps.files.size(orphan)).toBe(4)
  })

  test('a document whose file is gone is marked and noted, never deleted, and is whole again when its file is', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'statement.txt', bytesOf('the statement'))
    const item = async () => DocumentItem.parse(await (await wire.api(`/documents/${id}`)).json())
    await site.deps.files.delete(id)
    expect(await collectFiles(site.deps)).toMatchObject({ lost: 1, found: 0 })
    expect(await collectFiles(site.deps)).toMatchObject({ lost: 0, found: 0 })
    expect(await item()).toMatchObject({ lost: true, canOpen: false, name: 'statement.txt' })
    expect((await wire.api(`/documents/${id}/content`)).status).toBe(503)
    await site.deps.files.write(id, Readable.from([bytesOf('the statement')]))
    expect(await collectFiles(site.deps)).toMatchObject({ lost: 0, found: 1 })
    expect(await item()).toMatchObject({ lost: false, canOpen: true })
    expect(await world.rows(`select action from audit_entry where about_id = $1 and action in ('document.lost', 'document.found') order by id`, [id])).toEqual([{ action: 'document.lost' }, { action: 'document.found' }])
  })

  test('a file that was cut is as good as gone', async ({ world, site }) => {
    const { complaintId, supervisor } = await exchange(world)
    const id = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'statement.txt', bytesOf('the statement'))
    await site.deps.files.delete(id)
    await site.deps.files.write(id, Readable.from([bytesOf('the')]))
    expect(await collectFiles(site.deps)).toMatchObject({ lost: 1 })
  })

  test('what was removed or refused leaves no file', async ({ world, site }) => {
    const { complaintId, requestId, supervisor } = await exchange(world)
    const wire = new Wire(site, supervisor)
    const id = await wire.upload({ purpose: 'complaint', targetId: complaintId }, 'a.txt', bytesOf('a'))
    await removeDocument(site.deps, supervisor, id)
    expect((await wire.create({ purpose: 'request', targetId: requestId }, 'refused.txt', 4)).status).toBe(409)
    expect((await wire.create({ purpose: 'complaint', targetId: complaintId }, 'refused.txt', 2 ** 31)).status).toBe(413)
    await sweepUploads(site.deps)
    const keys: string[] = []
    for await (const batch of site.deps.files.keys()) keys.push(...batch)
    expect(keys).toEqual([])
  })
})
