import { AppError } from '#src/kernel/errors.ts'
import { expect, test } from '#test/world/test-world.ts'
import { beginSession, outcome, staffed, toldOf, versionOf } from '#test/world/users.ts'
import { readUser } from '../queries/read-user.ts'
import { inviteAgain, resetSecondFactors, sendPasswordReset, unlockUser } from './help-user-in.ts'
import { setRoles } from './set-roles.ts'
import { updateUser } from './update-user.ts'

const saying = (text: string): unknown => expect.stringContaining(text)
const openSessions = 'select 1 from session where user_id = $1 and ended_at is null'

test('an administrator changes what a user may do; the user is signed out and told', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'view', ['contributor'])
  await beginSession(world, user.userId)
  await setRoles(world.deps, administrator, user.userId, { version: 1, systemRoles: ['leader'], complaintsRole: 'manage' })
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ version: 2, roles: ['Leader', 'Manage complaints'], history: [{ action: 'account.roles_changed', sentence: 'Roles and groups changed' }] })
  expect(await world.rows(openSessions, [user.userId])).toEqual([])
  expect(await toldOf(world, user.userId)).toEqual(['roles_changed'])
})

test('roles that were not changed tell nobody anything', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'view', ['contributor', 'leader'])
  await setRoles(world.deps, administrator, user.userId, { version: 1, systemRoles: ['leader', 'contributor'], complaintsRole: 'view' })
  expect([await versionOf(world, administrator, user.userId), await toldOf(world, user.userId)]).toEqual([1, []])
})

test('nobody but an administrator changes roles, their own neither', async ({ world }) => {
  const { company } = await staffed(world)
  const user = await world.companyUser(company, 'manage', ['leader'])
  const change = { version: 1, systemRoles: ['account_administrator'], complaintsRole: 'manage' }
  expect(await outcome(setRoles(world.deps, user, user.userId, change))).toBe('forbidden')
  // Whatever a session claims, the account decides.
  expect(await outcome(setRoles(world.deps, { ...user, systemRoles: ['account_administrator'] }, user.userId, change))).toBe('forbidden')
})

test('a record that somebody else changed is refused, with what is there now', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'view')
  await updateUser(world.deps, administrator, user.userId, { version: 1, name: 'Rosa Lind', title: '', phone: '' })
  const error = await setRoles(world.deps, administrator, user.userId, { version: 1, systemRoles: ['leader'], complaintsRole: null }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'stale_version', extras: { current: { name: 'Rosa Lind', version: 2 } } })
})

test('of two administrators who demote each other at the same moment one stays', async ({ world }) => {
  for (let round = 0; round < 8; round += 1) {
    const { company, administrator: one } = await staffed(world)
    const two = await world.companyUser(company, null, ['account_administrator'])
    const demote = { version: 1, systemRoles: ['leader'], complaintsRole: null }
    const outcomes = await Promise.all([outcome(setRoles(world.deps, one, two.userId, demote)), outcome(setRoles(world.deps, two, one.userId, demote))])
    expect(outcomes.sort()).toEqual(['done', 'forbidden'])
    const left = await world.rows(`select 1 from account where company_id = $1 and standing = 'active' and 'account_administrator' = any(system_roles)`, [company.id])
    expect(left).toHaveLength(1)
  }
})

test('two who both step down at the same moment leave one', async ({ world }) => {
  const { company, administrator: one } = await staffed(world)
  const two = await world.companyUser(company, null, ['account_administrator'])
  const down = { version: 1, systemRoles: ['leader'], complaintsRole: null }
  const outcomes = await Promise.all([outcome(setRoles(world.deps, one, one.userId, down)), outcome(setRoles(world.deps, two, two.userId, down))])
  expect(outcomes.sort()).toEqual(['done', 'invalid'])
})

