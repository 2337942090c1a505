import { AppError } from '#src/kernel/errors.ts'
import { changeAgencyPoc } from './change-agency-poc.ts'
import { closeComplaint } from './close-complaint.ts'
import { completeReview } from './complete-review.ts'
import { discardDraft } from './discard-draft.ts'
import { startComplaint } from './start-complaint.ts'
import { submitComplaint } from './submit-complaint.ts'
import { updateComplaint } from './update-complaint.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { readHistory } from '../queries/read-history.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { sendRequests } from '#src/modules/information-requests/commands/send-requests.ts'
import { addRequest } from '#src/modules/information-requests/commands/write-request.ts'

const refusal = async (work: Promise<unknown>): Promise<{ code: string; fields: string[] }> =>
  work.then(
    () => ({ code: 'done', fields: [] }),
    (error: unknown) => (error instanceof AppError ? { code: error.code, fields: Object.keys(error.extras.fields ?? {}) } : { code: String(error), fields: [] }),
  )

test('a draft may lack everything, and keeps what was typed', async ({ world }) => {
  const { supervisor } = await cast(world)
  const id = await startComplaint(world.deps, supervisor, {})
  await updateComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, fields: { narrative: 'Half a sen', complainant: { lastName: 'Pruitt' } } })
  const record = await readComplaint(world.deps, supervisor, id)
  expect(record).toMatchObject({ status: 'draft', detail: { narrative: 'Half a sen', complainant: { lastName: 'Pruitt', firstName: '' } } })
})

test('submitting names every required field that is missing', async ({ world }) => {
  const { supervisor } = await cast(world)
  const id = await startComplaint(world.deps, supervisor, {})
  const { version } = await readComplaint(world.deps, supervisor, id)
  expect(await refusal(submitComplaint(world.deps, supervisor, id, { version, review: 'bypass' }))).toEqual({
    code: 'invalid',
    fields: ['subject', 'receivedOn', 'receivedVia', 'productId', 'issueId', 'narrative', 'complainant.firstName', 'complainant.lastName'],
  })
})

test('a complete draft becomes a complaint in progress and its submitter the Agency POC', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const record = await readComplaint(world.deps, supervisor, await entered(world, supervisor, company))
  expect(record).toMatchObject({ status: 'in_progress', waitingFor: 'agency', agencyPoc: { id: supervisor.userId } })
  expect(record.can).toContain('request.add')
})

test('a date received in the future is refused by name, in the zone of the agency', async ({ world }) => {
  const { supervisor } = await cast(world)
  world.clock.set('2026-11-24T03:00:00.000Z') // still the 23rd in Ohio
  expect(await refusal(startComplaint(world.deps, supervisor, { receivedOn: '2026-11-24' }))).toEqual({ code: 'invalid', fields: ['receivedOn'] })
  expect((await refusal(startComplaint(world.deps, supervisor, { receivedOn: '2026-11-23' }))).code).toBe('done')
})

test('an issue must belong to its product', async ({ world }) => {
  const { supervisor } = await cast(world)
  const mortgage = await world.category('product', 'Mortgage')
  const card = await world.category('product', 'Credit card')
  const escrow = await world.category('issue', 'Escrow', mortgage)
  expect(await refusal(startComplaint(world.deps, supervisor, { productId: card, issueId: escrow }))).toEqual({ code: 'invalid', fields: ['issueId'] })
})

test('two people who change the same record: the second is told, and nothing is overwritten', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const colleague = await world.agencyUser(agency, 'manager')
  const id = await entered(world, supervisor, company)
  const { version } = await readComplaint(world.deps, supervisor, id)
  await updateComplaint(world.deps, supervisor, id, { version, fields: { desiredOutcome: 'First.' } })
  expect((await refusal(updateComplaint(world.deps, colleague, id, { version, fields: { desiredOutcome: 'Second.' } }))).code).toBe('stale_version')
  expect((await readComplaint(world.deps, supervisor, id)).detail?.desiredOutcome).toBe('First.')
})

test('a Complaint Viewer reads a complaint and can change nothing', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  const id = await entered(world, supervisor, company)
  const record = await readComplaint(world.deps, viewer, id)
  expect(record.can).toEqual(['complaint.view-detail', 'complaint.view-as-company'])
  const { version } = record
  const closing = { version, reason: 'invalid' as const, notes: '', commentsToCompany: '', documentIds: [] }
  for (const attempt of [
    () => updateComplaint(world.deps, viewer, id, { version, fields: { desiredOutcome: 'x' } }),
    () => closeComplaint(world.deps, viewer, id, closing),
    () => startComplaint(world.deps, viewer, {}),
    () => discardDraft(world.deps, viewer, id),
    () => changeAgencyPoc(world.deps, viewer, id, { version, userId: supervisor.userId }),
  ]) expect((await refusal(attempt())).code).toBe('forbidden')
})

