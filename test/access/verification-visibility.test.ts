import { newId } from '#src/platform/new-id.ts'
import type { Actor } from '#src/access/actor.ts'
import { expect, test } from '#test/world/test-world.ts'

test('a verification of users is seen by the own organisation and jobs only, and done by its administrators only', async ({ world }) => {
  const [agency, otherAgency] = [await world.agency(), await world.agency()]
  const [company, otherCompany] = [await world.company(), await world.company()]
  const rows = { agency: newId(), company: newId() }
  await world.rows(`insert into user_verification (id, agency_id, opened_at, due_on) values ($1, $2, now(), '2026-12-07')`, [rows.agency, agency.id])
  await world.rows(`insert into user_verification (id, company_id, opened_at, due_on) values ($1, $2, now(), '2026-12-07')`, [rows.company, company.id])
  const platform: Actor = { kind: 'platform', userId: newId(), timeZone: 'America/New_York' }
  const admins = { agency: await world.agencyUser(agency, null, ['account_administrator']), company: await world.companyUser(company, null, ['account_administrator']) }
  const seen = async (actor: Actor | { kind: 'job' }) =>
    world.deps
      .transaction(actor, (tx) => tx.db.selectFrom('user_verification').select('id').where('id', 'in', Object.values(rows)).execute())
      .then((found) => found.map(({ id }) => (id === rows.agency ? 'agency' : 'company')).sort(), () => 'refused')
  expect(await seen(admins.agency)).toEqual(['agency'])
  expect(await seen(admins.company)).toEqual(['company'])
  expect(await seen(await world.agencyUser(otherAgency, 'supervisor', ['account_administrator']))).toEqual([])
  expect(await seen(await world.companyUser(otherCompany, 'manage', ['account_administrator']))).toEqual([])
  expect(await seen({ kind: 'job' })).toEqual(['agency', 'company'])
  expect(await seen(platform)).toBe('refused')

  const finish = async (actor: Actor) => Number((await world.deps.transaction(actor, (tx) => tx.db.updateTable('user_verification').set({ done_at: tx.now }).where('id', 'in', Object.values(rows)).executeTakeFirst())).numUpdatedRows)
  expect(await finish(await world.agencyUser(agency, 'supervisor'))).toBe(0)
  expect(await finish(await world.companyUser(company, 'manage', ['leader']))).toBe(0)
  expect(await finish(await world.companyUser(otherCompany, 'manage', ['account_administrator']))).toBe(0)
  expect(await finish(admins.agency)).toBe(1)
  expect(await finish(admins.company)).toBe(1)
})

test('notifications and tasks of an organisation are seen by their readers and holders only', async ({ world }) => {
  const agency = await world.agency()
  const [reader, colleague] = [await world.agencyUser(agency, null, ['account_administrator']), await world.agencyUser(agency, 'supervisor', ['account_administrator'])]
  const platform: Actor = { kind: 'platform', userId: newId(), timeZone: 'America/New_York' }
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Test Administrator')`, [platform.userId])
  const [task] = [newId()]
  await world.rows(`insert into task (id, event_id, kind, agency_id, created_at) values ($1, $2, 'verify_users', $3, now())`, [task, newId(), agency.id])
  await world.rows('insert into task_holder (task_id, user_id) values ($1, $2)', [task, reader.userId])
  for (const userId of [reader.userId, platform.userId]) {
    await world.rows(`insert into notification (id, event_id, user_id, event, sentence, link, created_at) values ($1, $2, $3, 'verification_opened', 'Verify.', '/users/verification', now())`, [newId(), newId(), userId])
  }
  const notifications = async (actor: Actor) => (await world.deps.transaction(actor, (tx) => tx.db.selectFrom('notification').select('user_id').execute())).map((row) => row.user_id)
  expect(await notifications(reader)).toEqual([reader.userId])
  expect(await notifications(platform)).toEqual([platform.userId])
  expect(await notifications(colleague)).toEqual([])
  const held = async (actor: Actor) => world.deps.transaction(actor, (tx) => tx.db.selectFrom('task_holder').select('task_id').where('task_id', '=', task).execute()).then((rows) => rows.length, () => 'refused')
  expect([await held(reader), await held(colleague), await held(platform)]).toEqual([1, 0, 'refused'])
})
