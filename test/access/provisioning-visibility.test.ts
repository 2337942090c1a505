import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Tokens for provisioning: which rows each kind of actor sees, and what of them. */
async function tokenOf(world: World, owner: { agencyId?: string; companyId?: string }, by: string): Promise<string> {
  const id = newId()
  await world.rows('insert into scim_client (id, agency_id, company_id, token_hash, name, created_by, created_at) values ($1, $2, $3, sha256($4), $5, $6, $7)', [
    id, owner.agencyId ?? null, owner.companyId ?? null, Buffer.from(id), 'Directory', by, world.clock.now(),
  ])
  return id
}

const seen = (world: World, actor: Actor) => world.deps.transaction(actor, async (tx) => (await tx.db.selectFrom('scim_client').select('id').execute()).map(({ id }) => id))

test('tokens are seen by the Account Administrators of their organization alone', async ({ world }) => {
  const [ohio, other, firm] = [await world.agency(), await world.agency(), await world.company()]
  const administrator = await world.agencyUser(ohio, 'supervisor', ['account_administrator'])
  const supervisor = await world.agencyUser(ohio, 'supervisor')
  const stranger = await world.agencyUser(other, null, ['account_administrator'])
  const firmAdministrator = await world.companyUser(firm, 'manage', ['account_administrator'])
  const firmUser = await world.companyUser(firm, 'manage')
  const ofOhio = await tokenOf(world, { agencyId: ohio.id }, administrator.userId)
  const ofFirm = await tokenOf(world, { companyId: firm.id }, firmAdministrator.userId)
  expect(await seen(world, administrator)).toEqual([ofOhio])
  expect(await seen(world, firmAdministrator)).toEqual([ofFirm])
  for (const actor of [supervisor, stranger, firmUser]) expect(await seen(world, actor)).toEqual([])
  await expect(seen(world, { kind: 'platform', userId: administrator.userId, timeZone: 'America/New_York' })).rejects.toThrow(/permission denied/)
})

test('nobody reads a token’s hash, makes one in another’s name or for another organisation', async ({ world }) => {
  const agency = await world.agency()
  const [maker, colleague] = [await world.agencyUser(agency, null, ['account_administrator']), await world.agencyUser(agency, null, ['account_administrator'])]
  await tokenOf(world, { agencyId: agency.id }, maker.userId)
  await expect(world.deps.transaction(maker, (tx) => tx.db.selectFrom('scim_client').select('token_hash').execute())).rejects.toThrow(/permission denied/)
  const insert = (values: { agency_id: string; created_by: string }) =>
    world.deps.transaction(maker, (tx) => tx.db.insertInto('scim_client').values({ id: newId(), token_hash: Buffer.from(newId()), name: 'X', created_at: world.clock.now(), ...values }).execute())
  await expect(insert({ agency_id: agency.id, created_by: colleague.userId })).rejects.toThrow(/row-level security/)
  await expect(insert({ agency_id: (await world.agency()).id, created_by: maker.userId })).rejects.toThrow(/row-level security/)
})
