import type { CompanyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { readHistory } from '#src/modules/complaints/queries/read-history.ts'
import { answered, assigned, cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { readRequest } from '../queries/read-requests.ts'
import { readLatestResponse, readReceivedRequest } from '../queries/received-requests.ts'
import { asksOf, roundsOf } from '../queries/rounds-and-asks.ts'
import type { AskKind } from '../round-contract.ts'
import { cancelRequest } from './cancel-request.ts'
import { declineAsk } from './decline-ask.ts'
import { extendRequest } from './extend-request.ts'
import { markQuickLook } from './mark-quick-look.ts'
import { saveDraft } from './save-draft.ts'
import { sendBack } from './send-back.ts'
import { submitResponse } from './submit-response.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const back = (version: number) => ({ version, dueOn: '2026-12-20', explanation: 'The list of fees is missing.', documentIds: [] })
const extension = (version: number, dueOn = '2026-12-15') => ({ version, dueOn, answer: '' })

async function withCompany(world: World): Promise<Cast & { id: string; requestId: string }> {
  const at = await cast(world)
  const id = await entered(world, at.supervisor, at.company)
  const requestId = await sent(world, at.supervisor, id)
  await assigned(world, at.administrator, id, at.poc)
  return { ...at, id, requestId }
}

async function withAnswer(world: World): Promise<Cast & { id: string; requestId: string; version: number }> {
  const at = await withCompany(world)
  await answered(world, at.poc, at.requestId)
  return { ...at, version: (await readRequest(world.deps, at.supervisor, at.requestId)).version }
}

/** What the Company POC asked, as its own command stores it. */
async function asked(world: World, poc: CompanyActor, requestId: string, complaintId: string, kind: AskKind): Promise<string> {
  const askId = newId()
  await world.deps.transaction(poc, async (tx) => {
    const { agency_id } = await tx.db.selectFrom('information_request').select('agency_id').where('id', '=', requestId).executeTakeFirstOrThrow()
    await tx.db
      .insertInto('request_ask')
      .values({ id: askId, request_id: requestId, agency_id, complaint_id: complaintId, company_id: poc.companyId, kind, reason: 'We need it.', wanted_on: kind === 'more_time' ? '2026-12-15' : null, asked_by: poc.userId, asked_at: tx.now })
      .execute()
  })
  return askId
}

const outsiders = async (world: World, at: Cast) => [
  { who: await world.agencyUser(at.agency, 'viewer'), code: 'forbidden' },
  { who: await world.agencyUser(await world.agency(), 'supervisor'), code: 'not_found' },
  { who: at.poc, code: 'not_found' },
  { who: await world.companyUser(await world.company(), 'manage'), code: 'not_found' },
]

test('a due date is extended with the original one kept, both sides see it, and the complaint is due then', async ({ world }) => {
  const { supervisor, poc, id, requestId } = await withCompany(world)
  const { version } = await readRequest(world.deps, supervisor, requestId)
  await extendRequest(world.deps, supervisor, requestId, extension(version))
  expect(await readRequest(world.deps, supervisor, requestId)).toMatchObject({ dueOn: '2026-12-15', originalDueOn: '2026-12-08', version: version + 1 })
  expect(await readReceivedRequest(world.deps, poc, requestId)).toMatchObject({ dueOn: '2026-12-15', originalDueOn: '2026-12-08' })
  expect((await readComplaint(world.deps, supervisor, id)).nextDue).toBe('2026-12-15')
  const { items } = await readHistory(world.deps, supervisor, id, { limit: 50 })
  expect(items.map((entry) => entry.action)).toContain('information_request.extended')
})

test('an extension is in the future and another date; an earlier one mends a mistyped year', async ({ world }) => {
  const { supervisor, requestId } = await withCompany(world)
  const { version } = await readRequest(world.deps, supervisor, requestId)
  expect(await codeOf(extendRequest(world.deps, supervisor, requestId, extension(version, '2026-11-01')))).toBe('invalid')
  expect(await codeOf(extendRequest(world.deps, supervisor, requestId, extension(version, '2026-12-08')))).toBe('invalid')
  expect(await codeOf(extendRequest(world.deps, supervisor, requestId, extension(version, '2027-12-15')))).toBe('done')
  expect(await codeOf(extendRequest(world.deps, supervisor, requestId, extension(version + 1)))).toBe('done')
})

test('only Supervisors and Managers of the owning agency extend, at the version they saw, what is with the company', async ({ world }) => {
  const at = await withCompany(world)
  const { version } = await readRequest(world.deps, at.supervisor, at.requestId)
  for (const { who, code } of await outsiders(world, at)) expect(await codeOf(extendRequest(world.deps, who, at.requestId, extension(version)))).toBe(code)
  expect(await codeOf(extendRequest(world.deps, at.supervisor, at.requestId, extension(version + 1)))).toBe('stale_version')
  await answered(world, at.poc, at.requestId)
  const after = await readRequest(world.deps, at.supervisor, at.requestId)
  expect(after.can).not.toContain('request.extend')
  expect(await codeOf(extendRequest(world.deps, at.supervisor, at.requestId, extension(after.version)))).toBe('conflict')
})

test('an answer is sent back in rounds: the company answers anew, and every round stays readable on both sides', async ({ world }) => {
  const { supervisor, poc, id, requestId, version } = await withAnswer(world)
  await markQuickLook(world.deps, supervisor, requestId, { version, complete: true })
  await sendBack(world.deps, supervisor, requestId, back(version + 1))
  expect(await readRequest(world.deps, supervisor, requestId)).toMatchObject({
    status: 'sent_to_company', round: 2, dueOn: '2026-12-20', originalDueOn: '2026-12-20', quickLook: null, answeredAt: null,
    rounds: [{ round: 2, explanation: 'The list of fees is missing.', sentBackBy: { id: supervisor.userId }, documents: [] }],
    responses: [{ round: 1 }],
  })
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ requestsAnswered: 0, waitingFor: 'company' })
  expect(await readReceivedRequest(world.deps, poc, requestId)).toMatchObject({ status: 'to_answer', round: 2 })
  expect((await world.deps.transaction(poc, (tx) => roundsOf(tx, requestId))).rounds).toMatchObject([{ round: 2, explanation: 'The list of fees is missing.' }])
  await answered(world, poc, requestId, 'Here is the list of fees.')
  const second = await readRequest(world.deps, supervisor, requestId)
  expect(second.responses.map(({ round, text }) => [round, text])).toEqual([[2, 'Here is the list of fees.'], [1, 'The payment was credited on October 27.']])
  await sendBack(world.deps, supervisor, requestId, back(second.version))
  expect((await readRequest(world.deps, supervisor, requestId)).rounds.map(({ round }) => round)).toEqual([3, 2])
})

