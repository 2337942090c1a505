import { sql } from 'kysely'
import type { Actor, CompanyActor } from '#src/access/actor.ts'
import { answered, assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { extendRequest } from '../commands/extend-request.ts'
import { sendBack } from '../commands/send-back.ts'
import { readOnTimeRecord, readOwnOnTimeRecord } from './read-on-time-record.ts'
import { readRequest } from './read-requests.ts'

/** Another agency with its own complaint about the same company. */
async function agencyBeside(world: World, { company, administrator, poc }: Cast): Promise<Cast> {
  const agency = await world.agency()
  return { agency, company, supervisor: await world.agencyUser(agency, 'supervisor'), administrator, poc }
}

/** Sent at noon of one day and answered at noon of another, due on December 8. */
async function exchanged(world: World, at: Cast, answeredOn: string, prepare?: (requestId: string) => Promise<void>): Promise<string> {
  world.clock.set('2026-11-23T17:00:00.000Z')
  const complaintId = await entered(world, at.supervisor, at.company)
  const requestId = await sent(world, at.supervisor, complaintId)
  await assigned(world, at.administrator, complaintId, at.poc)
  if (prepare !== undefined) await prepare(requestId)
  world.clock.set(`${answeredOn}T17:00:00.000Z`)
  await answered(world, at.poc, requestId)
  return requestId
}

test('an answer counts by the due date as it stood when it was sent; what moves later changes nothing', async ({ world }) => {
  const at = await cast(world)
  await exchanged(world, at, '2026-11-25')
  await exchanged(world, at, '2026-12-09')
  await exchanged(world, at, '2026-12-11', async (id) => extendRequest(world.deps, at.supervisor, id, { version: (await readRequest(world.deps, at.supervisor, id)).version, dueOn: '2026-12-15', answer: '' }))
  const back = await exchanged(world, at, '2026-12-08')
  const open = await sent(world, at.supervisor, await entered(world, at.supervisor, at.company), { dueOn: '2026-12-10' })
  world.clock.set('2026-12-11T17:00:00.000Z')
  await sendBack(world.deps, at.supervisor, back, { version: (await readRequest(world.deps, at.supervisor, back)).version, dueOn: '2026-12-20', explanation: 'A page is missing.', documentIds: [] })
  const record = await readOnTimeRecord(world.deps, at.supervisor, at.company.id)
  const expected = { answers: 4, onTime: 3, medianDays: 15.5, extended: 1, sentBack: 1, overdue: 1 }
  expect(record.ownAgency).toEqual({ lastYear: expected, allTime: expected })
  expect(record.allAgencies, 'fewer than five').toEqual({ lastYear: null, allTime: null })
  expect((await readRequest(world.deps, at.supervisor, open)).status).toBe('sent_to_company')
  world.clock.set('2027-12-20T17:00:00.000Z')
  expect((await readOnTimeRecord(world.deps, at.supervisor, at.company.id)).ownAgency).toMatchObject({ lastYear: { answers: 0, onTime: 0, medianDays: null, sentBack: 0 }, allTime: { answers: 4 } })
})

test('the day of an answer is the owning agency’s', async ({ world }) => {
  const at = await cast(world)
  // 11 p.m. of the due date in Ohio; in London it is tomorrow already.
  const requestId = await exchanged(world, at, '2026-12-01')
  await world.rows(`update response set status = 'draft' where request_id = $1`, [requestId])
  await world.rows(`update response set status = 'sent', sent_at = '2026-12-09T04:00:00Z' where request_id = $1`, [requestId])
  expect((await readOnTimeRecord(world.deps, at.supervisor, at.company.id)).ownAgency?.allTime).toMatchObject({ answers: 1, onTime: 1 })
})

test('all agencies’ numbers are told to agencies and the company itself, and only where they hide single answers', async ({ world }) => {
  const ohio = await cast(world)
  const kentucky = await agencyBeside(world, ohio)
  for (const day of ['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-01', '2026-12-10']) await exchanged(world, ohio, day)
  const all = (numbers: object) => ({ lastYear: expect.objectContaining(numbers) as unknown, allTime: expect.objectContaining(numbers) as unknown })
  const told = async (at: Cast) => (await readOnTimeRecord(world.deps, at.supervisor, at.company.id)).allAgencies
  const own = async (user: CompanyActor) => (await readOwnOnTimeRecord(world.deps, user)).allAgencies
  expect(await told(ohio), 'all are its own').toEqual(all({ answers: 5, onTime: 4 }))
  expect(await told(kentucky)).toEqual(all({ answers: 5, onTime: 4 }))
  expect((await readOnTimeRecord(world.deps, kentucky.supervisor, ohio.company.id)).ownAgency?.allTime).toMatchObject({ answers: 0 })
  await exchanged(world, kentucky, '2026-12-10')
  expect(await told(ohio), 'the one of the other agency could be told apart').toEqual({ lastYear: null, allTime: null })
  expect(await told(kentucky)).toEqual(all({ answers: 6, onTime: 4 }))
  expect(await own(ohio.poc)).toEqual(all({ answers: 6, onTime: 4, medianDays: 7.5 }))

  const viewer = await world.agencyUser(ohio.agency, 'viewer')
  expect((await readOnTimeRecord(world.deps, viewer, ohio.company.id)).ownAgency?.allTime).toMatchObject({ answers: 5 })
  const other = await cast(world)
  expect(await own(other.poc), 'another company has its own').toEqual({ lastYear: null, allTime: null })
  const rows = await world.deps.transaction(other.poc, (tx) => tx.db.selectFrom('response').select('id').execute())
  expect(rows).toEqual([])
  await expect(readOnTimeRecord(world.deps, other.poc, ohio.company.id)).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|not_found/) as unknown })
  await expect(readOnTimeRecord(world.deps, await world.agencyUser(ohio.agency, null), ohio.company.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readOwnOnTimeRecord(world.deps, await world.companyUser(ohio.company, null))).rejects.toMatchObject({ code: 'forbidden' })
})

test('the function itself says nothing of another company, nor to whoever reads no complaints', async ({ world }) => {
  const at = await cast(world)
  for (const day of ['2026-11-24', '2026-11-25', '2026-11-30', '2026-12-01', '2026-12-10']) await exchanged(world, at, day)
  const ask = (actor: Actor) => world.deps.transaction(actor, async (tx) => (await sql`select * from company_punctuality(${at.company.id}, '-infinity', ${tx.now})`.execute(tx.db)).rows)
  expect(await ask(at.poc)).toHaveLength(1)
  expect(await ask((await cast(world)).poc)).toEqual([])
  expect(await ask(await world.agencyUser(at.agency, null))).toEqual([])
})
