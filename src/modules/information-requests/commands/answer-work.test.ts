import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import type { Actor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { renderPdf } from '#src/platform/pdf/render-pdf.ts'
import { readHistory } from '../../complaints/index.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { listReceived } from '../queries/list-received.ts'
import { readAnswerWork } from '../queries/read-work.ts'
import { readReadyAnswers } from '../queries/ready-answers.ts'
import { readLatestResponse, readReceivedRequest } from '../queries/received-requests.ts'
import { listSubmissions, readReceipt } from '../queries/submissions.ts'
import { receiptOnPaper } from '../receipt-paper.ts'
import { makeAsk, withdrawAsk } from './ask.ts'
import { assignDrafters } from './assign-drafters.ts'
import { addComment, removeComment } from './comment.ts'
import { handOverDraft, returnDraft, takeBackDraft } from './hand-over.ts'
import { saveDraft } from './save-draft.ts'
import { submitResponse, submitResponses } from './submit-response.ts'

const Current = z.object({ version: z.number(), text: z.string() })
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))

async function exchange(world: World) {
  const people = await cast(world)
  const drafter = await world.companyUser(people.company, 'manage')
  const viewer = await world.companyUser(people.company, 'view')
  const stranger = await world.companyUser(await world.company(), 'manage')
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  const write = async (by: typeof drafter, text: string, options: { restricted?: boolean; request?: string } = {}) => {
    const id = options.request ?? requestId
    const version = await readLatestResponse(world.deps, by, id).then((draft) => draft.version, () => 0)
    await saveDraft(world.deps, by, id, { version, text, links: [], restricted: options.restricted ?? false })
    return (await readLatestResponse(world.deps, by, id)).version
  }
  return { ...people, drafter, viewer, stranger, complaintId, requestId, write }
}

const events = (world: World, complaintId: string) => world.rows<{ event: string; by: string | null; userIds: string[] | null }>(
  `select payload ->> 'event' as event, payload ->> 'by' as by, payload -> 'userIds' as "userIds" from graphile_worker._private_jobs where payload ->> 'complaintId' = $1 order by id`, [complaintId])

test('a drafter hands the answer to the Company POC, who alone changes it, returns it with a comment, and gets it again', async ({ world }) => {
  const { drafter, poc, viewer, stranger, supervisor, administrator, complaintId, requestId, write } = await exchange(world)
  let version = await write(drafter, 'First try.')
  const hand = (by: Actor, seen = version) => codeOf(handOverDraft(world.deps, by, requestId, { version: seen }))
  expect(await hand(viewer)).toBe('forbidden')
  expect(await hand(stranger)).toBe('not_found')
  expect(await hand(supervisor)).toBe('not_found')
  expect(await hand(poc), 'to oneself').toBe('conflict')
  expect(await hand(drafter, version - 1)).toBe('stale_version')
  expect(await hand(drafter)).toBe('done')
  version += 1
  expect(await hand(drafter, version), 'twice').toBe('conflict')
  expect(await readLatestResponse(world.deps, drafter, requestId)).toMatchObject({ status: 'in_review', version })
  expect((await readReceivedRequest(world.deps, drafter, requestId)).can).not.toContain('response.draft')
  expect((await listReceived(world.deps, poc, { view: 'review', limit: 10 })).items.map((item) => item.id)).toEqual([complaintId])
  expect((await listReceived(world.deps, drafter, { view: 'review', limit: 10 })).items).toEqual([])
  for (const other of [drafter, administrator]) expect(await codeOf(saveDraft(world.deps, other, requestId, { version, text: 'Meanwhile.', links: [], restricted: false }))).toBe('conflict')
  const giveBack = (by: Actor) => codeOf(returnDraft(world.deps, by, requestId, { version, comment: 'Name the day.' }))
  world.clock.advance(60_000)
  version = await write(poc, 'Better.')
  expect(await readLatestResponse(world.deps, poc, requestId), 'still with the POC').toMatchObject({ status: 'in_review', text: 'Better.' })
  expect(await codeOf(takeBackDraft(world.deps, drafter, requestId, { version })), 'changed since').toBe('conflict')
  expect(await giveBack(drafter)).toBe('forbidden')
  expect(await giveBack(viewer)).toBe('forbidden')
  expect(await giveBack(stranger)).toBe('not_found')
  expect(await giveBack(poc)).toBe('done')
  expect(await giveBack(poc)).toBe('stale_version')
  const work = await readAnswerWork(world.deps, drafter, requestId)
  expect(work).toMatchObject({ handed: null, returned: { by: { id: poc.userId } }, comments: [{ text: 'Name the day.', author: { id: poc.userId }, canRemove: false }] })
  version = await write(drafter, 'On October 27.')
  expect(await hand(drafter)).toBe('done')
  await submitResponse(world.deps, poc, requestId, { version: version + 1 })
  expect(await readLatestResponse(world.deps, drafter, requestId)).toMatchObject({ status: 'sent', text: 'On October 27.' })
  const said = (await events(world, complaintId)).map((event) => event.event)
  expect(said.filter((event) => event.startsWith('draft_'))).toEqual(['draft_handed', 'draft_returned', 'draft_handed'])
  const history = JSON.stringify((await readHistory(world.deps, poc, complaintId, { limit: 100 })).items.map((entry) => entry.sentence))
  expect(history).toContain('handed to the Company POC')
  const theirs = JSON.stringify(await readHistory(world.deps, supervisor, complaintId, { limit: 100 }))
  expect(theirs, 'what stays inside the company').not.toContain('handed to the Company POC')
})