test('only Supervisors and Managers of the owning agency send back, at the version they saw, what was answered, until a date to come', async ({ world }) => {
  const at = await withAnswer(world)
  for (const { who, code } of await outsiders(world, at)) expect(await codeOf(sendBack(world.deps, who, at.requestId, back(at.version)))).toBe(code)
  expect(await codeOf(sendBack(world.deps, at.supervisor, at.requestId, back(at.version - 1)))).toBe('stale_version')
  expect(await codeOf(sendBack(world.deps, at.supervisor, at.requestId, { ...back(at.version), dueOn: '2026-11-01' }))).toBe('invalid')
  const unanswered = await sent(world, at.supervisor, at.id)
  expect(await codeOf(sendBack(world.deps, at.supervisor, unanswered, back(2)))).toBe('conflict')
  const { version } = await readComplaint(world.deps, at.supervisor, at.id)
  await cancelComplaint(world.deps, at.supervisor, at.id, { version, reason: 'Entered twice.' })
  expect(await codeOf(sendBack(world.deps, at.supervisor, at.requestId, back(at.version)))).toBe('conflict')
})

test('of two who send back at once one does; beside a cancellation of the complaint, either it is with the company and canceled or stays answered', async ({ world }) => {
  const at = await withAnswer(world)
  const twice = await Promise.all([codeOf(sendBack(world.deps, at.supervisor, at.requestId, back(at.version))), codeOf(sendBack(world.deps, at.supervisor, at.requestId, back(at.version)))])
  expect(twice.sort()).toEqual(['done', 'stale_version'])
  expect((await readRequest(world.deps, at.supervisor, at.requestId)).rounds).toHaveLength(1)

  const other = await withAnswer(world)
  const complaint = await readComplaint(world.deps, other.supervisor, other.id)
  const [sentBack, canceled] = await Promise.all([
    codeOf(sendBack(world.deps, other.supervisor, other.requestId, back(other.version))),
    codeOf(cancelComplaint(world.deps, other.supervisor, other.id, { version: complaint.version, reason: 'Entered twice.' })),
  ])
  expect(canceled).toBe('done')
  expect((await readRequest(world.deps, other.supervisor, other.requestId)).status).toBe(sentBack === 'done' ? 'canceled' : 'sent_to_agency')
})

test('an extension beside a submission: the answer arrives, and the later of the two sees the other', async ({ world }) => {
  const at = await withCompany(world)
  await saveDraft(world.deps, at.poc, at.requestId, { version: 0, text: 'Credited.', links: [], restricted: false })
  const { version } = await readRequest(world.deps, at.supervisor, at.requestId)
  const draft = await readLatestResponse(world.deps, at.poc, at.requestId)
  const [extended, submitted] = await Promise.all([codeOf(extendRequest(world.deps, at.supervisor, at.requestId, extension(version))), codeOf(submitResponse(world.deps, at.poc, at.requestId, { version: draft.version }))])
  expect(submitted).toBe('done')
  expect(['done', 'stale_version']).toContain(extended)
  expect(await readRequest(world.deps, at.supervisor, at.requestId)).toMatchObject({ status: 'sent_to_agency', dueOn: extended === 'done' ? '2026-12-15' : '2026-12-08' })
})

