import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { addWebhook } from '#src/modules/integrations/commands/manage-webhooks.ts'
import { sendTest } from '#src/modules/integrations/commands/send-again.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { tokenOf } from '#test/world/tokens.ts'

/** API tokens, webhooks and what was sent to them: which rows each kind of actor sees, and what of them. */
async function everybody(world: World) {
  const [ohio, other, firm] = [await world.agency(), await world.agency(), await world.company()]
  return {
    administrator: await world.agencyUser(ohio, 'supervisor', ['account_administrator']),
    supervisor: await world.agencyUser(ohio, 'supervisor'),
    stranger: await world.agencyUser(other, null, ['account_administrator']),
    firmAdministrator: await world.companyUser(firm, 'manage', ['account_administrator']),
    firmUser: await world.companyUser(firm, 'manage'),
  }
}

const ids = (world: World, actor: Actor, table: 'api_token' | 'webhook' | 'webhook_delivery') => world.deps.transaction(actor, async (tx) => (await tx.db.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id))
const platform = (userId: string): Actor => ({ kind: 'platform', userId, timeZone: 'UTC' })

test('tokens are seen by their makers and by the Account Administrators of their organization', async ({ world }) => {
  const { administrator, supervisor, stranger, firmAdministrator, firmUser } = await everybody(world)
  const own = (await tokenOf(world, administrator)).id
  const colleagues = (await tokenOf(world, supervisor)).id
  const firms = (await tokenOf(world, firmUser)).id
  expect(await ids(world, administrator, 'api_token')).toEqual([own, colleagues])
  expect(await ids(world, supervisor, 'api_token')).toEqual([colleagues])
  expect(await ids(world, stranger, 'api_token')).toEqual([])
  expect(await ids(world, firmAdministrator, 'api_token')).toEqual([firms])
  expect(await ids(world, firmUser, 'api_token')).toEqual([firms])
  await expect(ids(world, platform(administrator.userId), 'api_token')).rejects.toThrow(/permission denied/)
})

test('nobody reads a token’s hash, makes one in another’s name, lengthens or widens one', async ({ world }) => {
  const { administrator, supervisor, firmUser } = await everybody(world)
  const { id } = await tokenOf(world, supervisor)
  await expect(world.deps.transaction(supervisor, (tx) => tx.db.selectFrom('api_token').select('token_hash').execute())).rejects.toThrow(/permission denied/)
  for (const change of [{ scopes: ['reports:read'] }, { expires_at: new Date('2030-01-01') }, { user_id: administrator.userId }]) {
    await expect(world.deps.transaction(administrator, (tx) => tx.db.updateTable('api_token').set(change).where('id', '=', id).execute())).rejects.toThrow(/permission denied/)
  }
  const insert = (by: Actor, values: { agency_id?: string; company_id?: string; user_id: string }) =>
    world.deps.transaction(by, (tx) => tx.db.insertInto('api_token').values({ id: newId(), token_hash: Buffer.from(newId()), name: 'X', scopes: ['reports:read'], created_at: world.clock.now(), expires_at: new Date('2027-01-01'), ...values }).execute())
  await expect(insert(administrator, { agency_id: administrator.agencyId, user_id: supervisor.userId })).rejects.toThrow(/row-level security/)
  await expect(insert(administrator, { company_id: firmUser.companyId, user_id: administrator.userId })).rejects.toThrow(/row-level security/)
  await expect(world.deps.transaction(supervisor, (tx) => sql`select * from find_api_token(${Buffer.from('x')}, now())`.execute(tx.db))).rejects.toThrow(/permission denied/)
})

test('addresses and their logs are seen by the Account Administrators of their organization alone, their secrets by nobody who acts', async ({ world }) => {
  const { administrator, supervisor, stranger, firmAdministrator, firmUser } = await everybody(world)
  const training = { training: true }
  const ours = await addWebhook(world.deps, administrator, { name: 'X', url: 'https://example.com/', events: ['requests.sent'] }, training)
  const theirs = await addWebhook(world.deps, firmAdministrator, { name: 'X', url: 'https://example.com/', events: ['requests.sent'] }, training)
  const deliveries = [await sendTest(world.deps, administrator, ours.id), await sendTest(world.deps, firmAdministrator, theirs.id)]
  await world.rows('insert into webhook_attempt (delivery_id, number, agency_id, at, milliseconds, outcome) values ($1, 1, $2, now(), 5, $3)', [deliveries[0]?.deliveryId, administrator.agencyId, 'unreachable'])
  const attempts = (actor: Actor) => world.deps.transaction(actor, async (tx) => (await tx.db.selectFrom('webhook_attempt').select('number').execute()).length)
  expect([await ids(world, administrator, 'webhook'), await ids(world, administrator, 'webhook_delivery'), await attempts(administrator)]).toEqual([[ours.id], [deliveries[0]?.deliveryId], 1])
  expect([await ids(world, firmAdministrator, 'webhook'), await ids(world, firmAdministrator, 'webhook_delivery'), await attempts(firmAdministrator)]).toEqual([[theirs.id], [deliveries[1]?.deliveryId], 0])
  for (const actor of [supervisor, stranger, firmUser]) expect([await ids(world, actor, 'webhook'), await ids(world, actor, 'webhook_delivery'), await attempts(actor)]).toEqual([[], [], 0])
  for (const table of ['webhook', 'webhook_delivery'] as const) await expect(ids(world, platform(administrator.userId), table)).rejects.toThrow(/permission denied/)
  for (const column of ['secret', 'former_secret'] as const) await expect(world.deps.transaction(administrator, (tx) => tx.db.selectFrom('webhook').select(column).execute())).rejects.toThrow(/permission denied/)
  await expect(world.deps.transaction(administrator, (tx) => tx.db.deleteFrom('webhook_delivery').execute()), 'the log is not mended').rejects.toThrow(/permission denied/)
})
