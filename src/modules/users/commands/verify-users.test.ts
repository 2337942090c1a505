import type { OrganisationHappening } from '#src/platform/ports.ts'
import { openSite } from '#test/world/site.ts'
import { describe, expect, test } from '#test/world/test-world.ts'
import type { TestAgency, TestCompany, World } from '#test/world/test-world.ts'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import { readVerification } from '../queries/read-verification.ts'
import { openVerifications } from './open-verifications.ts'
import { verifyUsers } from './verify-users.ts'

const administrator = ['account_administrator'] as const

async function agencySince(world: World, since: string, timeZone = 'America/New_York') {
  const agency = await world.agency(undefined, timeZone)
  await world.rows('update agency set participates_since = $2 where id = $1', [agency.id, since])
  return { agency, admin: await world.agencyUser(agency, null, [...administrator]) }
}

async function companySince(world: World, enrolledAt: string) {
  const company = await world.company()
  await world.rows('update company set created_at = $2 where id = $1', [company.id, enrolledAt])
  return { company, admin: await world.companyUser(company, null, [...administrator]) }
}

const told = async (world: World, of: TestAgency | TestCompany) =>
  (
    await world.rows<{ payload: OrganisationHappening }>(
      `select j.payload from graphile_worker._private_jobs j where $1 in (j.payload ->> 'agencyId', j.payload ->> 'companyId') and j.payload ->> 'event' like 'verification%' order by j.id`,
      [of.id],
    )
  ).map(({ payload }) => payload.event)
const opened = async (world: World, of: TestAgency | TestCompany) =>
  (await world.rows<{ due_on: string; done: boolean }>('select due_on::text, done_at is not null as done from user_verification where $1 in (agency_id, company_id) order by opened_at', [of.id])).map(({ due_on, done }) => `${due_on}${done ? ' done' : ''}`)
const refusal = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const idOf = async (world: World, actor: Actor) => (await readVerification(world.deps, actor)).verification?.id ?? ''
const seenBy = async (world: World, actor: Actor) => (await readVerification(world.deps, actor)).verification?.users.map(({ id }) => id) ?? []

describe('a verification opens', () => {
  test('for an agency a calendar month after it began to take part, in its own zone', async ({ world }) => {
    const { agency } = await agencySince(world, '2027-01-31', 'America/Los_Angeles')
    // Still February 27 in California.
    world.clock.set('2027-02-28T07:59:00.000Z')
    await openVerifications(world.deps)
    expect(await opened(world, agency)).toEqual([])
    world.clock.set('2027-02-28T08:00:00.000Z')
    await openVerifications(world.deps)
    expect(await opened(world, agency)).toEqual(['2027-03-14'])
  })

  test('at once for an agency that has taken part for long, and not for one that does not yet', async ({ world }) => {
    const { agency } = await agencySince(world, '2021-05-01')
    const later = await world.agency()
    await world.rows('update agency set participates_since = null where id = $1', [later.id])
    await openVerifications(world.deps)
    expect(await opened(world, agency)).toEqual(['2026-12-07'])
    expect(await opened(world, later)).toEqual([])
  })

  test('for a company 90 days after its enrollment, and not before it is enrolled', async ({ world }) => {
    const { company } = await companySince(world, '2026-01-01T12:00:00Z')
    const agency = await world.agency()
    const beginner = await world.agencyUser(agency)
    const { company: young, admin } = await companySince(world, '2026-01-01T12:00:00Z')
    await world.rows(
      `insert into enrollment (id, company_id, agency_id, begun_by, first_user_id, state, begun_at, invited_at, invitation_ends_at, completed_at) values ($1, $2, $3, $4, $5, 'complete', $6, $6, $6, $6)`,
      [newId(), young.id, agency.id, beginner.userId, admin.userId, '2026-09-01T12:00:00Z'],
    )
    const enrolling = await world.company({ enrolled: false })
    await world.rows(`update company set created_at = '2026-01-01' where id = $1`, [enrolling.id])
    await openVerifications(world.deps)
    expect(await opened(world, company)).toEqual(['2026-12-07'])
    expect([...(await opened(world, young)), ...(await opened(world, enrolling))]).toEqual([])
    world.clock.set('2026-11-30T15:00:00.000Z')
    await openVerifications(world.deps)
    expect(await opened(world, young)).toEqual(['2026-12-14'])
  })

  test('once, and is told once, however often and however many at a time look for it', async ({ world }) => {
    const { agency } = await agencySince(world, '2021-05-01')
    const { company } = await companySince(world, '2026-01-01T12:00:00Z')
    await Promise.all([openVerifications(world.deps), openVerifications(world.deps), openVerifications(world.deps)])
    world.clock.advance(86_400_000)
    await openVerifications(world.deps)
    for (const of of [agency, company]) {
      expect(await opened(world, of)).toEqual(['2026-12-07'])
      expect(await told(world, of)).toEqual(['verification_opened'])
    }
  })

  test('and being late is told once, on the day after', async ({ world }) => {
    const { company, admin } = await companySince(world, '2026-01-01T12:00:00Z')
    const { agency } = await agencySince(world, '2021-05-01', 'Pacific/Honolulu')
    const overdue = () => readVerification(world.deps, admin).then(({ verification }) => verification?.overdue ?? false)
    await openVerifications(world.deps)
    world.clock.set('2026-12-08T04:59:00.000Z')
    await openVerifications(world.deps)
    expect([await told(world, company), await overdue()]).toEqual([['verification_opened'], false])
    world.clock.set('2026-12-08T05:00:00.000Z')
    await Promise.all([openVerifications(world.deps), openVerifications(world.deps)])
    await openVerifications(world.deps)
    expect([await told(world, company), await overdue()]).toEqual([['verification_opened', 'verification_overdue'], true])
    // Still December 7 in Hawaii.
    expect(await told(world, agency)).toEqual(['verification_opened'])
    expect((await readVerification(world.deps, admin)).verification?.overdue).toBe(true)
  })
})