test("another agency's draft is not found; its complaint shows basic information only and takes no change", async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  const draft = await startComplaint(world.deps, supervisor, {})
  expect((await refusal(readComplaint(world.deps, outsider, draft))).code).toBe('not_found')
  const id = await entered(world, supervisor, company)
  const record = await readComplaint(world.deps, outsider, id)
  expect(record).toMatchObject({ isOwn: false, detail: null, can: ['complaint.request-access'] })
  expect((await refusal(updateComplaint(world.deps, outsider, id, { version: record.version, fields: { desiredOutcome: 'x' } }))).code).toBe('forbidden')
})

test('a discarded draft is gone, and the audit says that it was', async ({ world }) => {
  const { supervisor } = await cast(world)
  const id = await startComplaint(world.deps, supervisor, { narrative: 'x' })
  await discardDraft(world.deps, supervisor, id)
  expect((await refusal(readComplaint(world.deps, supervisor, id))).code).toBe('not_found')
  expect(await world.rows('select action from audit_entry where complaint_id = $1 order by at, id', [id])).toContainEqual({ action: 'complaint.discarded' })
  expect(await world.rows('select complaint_id from complainant where complaint_id = $1', [id])).toEqual([])
})

test('the subject can be changed until a request was sent, and not after', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const other = await world.company()
  const id = await entered(world, supervisor, company)
  const change = async () => updateComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, fields: { subject: { kind: 'company', companyId: other.id } } })
  expect((await refusal(change())).code).toBe('done')
  await sent(world, supervisor, id)
  expect((await refusal(change())).code).toBe('conflict')
})

test('the Agency POC is a Supervisor or Manager of the agency, never a Viewer or a stranger', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const naming = async (userId: string) => refusal(changeAgencyPoc(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, userId }))
  expect((await naming((await world.agencyUser(agency, 'viewer')).userId)).code).toBe('invalid')
  expect((await naming((await world.agencyUser(await world.agency(), 'manager')).userId)).code).toBe('invalid')
  const manager = await world.agencyUser(agency, 'manager')
  expect((await naming(manager.userId)).code).toBe('done')
  expect((await readComplaint(world.deps, supervisor, id)).agencyPoc?.id).toBe(manager.userId)
  const draft = await startComplaint(world.deps, supervisor, {})
  expect(await refusal(changeAgencyPoc(world.deps, supervisor, draft, { version: 1, userId: manager.userId })), 'whoever submits it becomes its POC').toMatchObject({ code: 'conflict' })
})

test('closing waits for requests that are with the company, removes unsent ones, and shares the comments', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await addRequest(world.deps, supervisor, id, { title: 'Never sent', description: 'x' })
  await assigned(world, administrator, id, poc)
  const closing = async () => {
    const { version } = await readComplaint(world.deps, supervisor, id)
    return refusal(closeComplaint(world.deps, supervisor, id, { version, reason: 'closed_with_monetary_relief', reliefAmount: '412.60', reliefPaidOn: '2026-11-20', notes: 'Internal.', commentsToCompany: 'Thank you.', documentIds: [] }))
  }
  expect((await closing()).code).toBe('conflict')
  await answered(world, poc, requestId)
  expect((await closing()).code).toBe('done')
  const record = await readComplaint(world.deps, supervisor, id)
  expect(record).toMatchObject({ status: 'closed', waitingFor: null, nextDue: null, daysOpen: 21 })
  expect(record.detail?.closures).toMatchObject([{ reason: 'closed_with_monetary_relief', reliefAmount: '412.60', notes: 'Internal.', commentsToCompany: 'Thank you.', sharedWithCompany: true }])
  expect(await world.rows("select title from information_request where complaint_id = $1 and status = 'ready_to_send'", [id])).toEqual([])
})

test('what was never sent to a company is closed without a word to it', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const { version } = await readComplaint(world.deps, supervisor, id)
  await closeComplaint(world.deps, supervisor, id, { version, reason: 'invalid', notes: '', commentsToCompany: 'For you', documentIds: [] })
  expect((await readComplaint(world.deps, supervisor, id)).detail?.closures).toMatchObject([{ sharedWithCompany: false, commentsToCompany: '' }])
})