test('what was handed over can be taken back until the Company POC has changed it', async ({ world }) => {
  const { drafter, administrator, requestId, write } = await exchange(world)
  const version = await write(drafter, 'First try.')
  await handOverDraft(world.deps, drafter, requestId, { version })
  expect((await readAnswerWork(world.deps, drafter, requestId)).canTakeBack).toBe(true)
  expect(await codeOf(takeBackDraft(world.deps, administrator, requestId, { version: version + 1 })), 'another drafter').toBe('conflict')
  await takeBackDraft(world.deps, drafter, requestId, { version: version + 1 })
  expect(await write(drafter, 'Second try.')).toBe(version + 3)
})

test('several answers are submitted in one press, all or nothing, with one message and one receipt', async ({ world }) => {
  const { poc, drafter, viewer, stranger, supervisor, complaintId, requestId, write } = await exchange(world)
  const second = await sent(world, supervisor, complaintId, { title: 'Escrow analysis' })
  const third = await sent(world, supervisor, complaintId, { title: 'Receipt' })
  await world.rows('update information_request set acknowledge_only = true where id = $1', [third])
  const one = await write(drafter, 'The payment was credited.')
  const two = await write(drafter, '   ', { request: second })
  const submit = (by: Actor, items: { requestId: string; version: number }[]) => submitResponses(world.deps, by, complaintId, { items })
  const all = [{ requestId, version: one }, { requestId: second, version: two }, { requestId: third, version: 0 }]
  const ready = await readReadyAnswers(world.deps, poc, complaintId)
  expect(ready.items.map((item) => [item.title, item.problems.length, item.version])).toEqual(expect.arrayContaining([['Payment history', 0, one], ['Escrow analysis', 1, two], ['Receipt', 0, 0]]))
  const refused = await submit(poc, all).then(() => null, (error: unknown) => error)
  expect(refused).toMatchObject({ code: 'conflict', extras: { current: { refused: [{ requestId: second }] } } })
  expect(String(refused)).toContain('Write an answer')
  expect(await world.rows(`select 1 from response where status = 'sent' and complaint_id = $1`, [complaintId]), 'nothing went').toEqual([])
  for (const [by, code] of [[drafter, 'forbidden'], [viewer, 'forbidden'], [stranger, 'not_found'], [supervisor, 'not_found']] as const) expect(await codeOf(submit(by, all))).toBe(code)
  expect(await codeOf(submit(poc, [...all, ...all]))).toBe('invalid')
  const other = await entered(world, supervisor, (await cast(world)).company)
  expect(await codeOf(submit(poc, [{ requestId: other, version: 1 }])), 'a request of nowhere').toBe('not_found')
  const written = await write(drafter, 'No shortage.', { request: second })
  expect(await codeOf(submit(poc, [{ requestId, version: one - 1 }, { requestId: second, version: written - 1 }]))).toBe('stale_version')
  const id = await submit(poc, [{ requestId, version: one }, { requestId: second, version: written }, { requestId: third, version: 0 }])
  expect((await listSubmissions(world.deps, poc, complaintId)).items).toMatchObject([{ id, answers: 3, actedFor: null, submittedBy: { id: poc.userId }, requests: [{ title: 'Payment history' }, { title: 'Escrow analysis' }, { title: 'Receipt' }] }])
  expect(await readLatestResponse(world.deps, poc, third)).toMatchObject({ status: 'sent', text: 'We acknowledge receipt of this request.' })
  expect((await events(world, complaintId)).filter((event) => event.event === 'response_submitted')).toHaveLength(1)
  expect(await codeOf(submit(poc, [{ requestId, version: one + 1 }])), 'again').toBe('conflict')
})

