import { AppError } from '#src/kernel/errors.ts'
import { displayId } from '#src/kernel/ids.ts'
import { newId } from '#src/platform/new-id.ts'
import { saveDraft } from '#src/modules/information-requests/commands/save-draft.ts'
import { sendRequests } from '#src/modules/information-requests/commands/send-requests.ts'
import { addRequest } from '#src/modules/information-requests/commands/write-request.ts'
import { listReceived } from '#src/modules/information-requests/queries/list-received.ts'
import { readReceived } from '#src/modules/information-requests/queries/read-received.ts'
import { readRetention } from '#src/modules/retention/queries/read-retention.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import type { CloseReason } from '../domain/closing.ts'
import { listClosures } from '../queries/list-closures.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { readHistory } from '../queries/read-history.ts'
import { cancelComplaint } from './cancel-complaint.ts'
import { closeComplaint } from './close-complaint.ts'
import { reopenComplaint } from './reopen-complaint.ts'
import { startComplaint } from './start-complaint.ts'

const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? [error.code, ...Object.keys(error.extras.fields ?? {})].join(' ') : String(error)))
const versionOf = async (world: World, actor: Actor, id: string) => (await readComplaint(world.deps, actor, id)).version
const close = async (world: World, actor: AgencyActor, id: string, reason: CloseReason = 'closed_with_explanation', reference?: string) =>
  closeComplaint(world.deps, actor, id, { version: await versionOf(world, actor, id), reason, notes: '', commentsToCompany: '', documentIds: [], ...(reference === undefined ? {} : { reference }) })
const reopen = async (world: World, actor: AgencyActor, id: string) => reopenComplaint(world.deps, actor, id, { version: await versionOf(world, actor, id), reason: 'New facts.' })
const removedIn = async (world: World, actor: AgencyActor, id: string) => (await readHistory(world.deps, actor, id, { limit: 50 })).items.filter((entry) => entry.action === 'information_request.removed').map((entry) => entry.sentence)
const cancel = async (world: World, actor: AgencyActor, id: string) => cancelComplaint(world.deps, actor, id, { version: await versionOf(world, actor, id), reason: 'Entered by mistake.' })

test('a duplicate names a complaint that exists, is visible and is another', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const [id, first] = [await entered(world, supervisor, company), await entered(world, supervisor, company)]
  const foreign = await cast(world)
  const elsewhere = await entered(world, foreign.supervisor, foreign.company)
  const draft = await startComplaint(world.deps, foreign.supervisor, {})
  const number = async (actor: AgencyActor, of: string) => (await readComplaint(world.deps, actor, of)).number
  for (const wrong of ['C-999999', await number(supervisor, id), await number(foreign.supervisor, draft), 'that one']) expect(await refusal(close(world, supervisor, id, 'duplicate', wrong)), wrong).toBe('invalid reference')
  await close(world, supervisor, id, 'duplicate', (await number(supervisor, elsewhere)).toLowerCase().replace('-', ' '))
  expect((await listClosures(world.deps, supervisor, id)).items).toMatchObject([{ reason: 'duplicate', reference: await number(supervisor, elsewhere), referenceId: elsewhere, documents: [] }])
  await close(world, supervisor, first, 'duplicate', await number(supervisor, id))
})

test('a complaint under preliminary review is closed only as a duplicate, invalid or referred elsewhere', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await world.rows(`update complaint set status = 'pending' where id = $1`, [id])
  expect(await refusal(close(world, supervisor, id))).toBe('invalid reason')
  await close(world, supervisor, id, 'referred_to_federal_agency')
  expect((await readComplaint(world.deps, supervisor, id)).status).toBe('closed')
})

test('closing sets the retention date, reopening clears it, and closing again sets it anew', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  await world.rows('update agency set retention_years = 3 where id = $1', [agency.id])
  const id = await entered(world, supervisor, company)
  expect((await readRetention(world.deps, supervisor, id)).retainUntil).toBeNull()
  world.clock.set('2026-11-25T03:00:00Z') // still the 24th in Ohio
  await close(world, supervisor, id)
  expect((await readRetention(world.deps, supervisor, id)).retainUntil).toBe('2029-11-24')
  await reopen(world, supervisor, id)
  expect((await readRetention(world.deps, supervisor, id)).retainUntil).toBeNull()
  expect(await readComplaint(world.deps, supervisor, id)).toMatchObject({ status: 'reopened', closedAt: null })
  world.clock.set('2026-12-01T15:00:00Z')
  await close(world, supervisor, id, 'closed_with_non_monetary_relief')
  expect((await readRetention(world.deps, supervisor, id)).retainUntil).toBe('2029-12-01')
  const all = await listClosures(world.deps, supervisor, id)
  expect(all.items.map((closure) => closure.reason)).toEqual(['closed_with_non_monetary_relief', 'closed_with_explanation'])
  expect(all.reopenings).toMatchObject([{ reason: 'New facts.' }])
  expect(all.lastDayToReopen).toBe('2027-12-01')
})