test('restricting the complainant later takes name and description back from the company', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  const shared = () => world.rows('select p.shared_company_id, d.narrative_company_id from complainant p join complaint_detail d using (complaint_id) where complaint_id = $1', [id])
  expect(await shared()).toEqual([{ shared_company_id: company.id, narrative_company_id: company.id }])
  await updateComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, fields: { complainant: { restricted: true } } })
  expect(await shared()).toEqual([{ shared_company_id: null, narrative_company_id: null }])
})

test('the history tells both sides their own, and reading twice in five minutes is one entry', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await answered(world, poc, requestId)
  await readComplaint(world.deps, supervisor, id)
  await readComplaint(world.deps, supervisor, id)
  const agencyHistory = (await readHistory(world.deps, supervisor, id, { limit: 50 })).items.map((entry) => entry.action)
  expect(agencyHistory).toEqual(expect.arrayContaining(['response.submitted', 'company_poc.assigned', 'information_request.sent', 'complaint.submitted']))
  expect(agencyHistory, 'who read what is a filter of its own').not.toContain('complaint.read')
  const readings = (await readHistory(world.deps, supervisor, id, { limit: 50, kind: ['reading'] })).items.map((entry) => entry.action)
  expect(readings.filter((action) => action === 'complaint.read')).toHaveLength(1)
  expect(agencyHistory).not.toContain('response.drafted')
  const companyHistory = (await readHistory(world.deps, poc, id, { limit: 50 })).items.map((entry) => entry.action)
  expect(companyHistory).toContain('response.drafted')
  expect(companyHistory).not.toContain('complaint.submitted')
})

test('what is sent cannot be due today or earlier; a bulk date fills blanks only', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const first = await addRequest(world.deps, supervisor, id, { title: 'One', description: 'x', dueOn: '2026-12-01' })
  const second = await addRequest(world.deps, supervisor, id, { title: 'Two', description: 'x' })
  const sending = (bulkDueOn?: string) => sendRequests(world.deps, supervisor, id, { requests: [{ id: first }, { id: second }], ...(bulkDueOn === undefined ? {} : { bulkDueOn }), commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] })
  expect(await refusal(sending())).toEqual({ code: 'invalid', fields: ['requests.1.dueOn'] })
  expect(await refusal(sending('2026-11-23'))).toEqual({ code: 'invalid', fields: ['requests.1.dueOn'] })
  await sending('2026-12-10')
  expect(await world.rows('select due_on::text from information_request where complaint_id = $1 order by number', [id])).toEqual([{ due_on: '2026-12-01' }, { due_on: '2026-12-10' }])
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ waitingFor: 'company', nextDue: '2026-12-01', requestsSent: 2 })
})

test('the preliminary reviewer lets a complaint proceed and names who works on it; closing it is the other way', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const manager = await world.agencyUser(agency, 'manager')
  const id = await entered(world, supervisor, company)
  await world.rows(`update complaint set status = 'pending', agency_poc_id = null where id = $1`, [id])
  const { version, can } = await readComplaint(world.deps, supervisor, id)
  expect(can).toEqual(expect.arrayContaining(['complaint.review', 'complaint.close']))
  expect(can).not.toContain('request.add')
  expect((await refusal(completeReview(world.deps, await world.agencyUser(agency, 'viewer'), id, { version, agencyPocId: manager.userId }))).code).toBe('forbidden')
  expect((await refusal(completeReview(world.deps, supervisor, id, { version, agencyPocId: (await world.agencyUser(await world.agency(), 'manager')).userId }))).code).toBe('invalid')
  await completeReview(world.deps, supervisor, id, { version, agencyPocId: manager.userId })
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ status: 'in_progress', agencyPoc: { id: manager.userId } })
  expect((await refusal(completeReview(world.deps, supervisor, id, { version: version + 1, agencyPocId: manager.userId }))).code).toBe('conflict')
})

test('an update cannot empty what the submission required, and a second complaint with one CFPB ID is allowed', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company, { cfpbId: '261002-1884' })
  const { version } = await readComplaint(world.deps, supervisor, id)
  expect(await refusal(updateComplaint(world.deps, supervisor, id, { version, fields: { receivedOn: null, narrative: ' ', complainant: { lastName: '' } } }))).toEqual({
    code: 'invalid',
    fields: ['receivedOn', 'narrative', 'complainant.lastName'],
  })
  expect((await readComplaint(world.deps, supervisor, await entered(world, supervisor, company, { cfpbId: '261002-1884' }))).cfpbId).toBe('261002-1884')
})
