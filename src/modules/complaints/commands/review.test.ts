import { AppError } from '#src/kernel/errors.ts'
import { cast, completeFields, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { notifyJob } from '../../notifications/jobs.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { readHistory } from '../queries/read-history.ts'
import { changeAgencyPoc } from './change-agency-poc.ts'
import { completeReview } from './complete-review.ts'
import { replaceReviewer } from './replace-reviewer.ts'
import { startComplaint } from './start-complaint.ts'
import { submitComplaint } from './submit-complaint.ts'
import { updateComplaint } from './update-complaint.ts'

const refusal = async (work: Promise<unknown>): Promise<{ code: string; fields: string[] }> =>
  work.then(
    () => ({ code: 'done', fields: [] }),
    (error: unknown) => (error instanceof AppError ? { code: error.code, fields: Object.keys(error.extras.fields ?? {}) } : { code: String(error), fields: [] }),
  )

/** A complete draft. */
async function drafted(world: World) {
  const { agency, company, supervisor } = await cast(world)
  const reviewer = await world.agencyUser(agency, 'manager')
  const id = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  const send = (by: AgencyActor, reviewerId: string, version = 1) => submitComplaint(world.deps, by, id, { version, review: 'preliminary', reviewerId, note: 'Is this ours?' })
  const told = async () => (await world.rows<{ payload: { event: string; userIds?: string[] } }>(
    `select payload from graphile_worker._private_jobs where payload ->> 'complaintId' = $1 order by id`, [id])).map(({ payload }) => [payload.event, ...(payload.userIds ?? [])])
  return { agency, company, supervisor, reviewer, id, send, told }
}

test('a draft sent for preliminary review is pending, has no Agency POC yet, and its reviewer is told', async ({ world }) => {
  const { supervisor, reviewer, id, send, told } = await drafted(world)
  await send(supervisor, reviewer.userId)
  const record = await readComplaint(world.deps, reviewer, id)
  expect(record).toMatchObject({
    status: 'pending',
    agencyPoc: null,
    detail: { review: { reviewer: { id: reviewer.userId }, askedBy: { id: supervisor.userId }, note: 'Is this ours?', completedAt: null } },
  })
  expect(record.can).toEqual(expect.arrayContaining(['complaint.review', 'complaint.update', 'complaint.close']))
  expect(await told()).toEqual([['review_wanted', reviewer.userId]])
  const history = (await readHistory(world.deps, supervisor, id, { limit: 50 })).items.map((entry) => entry.action)
  expect(history).toEqual(expect.arrayContaining(['complaint.submitted', 'complaint.review_wanted']))
})

test('the reviewer is a colleague who handles complaints: not the submitter, no Viewer, nobody of another agency', async ({ world }) => {
  const { agency, supervisor, reviewer, id, send } = await drafted(world)
  const refused = { code: 'invalid', fields: ['reviewerId'] }
  expect(await refusal(send(supervisor, supervisor.userId))).toEqual(refused)
  expect(await refusal(send(supervisor, (await world.agencyUser(agency, 'viewer')).userId))).toEqual(refused)
  expect(await refusal(send(supervisor, (await world.agencyUser(await world.agency(), 'manager')).userId))).toEqual(refused)
  expect((await refusal(send(await world.agencyUser(agency, 'viewer'), reviewer.userId))).code).toBe('forbidden')
  expect((await refusal(send(await world.agencyUser(await world.agency()), reviewer.userId))).code).toBe('not_found')
  expect((await refusal(send(supervisor, reviewer.userId, 2))).code).toBe('stale_version')
  expect((await readComplaint(world.deps, supervisor, id)).status).toBe('draft')
})

test('an incomplete draft is not sent for review either: what is missing is named', async ({ world }) => {
  const { supervisor, reviewer } = await drafted(world)
  const id = await startComplaint(world.deps, supervisor, { narrative: 'Only this.' })
  expect(await refusal(submitComplaint(world.deps, supervisor, id, { version: 1, review: 'preliminary', reviewerId: reviewer.userId }))).toMatchObject({ code: 'invalid' })
})

test('the reviewer may change what was entered, then names who works on it, and that person is told', async ({ world }) => {
  const { agency, supervisor, reviewer, id, send, told } = await drafted(world)
  const worker = await world.agencyUser(agency, 'manager')
  await send(supervisor, reviewer.userId)
  await updateComplaint(world.deps, reviewer, id, { version: 2, fields: { cfpbId: '261002-1884' } })
  await completeReview(world.deps, reviewer, id, { version: 3, agencyPocId: worker.userId, comments: 'Ours. Ask for the history.' })
  expect(await readComplaint(world.deps, worker, id)).toMatchObject({
    status: 'in_progress',
    cfpbId: '261002-1884',
    agencyPoc: { id: worker.userId },
    detail: { review: { completedBy: { id: reviewer.userId }, comments: 'Ours. Ask for the history.' } },
  })
  expect(await told()).toContainEqual(['review_completed', worker.userId])
})

test('any other Supervisor or Manager may complete it in the place of who was asked; a Viewer or an outsider may not', async ({ world }) => {
  const { agency, supervisor, reviewer, id, send } = await drafted(world)
  const [other, viewer, outsider] = [await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'viewer'), await world.agencyUser(await world.agency())]
  await send(supervisor, reviewer.userId)
  const complete = (by: AgencyActor, version = 2) => refusal(completeReview(world.deps, by, id, { version, agencyPocId: other.userId }))
  expect((await complete(viewer)).code).toBe('forbidden')
  expect((await complete(outsider)).code).toBe('forbidden')
  expect((await complete(other, 1)).code).toBe('stale_version')
  expect((await complete(other)).code).toBe('done')
  expect((await readComplaint(world.deps, other, id)).detail?.review).toMatchObject({ reviewer: { id: reviewer.userId }, completedBy: { id: other.userId } })
})