test('a receipt says what was sent, when and by whom, to both sides, and reading it is recorded', async ({ world }) => {
  const { poc, drafter, stranger, supervisor, complaintId, requestId } = await exchange(world)
  await answered(world, poc, requestId, 'Ünïcode 👍')
  const [submission] = (await listSubmissions(world.deps, supervisor, complaintId)).items
  const id = submission?.id ?? ''
  const receipt = await readReceipt(world.deps, drafter, complaintId, id)
  expect(receipt).toMatchObject({ hidden: 0, actedFor: null, answers: [{ characters: 9, round: 1, documents: [] }] })
  expect(receipt.answers[0]?.textSha256).toMatch(/^[0-9a-f]{64}$/)
  const paper = receiptOnPaper(receipt, { training: false })
  const words = JSON.stringify(paper.blocks)
  expect(words).toContain('Monday, November 23, 2026 at 10:00:00 AM EST')
  expect(words).toContain('2026-11-23 15:00:00 UTC')
  expect((await buffer(Readable.from(renderPdf(paper)))).subarray(0, 5).toString()).toBe('%PDF-')
  expect(await readReceipt(world.deps, supervisor, complaintId, id)).toMatchObject({ answers: receipt.answers })
  const elsewhere = await world.agencyUser(await world.agency(), 'supervisor')
  for (const outsider of [stranger, elsewhere]) expect(await codeOf(readReceipt(world.deps, outsider, complaintId, id))).toBe('not_found')
  const read = await world.rows<{ actor_kind: string }>(`select actor_kind from audit_entry where action = 'response.receipt_read' and complaint_id = $1 order by at, id`, [complaintId])
  expect(read.map((entry) => entry.actor_kind).toSorted()).toEqual(['agency', 'company'])
})

test('a receipt never looks complete to somebody who may not read a restricted answer', async ({ world }) => {
  const { poc, drafter, complaintId, requestId } = await exchange(world)
  await answered(world, poc, requestId, 'For the Company POC.', { restricted: true })
  const [submission] = (await listSubmissions(world.deps, drafter, complaintId)).items
  expect(submission).toMatchObject({ answers: 1, requests: [] })
  const receipt = await readReceipt(world.deps, drafter, complaintId, submission?.id ?? '')
  expect(receipt).toMatchObject({ answers: [], hidden: 1 })
  expect(JSON.stringify(receiptOnPaper(receipt, { training: false }))).toContain('restricted')
})

