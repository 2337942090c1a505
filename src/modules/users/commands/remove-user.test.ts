import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { beginSession, outcome, staffed, toldOf, versionOf } from '#test/world/users.ts'
import { readHistory } from '../../complaints/index.ts'
import { readHeldWork } from '../queries/read-held-work.ts'
import { readUser } from '../queries/read-user.ts'
import { reactivateUser } from './reactivate-user.ts'
import { reassignWork } from './reassign-work.ts'
import { removeUser } from './remove-user.ts'
import { setRoles } from './set-roles.ts'

const saying = (text: string): unknown => expect.stringContaining(text)

test('who holds nothing is removed: signed out, no contact any more, told, and the reason is kept for the administrators', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage', [], true)
  await beginSession(world, user.userId)
  await removeUser(world.deps, administrator, user.userId, { version: 1, reason: 'Left the company.' })
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ standing: 'removed', removedAt: '2026-11-23T15:00:00.000Z', designations: [], can: ['reassign', 'reactivate'] })
  expect(await world.rows('select 1 from session where user_id = $1 and ended_at is null', [user.userId])).toEqual([])
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ removalReason: 'Left the company.' })
  expect(await toldOf(world, user.userId)).toEqual(['account_removed'])
})

test('the reason shown is that of the latest removal, and none once the user is back', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'view')
  const record = () => readUser(world.deps, administrator, user.userId)
  await removeUser(world.deps, administrator, user.userId, { version: 1, reason: 'On leave.' })
  await reactivateUser(world.deps, administrator, user.userId, { version: 2, systemRoles: ['leader'], complaintsRole: 'view' })
  expect((await record()).removalReason).toBeNull()
  world.clock.advance(60_000)
  await removeUser(world.deps, administrator, user.userId, { version: (await record()).version })
  expect(await record()).toMatchObject({ standing: 'removed', removalReason: null })
})

test('a Company POC is not removed before somebody takes the complaints over, and the refusal says which', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const heir = await world.companyUser(company, 'manage')
  const complaintId = await entered(world, supervisor, company)
  await sent(world, supervisor, complaintId)
  await assigned(world, administrator, complaintId, poc)
  const refusal = await removeUser(world.deps, administrator, poc.userId, { version: 1 }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'conflict', extras: { current: { held: [{ kind: 'company_poc', complaintId, sentence: saying('Company POC of C-') }] } } })
  expect(await outcome(setRoles(world.deps, administrator, poc.userId, { version: 1, systemRoles: ['leader'], complaintsRole: 'view' }))).toBe('invalid')

  const viewer = await world.companyUser(company, 'view')
  const stranger = await world.companyUser(await world.company(), 'manage')
  for (const wrong of [viewer, stranger, poc]) expect(await outcome(removeUser(world.deps, administrator, poc.userId, { version: 1, reassignTo: wrong.userId }))).toBe('invalid')
  expect((await readHeldWork(world.deps, administrator, poc.userId)).colleagues).toMatchObject([{ id: administrator.userId, openComplaints: 0 }, { id: heir.userId, openComplaints: 0 }])

  await removeUser(world.deps, administrator, poc.userId, { version: 1, reassignTo: heir.userId })
  expect(await world.rows('select company_poc_id from complaint_delivery where complaint_id = $1', [complaintId])).toEqual([{ company_poc_id: heir.userId }])
  expect((await readHistory(world.deps, supervisor, complaintId, { limit: 50 })).items.filter(({ action }) => action === 'company_poc.assigned')).toHaveLength(2)
  const told = await world.rows(`select 1 from graphile_worker._private_jobs where payload ->> 'event' = 'poc_assigned' and payload -> 'userIds' ->> 0 = $1`, [heir.userId])
  expect(told).toHaveLength(1)
})

test('an Agency POC hands over; an administrator without a complaints role learns numbers and nothing else', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const heir = await world.agencyUser(agency, 'manager')
  const complaintId = await entered(world, supervisor, company)
  const { items, colleagues } = await readHeldWork(world.deps, administrator, supervisor.userId)
  expect(items).toEqual([{ kind: 'agency_poc', complaintId: null, complaintNumber: saying('C-'), taskKind: null, sentence: saying('Agency POC of C-'), mustBeReassigned: true }])
  expect(colleagues.map(({ id }) => id)).toEqual([heir.userId])
  expect(await readUser(world.deps, administrator, supervisor.userId)).toMatchObject({ roleFacts: { pocOf: 1 } })
  await reassignWork(world.deps, administrator, supervisor.userId, { toUserId: heir.userId })
  expect((await readHistory(world.deps, heir, complaintId, { limit: 50 })).items[0]).toMatchObject({ action: 'agency_poc.changed' })
  expect(await outcome(removeUser(world.deps, administrator, supervisor.userId, { version: 1 }))).toBe('done')
})

