import { AppError } from '#src/kernel/errors.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { readRequest } from '../queries/read-requests.ts'
import { readReceived } from '../queries/read-received.ts'
import { listPocCandidates } from '../queries/list-poc-candidates.ts'
import { listReceived } from '../queries/list-received.ts'
import { readLatestResponse, readReceivedRequest } from '../queries/received-requests.ts'
import { assignCompanyPoc } from './assign-company-poc.ts'
import { cancelRequest } from './cancel-request.ts'
import { markQuickLook } from './mark-quick-look.ts'
import { saveDraft } from './save-draft.ts'
import { submitResponse } from './submit-response.ts'
import { addRequest, removeRequest, updateRequest } from './write-request.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))

test('a request can be changed and removed until it is sent, and not after', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const removable = await addRequest(world.deps, supervisor, id, { title: 'A', description: 'x' })
  await updateRequest(world.deps, supervisor, removable, { version: 1, title: 'B' })
  expect((await readRequest(world.deps, supervisor, removable)).title).toBe('B')
  await removeRequest(world.deps, supervisor, removable)
  const requestId = await sent(world, supervisor, id)
  const { version } = await readRequest(world.deps, supervisor, requestId)
  expect(await codeOf(updateRequest(world.deps, supervisor, requestId, { version, title: 'C' }))).toBe('conflict')
  expect(await codeOf(removeRequest(world.deps, supervisor, requestId))).toBe('conflict')
})

test('the company reads exactly what it may of a complaint', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  const record = await readReceived(world.deps, poc, id)
  expect(record.content).toMatchObject({
    complainant: { firstName: 'Yolanda', lastName: 'Pruitt', street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612' },
    narrative: 'The servicer did not credit my payment of October and raised my escrow.',
    sendings: [{ commentary: 'Please answer.' }],
    transactionCity: 'Toledo',
  })
  const everything = JSON.stringify(record)
  for (const secret of ['555-0147', 'y.pruitt@mail.example', 'Credit the payment.', '2026-11-02', 'Test issue']) expect(everything).not.toContain(secret)
})

test('the description stays with the agency when it is not shared, the person too when restricted', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const quiet = await entered(world, supervisor, company)
  await sent(world, supervisor, quiet, { shareNarrative: false })
  expect((await readReceived(world.deps, poc, quiet)).content).toMatchObject({ narrative: null, complainant: { lastName: 'Pruitt' } })
  const restricted = await entered(world, supervisor, company, { complainant: { firstName: 'Ruth', lastName: 'Ames', restricted: true } })
  await sent(world, supervisor, restricted, { shareNarrative: true })
  expect((await readReceived(world.deps, poc, restricted)).content).toMatchObject({ narrative: null, complainant: null })
})

test('a second sending may share the description that the first did not, and never takes it back', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id, { shareNarrative: false })
  await sent(world, supervisor, id, { shareNarrative: true })
  await sent(world, supervisor, id, { shareNarrative: false })
  expect((await readReceived(world.deps, poc, id)).content?.narrative).toContain('did not credit')
})

test('the Complaints Contact or an Account Administrator assigns a colleague with Manage, nobody else', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const viewer = await world.companyUser(company, 'view')
  const stranger = await world.companyUser(await world.company(), 'manage')
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  const assign = (by: typeof poc, userId: string) => codeOf(assignCompanyPoc(world.deps, by, id, { version: 1, userId }))
  expect(await assign(poc, poc.userId)).toBe('forbidden')
  expect(await assign(administrator, viewer.userId)).toBe('invalid')
  expect(await assign(administrator, stranger.userId)).toBe('invalid')
  expect(await assign(stranger, stranger.userId)).toBe('not_found')
  expect(await assign(administrator, poc.userId)).toBe('done')
  expect(await assign(administrator, poc.userId)).toBe('stale_version')
})

test('an Account Administrator without complaints access sees an arrival and assigns, but reads nothing of it', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const clerk = await world.companyUser(company, null, ['account_administrator'])
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  expect(await readReceived(world.deps, clerk, id)).toMatchObject({ content: null, can: ['received.assign-poc'], createdOn: null })
  expect((await listReceived(world.deps, clerk, { view: 'open', limit: 50 })).items).toMatchObject([{ id, subjectName: '' }])
  expect(await codeOf(readReceivedRequest(world.deps, clerk, requestId))).toBe('forbidden')
  expect(await codeOf(assignCompanyPoc(world.deps, clerk, id, { version: 1, userId: poc.userId }))).toBe('done')
})

test('anybody with Manage drafts; only the Company POC submits', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const drafter = await world.companyUser(company, 'manage')
  const viewer = await world.companyUser(company, 'view')
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  expect(await codeOf(saveDraft(world.deps, viewer, requestId, { version: 0, text: 'x', links: [], restricted: false }))).toBe('forbidden')
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Drafted.', links: [], restricted: false })
  const { version } = await readLatestResponse(world.deps, poc, requestId)
  for (const other of [drafter, administrator, viewer]) expect(await codeOf(submitResponse(world.deps, other, requestId, { version }))).toBe('forbidden')
  expect((await readReceivedRequest(world.deps, drafter, requestId)).can).not.toContain('response.submit')
  expect(await codeOf(submitResponse(world.deps, poc, requestId, { version }))).toBe('done')
  expect(await readRequest(world.deps, supervisor, requestId)).toMatchObject({ status: 'sent_to_agency', responses: [{ text: 'Drafted.', sentBy: { id: poc.userId } }] })
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ waitingFor: 'agency', requestsAnswered: 1 })
})

