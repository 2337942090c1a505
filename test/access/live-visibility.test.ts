import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { readSight } from '#src/modules/notifications/queries/read-sight.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees what of migration 0045: notifications of what one may not see any more, refused addresses, the log of e-mails. */
const count = (world: World, actor: Actor | JobActor | Nobody, table: string, where = 'true') =>
  world.deps
    .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${sql.raw(where)}`.execute(tx.db)).rows[0]?.n ?? 0)
    .catch((error: unknown) => {
      if (/permission denied/.test(String(error))) return 'denied' as const
      throw error
    })

async function told(world: World, userId: string, complaintId: string, ofDetail: boolean): Promise<void> {
  await world.rows(`insert into notification (id, event_id, user_id, event, complaint_id, sentence, link, of_detail, created_at) values ($1, $2, $3, 'x', $4, 'Something.', '/home', $5, now())`, [newId(), newId(), userId, complaintId, ofDetail])
}

test('a notification is seen by its reader, as long as they may see what it is about, and so is what a stream of events may say', async ({ world }) => {
  const at = await cast(world)
  const complaintId = await entered(world, at.supervisor, at.company)
  const elsewhere = await world.agency()
  const [reader, noRole, colleague] = [await world.agencyUser(elsewhere, 'manager'), await world.agencyUser(elsewhere, null, ['examiner']), await world.agencyUser(elsewhere, 'supervisor')]
  for (const { userId } of [at.supervisor, reader, noRole, at.poc]) for (const ofDetail of [true, false]) await told(world, userId, complaintId, ofDetail)
  const topic = `complaint:${complaintId}` as const
  const seen = async (actor: Actor) => [await count(world, actor, 'notification', `complaint_id = '${complaintId}'`), (await readSight(world.deps, actor, [topic])).get(topic)]
  expect(await seen(at.supervisor)).toEqual([2, 'detail'])
  expect(await seen(reader), 'basic information only').toEqual([1, 'basic'])
  expect(await seen(noRole)).toEqual([0, 'none'])
  expect(await seen(at.poc), 'the company has not got it').toEqual([0, 'none'])
  expect(await seen(colleague), 'others’ notifications').toEqual([0, 'basic'])

  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at, decided_at) values ($1, $2, $3, $4, 'accepted', now(), now())`, [newId(), complaintId, at.agency.id, elsewhere.id])
  expect(await seen(reader)).toEqual([2, 'detail'])
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1`, [complaintId])
  expect(await seen(reader)).toEqual([1, 'basic'])
  await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at) select id, agency_id, company_id, number, now() from complaint where id = $1', [complaintId])
  expect(await seen(at.poc)).toEqual([2, 'detail'])
})

test('nobody asks what another person may be told, and nobody chooses another’s e-mails', async ({ world }) => {
  const at = await cast(world)
  const complaintId = await entered(world, at.supervisor, at.company)
  const colleague = await world.agencyUser(at.agency, 'manager')
  const asks = (actor: Actor | JobActor, about: string) => world.deps.transaction(actor, async (tx) => (await sql<{ told: boolean }>`select complaint_is_told(${about}, ${complaintId}, true) as told`.execute(tx.db)).rows[0]?.told)
  expect([await asks(at.supervisor, at.supervisor.userId), await asks(at.supervisor, colleague.userId), await asks({ kind: 'job' }, colleague.userId)]).toEqual([true, false, true])
  await world.deps.transaction(colleague, (tx) => sql`select choose_mails('daily')`.execute(tx.db))
  expect(await world.rows('select mails from account where user_id = $1', [at.supervisor.userId])).toEqual([{ mails: 'at_once' }])
})

test('addresses that refuse e-mails are seen by their organization’s Account Administrators; the log by whoever runs the system, without addresses and texts', async ({ world }) => {
  const agency = await world.agency()
  const [administrator, supervisor] = [await world.agencyUser(agency, null, ['account_administrator']), await world.agencyUser(agency, 'supervisor')]
  const strangers = [await world.agencyUser(await world.agency(), null, ['account_administrator']), await world.companyUser(await world.company(), null, ['account_administrator'])]
  await world.rows(`insert into refused_address (address_key, address, agency_id, smtp_code, refused_at) values ($1, $1, $2, 550, now())`, [`x-${agency.id}@y.example`, agency.id])
  await world.rows(`insert into mail (id, event_id, to_address, subject, text_body, html_body, created_at) values ($1, $1, 'a@b.example', 'S', 'T', 'H', now())`, [newId()])
  expect(await count(world, administrator, 'refused_address')).toBe(1)
  for (const actor of [supervisor, ...strangers]) expect(await count(world, actor, 'refused_address')).toBe(0)
  const platform = { kind: 'platform', userId: newId(), timeZone: 'America/New_York' } as const
  for (const actor of [platform, { kind: 'nobody' } as const]) expect(await count(world, actor, 'refused_address')).toBe('denied')
  for (const actor of [administrator, supervisor, ...strangers]) expect(await count(world, actor, 'mail')).toBe('denied')
  expect(await world.deps.transaction(platform, (tx) => tx.db.selectFrom('mail').select(['to_domain', 'state']).where('to_domain', '=', 'b.example').execute())).toEqual([{ to_domain: 'b.example', state: 'waiting' }])
  expect(await world.deps.transaction({ kind: 'nobody' }, (tx) => tx.db.selectFrom('mail').select('id').execute())).toEqual([])
  // Whose it was and why it came back; what came back may be tried again, and nothing else of it changes.
  await world.rows(`insert into mail (id, event_id, to_address, user_id, subject, text_body, html_body, state, bounce_status, bounced_at, created_at) values ($1, $1, 'c@d.example', $2, 'S', 'T', 'H', 'bounced', '5.1.1', now(), now())`, [newId(), supervisor.userId])
  expect(await world.deps.transaction(platform, (tx) => tx.db.selectFrom('mail').select(['agency_id', 'company_id', 'bounce_status']).where('to_domain', '=', 'd.example').execute())).toEqual([{ agency_id: agency.id, company_id: null, bounce_status: '5.1.1' }])
  for (const set of [{ bounce_status: null }, { agency_id: null }]) await expect(world.deps.transaction(platform, (tx) => tx.db.updateTable('mail').set(set).where('to_domain', '=', 'd.example').execute())).rejects.toThrow(/permission denied/)
  expect((await world.deps.transaction(platform, (tx) => tx.db.updateTable('mail').set({ state: 'waiting' }).where('to_domain', '=', 'd.example').executeTakeFirst())).numUpdatedRows).toBe(1n)
  await expect(world.deps.transaction(platform, (tx) => tx.db.selectFrom('mail').select('to_address').execute())).rejects.toThrow(/permission denied/)
  await expect(world.deps.transaction(platform, (tx) => tx.db.updateTable('mail').set({ state: 'sent' }).execute())).rejects.toThrow(/row-level security|policy/)
})