describe('verifying', () => {
  test('lists everybody who can come in, whoever never did first', async ({ world }) => {
    const { agency, admin } = await agencySince(world, '2021-05-01')
    const recent = await world.agencyUser(agency, 'manager')
    const long = await world.agencyUser(agency, 'viewer')
    const invited = await world.agencyUser(agency, 'viewer')
    const removed = await world.agencyUser(agency, 'viewer')
    await world.rows(`update account set last_sign_in_at = '2026-11-20' where user_id = any($1)`, [[recent.userId, admin.userId]])
    await world.rows(`update account set last_sign_in_at = '2026-02-01' where user_id = $1`, [long.userId])
    await world.rows(`update account set standing = 'invited' where user_id = $1`, [invited.userId])
    await world.rows(`update account set standing = 'removed' where user_id = $1`, [removed.userId])
    await openVerifications(world.deps)
    const { verification, last, nextOn } = await readVerification(world.deps, admin)
    expect(verification?.users.map(({ id }) => id).slice(0, 2)).toEqual([invited.userId, long.userId])
    expect(verification?.users.map(({ id }) => id)).not.toContain(removed.userId)
    expect(verification).toMatchObject({ dueOn: '2026-12-07', overdue: false })
    expect([last, nextOn]).toEqual([null, null])
  })

  test('finishes the task, is written down, and the next one comes a month or 90 days later', async ({ world }) => {
    const { agency, admin } = await agencySince(world, '2021-05-01')
    const { company, admin: companyAdmin } = await companySince(world, '2026-01-01T12:00:00Z')
    await openVerifications(world.deps)
    for (const [actor, side, of] of [[admin, 'agency_id', agency], [companyAdmin, 'company_id', company]] as const) {
      await world.rows(`insert into task (id, event_id, kind, ${side}, created_at) values ($1, $2, 'verify_users', $3, now())`, [newId(), newId(), of.id])
      const id = await idOf(world, actor)
      const done = await verifyUsers(world.deps, actor, { id, seenUserIds: await seenBy(world, actor) })
      expect(done).toMatchObject({ verification: null, last: { users: 1, doneAt: '2026-11-23T15:00:00.000Z' }, nextOn: of === agency ? '2026-12-23' : '2027-02-21' })
      expect(await world.rows(`select 1 from task where ${side} = $1 and done_at is null`, [of.id])).toEqual([])
      expect(await world.rows('select action, details from audit_entry where about_id = $1', [id])).toEqual([{ action: 'users.verified', details: { users: 1 } }])
      expect(await refusal(verifyUsers(world.deps, actor, { id, seenUserIds: [] }))).toBe('conflict')
    }
    world.clock.set('2026-12-23T15:00:00.000Z')
    await openVerifications(world.deps)
    expect(await opened(world, agency)).toEqual(['2026-12-07 done', '2027-01-06'])
    expect(await opened(world, company)).toEqual(['2026-12-07 done'])
  })

  test('notices a user who was added since the list was shown, and shows them', async ({ world }) => {
    const { agency, admin } = await agencySince(world, '2021-05-01')
    await openVerifications(world.deps)
    const [id, seenUserIds] = [await idOf(world, admin), await seenBy(world, admin)]
    const added = await world.agencyUser(agency, 'viewer')
    const refused = await verifyUsers(world.deps, admin, { id, seenUserIds }).then(() => null, (error: unknown) => error)
    expect(refused).toMatchObject({ code: 'stale_version', message: expect.stringContaining('A user was added') as unknown })
    expect(JSON.stringify(refused instanceof AppError ? refused.extras.current : null)).toContain(added.userId)
    // Somebody who was removed meanwhile, or made up, is no reason to refuse.
    await world.rows(`update account set standing = 'removed' where user_id = $1`, [added.userId])
    expect(await refusal(verifyUsers(world.deps, admin, { id, seenUserIds: [...seenUserIds, added.userId, newId()] }))).toBe('done')
  })

  test('is for Account Administrators of that organisation; to others it is not there', async ({ world }) => {
    const { agency, admin } = await agencySince(world, '2021-05-01')
    const { admin: companyAdmin } = await companySince(world, '2026-01-01T12:00:00Z')
    const { admin: otherAgency } = await agencySince(world, '2021-05-01')
    await openVerifications(world.deps)
    const id = await idOf(world, admin)
    for (const other of [companyAdmin, otherAgency]) expect(await refusal(verifyUsers(world.deps, other, { id, seenUserIds: await seenBy(world, other) }))).toBe('not_found')
    const colleague = await world.agencyUser(agency, 'supervisor', ['staff_director'])
    expect(await refusal(verifyUsers(world.deps, colleague, { id, seenUserIds: await seenBy(world, admin) }))).toBe('forbidden')
    expect(await refusal(readVerification(world.deps, colleague))).toBe('forbidden')
    expect(await refusal(readVerification(world.deps, { kind: 'platform', userId: newId(), timeZone: 'America/New_York' }))).toBe('not_found')
    // Whoever lost the role while the page was open.
    await world.rows(`update account set system_roles = '{}' where user_id = $1`, [admin.userId])
    expect(await refusal(verifyUsers(world.deps, admin, { id, seenUserIds: [] }))).toBe('forbidden')
  })

  test('by the API takes nothing but the users who were seen', async ({ world }) => {
    const { admin } = await agencySince(world, '2021-05-01')
    const site = await openSite(world)
    try {
      await openVerifications(world.deps)
      const session = await site.signIn(await site.credentials(admin))
      const current = (await site.get('/user-verifications/current', session)).json<{ verification: { id: string; users: { id: string }[] } }>()
      const seenUserIds = current.verification.users.map(({ id }) => id)
      const path = `/user-verifications/${current.verification.id}/completions`
      expect((await site.post(path, { seenUserIds, doneBy: newId() }, session)).statusCode).toBe(400)
      expect((await site.post(path, { seenUserIds: ['x'] }, session)).statusCode).toBe(400)
      expect((await site.post(path, { seenUserIds }, session)).json()).toMatchObject({ verification: null, nextOn: '2026-12-23' })
      expect((await site.post(`/user-verifications/${newId()}/completions`, { seenUserIds }, session)).statusCode).toBe(404)
    } finally {
      await site.close()
    }
  })
})