test('while the review is wanted nobody else names the Agency POC; afterwards a new one is told', async ({ world }) => {
  const { agency, supervisor, reviewer, id, send, told } = await drafted(world)
  const worker = await world.agencyUser(agency, 'manager')
  await send(supervisor, reviewer.userId)
  expect((await refusal(changeAgencyPoc(world.deps, supervisor, id, { version: 2, userId: worker.userId }))).code).toBe('conflict')
  await completeReview(world.deps, reviewer, id, { version: 2, agencyPocId: reviewer.userId })
  await changeAgencyPoc(world.deps, supervisor, id, { version: 3, userId: worker.userId })
  expect(await told()).toContainEqual(['agency_poc_assigned', worker.userId])
})

test('while the review waits, whoever asked for it or a Supervisor chooses another reviewer, who gets the task', async ({ world }) => {
  const { agency, supervisor, reviewer, id, send, told } = await drafted(world)
  const [asker, other, viewer] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'viewer')]
  const replace = (by: AgencyActor, reviewerId: string, version: number) => refusal(replaceReviewer(world.deps, by, id, { version, reviewerId, note: 'Look at the fees.' }))
  await send(asker, reviewer.userId)
  const mayReplace = async (by: AgencyActor) => (await readComplaint(world.deps, by, id)).detail?.review?.canReplace
  expect([await mayReplace(asker), await mayReplace(supervisor), await mayReplace(reviewer), await mayReplace(other), await mayReplace(viewer)]).toEqual([true, true, false, false, false])

  for (const by of [other, reviewer, viewer]) expect((await replace(by, other.userId, 2)).code).toBe('forbidden')
  expect((await replace(await world.agencyUser(await world.agency()), other.userId, 2)).code).toBe('not_found')
  expect((await replace(asker, other.userId, 1)).code).toBe('stale_version')
  for (const wrong of [reviewer, asker, viewer]) expect(await replace(supervisor, wrong.userId, 2)).toEqual({ code: 'invalid', fields: ['reviewerId'] })
  expect((await replace(asker, other.userId, 2)).code).toBe('done')
  expect((await readComplaint(world.deps, viewer, id)).detail?.review).toMatchObject({ reviewer: { id: other.userId }, askedBy: { id: asker.userId }, note: 'Look at the fees.' })
  expect(await told()).toEqual([['review_wanted', reviewer.userId], ['review_wanted', other.userId]])
  expect((await readHistory(world.deps, viewer, id, { limit: 50 })).items).toContainEqual(expect.objectContaining({ action: 'complaint.reviewer_replaced', sentence: 'Another preliminary reviewer chosen' }))

  const deps = world.deps
  const job = notifyJob(deps, { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } })
  const attempt = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
  for (const { payload } of await world.rows<{ payload: Parameters<typeof job>[0] }>(`select payload from graphile_worker._private_jobs where payload ->> 'complaintId' = $1 and payload ->> 'event' = 'review_wanted' order by id`, [id])) await job(payload, attempt)
  const holders = await world.rows<{ user_id: string }>(`select h.user_id from task_holder h join task t on t.id = h.task_id where t.complaint_id = $1 and t.kind = 'preliminary_review' and not h.done`, [id])
  expect(holders, 'the task has left the former reviewer').toEqual([{ user_id: other.userId }])

  await completeReview(world.deps, other, id, { version: 3, agencyPocId: other.userId })
  expect((await replace(supervisor, reviewer.userId, 4)).code).toBe('conflict')
})

test('another agency sees that a complaint is pending, and nothing of its review', async ({ world }) => {
  const { supervisor, reviewer, id, send } = await drafted(world)
  await send(supervisor, reviewer.userId)
  const outsider = await world.agencyUser(await world.agency())
  expect(await readComplaint(world.deps, outsider, id)).toMatchObject({ status: 'pending', detail: null, can: ['complaint.request-access'] })
})

test('a bypassed complaint has no review', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  expect((await readComplaint(world.deps, supervisor, await entered(world, supervisor, company))).detail?.review).toBeNull()
})
