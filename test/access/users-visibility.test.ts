import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { addAgreement } from '#src/modules/users/commands/add-agreement.ts'
import { createUser } from '#src/modules/users/commands/create-user.ts'
import { removeUser } from '#src/modules/users/commands/remove-user.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { staffed, versionOf } from '#test/world/users.ts'

/** How many rows about this user the actor's own transaction finds. */
async function rowsOf(world: World, actor: Actor, table: 'confidentiality_agreement' | 'user_removal' | 'one_time_link' | 'audit_entry', userId: string): Promise<number | 'denied'> {
  const column = table === 'audit_entry' ? 'about_id' : 'user_id'
  return world.deps
    .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${sql.ref(column)} = ${userId}`.execute(tx.db)).rows[0]?.n ?? 0)
    .catch((error: unknown) => {
      if (/permission denied/.test(String(error))) return 'denied' as const
      throw error
    })
}

async function removedThirdParty(world: World) {
  const { company, administrator } = await staffed(world)
  const userId = await createUser(world.deps, administrator, { name: 'Noor Hale', email: `noor${company.id}@hale.example`, systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm: 'Hale LLP', kind: 'law_firm' } })
  await addAgreement({ ...world.deps, scanner: null }, administrator, userId, { name: 'nda.pdf', bytes: Buffer.from('%PDF-1.7') })
  await removeUser(world.deps, administrator, userId, { version: await versionOf(world, administrator, userId), reason: 'Engagement ended.' })
  return { company, administrator, userId }
}

const tables = ['confidentiality_agreement', 'user_removal', 'one_time_link', 'audit_entry'] as const
const all = (world: World, actor: Actor, userId: string) => Promise.all(tables.map((table) => rowsOf(world, actor, table, userId)))

test('the own Account Administrators see agreements, reasons and what was done; links nobody', async ({ world }) => {
  const { administrator, userId } = await removedThirdParty(world)
  expect(await all(world, administrator, userId)).toEqual([1, 1, 'denied', 3])
})

test('colleagues, other companies and agencies see none of it', async ({ world }) => {
  const { company, userId } = await removedThirdParty(world)
  expect(await all(world, await world.companyUser(company, 'manage', ['leader'], true), userId)).toEqual([0, 0, 'denied', 0])
  expect(await all(world, (await staffed(world)).administrator, userId)).toEqual([0, 0, 'denied', 0])
  expect(await all(world, await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator']), userId)).toEqual(['denied', 0, 'denied', 0])
})

test("an agency's administrators read what was done with their own accounts, and nothing of a complaint", async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const id = await createUser(world.deps, administrator, { name: 'A', email: `a${agency.id}@agency.example`, systemRoles: [], complaintsRole: 'viewer' })
  expect(await rowsOf(world, administrator, 'audit_entry', id)).toBe(1)
  expect(await rowsOf(world, await world.agencyUser(agency, 'viewer'), 'audit_entry', id)).toBe(0)
  await world.rows(
    `insert into audit_entry (id, at, organisation_id, action, actor_kind, agency_id, complaint_id, about_kind, about_id, audience) values (gen_random_uuid(), now(), $1, 'complaint.read', 'agency', $1, gen_random_uuid(), 'account', $2, 'agency')`,
    [agency.id, id],
  )
  expect(await rowsOf(world, administrator, 'audit_entry', id)).toBe(1)
})

test('no transaction of an administrator makes or moves accounts outside their own organisation', async ({ world }) => {
  const { administrator } = await staffed(world)
  const theirs = await staffed(world)
  const changed = await world.deps.transaction(administrator, async (tx) => (await sql`update account set complaints_role = 'manage' where user_id = ${theirs.administrator.userId}`.execute(tx.db)).numAffectedRows)
  expect(Number(changed)).toBe(0)
  const moved = world.deps.transaction(administrator, (tx) => sql`insert into person (id, kind, company_id, name) values (gen_random_uuid(), 'company', ${theirs.company.id}, 'X')`.execute(tx.db))
  await expect(moved).rejects.toThrow(/row-level security/)
})
