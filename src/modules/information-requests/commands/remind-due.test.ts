import { answered, assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { describe, expect, test, type World } from '#test/world/test-world.ts'
import { listTasks } from '../../notifications/queries/list-tasks.ts'
import { notifyJob } from '../../notifications/jobs.ts'
import { newId } from '../../../platform/new-id.ts'
import { listReminders } from '../queries/list-reminders.ts'
import { readLatestResponse } from '../queries/received-requests.ts'
import { readRequest } from '../queries/read-requests.ts'
import { extendRequest } from './extend-request.ts'
import { remindDue } from './remind-due.ts'
import { remindOfRequest } from './remind.ts'
import { saveDraft } from './save-draft.ts'
import { sendBack } from './send-back.ts'
import { submitResponse } from './submit-response.ts'

type Reminder = { kind: string; due_on: string; sent: string }
const reminders = (world: World, requestId: string) =>
  world.rows<Reminder>(`select kind, due_on::text as due_on, to_char(sent_at at time zone 'America/New_York', 'MM-DD HH24:MI') as sent from request_reminder where request_id = $1 and kind <> 'by_hand' order by sent_at, kind`, [requestId])
const events = (world: World, complaintId: string) =>
  world.rows<{ event: string; requests: number }>(`select payload->>'event' as event, json_array_length(payload->'requestIds') as requests from graphile_worker._private_jobs where payload->>'complaintId' = $1 and payload->>'event' in ('request_due_soon', 'request_overdue') order by id`, [complaintId])

/** What the job does every quarter of an hour, from one moment to another. */
async function run(world: World, from: string, to: string): Promise<void> {
  for (let at = Date.parse(from); at <= Date.parse(to); at += 2 * 60 * 60_000) {
    world.clock.set(new Date(at).toISOString())
    await remindDue(world.deps)
  }
}

/** A request that was sent on Monday, November 23. */
async function scene(world: World, dueOn: string): Promise<Cast & { complaintId: string; requestId: string }> {
  world.clock.set('2026-11-23T15:00:00.000Z')
  const at = await cast(world)
  const complaintId = await entered(world, at.supervisor, at.company)
  return { ...at, complaintId, requestId: await sent(world, at.supervisor, complaintId, { dueOn }) }
}

async function answerAgain(world: World, { poc }: Cast, requestId: string, round: number): Promise<void> {
  await saveDraft(world.deps, poc, requestId, { version: 0, text: `Answer of round ${String(round)}.`, links: [], restricted: false })
  const { version } = await readLatestResponse(world.deps, poc, requestId)
  await submitResponse(world.deps, poc, requestId, { version })
}

describe('the system reminds', () => {
  test('three working days before, on the first working day after, and every five from then on: over weekends and Thanksgiving', async ({ world }) => {
    const at = await scene(world, '2026-11-30')
    await run(world, '2026-11-23T16:00:00Z', '2026-12-17T22:00:00Z')
    expect(await reminders(world, at.requestId)).toEqual([
      // Thanksgiving lies between: Tuesday, Wednesday, Friday.
      { kind: 'due_soon', due_on: '2026-11-30', sent: '11-24 09:00' },
      { kind: 'overdue', due_on: '2026-11-30', sent: '12-01 09:00' },
      { kind: 'overdue', due_on: '2026-11-30', sent: '12-08 09:00' },
      { kind: 'overdue', due_on: '2026-11-30', sent: '12-15 09:00' },
    ])
  })

  test('on the agency’s own days: its holiday and its Saturday count, and its morning', async ({ world }) => {
    const at = await scene(world, '2026-12-04')
    await world.rows(`update agency set working_days = '{2,3,4,5,6}', keeps_federal_holidays = false, own_holidays = '[{"date":"2026-12-05","name":"Founding day"}]', time_zone = 'America/Los_Angeles' where id = $1`, [at.agency.id])
    await run(world, '2026-11-23T16:00:00Z', '2026-12-09T23:00:00Z')
    // Tuesday to Friday; after it Saturday is a holiday, Monday no working day. 11:00 in New York is 8:00 there.
    expect(await reminders(world, at.requestId)).toEqual([{ kind: 'due_soon', due_on: '2026-12-04', sent: '12-01 11:00' }, { kind: 'overdue', due_on: '2026-12-04', sent: '12-08 11:00' }])
  })

  test('not on the day of sending, however short the time', async ({ world }) => {
    const at = await scene(world, '2026-11-24')
    await remindDue(world.deps)
    expect(await reminders(world, at.requestId)).toEqual([])
    world.clock.set('2026-11-24T14:00:00Z')
    await remindDue(world.deps)
    expect(await reminders(world, at.requestId)).toHaveLength(1)
  })

  test('once, when it runs twice at once, again, or after days of downtime', async ({ world }) => {
    const at = await scene(world, '2026-11-27')
    world.clock.set('2026-12-16T15:00:00Z')
    await Promise.all([remindDue(world.deps), remindDue(world.deps), remindDue(world.deps)])
    await remindDue(world.deps)
    expect(await reminders(world, at.requestId)).toMatchObject([{ kind: 'overdue' }])
    expect(await events(world, at.complaintId)).toEqual([{ event: 'request_overdue', requests: 1 }])
    await run(world, '2026-12-16T17:00:00Z', '2026-12-23T22:00:00Z')
    expect((await reminders(world, at.requestId)).map(({ sent: when }) => when.slice(0, 5)), 'five working days after the late one').toEqual(['12-16', '12-23'])
  })

  test('of a new due date anew, and not of the one that is no more', async ({ world }) => {
    const at = await scene(world, '2026-11-30')
    await run(world, '2026-11-24T14:00:00Z', '2026-11-25T22:00:00Z')
    const { version } = await readRequest(world.deps, at.supervisor, at.requestId)
    await extendRequest(world.deps, at.supervisor, at.requestId, { version, dueOn: '2026-12-09', answer: '' })
    await run(world, '2026-11-27T14:00:00Z', '2026-12-10T22:00:00Z')
    expect(await reminders(world, at.requestId)).toEqual([
      { kind: 'due_soon', due_on: '2026-11-30', sent: '11-24 09:00' },
      { kind: 'due_soon', due_on: '2026-12-09', sent: '12-04 09:00' },
      { kind: 'overdue', due_on: '2026-12-09', sent: '12-10 09:00' },
    ])
  })

  test('in every round anew, even of the same date, and of nothing while the agency has the answer', async ({ world }) => {
    const at = await scene(world, '2026-12-08')
    await assigned(world, at.administrator, at.complaintId, at.poc)
    await run(world, '2026-12-03T14:00:00Z', '2026-12-03T22:00:00Z')
    await answered(world, at.poc, at.requestId)
    await run(world, '2026-12-04T14:00:00Z', '2026-12-04T16:00:00Z')
    const { version } = await readRequest(world.deps, at.supervisor, at.requestId)
    await sendBack(world.deps, at.supervisor, at.requestId, { version, dueOn: '2026-12-08', explanation: 'The November page is missing.', documentIds: [] })
    await run(world, '2026-12-04T18:00:00Z', '2026-12-07T22:00:00Z')
    expect((await reminders(world, at.requestId)).map(({ kind, sent: when }) => `${kind} ${when}`)).toEqual(['due_soon 12-03 09:00', 'due_soon 12-07 09:00'])
    await answerAgain(world, at, at.requestId, 2)
    await run(world, '2026-12-08T14:00:00Z', '2026-12-31T22:00:00Z')
    expect(await reminders(world, at.requestId)).toHaveLength(2)
  })

  test('not on a day on which somebody did by hand; both stand in the history', async ({ world }) => {
    const at = await scene(world, '2026-11-30')
    world.clock.set('2026-11-24T14:00:00Z')
    await remindOfRequest(world.deps, at.supervisor, at.requestId)
    await run(world, '2026-11-24T15:00:00Z', '2026-11-25T22:00:00Z')
    expect((await listReminders(world.deps, at.supervisor, at.requestId)).items).toMatchObject([
      { kind: 'due_soon', sentBy: null, sentAt: '2026-11-25T13:00:00.000Z' },
      { kind: 'by_hand', sentBy: { id: at.supervisor.userId } },
    ])
    const [entry] = await world.rows(`select details from audit_entry where action = 'information_request.reminded_by_system' and complaint_id = $1`, [at.complaintId])
    expect(entry).toMatchObject({ details: { kind: 'due_soon' } })
  })
})

test('several late requests of one complaint are one message and one task of the Agency POC and the Supervisors, until the last is answered', async ({ world }) => {
  const at = await scene(world, '2026-11-25')
  const second = await sent(world, at.supervisor, at.complaintId, { dueOn: '2026-11-27' })
  const other = await world.agencyUser(at.agency, 'supervisor')
  const viewer = await world.agencyUser(at.agency, 'viewer')
  await assigned(world, at.administrator, at.complaintId, at.poc)
  world.clock.set('2026-12-01T15:00:00Z')
  await remindDue(world.deps)
  expect(await events(world, at.complaintId)).toEqual([{ event: 'request_overdue', requests: 2 }])
  const run = notifyJob(world.deps, { publicUrl: 'https://ses.example', training: false, support: { phone: '', email: '' } })
  const notify = (event: 'request_overdue' | 'response_submitted', requestIds: string[], by: string | null) => run({ eventId: newId(), event, complaintId: at.complaintId, requestIds, by }, { attempt: 1, lastAttempt: false, signal: new AbortController().signal })
  const overdue = async (actor: Parameters<typeof listTasks>[1]) => (await listTasks(world.deps, actor, { limit: 50 })).items.filter(({ kind }) => kind === 'overdue_request')
  await notify('request_overdue', [at.requestId, second], null)
  for (const holder of [at.supervisor, other]) expect(await overdue(holder)).toMatchObject([{ dueOn: '2026-11-25', link: `/complaints/${at.complaintId}` }])
  expect(await overdue(viewer)).toEqual([])
  expect((await world.mailTo(await world.emailOf(at.poc.userId))).map(({ subject }) => subject.slice(0, 20))).toEqual(['Overdue: your answer'])

  await answered(world, at.poc, at.requestId)
  await notify('response_submitted', [at.requestId], at.poc.userId)
  expect(await overdue(other), 'the older one is answered').toMatchObject([{ dueOn: '2026-11-27' }])
  await answered(world, at.poc, second)
  await notify('response_submitted', [second], at.poc.userId)
  expect(await overdue(other)).toEqual([])
})

test('ten thousand due requests take seconds', async ({ world }) => {
  const at = await scene(world, '2026-11-25')
  // Of a thousand complaints, as they come.
  const complaints = await world.rows<{ id: string }>(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     select gen_random_uuid(), agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at
     from complaint, generate_series(1, 1000) where id = $1 returning id`,
    [at.complaintId],
  )
  await world.rows(
    `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at)
     select gen_random_uuid(), c.id, agency_id, company_id, title, description, status, due_on, due_on, created_by, created_at, sent_by, sent_at
     from information_request, unnest($2::uuid[]) c (id), generate_series(1, 10) where information_request.id = $1`,
    [at.requestId, complaints.map(({ id }) => id)],
  )
  world.clock.set('2026-12-01T15:00:00Z')
  const began = performance.now()
  await remindDue(world.deps)
  const seconds = (performance.now() - began) / 1000
  expect(await world.rows('select count(*)::int as n from request_reminder where agency_id = $1', [at.agency.id])).toEqual([{ n: 10_001 }])
  expect(seconds).toBeLessThan(30)
})