test('a profile is changed; under another address one is signed out, unlinked, and old links open nothing', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  await beginSession(world, user.userId)
  await world.rows("update account set sso_issuer = 'https://id.example', sso_subject = $2 where user_id = $1", [user.userId, user.userId])
  await sendPasswordReset(world.deps, administrator, user.userId)
  await updateUser(world.deps, administrator, user.userId, { version: 1, name: 'Rosa Lind', title: 'Counsel', phone: '1', email: 'Rosa.Lind@company.example' })
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ name: 'Rosa Lind', title: 'Counsel', phone: '1', email: 'Rosa.Lind@company.example', signsInElsewhere: false, version: 2 })
  expect(await world.rows(openSessions, [user.userId])).toEqual([])
  expect(await world.rows('select 1 from one_time_link where user_id = $1 and used_at is null', [user.userId])).toEqual([])
})

test('the address of an invited user is mended: the link goes to the new one, the old one opens nothing', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  await world.rows("update account set standing = 'invited' where user_id = $1", [user.userId])
  await inviteAgain(world.deps, administrator, user.userId)
  await updateUser(world.deps, administrator, user.userId, { version: 2, name: 'A', title: '', phone: '', email: 'mended@company.example' })
  expect(await toldOf(world, user.userId)).toEqual(['account_invited', 'account_invited'])
  // The old address may be a stranger's.
  expect(await world.rows('select 1 from former_address where user_id = $1', [user.userId])).toEqual([])
  expect(await world.rows('select 1 from one_time_link where user_id = $1 and used_at is null', [user.userId])).toHaveLength(1)
})

test('an address that is used, or lies outside the domains, is refused on a change too', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  const change = { version: 1, name: 'A', title: '', phone: '' }
  const fields = async (email: string) => updateUser(world.deps, administrator, user.userId, { ...change, email }).then(() => null, (error: unknown) => (error instanceof AppError ? error.extras.fields : null))
  expect(await fields(await world.emailOf(administrator.userId))).toEqual({ email: 'This e-mail address is already used.' })
  await world.rows("update company set email_domains = '{brightwater.example}' where id = $1", [company.id])
  expect(await fields('a@other.example')).toEqual({ email: saying('brightwater.example') })
  // One's own address of before the domains were named stays possible.
  expect(await fields(await world.emailOf(user.userId))).toBeNull()
})

test('helps: a new invitation for the invited, a link and a reset for the active, each told and written down', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  expect(await outcome(inviteAgain(world.deps, administrator, user.userId))).toBe('conflict')
  await world.rows("insert into credential (user_id, password_hash, second_factor) values ($1, 'x', 'y')", [user.userId])
  await world.rows("insert into passkey (id, user_id, credential_id, public_key, name, created_at) values (gen_random_uuid(), $1, $2, 'k', 'Key', now())", [user.userId, Buffer.from(user.userId)])
  await sendPasswordReset(world.deps, administrator, user.userId)
  await resetSecondFactors(world.deps, administrator, user.userId)
  expect(await world.rows('select second_factor from credential where user_id = $1', [user.userId])).toEqual([{ second_factor: null }])
  expect(await world.rows('select 1 from passkey where user_id = $1', [user.userId])).toEqual([])
  expect(await toldOf(world, user.userId)).toEqual(['password_reset_asked', 'second_factor_reset'])
  const { history } = await readUser(world.deps, administrator, user.userId)
  expect(history.map(({ sentence }) => sentence)).toEqual(['Second factors reset', 'Link for a new password sent'])
  expect(await outcome(resetSecondFactors(world.deps, administrator, administrator.userId))).toBe('conflict')
})

test('who is locked out is shown as locked, and unlocked at once', async ({ world }) => {
  const { company, administrator } = await staffed(world)
  const user = await world.companyUser(company, 'manage')
  await world.rows("insert into sign_in_throttle (key_hash, attempts, blocked_until, last_attempt_at) values (sha256(convert_to('code ' || $1::text, 'UTF8')), 9, '2026-11-23T15:20:00Z', now())", [user.userId])
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ lockedUntil: '2026-11-23T15:20:00.000Z' })
  await unlockUser(world.deps, administrator, user.userId)
  expect(await readUser(world.deps, administrator, user.userId)).toMatchObject({ lockedUntil: null })
})