test('comments stay in the company, are seen as the answer is, and are removed by their author alone', async ({ world }) => {
  const { poc, drafter, viewer, stranger, supervisor, administrator, requestId, write } = await exchange(world)
  await write(drafter, 'Secret.', { restricted: true })
  const id = await addComment(world.deps, drafter, requestId, { text: 'Is this right?' })
  expect((await readAnswerWork(world.deps, poc, requestId)).comments).toMatchObject([{ text: 'Is this right?', canRemove: false }])
  for (const other of [viewer, administrator]) expect((await readAnswerWork(world.deps, other, requestId)).comments, 'not readers of the answer').toEqual([])
  expect(await codeOf(addComment(world.deps, viewer, requestId, { text: 'x' }))).toBe('forbidden')
  expect(await codeOf(addComment(world.deps, administrator, requestId, { text: 'x' })), 'on an answer that they may not read').toBe('conflict')
  expect(await codeOf(addComment(world.deps, stranger, requestId, { text: 'x' }))).toBe('not_found')
  expect(await codeOf(readAnswerWork(world.deps, supervisor, requestId))).toBe('forbidden')
  expect(await codeOf(removeComment(world.deps, poc, requestId, id))).toBe('forbidden')
  expect(await codeOf(removeComment(world.deps, administrator, requestId, id))).toBe('not_found')
  await removeComment(world.deps, drafter, requestId, id)
  expect((await readAnswerWork(world.deps, poc, requestId)).comments).toMatchObject([{ text: '', removed: true }])
  await submitResponse(world.deps, poc, requestId, { version: (await readLatestResponse(world.deps, poc, requestId)).version })
  expect((await readAnswerWork(world.deps, drafter, requestId)).comments, 'the author reads a restricted answer until it is sent').toEqual([])
})

test('the Company POC says who shall draft; those find it among their own', async ({ world }) => {
  const { poc, drafter, viewer, stranger, administrator, complaintId, requestId } = await exchange(world)
  const assign = (by: Actor, userIds: string[], seen: string[] = []) => codeOf(assignDrafters(world.deps, by, requestId, { userIds, seen }))
  expect(await assign(drafter, [drafter.userId])).toBe('forbidden')
  expect(await assign(viewer, [drafter.userId])).toBe('forbidden')
  expect(await assign(stranger, [drafter.userId])).toBe('not_found')
  for (const id of [viewer.userId, stranger.userId]) expect(await assign(poc, [id])).toBe('invalid')
  expect((await listReceived(world.deps, drafter, { view: 'mine', limit: 10 })).items).toEqual([])
  expect(await assign(poc, [drafter.userId])).toBe('done')
  expect(await assign(poc, [administrator.userId]), 'on what was there before').toBe('stale_version')
  expect((await listReceived(world.deps, drafter, { view: 'mine', limit: 10 })).items.map((item) => item.id)).toEqual([complaintId])
  expect((await readAnswerWork(world.deps, viewer, requestId)).drafters).toMatchObject([{ id: drafter.userId, assignedBy: { id: poc.userId } }])
  expect(await assign(poc, [], [drafter.userId])).toBe('done')
  expect((await listReceived(world.deps, drafter, { view: 'mine', limit: 10 })).items).toEqual([])
  expect((await events(world, complaintId)).filter((event) => event.event === 'drafter_assigned')).toMatchObject([{ userIds: [drafter.userId] }])
})

test('the Company POC asks for more time, or to have an answered request back, and may withdraw it', async ({ world }) => {
  const { poc, drafter, viewer, stranger, complaintId, requestId } = await exchange(world)
  const more = (by: Actor, wantedOn = '2026-12-15') => makeAsk(world.deps, by, requestId, { kind: 'more_time', reason: 'The archive is off site.', wantedOn })
  const back = (by: Actor) => makeAsk(world.deps, by, requestId, { kind: 'send_back', reason: 'A page is missing.' })
  for (const by of [drafter, viewer]) expect(await codeOf(more(by))).toBe('forbidden')
  expect(await codeOf(more(stranger))).toBe('not_found')
  expect(await codeOf(more(poc, '2026-12-08')), 'not after the due date').toBe('invalid')
  expect(await codeOf(back(poc)), 'not answered yet').toBe('conflict')
  const first = await more(poc)
  expect(await codeOf(more(poc))).toBe('conflict')
  expect(await readAnswerWork(world.deps, viewer, requestId)).toMatchObject({ asks: [{ id: first, state: 'waiting', wantedOn: '2026-12-15' }], canAsk: [] })
  expect(await codeOf(withdrawAsk(world.deps, drafter, requestId, first, { version: 1 }))).toBe('forbidden')
  expect(await codeOf(withdrawAsk(world.deps, stranger, requestId, first, { version: 1 }))).toBe('not_found')
  expect(await codeOf(withdrawAsk(world.deps, poc, requestId, first, { version: 2 }))).toBe('stale_version')
  await withdrawAsk(world.deps, poc, requestId, first, { version: 1 })
  expect(await codeOf(withdrawAsk(world.deps, poc, requestId, first, { version: 2 }))).toBe('conflict')
  const second = await more(poc)
  await answered(world, poc, requestId)
  expect((await readAnswerWork(world.deps, poc, requestId)).asks.map((ask) => [ask.id, ask.state]).toSorted()).toEqual([[first, 'withdrawn'], [second, 'overtaken']].toSorted())
  expect((await readAnswerWork(world.deps, poc, requestId)).canAsk).toEqual(['send_back'])
  await back(poc)
  await world.rows(`update complaint set status = 'closed' where id = $1`, [complaintId])
  expect((await readAnswerWork(world.deps, poc, requestId)).canAsk).toEqual([])
  expect(await codeOf(back(poc)), 'until closure').toBe('conflict')
})