test('a complaint that was closed on February 29 can be reopened until February 28, in the agency’s zone', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  world.clock.set('2028-02-29T15:00:00Z')
  const [id, late] = [await entered(world, supervisor, company), await entered(world, supervisor, company)]
  for (const one of [id, late]) await close(world, supervisor, one)
  world.clock.set('2029-03-01T04:59:00Z') // one minute before midnight in Ohio
  expect((await readComplaint(world.deps, supervisor, id)).can).toContain('complaint.reopen')
  await reopen(world, supervisor, id)
  world.clock.set('2029-03-01T05:01:00Z')
  expect((await readComplaint(world.deps, supervisor, late)).can).not.toContain('complaint.reopen')
  await expect(reopen(world, supervisor, late)).rejects.toThrow(/until 2029-02-28/)
})

test('canceling cancels what is with the company, removes what was not sent, ends requests for access, and keeps given access', async ({ world }) => {
  const { agency, supervisor, company, administrator, poc } = await cast(world)
  const [asking, holding] = [await world.agency(), await world.agency()]
  const id = await entered(world, supervisor, company)
  const open = await sent(world, supervisor, id)
  const done = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await answered(world, poc, done)
  await addRequest(world.deps, supervisor, id, { title: 'Later', description: 'Not sent.', dueOn: '2026-12-20' })
  const access = (requesting: string, state: string) => world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, $5, now())`, [newId(), id, agency.id, requesting, state])
  await access(asking.id, 'requested')
  await access(holding.id, 'accepted')
  await world.rows(`insert into task (id, event_id, kind, agency_id, complaint_id, created_at) values ($1, $1, 'review_response', $2, $3, now())`, [newId(), agency.id, id])

  await cancel(world, supervisor, id)
  const requests = await world.rows<{ id: string; status: string }>('select id, status from information_request where complaint_id = $1 order by number', [id])
  expect(requests).toEqual([{ id: open, status: 'canceled' }, { id: done, status: 'sent_to_agency' }])
  expect(await world.rows('select state from complaint_access where complaint_id = $1 order by state', [id])).toEqual([{ state: 'accepted' }, { state: 'cancelled' }])
  expect(await world.rows('select 1 from task where complaint_id = $1 and done_at is null', [id])).toEqual([])
  const record = await readComplaint(world.deps, supervisor, id)
  expect(record).toMatchObject({ status: 'canceled' })
  expect(record.can.filter((action) => !action.startsWith('complaint.view')), 'nothing is left to do but to note').toEqual(['research.add'])
  expect((await listClosures(world.deps, supervisor, id)).cancellation).toMatchObject({ reason: 'Entered by mistake.', canceledBy: { id: supervisor.userId } })
  expect((await readRetention(world.deps, supervisor, id)).retainUntil).toBe('2033-11-23')
  expect(await refusal(saveDraft(world.deps, poc, open, { version: 0, text: 'Too late.', links: [], restricted: false })), 'the company answers no more').not.toBe('done')
  expect(await removedIn(world, supervisor, id), 'what was removed with it stands in the history').toEqual(['IR-000003 removed'])
  const told = await readReceived(world.deps, poc, id)
  expect(told, 'the company reads that it was canceled, and not as a closing').toMatchObject({ status: 'closed', content: { closures: [] } })
  expect(told.canceledAt).toMatch(/^\d{4}-/)
  expect(JSON.stringify(told)).not.toContain('Entered by mistake')
  expect((await listReceived(world.deps, poc, { view: 'all', limit: 50 })).items).toMatchObject([{ id, canceledAt: told.canceledAt }])
  const seen = await world.rows<{ details: object }>(`select details from audit_entry where complaint_id = $1 and audience = 'company' and action = 'complaint.canceled'`, [id])
  expect(seen).toEqual([{ details: {} }])
})

test('each closing lists the documents that it shared with the company', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, id)
  await assigned(world, administrator, id, poc)
  await answered(world, poc, requestId)
  for (const name of ['first.pdf', 'second.pdf']) {
    const documentId = newId()
    await world.rows(`insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, 'closure', $2, $3, 'agency', $4, $4, 'application/pdf', 3, 'stored', repeat('a', 64), 'clean', $5, now())`, [documentId, id, supervisor.agencyId, name, supervisor.userId])
    await closeComplaint(world.deps, supervisor, id, { version: await versionOf(world, supervisor, id), reason: 'closed_with_explanation', notes: '', commentsToCompany: '', documentIds: [documentId] })
    if (name === 'first.pdf') await reopen(world, supervisor, id)
    world.clock.set('2026-12-01T15:00:00Z')
  }
  expect((await listClosures(world.deps, supervisor, id)).items.map(({ documents }) => documents.map(({ name, canOpen }) => [name, canOpen]))).toEqual([[['second.pdf', true]], [['first.pdf', true]]])
})

test('closing removes what was not sent, and the history names each', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  for (const title of ['Payments', 'Fees']) await addRequest(world.deps, supervisor, id, { title, description: 'Not sent.', dueOn: '2026-12-20' })
  const numbers = await world.rows<{ number: number }>('select number from information_request where complaint_id = $1 order by number', [id])
  await close(world, supervisor, id)
  expect(await world.rows('select 1 from information_request where complaint_id = $1', [id])).toEqual([])
  expect((await removedIn(world, supervisor, id)).toSorted()).toEqual(numbers.map(({ number }) => `${displayId('request', number)} removed`))
})

test('a complaint is neither closed nor canceled, nor requests sent, while files that were added for it are not up', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const requestId = await addRequest(world.deps, supervisor, id, { title: 'Payments', description: 'Send them.', dueOn: '2026-12-20' })
  const send = () => sendRequests(world.deps, supervisor, id, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] })
  const message = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)))
  const uploading = (purpose: string, request: string | null = null) =>
    world.rows(`insert into document (id, purpose, complaint_id, agency_id, request_id, side, name, original_name, content_type, size, state, uploaded_by, created_at) values ($1, $2, $3, $4, $5, 'agency', 'scan.pdf', 'scan.pdf', 'application/pdf', 3, 'uploading', $6, now())`, [newId(), purpose, id, supervisor.agencyId, request, supervisor.userId])
  const removed = (purpose: string) => world.rows('update document set removed_at = now() where complaint_id = $1 and purpose = $2', [id, purpose])

  await uploading('complaint') // belongs to nothing that is done here
  for (const purpose of ['closure', 'closure', 'cancellation', 'introduction']) await uploading(purpose)
  await uploading('request', requestId)
  expect(await message(send())).toBe('conflict: 2 files are not up yet. Wait until they are, or remove them.')
  expect(await message(close(world, supervisor, id))).toBe('conflict: 2 files are not up yet. Wait until they are, or remove them.')
  expect(await message(cancel(world, supervisor, id))).toBe('conflict: 1 file is not up yet. Wait until it is, or remove it.')
  await removed('introduction')
  expect(await message(send())).toBe('conflict: 1 file is not up yet. Wait until it is, or remove it.')
  await removed('request')
  expect(await message(send())).toBe('done')
  await removed('cancellation')
  expect(await message(cancel(world, supervisor, id))).toBe('done')
})

test('an empty draft is discarded, not canceled; a canceled complaint stays canceled', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const draft = await startComplaint(world.deps, supervisor, {})
  expect((await readComplaint(world.deps, supervisor, draft)).can).not.toContain('complaint.cancel')
  expect(await refusal(cancel(world, supervisor, draft))).toBe('conflict')
  const id = await entered(world, supervisor, company)
  await cancel(world, supervisor, id)
  for (const attempt of [cancel, reopen, close]) expect(await refusal(attempt(world, supervisor, id))).toBe('conflict')
})

test('Viewers, other agencies and companies cancel and reopen nothing; a stale version is told', async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const id = await entered(world, supervisor, company)
  const version = await versionOf(world, supervisor, id)
  const input = { version, reason: 'x' }
  for (const deed of [cancelComplaint, reopenComplaint]) {
    expect([await refusal(deed(world.deps, viewer, id, input)), await refusal(deed(world.deps, stranger, id, input)), await refusal(deed(world.deps, poc, id, input))]).toEqual(['forbidden', 'forbidden', 'not_found'])
    expect(await refusal(deed(world.deps, supervisor, id, { ...input, version: version + 5 }))).toBe('stale_version')
  }
  expect(await refusal(listClosures(world.deps, stranger, id)), 'how it ended is detail').toBe('not_found')
})
