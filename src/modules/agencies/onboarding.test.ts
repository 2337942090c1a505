import { sql } from 'kysely'
import type { PlatformActor } from '#src/access/actor.ts'
import { createAgency } from './commands/create-agency.ts'
import { inviteAgain, inviteAgencyAdministrator } from './commands/invite-administrator.ts'
import { updateAgency } from './commands/update-agency.ts'
import { createAgencyUser, createPlatformAdministrator } from './commands/create-user.ts'
import type { OnboardAgency } from './onboarding-contract.ts'
import { listAgencies, readAgency } from './queries/list-agencies.ts'
import { listParticipation } from './queries/list-participation.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { newId } from '#src/platform/new-id.ts'

let n = 0
async function platform(world: World): Promise<PlatformActor> {
  const userId = newId()
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Pat Runner')`, [userId])
  return { kind: 'platform', userId, timeZone: 'UTC' }
}

function onboarding(changes: Partial<OnboardAgency> = {}): OnboardAgency {
  n += 1
  return {
    code: `NV-T${String(n)}X`, name: `Nevada Test Division ${String(n)}`, shortName: `Nevada ${String(n)}`, state: 'NV', timeZone: 'America/Los_Angeles', components: ['complaints'], participatesSince: '2026-12-01',
    administrator: { name: 'Ada Minister', email: `ada${String(n)}@nv.example` }, ...changes,
  }
}

test('an onboarded agency stands on the participation map, and its first Account Administrator is invited', async ({ world }) => {
  const actor = await platform(world)
  const input = onboarding()
  const { id, linkId } = await createAgency(world.deps, actor, input)
  const map = await listParticipation(world.deps)
  expect(map.items.find(({ state }) => state === 'NV')?.agencies).toContainEqual({ name: input.name, components: [{ component: 'complaints', since: '2026-12-01', upcoming: true }] })
  const record = await readAgency(world.deps, actor, id)
  expect(record).toMatchObject({ code: input.code, users: 0, administrators: [{ name: 'Ada Minister', standing: 'invited', lastSignInAt: null }] })
  expect(await world.rows(`select purpose, expires_at from one_time_link where id = $1`, [linkId])).toEqual([{ purpose: 'activation', expires_at: new Date('2026-12-07T15:00:00Z') }])
  const jobs = await world.rows<{ payload: { event: string; linkId: string } }>(`select payload from graphile_worker._private_jobs order by id desc limit 1`)
  expect(jobs[0]?.payload).toMatchObject({ event: 'account_invited', linkId })
})

test('a code or an e-mail address that is taken names its field, and nothing is kept', async ({ world }) => {
  const actor = await platform(world)
  const first = onboarding()
  await createAgency(world.deps, actor, first)
  await expect(createAgency(world.deps, actor, onboarding({ code: first.code }))).rejects.toMatchObject({ code: 'invalid', extras: { fields: { code: 'Another agency has this code.' } } })
  const again = onboarding({ administrator: { name: 'Other', email: first.administrator.email.toUpperCase() } })
  await expect(createAgency(world.deps, actor, again)).rejects.toMatchObject({ extras: { fields: { 'administrator.email': expect.stringContaining('has an account already') as string } } })
  expect(await world.rows('select 1 from agency where code = $1', [again.code])).toEqual([])
})

test('nobody but the platform onboards, not even an Account Administrator', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, 'supervisor', ['account_administrator'])
  const company = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  for (const actor of [administrator, company]) {
    await expect(createAgency(world.deps, actor, onboarding())).rejects.toMatchObject({ code: 'forbidden' })
    await expect(readAgency(world.deps, actor, agency.id)).rejects.toMatchObject({ code: 'forbidden' })
  }
})

test('the platform sees no row of any complaint, response or document', async ({ world }) => {
  const actor = await platform(world)
  for (const table of ['complaint', 'complaint_detail', 'complainant', 'complaint_delivery', 'information_request', 'response', 'document', 'search_document']) {
    const outcome = await world.deps.transaction(actor, async (tx) => (await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(tx.db)).rows[0]?.n).catch((error: unknown) => String(error))
    expect([table, outcome]).toEqual([table, expect.stringMatching(/^0$|permission denied/)])
  }
})

test('components and date change by version; a stale one is refused with what stands now', async ({ world }) => {
  const actor = await platform(world)
  const input = onboarding()
  const { id } = await createAgency(world.deps, actor, input)
  const change = { version: 1, name: input.name, shortName: input.shortName, timeZone: input.timeZone, components: ['complaints', 'supervisory_activities'] as const, participatesSince: null }
  await updateAgency(world.deps, actor, id, { ...change, components: [...change.components] })
  expect(await readAgency(world.deps, actor, id)).toMatchObject({ version: 2, components: ['complaints', 'supervisory_activities'], participatesSince: null })
  expect((await listParticipation(world.deps)).items.flatMap(({ agencies }) => agencies.map(({ name }) => name))).not.toContain(input.name)
  await expect(updateAgency(world.deps, actor, id, { ...change, components: ['complaints'] })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { version: 2 } } })
})

test('at most five Account Administrators are invited, and a link can be sent again until it is used', async ({ world }) => {
  const actor = await platform(world)
  const { id } = await createAgency(world.deps, actor, onboarding())
  for (const name of ['two', 'three', 'four', 'five']) await inviteAgencyAdministrator(world.deps, actor, id, { name, email: `${name}${String(n)}@nv.example` })
  await expect(inviteAgencyAdministrator(world.deps, actor, id, { name: 'six', email: `six${String(n)}@nv.example` })).rejects.toMatchObject({ code: 'invalid' })
  const { administrators } = await readAgency(world.deps, actor, id)
  const [one] = administrators
  await inviteAgain(world.deps, actor, id, one?.id ?? '')
  expect(await world.rows('select used_at is null as works from one_time_link where user_id = $1 order by created_at, used_at nulls last', [one?.id])).toEqual([{ works: false }, { works: true }])
  await world.rows(`update account set standing = 'active' where user_id = $1`, [one?.id])
  await expect(inviteAgain(world.deps, actor, id, one?.id ?? '')).rejects.toMatchObject({ code: 'conflict' })
})

test('users made at the command line keep the rules of roles', async ({ world }) => {
  const actor = await platform(world)
  const agency = await world.agency()
  await expect(createAgencyUser(world.deps, actor, agency.code, { name: 'A', email: `a${String(++n)}@x.example` }, { systemRoles: ['staff_director'], complaintsRole: null })).rejects.toMatchObject({ code: 'invalid' })
  await createAgencyUser(world.deps, actor, agency.code.toLowerCase(), { name: 'B', email: `b${String(++n)}@x.example` }, { systemRoles: [], complaintsRole: 'viewer' })
  await createPlatformAdministrator(world.deps, actor, { name: 'C', email: `c${String(++n)}@x.example` })
  expect(await world.rows(`select kind, complaints_role, standing from account where email_key in ($1, $2) order by kind`, [`b${String(n - 1)}@x.example`, `c${String(n)}@x.example`])).toEqual([
    { kind: 'agency', complaints_role: 'viewer', standing: 'invited' },
    { kind: 'platform', complaints_role: null, standing: 'invited' },
  ])
})

test('the list of agencies pages without loss or repetition', async ({ world }) => {
  const actor = await platform(world)
  for (let i = 0; i < 5; i += 1) await createAgency(world.deps, actor, onboarding())
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listAgencies(world.deps, actor, { cursor, limit: 2 })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  const all = await world.rows<{ id: string }>('select id from agency order by name, id')
  expect(seen).toEqual(all.map(({ id }) => id))
})
