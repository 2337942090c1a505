import { sql } from 'kysely'
import { exchange, openDocumentSite } from '#test/world/document-site.ts'
import { expect, test } from '#test/world/test-world.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'

test('what was made for previews is read by jobs alone: a preview is reached through its document', async ({ world }) => {
  const site = await openDocumentSite(world)
  try {
    const { complaintId, supervisor, poc } = await exchange(world)
    const id = await new Wire(site, supervisor).upload({ purpose: 'complaint', targetId: complaintId }, 'a.docx', bytesOf('a'))
    await world.rows(`insert into document_preview (document_id, state, at) values ($1, 'making', now())`, [id])
    const seen = (actor: Parameters<typeof world.deps.transaction>[0]) => world.deps.transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from document_preview`.execute(tx.db)).rows[0]?.n)
    for (const reader of [supervisor, poc, { kind: 'nobody' } as const]) await expect(seen(reader)).rejects.toThrow('permission denied')
    expect(await seen({ kind: 'job' })).toBe(1)
    await world.rows('delete from document where id = $1', [id])
    expect(await seen({ kind: 'job' })).toBe(0)
  } finally {
    await site.close()
  }
})
