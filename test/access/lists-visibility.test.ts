import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { keepFilter } from '#src/modules/complaints/commands/keep-filter.ts'
import { remindOfRequest } from '#src/modules/information-requests/commands/remind.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** How many of these rows the actor's own transaction finds. */
async function rowsOf(world: World, actor: Actor, table: 'saved_filter' | 'request_reminder', agencyId: string): Promise<number | 'denied'> {
  return world.deps
    .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where agency_id = ${agencyId}`.execute(tx.db)).rows[0]?.n ?? 0)
    .catch((error: unknown) => {
      if (/permission denied/.test(String(error))) return 'denied' as const
      throw error
    })
}

test('a filter set is seen by its owner, and once shared by the complaints users of the same agency; nobody else', async ({ world }) => {
  const { agency, supervisor, poc } = await cast(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  const roleless = await world.agencyUser(agency, null, ['account_administrator'])
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  await keepFilter(world.deps, supervisor, { name: 'Own', shared: false, filters: {} })
  await keepFilter(world.deps, supervisor, { name: 'For all', shared: true, filters: {} })
  const seen = await Promise.all([supervisor, viewer, roleless, outsider, poc].map((actor) => rowsOf(world, actor, 'saved_filter', agency.id)))
  expect(seen).toEqual([2, 1, 0, 0, 'denied'])
})

test('nobody keeps a set in the name of another, or changes one', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const colleague = await world.agencyUser(agency, 'manager')
  await keepFilter(world.deps, supervisor, { name: 'For all', shared: true, filters: {} })
  const changed = (statement: string) => world.deps.transaction(colleague, async (tx) => Number((await sql.raw(statement).execute(tx.db)).numAffectedRows))
  expect(await changed("update saved_filter set name = 'x'")).toBe(0)
  expect(await changed('delete from saved_filter')).toBe(0)
  const other = await world.agencyUser(agency, 'supervisor')
  await keepFilter(world.deps, colleague, { name: 'Private', shared: false, filters: {} })
  const asSupervisor = (statement: string) => world.deps.transaction(other, async (tx) => Number((await sql.raw(statement).execute(tx.db)).numAffectedRows))
  expect(await asSupervisor("update saved_filter set name = 'x'")).toBe(0)
  expect(await asSupervisor('delete from saved_filter'), 'the shared one alone').toBe(1)
  await expect(changed(`insert into saved_filter (id, agency_id, owner_id, name, filters, created_at) values (gen_random_uuid(), '${agency.id}', '${supervisor.userId}', 'y', '{}', now())`)).rejects.toThrow(/row-level security/)
})

test("reminders are seen by the owning agency and agencies with access; by no company and no other agency, and no Viewer writes one", async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, id)
  await remindOfRequest(world.deps, supervisor, request)
  const viewer = await world.agencyUser(agency, 'viewer')
  const friends = await world.agency()
  const friend = await world.agencyUser(friends, 'viewer')
  const seen = () => Promise.all([supervisor, viewer, friend, poc].map((actor) => rowsOf(world, actor, 'request_reminder', agency.id)))
  expect(await seen()).toEqual([1, 1, 0, 'denied'])
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [id, agency.id, friends.id])
  expect(await seen()).toEqual([1, 1, 1, 'denied'])
  const write = (actor: Actor, by: string) => world.deps.transaction(actor, (tx) => sql.raw(`insert into request_reminder (id, request_id, complaint_id, agency_id, company_id, sent_by, sent_at) values (gen_random_uuid(), '${request}', '${id}', '${agency.id}', '${company.id}', '${by}', now())`).execute(tx.db))
  await expect(write(viewer, viewer.userId)).rejects.toThrow(/row-level security/)
  await expect(write(friend, friend.userId)).rejects.toThrow(/row-level security/)
  await expect(write(supervisor, viewer.userId)).rejects.toThrow(/row-level security/)
})