test('the agency sees no draft, and what was sent cannot be changed or sent twice', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'Not yet.', links: [], restricted: false })
  expect((await readRequest(world.deps, supervisor, requestId)).responses).toEqual([])
  const { version } = await readLatestResponse(world.deps, poc, requestId)
  const both = await Promise.all([codeOf(submitResponse(world.deps, poc, requestId, { version })), codeOf(submitResponse(world.deps, poc, requestId, { version }))])
  expect(both.sort()).toEqual(['conflict', 'done'])
  expect(await codeOf(saveDraft(world.deps, poc, requestId, { version: version + 1, text: 'Changed.', links: [], restricted: false }))).toBe('conflict')
})

test('two drafters never overwrite each other: the second is given the text that is there', async ({ world }) => {
  const { supervisor, company, poc } = await cast(world)
  const other = await world.companyUser(company, 'manage')
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'First text.', links: [], restricted: false })
  const overwriting = saveDraft(world.deps, other, requestId, { version: 0, text: 'Other text.', links: [], restricted: false })
  await expect(overwriting).rejects.toMatchObject({ code: 'stale_version', extras: { current: { text: 'First text.' } } })
  expect((await readLatestResponse(world.deps, poc, requestId)).text).toBe('First text.')
})

test('an answer needs words, a file or a link', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: '  ', links: [], restricted: false })
  const submit = async () => codeOf(submitResponse(world.deps, poc, requestId, { version: (await readLatestResponse(world.deps, poc, requestId)).version }))
  expect(await submit()).toBe('invalid')
  await saveDraft(world.deps, poc, requestId, { version: 2, text: '', links: ['https://share.example.com/ir'], restricted: false })
  expect(await submit()).toBe('done')
})

test('a colleague is told that there is a restricted draft, without seeing it', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'Secret.', links: [], restricted: true })
  const seen = await readReceivedRequest(world.deps, administrator, requestId)
  expect(seen).toMatchObject({ hiddenDraft: true, responses: [], response: null })
  expect(await codeOf(saveDraft(world.deps, administrator, requestId, { version: 0, text: 'Mine.', links: [], restricted: false }))).toBe('conflict')
})

test('Quick Look is undone as easily as set, moves the complaint on, and never shows at the company', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await answered(world, poc, requestId)
  const version = async () => (await readRequest(world.deps, supervisor, requestId)).version
  await markQuickLook(world.deps, supervisor, requestId, { version: await version(), complete: true })
  expect((await readRequest(world.deps, supervisor, requestId)).quickLook?.by.id).toBe(supervisor.userId)
  expect(JSON.stringify(await readReceivedRequest(world.deps, poc, requestId))).not.toContain('quick')
  await markQuickLook(world.deps, supervisor, requestId, { version: await version(), complete: false })
  expect((await readRequest(world.deps, supervisor, requestId)).quickLook).toBeNull()
})

test('a canceled request is off the company, and no answer to it is taken any more', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, poc, requestId, { version: 0, text: 'Late.', links: [], restricted: false })
  await cancelRequest(world.deps, supervisor, requestId, { version: (await readRequest(world.deps, supervisor, requestId)).version, reason: 'Solved by phone.' })
  expect(await readReceivedRequest(world.deps, poc, requestId)).toMatchObject({ status: 'canceled', can: [] })
  expect(JSON.stringify(await readReceivedRequest(world.deps, poc, requestId))).not.toContain('Solved by phone')
  expect(await codeOf(submitResponse(world.deps, poc, requestId, { version: 2 }))).toBe('conflict')
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ waitingFor: 'agency', nextDue: null })
})

test('another agency reads requests and answers only with access', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  const other = await world.agency()
  const outsider = await world.agencyUser(other, 'manager')
  expect(await codeOf(readRequest(world.deps, outsider, requestId))).toBe('not_found')
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [id, agency.id, other.id])
  expect(await readRequest(world.deps, outsider, requestId)).toMatchObject({ title: 'Payment history', can: [] })
  expect(await codeOf(cancelRequest(world.deps, outsider, requestId, { version: 2, reason: 'x' }))).toBe('forbidden')
})

test('only the POC or the author restricts an answer: nobody takes it from their own eyes', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const drafter = await world.companyUser(company, 'manage')
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await saveDraft(world.deps, drafter, requestId, { version: 0, text: 'Begun.', links: [], restricted: false })
  expect(await codeOf(saveDraft(world.deps, administrator, requestId, { version: 2, text: 'Begun.', links: [], restricted: true }))).toBe('invalid')
  expect(await codeOf(saveDraft(world.deps, poc, requestId, { version: 2, text: 'Begun.', links: [], restricted: true }))).toBe('done')
})

test('a closed complaint needs no Point of Contact, and is not among the open ones', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await answered(world, poc, requestId)
  const load = async () => (await listPocCandidates(world.deps, administrator, id)).items.find((one) => one.id === poc.userId)?.openComplaints
  expect(await load()).toBe(1)
  await closeComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, reason: 'invalid', notes: '', commentsToCompany: '', documentIds: [] })
  expect(await load()).toBe(0)
  const { version } = await readReceived(world.deps, administrator, id)
  expect(await codeOf(assignCompanyPoc(world.deps, administrator, id, { version, userId: poc.userId }))).toBe('conflict')
  for (const view of ['open', 'mine', 'unassigned'] as const) expect((await listReceived(world.deps, poc, { view, limit: 50 })).items).toEqual([])
  expect((await listReceived(world.deps, poc, { view: 'all', limit: 50 })).items).toMatchObject([{ id, status: 'closed' }])
})