test('fifty drafters save and the Company POC submits at once: one submission, and no acknowledged text is lost', async ({ world }) => {
  const { company, poc, requestId, complaintId, write } = await exchange(world)
  const drafters = await Promise.all(Array.from({ length: 50 }, () => world.companyUser(company, 'manage')))
  let version = await write(poc, 'Begun.')
  /** As a browser does: refused with the text that is there, it adds its own line to that text and saves again. */
  const save = async (by: (typeof drafters)[number], line: string): Promise<'saved' | 'too_late'> => {
    let base = { version, text: 'Begun.' }
    for (;;) {
      try {
        await saveDraft(world.deps, by, requestId, { version: base.version, text: `${base.text}\n${line}`, links: [], restricted: false })
        return 'saved'
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (error.code === 'conflict') return 'too_late'
        const current = error.code === 'stale_version' ? (Current.parse(error.extras.current)) : null
        if (current === null) throw error
        base = current
      }
    }
  }
  const submitOnce = async (): Promise<string> => {
    for (;;) {
      const result = await codeOf(submitResponse(world.deps, poc, requestId, { version }))
      if (result !== 'stale_version') return result
      version = (await readLatestResponse(world.deps, poc, requestId)).version
    }
  }
  const saving = drafters.map((drafter, index) => save(drafter, `Line ${String(index)}.`))
  const [submitted, ...saved] = await Promise.all([Promise.all([submitOnce(), submitOnce(), submitOnce()]), ...saving])
  expect(submitted.filter((result) => result === 'done')).toHaveLength(1)
  const submissions = (await listSubmissions(world.deps, poc, complaintId)).items
  expect(submissions).toMatchObject([{ submittedBy: { id: poc.userId }, answers: 1 }])
  const { text, status } = await readLatestResponse(world.deps, poc, requestId)
  expect(status).toBe('sent')
  const lines = text.split('\n').slice(1)
  expect(new Set(lines)).toEqual(new Set(saved.flatMap((result, index) => (result === 'saved' ? [`Line ${String(index)}.`] : []))))
  expect(lines.length, 'none twice').toBe(new Set(lines).size)
  const [submission] = submissions
  const receipt = await readReceipt(world.deps, poc, complaintId, submission?.id ?? '')
  expect(receipt.answers.map((answer) => answer.textSha256), 'the receipt is of what the agency reads').toEqual([createHash('sha256').update(text).digest('hex')])
  expect(await world.rows(`select count(*)::int as entries from audit_entry where action = 'response.submitted' and complaint_id = $1`, [complaintId])).toEqual([{ entries: 1 }])
  expect((await events(world, complaintId)).filter(({ event }) => event === 'response_submitted'), 'told once').toHaveLength(1)
  for (const drafter of drafters.slice(0, 3)) expect(await codeOf(saveDraft(world.deps, drafter, requestId, { version: version + 60, text: 'Afterwards.', links: [], restricted: false })), 'nothing changes it any more').toBe('conflict')
  expect((await readLatestResponse(world.deps, poc, requestId)).text).toBe(text)
})
