import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { addRequestSet, addRequestTemplate } from '#src/modules/information-requests/commands/manage-library.ts'
import type { JobActor } from '#src/platform/ports.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const tables = ['request_template', 'request_set', 'request_set_item'] as const

/** How many rows of each table an actor sees; nothing said where not even the table may be read. */
async function seen(world: World, actor: Actor | JobActor): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const n = await world.deps
      .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx.db)).rows[0]?.n ?? 0)
      .catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 0
        throw error
      })
    if (n > 0) counts[table] = n
  }
  return counts
}

test('an agency’s library is read by those of its users who read complaints, and by nobody else', async ({ world }) => {
  const { agency, supervisor, poc } = await cast(world)
  const text = { title: 'History', description: 'Send it.', acknowledgeOnly: false, dueDays: null }
  const template = await addRequestTemplate(world.deps, supervisor, { ...text, name: 'History' })
  await addRequestSet(world.deps, supervisor, { name: 'First', templateIds: [template.id] })
  const all = { request_template: 1, request_set: 1, request_set_item: 1 }
  expect(await seen(world, supervisor)).toEqual(all)
  const viewer = await world.agencyUser(agency, 'viewer')
  expect(await seen(world, viewer)).toEqual(all)
  expect(await seen(world, await world.agencyUser(agency, null, ['account_administrator']))).toEqual({})
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await seen(world, stranger)).toEqual({})
  expect(await seen(world, poc)).toEqual({})
  expect(await seen(world, { kind: 'platform', userId: newId(), timeZone: 'UTC' })).toEqual({})
  expect(await seen(world, { kind: 'job' })).toEqual({})
  for (const actor of [viewer, stranger]) {
    const changed = await world.deps.transaction(actor, (tx) => tx.db.updateTable('request_template').set({ name: 'Mine' }).where('id', '=', template.id).executeTakeFirstOrThrow())
    expect(changed.numUpdatedRows).toBe(0n)
    const forged = world.deps.transaction(actor, (tx) => tx.db.insertInto('request_template').values({ ...{ name: 'Forged', title: 'x', description: 'x' }, id: newId(), agency_id: agency.id, updated_by: actor.userId, updated_at: tx.now }).execute())
    await expect(forged).rejects.toThrow('row-level security')
  }
})
