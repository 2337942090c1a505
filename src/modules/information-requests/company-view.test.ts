import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { closeComplaint } from '../complaints/commands/close-complaint.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { saveDraft } from './commands/save-draft.ts'
import { readCompanyView, readCompanyViewRequest } from './queries/company-view.ts'
import { readReceived } from './queries/read-received.ts'
import { readLatestResponse, readReceivedRequest } from './queries/received-requests.ts'

const secret = 'Our counsel thinks that we were wrong.'
const entries = (world: World, complaintId: string) =>
  world.rows<{ action: string; actor_kind: string }>(`select action, actor_kind from audit_entry where complaint_id = $1 order by at, id`, [complaintId])

async function exchange(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  return { ...people, complaintId, requestId }
}

/** What differs by right: what a reader may do, and what is the company's own until it is sent. */
const bare = (record: unknown) => JSON.stringify(record, (key, value: unknown) => (key === 'can' ? [] : value))

test('the agency sees field for field what the Company POC sees', async ({ world }) => {
  const { supervisor, poc, complaintId, requestId } = await exchange(world)
  await answered(world, poc, requestId, 'The payment was credited.', { restricted: true })
  const view = await readCompanyView(world.deps, supervisor, complaintId)
  expect(view).toMatchObject({ enrolled: true, record: { can: [], status: 'open', content: { requests: [{ status: 'sent', response: { status: 'sent' }, can: [] }] } } })
  expect(bare(view.record)).toBe(bare(await readReceived(world.deps, poc, complaintId)))
  const request = await readCompanyViewRequest(world.deps, supervisor, complaintId, requestId)
  expect(request.responses.map((response) => [response.text, response.restricted]), 'a restricted answer that was sent').toEqual([['The payment was credited.', true]])
  expect(bare(request)).toBe(bare(await readReceivedRequest(world.deps, poc, requestId)))
})

test('what the company has not sent is never shown, not even that it was begun', async ({ world }) => {
  const { supervisor, poc, company, complaintId, requestId } = await exchange(world)
  const colleague = await world.companyUser(company, 'manage')
  await saveDraft(world.deps, colleague, requestId, { version: 0, text: secret, links: ['https://files.example/secret'], restricted: true })
  for (const status of ['draft', 'in_review']) {
    await world.rows('update response set status = $2 where request_id = $1', [requestId, status])
    const shown = JSON.stringify([await readCompanyView(world.deps, supervisor, complaintId), await readCompanyViewRequest(world.deps, supervisor, complaintId, requestId)])
    expect(shown).not.toContain(secret)
    expect(shown).not.toContain('files.example')
    expect(shown).not.toContain(colleague.userId)
    expect(shown).toContain('"response":null')
    expect(shown).toContain('"hiddenDraft":false')
  }
  const { version } = await readLatestResponse(world.deps, poc, requestId)
  await saveDraft(world.deps, poc, requestId, { version, text: secret, links: [], restricted: true })
  expect(JSON.stringify(await readCompanyViewRequest(world.deps, supervisor, complaintId, requestId))).not.toContain(secret)
})

test('looking changes nothing and says nothing in the company’s name', async ({ world }) => {
  const { supervisor, complaintId, requestId } = await exchange(world)
  const before = await entries(world, complaintId)
  const state = () => world.rows('select version, status, first_sent_at, requests_sent from complaint where id = $1', [complaintId])
  const was = await state()
  await readCompanyView(world.deps, supervisor, complaintId)
  await readCompanyViewRequest(world.deps, supervisor, complaintId, requestId)
  expect((await entries(world, complaintId)).slice(before.length)).toEqual([{ action: 'complaint.viewed_as_company', actor_kind: 'agency' }])
  expect(await state()).toEqual(was)
})

test('before the first sending there is nothing to see, and no company to see it where the subject is none', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const complaintId = await entered(world, supervisor, company)
  expect(await readCompanyView(world.deps, supervisor, complaintId)).toMatchObject({ company: { id: company.id }, record: null })
  const requestId = await sent(world, supervisor, complaintId)
  expect((await readCompanyView(world.deps, supervisor, complaintId)).record, 'without a Company POC too').toMatchObject({ companyPoc: null, content: { requests: [{ id: requestId }] } })
})

test('restricted details, and a description that was not shared, stay hidden; the closing comments are there', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const complaintId = await entered(world, supervisor, company, { complainant: { firstName: 'Ruth', lastName: 'Ames', restricted: true } })
  const requestId = await sent(world, supervisor, complaintId)
  const other = await entered(world, supervisor, company)
  await expect(readCompanyViewRequest(world.deps, supervisor, other, requestId)).rejects.toMatchObject({ code: 'not_found' })
  await world.rows(`update information_request set status = 'canceled', canceled_at = now() where id = $1`, [requestId])
  const { version } = await readComplaint(world.deps, supervisor, complaintId)
  await closeComplaint(world.deps, supervisor, complaintId, { version, reason: 'closed_with_explanation', notes: 'Internal.', commentsToCompany: 'Thank you.', documentIds: [] })
  const view = await readCompanyView(world.deps, supervisor, complaintId)
  expect(view.record).toMatchObject({ status: 'closed', content: { complainant: null, narrative: null, closures: [{ comments: 'Thank you.' }] } })
  expect(JSON.stringify(view)).not.toMatch(/Ames|Internal/)
})

test('a Viewer of the owning agency looks; agencies with access and companies do not', async ({ world }) => {
  const { agency, poc, complaintId, requestId } = await exchange(world)
  const look = (actor: Actor) => readCompanyView(world.deps, actor, complaintId)
  await expect(look(await world.agencyUser(agency, 'viewer'))).resolves.toMatchObject({ enrolled: true })
  const other = await world.agency()
  const guest: AgencyActor = await world.agencyUser(other, 'supervisor')
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, agency.id, other.id])
  await expect(look(guest)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readCompanyViewRequest(world.deps, guest, complaintId, requestId)).rejects.toMatchObject({ code: 'forbidden' })
  for (const actor of [poc, await world.agencyUser(agency, null, ['account_administrator'])]) await expect(look(actor)).rejects.toMatchObject({ code: 'not_found' })
})
