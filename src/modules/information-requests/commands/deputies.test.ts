import type { Actor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { removeUser, setRoles } from '../../users/index.ts'
import { readUser } from '../../users/queries/read-user.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { listDeputies } from '../queries/list-deputies.ts'
import { listReceived } from '../queries/list-received.ts'
import { readReceived } from '../queries/read-received.ts'
import { readLatestResponse, readReceivedRequest } from '../queries/received-requests.ts'
import { listSubmissions } from '../queries/submissions.ts'
import { followDeputies } from './follow-deputies.ts'
import { endDeputy, nameDeputy } from './name-deputy.ts'
import { saveDraft } from './save-draft.ts'
import { submitResponse } from './submit-response.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))

async function exchange(world: World) {
  const people = await cast(world)
  const deputy = await world.companyUser(people.company, 'manage')
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  const name = (by: Actor, from: string, until: string, whom = people.poc.userId, deputyId = deputy.userId) => nameDeputy(world.deps, by, { userId: whom, deputyId, from, until })
  const acting = async () => (await readReceived(world.deps, people.administrator, complaintId)).deputy?.id ?? null
  const maySubmit = async (who: typeof deputy) => (await readReceivedRequest(world.deps, who, requestId)).can.includes('response.submit')
  return { ...people, deputy, complaintId, requestId, name, acting, maySubmit }
}

test('while a deputy is named, exactly the deputy acts, and the receipt says for whom', async ({ world }) => {
  const { supervisor, poc, deputy, complaintId, requestId, name, acting, maySubmit } = await exchange(world)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'Only for the Company POC.', links: [], restricted: true })
  expect([await maySubmit(poc), await maySubmit(deputy)]).toEqual([true, false])
  await name(poc, '2026-11-23', '2026-11-24')
  expect(await acting()).toBe(deputy.userId)
  expect((await readReceived(world.deps, poc, complaintId)).deputy).toMatchObject({ id: deputy.userId, until: '2026-11-24' })
  expect([await maySubmit(poc), await maySubmit(deputy)]).toEqual([false, true])
  const seen = async () => (await readComplaint(world.deps, supervisor, complaintId)).detail
  expect(await seen(), 'the agency reads who acts, for whom, and until when').toMatchObject({ companyPoc: { id: poc.userId }, deputy: { id: deputy.userId, until: '2026-11-24' } })
  const { version } = await readLatestResponse(world.deps, deputy, requestId)
  expect(await codeOf(submitResponse(world.deps, poc, requestId, { version }))).toBe('forbidden')
  expect((await listReceived(world.deps, deputy, { view: 'mine', limit: 10 })).items).toMatchObject([{ id: complaintId, companyPoc: { id: poc.userId }, deputy: { id: deputy.userId } }])
  expect((await listReceived(world.deps, poc, { view: 'mine', limit: 10 })).items).toEqual([])
  await submitResponse(world.deps, deputy, requestId, { version })
  expect((await listSubmissions(world.deps, deputy, complaintId)).items).toMatchObject([{ submittedBy: { id: deputy.userId }, actedFor: { id: poc.userId } }])
  const [present] = (await listDeputies(world.deps, poc)).items
  await endDeputy(world.deps, poc, present?.id ?? '', { version: 1 })
  expect(await seen()).toMatchObject({ companyPoc: { id: poc.userId }, deputy: null })
})

test('days begin and end at midnight of the company, the last one included', async ({ world }) => {
  const { company, poc, deputy, name, acting, maySubmit } = await exchange(world)
  await world.rows(`update company set time_zone = 'America/New_York' where id = $1`, [company.id])
  await name(poc, '2026-11-24', '2026-11-25')
  const at = async (iso: string) => {
    world.clock.set(iso)
    await followDeputies(world.deps)
    return acting()
  }
  expect(await acting()).toBe(null)
  expect(await at('2026-11-24T04:59:59Z'), 'the evening before in New York').toBe(null)
  expect(await at('2026-11-24T05:00:00Z')).toBe(deputy.userId)
  expect([await maySubmit(poc), await maySubmit(deputy)]).toEqual([false, true])
  expect(await at('2026-11-26T04:59:59Z'), 'the last day in New York').toBe(deputy.userId)
  expect(await at('2026-11-26T05:00:00Z')).toBe(null)
  expect([await maySubmit(poc), await maySubmit(deputy)]).toEqual([true, false])
  const moves = await world.rows<{ action: string }>(`select action from audit_entry where action like 'company_poc.deputy%' and company_id = $1 order by at`, [company.id])
  expect(moves.map((move) => move.action)).toEqual(['company_poc.deputy_took_over', 'company_poc.deputy_ended'])
})

