import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees and changes what of access and packages (migration 0043). */
const tables = ['complaint_access', 'referral_package'] as const

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
  for (const table of tables) await world.rows(`delete from ${table}`)
  const people = await cast(world)
  const [asking, letIn, before, stranger] = [await world.agency(), await world.agency(), await world.agency(), await world.agency()]
  const id = await entered(world, people.supervisor, people.company)
  const [requestId, accessId, oldId] = [newId(), newId(), newId()]
  const insert = 'insert into complaint_access (id, complaint_id, agency_id, asked_agency_id, requesting_agency_id, state, requested_at, decided_at, decided_by) values ($1, $2, $3, $4, $5, $6, now(), $7, $8)'
  await world.rows(insert, [requestId, id, people.agency.id, people.agency.id, asking.id, 'requested', null, null])
  await world.rows(insert, [accessId, id, people.agency.id, people.agency.id, letIn.id, 'accepted', world.clock.now(), people.supervisor.userId])
  // Decided by the agency that owned the complaint before.
  await world.rows(insert, [oldId, id, people.agency.id, before.id, asking.id, 'rejected', world.clock.now(), people.supervisor.userId])
  await world.rows(`insert into referral_package (id, complaint_id, agency_id, recipient, parts, with_documents, made_by, made_at) values ($1, $2, $3, 'A bureau', '{summary}', true, $4, now())`, [newId(), id, people.agency.id, people.supervisor.userId])
  return { ...people, asking, letIn, before, stranger, id, requestId, accessId }
}

test('a request is seen by who owns the complaint, who was asked, and who asked; a package by the owner alone', async ({ world }) => {
  const at = await filled(world)
  expect(await visible(world, await world.agencyUser(at.agency, 'viewer')), 'the owner').toEqual([3, 1])
  expect(await visible(world, await world.agencyUser(at.asking, 'supervisor')), 'who asked').toEqual([2, 0])
  expect(await visible(world, await world.agencyUser(at.letIn, 'viewer')), 'an agency with access: its own').toEqual([1, 0])
  expect(await visible(world, await world.agencyUser(at.before, 'manager')), 'the owner before: what it decided').toEqual([1, 0])
  const blind: (Actor | Nobody)[] = [
    await world.agencyUser(at.stranger, 'supervisor'), await world.agencyUser(at.agency, null, ['account_administrator']), at.poc, at.administrator,
    { kind: 'platform', userId: newId(), timeZone: 'UTC' }, { kind: 'nobody' },
  ]
  for (const actor of blind) expect(await visible(world, actor), actor.kind).toEqual([0, 0])
})

test('nobody lets themselves in, and nobody but a Supervisor of the owner lets in or puts out, past the commands either', async ({ world }) => {
  const at = await filled(world)
  const run = (actor: Actor | JobActor, statement: string) => world.deps.transaction(actor, async (tx) => Number((await sql.raw(statement).execute(tx.db)).numAffectedRows ?? 0n))
  const asker = await world.agencyUser(at.asking, 'supervisor')
  const stranger = await world.agencyUser(at.stranger, 'supervisor')
  const manager = await world.agencyUser(at.agency, 'manager')
  const insert = (agency: string, by: string, state: string) =>
    `insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at) values ('${newId()}', '${at.id}', '${at.agency.id}', '${agency}', '${state}', '${by}', now())`
  await expect(run(stranger, insert(at.stranger.id, stranger.userId, 'accepted')), 'an access of one’s own making').rejects.toThrow(/row-level security/)
  await expect(run(stranger, insert(at.asking.id, stranger.userId, 'requested')), 'in another agency’s name').rejects.toThrow(/row-level security/)
  await expect(run(asker, insert(at.asking.id, asker.userId, 'requested')), 'twice').rejects.toThrow(/complaint_access_current/)
  await expect(run(await world.agencyUser(at.stranger, 'viewer'), insert(at.stranger.id, stranger.userId, 'requested')), 'a Viewer').rejects.toThrow(/row-level security/)
  const accept = `update complaint_access set state = 'accepted', decided_by = '${at.supervisor.userId}', decided_at = now() where id = '${at.requestId}'`
  for (const actor of [asker, manager]) await expect(run(actor, accept), 'who asked, or a Manager of the owner').rejects.toThrow(/row-level security/)
  expect(await run(stranger, accept)).toBe(0)
  await expect(run(at.poc, accept)).rejects.toThrow(/permission denied/)
  const revoke = `update complaint_access set state = 'revoked' where id = '${at.accessId}'`
  for (const actor of [manager, stranger, await world.agencyUser(at.letIn, 'supervisor')]) expect(await run(actor, revoke)).toBe(0)
  await expect(run(at.supervisor, `update complaint_access set requesting_agency_id = '${at.stranger.id}'`), 'nobody moves an access to another agency').rejects.toThrow(/permission denied/)
  await expect(run(at.supervisor, 'delete from complaint_access')).rejects.toThrow(/permission denied/)
  expect(await run(at.supervisor, revoke)).toBe(1)
  expect(await run(at.supervisor, `update complaint_access set state = 'accepted' where id = '${at.accessId}'`), 'what is over stays over').toBe(0)
})

test('the functions answer only whom they are for', async ({ world }) => {
  const at = await filled(world)
  const rowsOf = (actor: Actor, statement: string) => world.deps.transaction(actor, async (tx) => (await sql.raw(statement).execute(tx.db)).rows.length)
  const hold = `select * from lock_complaint_to_ask('${at.id}')`
  expect(await rowsOf(await world.agencyUser(at.stranger, 'manager'), hold)).toBe(1)
  expect(await rowsOf(await world.agencyUser(at.stranger, 'viewer'), hold)).toBe(0)
  expect(await rowsOf(at.supervisor, hold), 'one’s own').toBe(0)
  const readers = `select * from agencies_that_read('${at.id}')`
  expect(await rowsOf(at.supervisor, readers)).toBe(2)
  expect(await rowsOf(await world.agencyUser(at.letIn, 'viewer'), readers)).toBe(2)
  expect(await rowsOf(await world.agencyUser(at.asking, 'supervisor'), readers), 'a request gives nothing').toBe(0)
  for (const statement of [hold, readers]) await expect(rowsOf(at.poc, statement)).rejects.toThrow(/permission denied/)
})
