import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const tables = ['entity', 'entity_change_request'] as const

async function visible(world: World, actor: Actor | JobActor | Nobody): Promise<number[]> {
  const counts: number[] = []
  for (const table of tables) {
    counts.push(
      await world.deps
        .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx.db)).rows[0]?.n ?? 0)
        .catch((error: unknown) => {
          if (/permission denied/.test(String(error))) return 0
          throw error
        }),
    )
  }
  return counts
}

async function filled(world: World) {
  await world.rows('delete from entity_change_request')
  await world.rows('delete from entity')
  const [keeper, other] = [await world.agency(), await world.agency()]
  const asker = await world.agencyUser(other, 'manager')
  const ids = [newId(), newId()]
  for (const id of ids) await world.rows(`insert into entity (id, agency_id, name, name_key, created_at, updated_at) values ($1, $2, 'Summit Relief', 'summit relief', now(), now())`, [id, keeper.id])
  await world.rows(`insert into entity_change_request (id, entity_id, agency_id, requesting_agency_id, requested_by, requested_at, wish) values ($1, $2, $3, $4, $5, now(), 'x')`, [newId(), ids[0], keeper.id, other.id, asker.userId])
  return { keeper, other, asker, ids }
}
const platform = () => ({ kind: 'platform' as const, userId: newId(), timeZone: 'UTC' })

test('every agency’s complaints users see all entities; no company, no user without a complaints role, nobody else', async ({ world }) => {
  const { keeper, other, asker } = await filled(world)
  for (const actor of [await world.agencyUser(keeper, 'viewer'), await world.agencyUser(other, 'supervisor'), asker]) expect(await visible(world, actor)).toEqual([2, 1])
  const company = await world.company()
  const blind = [
    await world.agencyUser(keeper, null, ['account_administrator', 'examiner']), await world.companyUser(company, 'manage', ['account_administrator'], true),
    await world.companyUser(company, null, ['account_administrator']), platform(), { kind: 'nobody' as const },
  ]
  for (const actor of blind) expect(await visible(world, actor), actor.kind).toEqual([0, 0])
  expect(await visible(world, { kind: 'job' })).toEqual([2, 1])
})

test('a record is changed by the agency that created it, and moved by nobody past the functions that take its complaints along', async ({ world }) => {
  const { keeper, other, asker, ids } = await filled(world)
  const own = await world.agencyUser(keeper, 'supervisor')
  const run = (actor: Actor, statement: string) => world.deps.transaction(actor, async (tx) => Number((await sql.raw(statement).execute(tx.db)).numAffectedRows ?? 0n))
  expect(await run(own, `update entity set name = 'B' where id = '${ids[0] ?? ''}'`)).toBe(1)
  for (const actor of [asker, await world.agencyUser(keeper, 'viewer')]) expect(await run(actor, `update entity set name = 'C'`)).toBe(0)
  for (const statement of [`update entity set merged_into = '${ids[1] ?? ''}', ended_at = now()`, `update entity set agency_id = '${other.id}'`, 'delete from entity', 'delete from entity_change_request', `update entity_change_request set wish = 'y'`]) {
    await expect(run(own, statement), statement).rejects.toThrow(/permission denied/)
  }
  await expect(run(asker, `insert into entity (id, agency_id, name, name_key, created_at, updated_at) values ('${newId()}', '${keeper.id}', 'x', 'x', now(), now())`), 'in another agency’s name').rejects.toThrow(/row-level security/)
  expect(await run(asker, `update entity_change_request set state = 'done'`), 'the keeper decides').toBe(0)
})

test('the functions about entities refuse whom they are not for', async ({ world }) => {
  const { keeper, asker, ids } = await filled(world)
  const moves = (actor: Actor) => world.deps.transaction(actor, (tx) => sql`select * from move_entity(${ids[0]}, 1, ${ids[1]}, null, now())`.execute(tx.db))
  for (const actor of [asker, await world.agencyUser(keeper, 'viewer'), await world.agencyUser(keeper, null)]) await expect(moves(actor)).rejects.toThrow(/not this actor's to move/)
  const readings = [sql`select * from find_subjects('summit relief', null, null, null, '{}', null, null, 10)`, sql`select * from entity_history(${ids[0]}, null, null, 10)`, sql`select 1 where hold_entity(${ids[0]}) is not null`]
  const blind = await world.agencyUser(keeper, null)
  for (const reading of readings) expect((await world.deps.transaction(blind, (tx) => reading.execute(tx.db))).rows).toEqual([])
  const company = await world.companyUser(await world.company())
  for (const reading of readings) await expect(world.deps.transaction(company, (tx) => reading.execute(tx.db))).rejects.toThrow(/permission denied/)
  await expect(moves(company)).rejects.toThrow(/permission denied/)
})
