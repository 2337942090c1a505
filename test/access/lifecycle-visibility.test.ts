import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees what of referrals, retention and certificates (migrations 0023 and 0028). */
const tables = ['referral', 'complaint_retention', 'disposal_certificate', 'cancellation', 'reopening'] as const

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
  const [receiver, sharing, stranger] = [await world.agency(), await world.agency(), await world.agency()]
  const id = await entered(world, people.supervisor, people.company)
  const [own, by] = [people.agency.id, people.supervisor.userId]
  const referralId = newId()
  await world.rows(`update complaint set status = 'referral_in_progress' where id = $1`, [id])
  await world.rows(`insert into referral (id, complaint_id, from_agency_id, to_agency_id, state, status_before, comments, sent_by, sent_at) values ($1, $2, $3, $4, 'pending', 'in_progress', 'x', $5, now())`, [referralId, id, own, receiver.id, by])
  await world.rows(`insert into complaint_retention (complaint_id, agency_id, legal_hold) values ($1, $2, true)`, [id, own])
  await world.rows(`insert into disposal_certificate (id, agency_id, complaint_number, status, retain_until, disposed_at, counts) values ($1, $2, 1, 'closed', '2026-01-01', now(), '{}')`, [newId(), own])
  await world.rows(`insert into cancellation (id, complaint_id, agency_id, reason, canceled_by, canceled_at) values ($1, $2, $3, 'x', $4, now())`, [newId(), id, own, by])
  await world.rows(`insert into reopening (id, complaint_id, agency_id, reason, reopened_by, reopened_at) values ($1, $2, $3, 'x', $4, now())`, [newId(), id, own, by])
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), id, own, sharing.id])
  return { ...people, receiver, sharing, stranger, id, referralId }
}

test('a referral is its two agencies’; a retention date and a certificate the owner’s alone; how it ended, detail', async ({ world }) => {
  const at = await filled(world)
  expect(await visible(world, await world.agencyUser(at.agency, 'viewer')), 'the owner').toEqual([1, 1, 1, 1, 1])
  expect(await visible(world, await world.agencyUser(at.receiver, 'supervisor')), 'the receiver').toEqual([1, 0, 0, 0, 0])
  expect(await visible(world, await world.agencyUser(at.sharing, 'supervisor')), 'an agency with access').toEqual([0, 0, 0, 1, 1])
  const blind: (Actor | Nobody)[] = [
    await world.agencyUser(at.stranger, 'supervisor'), await world.agencyUser(at.agency, null, ['account_administrator']), at.poc, at.administrator,
    { kind: 'platform', userId: newId(), timeZone: 'UTC' }, { kind: 'nobody' },
  ]
  for (const actor of blind) expect(await visible(world, actor), actor.kind).toEqual([0, 0, 0, 0, 0])
})

test('nobody moves a complaint, destroys one, or writes a certificate past the functions, and those refuse whom they are not for', async ({ world }) => {
  const at = await filled(world)
  const run = (actor: Actor | JobActor, statement: string) => world.deps.transaction(actor, async (tx) => Number((await sql.raw(statement).execute(tx.db)).numAffectedRows ?? 0n))
  const receiver = await world.agencyUser(at.receiver, 'supervisor')
  const stranger = await world.agencyUser(at.stranger, 'supervisor')
  const viewer = await world.agencyUser(at.receiver, 'viewer')
  const accept = `select accept_referral('${at.referralId}', '${receiver.userId}', '', now())`
  const reject = `select reject_referral('${at.referralId}', 'x', now())`
  for (const actor of [stranger, viewer, at.supervisor]) for (const statement of [accept, reject]) await expect(run(actor, statement)).rejects.toThrow(/not this actor's to decide/)
  for (const statement of [accept, reject]) await expect(run(at.poc, statement)).rejects.toThrow(/permission denied/)
  await expect(run(receiver, `select accept_referral('${at.referralId}', '${at.supervisor.userId}', '', now())`), 'the POC is one of its own').rejects.toThrow(/of the receiver/)
  expect(await run(receiver, `update referral set state = 'withdrawn'`), 'the receiver withdraws nothing').toBe(0)
  await expect(run(at.supervisor, `update referral set state = 'accepted'`)).rejects.toThrow(/row-level security/)
  for (const statement of ['delete from complaint_retention', 'delete from disposal_certificate', `update disposal_certificate set status = 'canceled'`, 'delete from referral', 'delete from cancellation']) await expect(run(at.supervisor, statement), statement).rejects.toThrow(/permission denied/)
  expect(await run(stranger, `update complaint_retention set legal_hold = false`)).toBe(0)
  await expect(run({ kind: 'job' }, `delete from complaint where id = '${at.id}'`), 'not even the job').rejects.toThrow(/permission denied/)
})

test('a referral of another agency’s complaint, written past the commands, gives nobody anything', async ({ world }) => {
  const at = await filled(world)
  const stranger = await world.agencyUser(at.stranger, 'supervisor')
  const friend = await world.agencyUser(at.sharing, 'supervisor')
  await world.rows(`update referral set state = 'rejected' where complaint_id = $1`, [at.id])
  const forged = newId()
  await world.deps.transaction(stranger, (tx) =>
    tx.db.insertInto('referral').values({ id: forged, complaint_id: at.id, from_agency_id: at.stranger.id, to_agency_id: at.sharing.id, state: 'pending', status_before: 'in_progress', comments: 'x', sent_by: stranger.userId, sent_at: tx.now }).execute(),
  )
  await expect(world.deps.transaction(friend, (tx) => sql`select accept_referral(${forged}, ${friend.userId}, '', now())`.execute(tx.db))).rejects.toThrow(/not this actor's to decide/)
  expect(await world.rows('select agency_id from complaint where id = $1', [at.id])).toEqual([{ agency_id: at.agency.id }])
})