test('one names a deputy for oneself, an Account Administrator for anybody, from today on, without overlap', async ({ world }) => {
  const { company, poc, administrator, supervisor, name } = await exchange(world)
  const viewer = await world.companyUser(company, 'view')
  const third = await world.companyUser(company, 'manage')
  const stranger = await world.companyUser(await world.company(), 'manage')
  expect(await codeOf(name(third, '2026-11-24', '2026-11-25'))).toBe('forbidden')
  expect(await codeOf(name(viewer, '2026-11-24', '2026-11-25', viewer.userId))).toBe('forbidden')
  expect(await codeOf(name(supervisor, '2026-11-24', '2026-11-25'))).toBe('not_found')
  expect(await codeOf(name(poc, '2026-11-22', '2026-11-25')), 'yesterday').toBe('invalid')
  expect(await codeOf(name(poc, '2026-11-25', '2026-11-24'))).toBe('invalid')
  for (const id of [poc.userId, viewer.userId, stranger.userId]) expect(await codeOf(name(poc, '2026-11-24', '2026-11-25', poc.userId, id))).toBe('invalid')
  expect(await codeOf(name(administrator, '2026-11-24', '2026-11-25', stranger.userId))).toBe('invalid')
  const id = await name(administrator, '2026-11-24', '2026-11-26')
  expect(await codeOf(name(poc, '2026-11-26', '2026-11-28', poc.userId, third.userId)), 'the last day is included').toBe('invalid')
  expect(await codeOf(name(poc, '2026-11-27', '2026-11-28', poc.userId, third.userId))).toBe('done')
  expect(await codeOf(name(third, '2026-11-25', '2026-11-25', third.userId, poc.userId)), 'a deputy who is away').toBe('invalid')
  expect((await listDeputies(world.deps, third)).items).toMatchObject([{ state: 'coming', from: '2026-11-27', canEnd: false }, { id, state: 'coming', from: '2026-11-24', until: '2026-11-26' }])
  expect(await codeOf(endDeputy(world.deps, third, id, { version: 1 }))).toBe('forbidden')
  expect(await codeOf(endDeputy(world.deps, stranger, id, { version: 1 }))).toBe('not_found')
  expect(await codeOf(endDeputy(world.deps, poc, id, { version: 2 }))).toBe('stale_version')
  expect(await codeOf(endDeputy(world.deps, poc, id, { version: 1 }))).toBe('done')
  expect(await codeOf(endDeputy(world.deps, poc, id, { version: 2 }))).toBe('conflict')
})

test('ended early, the one who was away acts again at once; of two who are named at the same moment one is', async ({ world }) => {
  const { poc, company, administrator, name, acting } = await exchange(world)
  const third = await world.companyUser(company, 'manage')
  const results = await Promise.all([codeOf(name(poc, '2026-11-23', '2026-11-30')), codeOf(name(administrator, '2026-11-23', '2026-11-30', poc.userId, third.userId))])
  expect(results.toSorted()).toEqual(['done', 'invalid'])
  expect(await acting()).not.toBe(null)
  const [present] = (await listDeputies(world.deps, poc)).items
  await endDeputy(world.deps, poc, present?.id ?? '', { version: 1 })
  expect(await acting()).toBe(null)
})

test('another POC has their own deputy or none, and a deputy who may not manage complaints any more acts for nobody', async ({ world }) => {
  const { company, poc, deputy, administrator, complaintId, name, acting } = await exchange(world)
  const heir = await world.companyUser(company, 'manage')
  await name(poc, '2026-11-23', '2026-11-30')
  await assigned(world, administrator, complaintId, heir)
  expect(await acting(), 'the new POC is not away').toBe(null)
  await assigned(world, administrator, complaintId, poc)
  expect(await acting(), 'who is assigned while away').toBe(deputy.userId)
  const { version } = await readUser(world.deps, administrator, deputy.userId)
  await setRoles(world.deps, administrator, deputy.userId, { version, systemRoles: ['contributor'], complaintsRole: 'view' })
  expect(await acting()).toBe(null)
  const other = await world.companyUser(company, 'manage')
  const [present] = (await listDeputies(world.deps, poc)).items
  await endDeputy(world.deps, poc, present?.id ?? '', { version: 1 })
  await name(poc, '2026-11-23', '2026-11-30', poc.userId, other.userId)
  expect(await acting()).toBe(other.userId)
  await removeUser(world.deps, administrator, other.userId, { version: (await readUser(world.deps, administrator, other.userId)).version })
  expect(await acting()).toBe(null)
  expect((await listDeputies(world.deps, poc)).items.every((item) => item.state === 'ended')).toBe(true)
})
