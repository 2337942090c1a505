import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { remindEnrollment } from '#src/modules/enrollment/commands/remind-enrollment.ts'
import { requestCompanyAccount } from '#src/modules/companies/commands/request-company-account.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { activated } from '#test/world/enrollment.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees which rows of the tables of migration 0017, asked of the database itself, and who may change them. */
const tables = ['enrollment', 'enrollment_reminder', 'company_account_request'] as const
type Viewer = Actor | JobActor | Nobody

async function visibleTo(world: World, viewer: Viewer, ids: readonly string[]): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (const table of tables) {
    const rows = await world.deps
      .transaction(viewer, async (tx) => (await sql<{ id: string }>`select id from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(tx.db)).rows.length)
      .catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 0
        throw error
      })
    if (rows > 0) seen[table] = rows
  }
  return seen
}

async function enrolling(world: World) {
  const agency = await world.agency()
  const manager = await world.agencyUser(agency, 'manager')
  const company = await world.company({ enrolled: false })
  const first = await activated(world, manager, company)
  await remindEnrollment(world.deps, manager, first.enrollmentId, { newLink: false })
  const requestId = await requestCompanyAccount(world.deps, manager, { name: 'Keystone Bay Lending LLC', kind: 'non-depository', businessTypes: [], reason: 'Not in NMLS.' })
  const reminders = await world.rows<{ id: string }>('select id from enrollment_reminder where enrollment_id = $1', [first.enrollmentId])
  return { agency, manager, company, first, requestId, ids: [first.enrollmentId, requestId, ...reminders.map((row) => row.id)] }
}

const change = (world: World, actor: Actor, statement: ReturnType<typeof sql>) =>
  world.deps.transaction(actor, async (tx) => Number((await statement.execute(tx.db)).numAffectedRows ?? 0n)).catch((error: unknown) => String(error))

test('every agency sees how far a company is; a request for an account is its own agency’s', async ({ world }) => {
  const { agency, ids } = await enrolling(world)
  expect(await visibleTo(world, await world.agencyUser(agency, 'viewer'), ids)).toEqual({ enrollment: 1, enrollment_reminder: 1, company_account_request: 1 })
  expect(await visibleTo(world, await world.agencyUser(await world.agency(), 'supervisor'), ids)).toEqual({ enrollment: 1, enrollment_reminder: 1 })
})

test('a company sees its own enrollment and nobody else’s', async ({ world }) => {
  const { company, first, ids } = await enrolling(world)
  for (const user of [first, await world.companyUser(company, 'view')]) expect(await visibleTo(world, user, ids)).toEqual({ enrollment: 1 })
  expect(await visibleTo(world, await world.companyUser(await world.company(), 'manage', ['account_administrator']), ids)).toEqual({})
})

test('the platform sees requests for accounts; jobs what they tell of; nobody nothing', async ({ world }) => {
  const { ids } = await enrolling(world)
  const platform: Actor = { kind: 'platform', userId: newId(), timeZone: 'UTC' }
  expect(await visibleTo(world, platform, ids)).toEqual({ company_account_request: 1 })
  expect(await visibleTo(world, { kind: 'job' }, ids)).toEqual({ enrollment: 1, company_account_request: 1 })
  expect(await visibleTo(world, { kind: 'nobody' }, ids)).toEqual({})
})

test('no agency moves an enrollment, and no company moves it but its own Account Administrator', async ({ world }) => {
  const { manager, company, first } = await enrolling(world)
  const move = sql`update enrollment set state = 'complete' where id = ${first.enrollmentId}`
  expect(await change(world, manager, move)).toMatch(/permission denied/)
  expect(await change(world, await world.companyUser(company, 'manage'), move)).toBe(0)
  expect(await change(world, await world.companyUser(await world.company(), 'manage', ['account_administrator']), move)).toBe(0)
  expect(await change(world, first, sql`update enrollment set first_user_id = ${first.userId} where id = ${first.enrollmentId}`)).toMatch(/permission denied/)
  expect(await change(world, first, sql`update enrollment set state = 'rejected' where id = ${first.enrollmentId}`)).toMatch(/row-level security/)
  expect(await change(world, first, sql`update company set enrollment = 'complete' where id = ${company.id}`)).toMatch(/permission denied/)
  expect(await world.rows('select enrollment from company where id = $1', [company.id])).toEqual([{ enrollment: 'activated' }])
})

test('the functions behind an enrollment refuse whoever they are not for', async ({ world }) => {
  const { agency, company, first, requestId } = await enrolling(world)
  const begin = sql`select begin_enrollment(${newId()}, ${company.id}, ${newId()}, 'A', null, null, 'a@b.example', 'a@b.example', ${newId()}, now(), now())`
  for (const user of [await world.agencyUser(agency, 'viewer'), await world.agencyUser(agency, null, ['account_administrator'])]) expect(await change(world, user, begin)).toMatch(/only agencies/)
  expect(await change(world, first, begin)).toMatch(/permission denied/)
  const withdraw = sql`select withdraw_invitation(${first.enrollmentId}, null, now())`
  expect(await change(world, await world.agencyUser(agency, 'viewer'), withdraw)).toMatch(/only agencies/)
  expect(await change(world, first, withdraw)).toMatch(/permission denied/)
  for (const user of [await world.agencyUser(agency, 'supervisor'), await world.agencyUser(await world.agency(), 'supervisor')]) {
    expect(await world.deps.transaction(user, async (tx) => (await sql<{ withdraw_invitation: boolean }>`${withdraw}`.execute(tx.db)).rows)).toEqual([{ withdraw_invitation: false }])
  }
  expect(await change(world, await world.agencyUser(agency, 'supervisor'), sql`select approve_company_account(${requestId}, ${newId()}, 'k', now())`)).toMatch(/permission denied/)
  const other = await world.companyUser(company, 'manage', ['account_administrator'])
  const rejected = await world.deps.transaction(other, async (tx) => (await sql<{ done: boolean }>`select reject_association(${first.enrollmentId}, 'x', now()) as done`.execute(tx.db)).rows[0]?.done)
  expect(rejected).toBe(false)
  const waiting = await world.deps.transaction(await world.companyUser(company, 'manage'), async (tx) => (await sql`select 1 from waiting_for_company()`.execute(tx.db)).rows)
  expect(waiting).toEqual([])
})