test('more time that the company asked for is granted by an extension, with the agency’s words', async ({ world }) => {
  const { supervisor, poc, id, requestId } = await withCompany(world)
  await asked(world, poc, requestId, id, 'more_time')
  const request = await readRequest(world.deps, supervisor, requestId)
  expect(request).toMatchObject({ asked: ['more_time'], asks: [{ kind: 'more_time', wantedOn: '2026-12-15', state: 'waiting', askedBy: { id: poc.userId } }] })
  expect(request.can).toContain('request.decide-ask')
  await extendRequest(world.deps, supervisor, requestId, { ...extension(request.version, '2026-12-12'), answer: 'Three days less.' })
  expect(await readRequest(world.deps, supervisor, requestId)).toMatchObject({ asked: [], asks: [{ state: 'granted', answer: 'Three days less.', decidedBy: { id: supervisor.userId } }] })
  expect(await world.deps.transaction(poc, (tx) => asksOf(tx, [requestId]))).toMatchObject([{ state: 'granted', answer: 'Three days less.' }])
})

test('to have an answer sent back is granted by sending it back, and declined with words', async ({ world }) => {
  const at = await withAnswer(world)
  const first = await asked(world, at.poc, at.requestId, at.id, 'send_back')
  const decline = { version: 1, answer: 'The answer is complete.' }
  for (const { who, code } of await outsiders(world, at)) expect(await codeOf(declineAsk(world.deps, who, first, decline))).toBe(code)
  expect(await codeOf(declineAsk(world.deps, at.supervisor, first, { ...decline, version: 2 }))).toBe('stale_version')
  expect(await codeOf(declineAsk(world.deps, at.supervisor, first, decline))).toBe('done')
  expect(await codeOf(declineAsk(world.deps, at.supervisor, first, decline))).toBe('conflict')
  await asked(world, at.poc, at.requestId, at.id, 'send_back')
  await sendBack(world.deps, at.supervisor, at.requestId, back(at.version))
  expect((await readRequest(world.deps, at.supervisor, at.requestId)).asks.map(({ state }) => state)).toEqual(['granted', 'declined'])
})

test('what was asked is overtaken where the request is canceled or the complaint ends', async ({ world }) => {
  const canceled = await withCompany(world)
  await asked(world, canceled.poc, canceled.requestId, canceled.id, 'more_time')
  const { version } = await readRequest(world.deps, canceled.supervisor, canceled.requestId)
  await cancelRequest(world.deps, canceled.supervisor, canceled.requestId, { version, reason: 'Settled.' })
  expect((await readRequest(world.deps, canceled.supervisor, canceled.requestId)).asks).toMatchObject([{ state: 'overtaken' }])

  const closed = await withAnswer(world)
  await asked(world, closed.poc, closed.requestId, closed.id, 'send_back')
  const complaint = await readComplaint(world.deps, closed.supervisor, closed.id)
  await closeComplaint(world.deps, closed.supervisor, closed.id, { version: complaint.version, reason: 'closed_with_explanation', notes: '', commentsToCompany: '', documentIds: [] })
  const afterwards = await readRequest(world.deps, closed.supervisor, closed.requestId)
  expect(afterwards.asks).toMatchObject([{ state: 'overtaken' }])
  expect(afterwards.can).not.toContain('request.send-back')
})

test('documents go back with the round that they were uploaded for; nothing else is shared by it', async ({ world }) => {
  const { agency, supervisor, poc, id, requestId, version } = await withAnswer(world)
  const stored = async (purpose: string) => {
    const documentId = newId()
    await world.deps.transaction(supervisor, (tx) =>
      tx.db
        .insertInto('document')
        .values({
          id: documentId, purpose, complaint_id: id, agency_id: agency.id, request_id: requestId, side: 'agency', name: `${purpose}.pdf`, original_name: `${purpose}.pdf`, content_type: 'application/pdf', size: '1',
          state: 'stored', scan: 'not_scanned', stored_at: tx.now, sha256: 'a'.repeat(64), uploaded_by: supervisor.userId, created_at: tx.now, ...(purpose === 'send_back' ? { round: 2 } : {}),
        })
        .execute())
    return documentId
  }
  const [fitting, foreign] = [await stored('send_back'), await stored('research')]
  expect((await readRequest(world.deps, supervisor, requestId)).waitingDocuments.map((document) => document.id)).toEqual([fitting])
  expect(await codeOf(sendBack(world.deps, supervisor, requestId, { ...back(version), documentIds: [fitting, foreign] }))).toBe('invalid')
  const roundsAtCompany = () => world.deps.transaction(poc, async (tx) => (await roundsOf(tx, requestId)).rounds)
  expect(await roundsAtCompany()).toEqual([])
  await sendBack(world.deps, supervisor, requestId, { ...back(version), documentIds: [fitting] })
  expect(await roundsAtCompany()).toMatchObject([{ round: 2, documents: [{ id: fitting }] }])
  expect((await readRequest(world.deps, supervisor, requestId)).waitingDocuments).toEqual([])
})