test('a task that colleagues hold as well stops nobody; one that only the removed user held goes on', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const second = await world.companyUser(company, null, ['account_administrator'])
  await world.rows(`with t as (insert into task (id, event_id, kind, company_id, created_at) values (gen_random_uuid(), gen_random_uuid(), 'verify_users', $1, now()) returning id)
    insert into task_holder (task_id, user_id) select id, $2 from t`, [company.id, second.userId])
  expect((await readHeldWork(world.deps, administrator, second.userId)).items).toMatchObject([{ kind: 'task', taskKind: 'verify_users', mustBeReassigned: false, complaintNumber: null }])
  await removeUser(world.deps, administrator, second.userId, { version: 1 })
  expect(await world.rows('select user_id from task_holder h join task t on t.id = h.task_id where t.company_id = $1', [company.id])).toEqual([{ user_id: administrator.userId }])
})

test('provisioning removes somebody who still holds work: it stays with them, and the administrators are told', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const complaintId = await entered(world, supervisor, company)
  await sent(world, supervisor, complaintId)
  await assigned(world, administrator, complaintId, poc)
  await removeUser(world.deps, administrator, poc.userId, { version: 1 }, { leavingWork: true })
  expect(await toldOf(world, poc.userId)).toEqual(['account_removed', 'work_left_behind'])
  expect((await readHeldWork(world.deps, administrator, poc.userId)).items).toMatchObject([{ kind: 'company_poc' }])
  await reassignWork(world.deps, administrator, poc.userId, { toUserId: administrator.userId })
  expect((await readHeldWork(world.deps, administrator, poc.userId)).items).toEqual([])
})

test('nobody removes themselves, the last administrator, or somebody whom another just changed', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const other = await world.companyUser(company, null, ['account_administrator'])
  const user = await world.companyUser(company, 'view')
  const remove = (by: typeof administrator, whom: typeof administrator, version = 1) => outcome(removeUser(world.deps, by, whom.userId, { version }))
  expect(await remove(administrator, administrator)).toBe('conflict')
  expect(await remove(administrator, user, 7)).toBe('stale_version')
  expect(await remove(user, administrator)).toBe('forbidden')
  const outcomes = await Promise.all([remove(administrator, other), remove(other, administrator)])
  expect(outcomes.sort()).toEqual(['done', 'forbidden'])
})

test('who comes back begins with an invitation: nothing of before opens the account', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  await world.rows("insert into credential (user_id, password_hash, second_factor) values ($1, 'x', 'y')", [user.userId])
  await world.rows("insert into passkey (id, user_id, credential_id, public_key, name, created_at) values (gen_random_uuid(), $1, $2, 'k', 'Key', now())", [user.userId, Buffer.from(user.userId)])
  await world.rows("update account set sso_issuer = 'https://id.example', sso_subject = $1::text where user_id = $1", [user.userId])
  await removeUser(world.deps, administrator, user.userId, { version: 1 })
  expect(await outcome(reactivateUser(world.deps, administrator, user.userId, { version: 1, systemRoles: [], complaintsRole: 'view' }))).toBe('stale_version')
  expect(await outcome(reactivateUser(world.deps, administrator, user.userId, { version: 2, systemRoles: [], complaintsRole: null }))).toBe('invalid')
  await reactivateUser(world.deps, administrator, user.userId, { version: 2, systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm: 'Hale LLP', kind: 'law_firm' } })
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ standing: 'invited', thirdParty: { firm: 'Hale LLP', kind: 'law_firm' }, roles: ['Third Party'], termsAcceptedAt: null, signsInElsewhere: false, invitationEndsAt: '2026-12-07T15:00:00.000Z' })
  for (const table of ['credential', 'passkey']) expect(await world.rows(`select 1 from ${table} where user_id = $1`, [user.userId])).toEqual([])
  expect(await toldOf(world, user.userId)).toEqual(['account_removed', 'account_reactivated'])
  expect(await outcome(reactivateUser(world.deps, administrator, user.userId, { version: await versionOf(world, administrator, user.userId), systemRoles: [], complaintsRole: 'view' }))).toBe('conflict')
})
