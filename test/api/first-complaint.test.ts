import { z } from 'zod'
import type { Actor } from '#src/access/actor.ts'
import { updateComplaint } from '#src/modules/complaints/commands/update-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { ReceivedRecord, ReceivedRequestRecord, RequestList, RequestRecord, ResponseDraft } from '#src/modules/information-requests/contract.ts'
import { cast, completeFields, entered, sent } from '#test/world/exchange.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test } from '#test/world/test-world.ts'

/** One person at the API, signed in with password and code. */
async function person(site: Site, actor: Actor) {
  const cookie = await site.signIn(await site.credentials(actor))
  const call = async <T extends z.ZodType>(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, shape: T, payload?: object, status?: number): Promise<z.infer<T>> => {
    const response = await site.app.inject({ method, url: `/api/v1${url}`, ...(payload === undefined ? {} : { payload }), headers: cookie, remoteAddress: site.remoteAddress })
    if (status === undefined ? response.statusCode >= 400 : response.statusCode !== status) throw new Error(`${method} ${url}: ${String(response.statusCode)} ${response.body}`)
    return shape.parse(response.json())
  }
  return { call, status: async (url: string) => (await site.app.inject({ method: 'GET', url: `/api/v1${url}`, headers: cookie, remoteAddress: site.remoteAddress })).statusCode }
}

const Anything = z.looseObject({})

test('the first complaint, end to end through the API: entered, asked about, answered, closed, read', async ({ world }) => {
  const site = await openSite(world)
  const people = await cast(world)
  const agency = await person(site, people.supervisor)
  const administrator = await person(site, people.administrator)
  const poc = await person(site, people.poc)
  const stranger = await person(site, await world.companyUser(await world.company(), 'manage', ['account_administrator'], true))

  const draft = await agency.call('POST', '/complaints', ComplaintRecord, await completeFields(world, people.company))
  expect(draft.can).toContain('complaint.submit')
  const complaint = await agency.call('POST', `/complaints/${draft.id}/submissions`, ComplaintRecord, { version: draft.version, review: 'bypass' })
  expect(complaint).toMatchObject({ status: 'in_progress', agencyPoc: { id: people.supervisor.userId } })
  expect(await poc.status(`/received-complaints/${draft.id}`), 'not sent: not there').toBe(404)

  const request = await agency.call('POST', `/complaints/${draft.id}/information-requests`, RequestRecord, { title: 'Payment history', description: 'Send it.' })
  const { dueOn } = await agency.call('GET', `/complaints/${draft.id}/sending-defaults`, z.object({ dueOn: z.string() }))
  await agency.call('POST', `/complaints/${draft.id}/sendings`, RequestList, { requests: [{ id: request.id }], bulkDueOn: dueOn })
  expect(await stranger.status(`/received-complaints/${draft.id}`), "another company's").toBe(404)
  expect(await stranger.status(`/received-requests/${request.id}`)).toBe(404)
  expect(await poc.status(`/complaints/${draft.id}`), "the agency's record is not the company's").toBe(403)

  const received = await administrator.call('GET', `/received-complaints/${draft.id}`, ReceivedRecord)
  await administrator.call('POST', `/received-complaints/${draft.id}/points-of-contact`, ReceivedRecord, { version: received.version, userId: people.poc.userId })
  const saved = await poc.call('PUT', `/received-requests/${request.id}/draft`, ResponseDraft, { version: 0, text: 'The payment was credited.', links: ['https://share.example.com/1'] })
  await administrator.call('POST', `/received-requests/${request.id}/submissions`, Anything, { version: saved.version }, 403)
  await poc.call('PUT', `/received-requests/${request.id}/draft`, Anything, { version: saved.version, text: 'x'.repeat(4001) }, 400)
  await poc.call('POST', `/received-requests/${request.id}/submissions`, ResponseDraft, { version: saved.version })

  const answered = await agency.call('GET', `/information-requests/${request.id}`, RequestRecord)
  expect(answered).toMatchObject({ status: 'sent_to_agency', responses: [{ text: 'The payment was credited.', links: ['https://share.example.com/1'] }] })
  await agency.call('POST', `/information-requests/${request.id}/quick-looks`, RequestRecord, { version: answered.version })
  const open = await agency.call('GET', `/complaints/${draft.id}`, ComplaintRecord)
  await agency.call('POST', `/complaints/${draft.id}/closures`, ComplaintRecord, { version: open.version, reason: 'closed_with_explanation', notes: 'Internal remark.', commentsToCompany: 'Thank you for the history.' })

  const closed = await poc.call('GET', `/received-complaints/${draft.id}`, ReceivedRecord)
  expect(closed).toMatchObject({ status: 'closed', content: { closures: [{ comments: 'Thank you for the history.' }], requests: [{ status: 'sent' }] } })
  const everything = JSON.stringify([closed, await poc.call('GET', `/received-requests/${request.id}`, ReceivedRequestRecord), await poc.call('GET', `/received-complaints/${draft.id}/history`, Anything)])
  for (const secret of ['Internal remark', 'closed_with_explanation', '555-0147', 'y.pruitt', 'Credit the payment.', 'quick_look', 'Quick Look']) expect(everything).not.toContain(secret)
  await site.close()
})

test('what is wrong is refused by field, with a sentence, and stays out of the address', async ({ world }) => {
  const site = await openSite(world)
  const people = await cast(world)
  const agency = await person(site, people.supervisor)
  const refused = await agency.call('POST', '/complaints', Anything, { receivedOn: '23.11.2026', transactionState: 'Ohio', unknownField: 1 }, 400)
  expect(refused['status']).toBe(400)
  expect(String(refused['type'])).toMatch(/invalid$/)
  expect(Object.keys(z.object({ fields: z.record(z.string(), z.string()) }).parse(refused).fields)).toEqual(expect.arrayContaining(['receivedOn', 'transactionState']))
  expect(await agency.status('/complaints/0199b0de-0000-7000-8000-000000000000')).toBe(404)
  expect(await agency.status('/complaints?limit=201')).toBe(400)
  await site.close()
})

test('a list is exported as CSV that a spreadsheet opens without running anything', async ({ world }) => {
  const site = await openSite(world)
  const people = await cast(world)
  const evil = await world.company({ name: '=HYPERLINK("http://evil.example")' })
  const agency = await person(site, people.supervisor)
  const draft = await agency.call('POST', '/complaints', ComplaintRecord, await completeFields(world, evil))
  await agency.call('POST', `/complaints/${draft.id}/submissions`, ComplaintRecord, { version: draft.version, review: 'bypass' })
  const cookie = await site.signIn(await site.credentials(await world.agencyUser(people.agency, 'viewer')))
  const response = await site.app.inject({ method: 'GET', url: '/api/v1/complaints/export?view=open', headers: cookie, remoteAddress: site.remoteAddress })
  expect(response.headers['content-type']).toContain('text/csv')
  const lines = response.body.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('Complaint ID,Status')
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  await site.close()
})

test('a repetition with an Idempotency-Key does nothing twice and shows only what may be read today', async ({ world }) => {
  const site = await openSite(world)
  const people = await cast(world)
  const id = await entered(world, people.supervisor, people.company)
  await sent(world, people.supervisor, id)
  const cookie = await site.signIn(await site.credentials(people.administrator))
  const assign = () => site.app.inject({ method: 'POST', url: `/api/v1/received-complaints/${id}/points-of-contact`, payload: { version: 1, userId: people.poc.userId }, headers: { ...cookie, 'idempotency-key': 'once' }, remoteAddress: site.remoteAddress })
  const first = await assign()
  expect(first.statusCode).toBe(201)
  expect(first.body).toContain('Larkfield')
  const { version } = await readComplaint(world.deps, people.supervisor, id)
  await updateComplaint(world.deps, people.supervisor, id, { version, fields: { complainant: { restricted: true } } })
  const again = await assign()
  expect(again.statusCode).toBe(201)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.body).not.toContain('Larkfield')
  expect(await world.rows(`select count(*)::int as n from audit_entry where complaint_id = $1 and action = 'company_poc.assigned'`, [id])).toEqual([{ n: 1 }])
  await site.close()
})

test('values that no database could keep are refused, not stumbled over', async ({ world }) => {
  const site = await openSite(world)
  const people = await cast(world)
  const agency = await person(site, people.supervisor)
  for (const wrong of [{ narrative: 'a\u0000b' }, { productId: 99_999_999_999 }, { receivedOn: '0001-01-01' }]) await agency.call('POST', '/complaints', Anything, wrong, 400)
  const found = await agency.call('POST', '/complaints/searches', Anything, { words: 'IR-99999999999' })
  expect(found['items']).toEqual([])
  await site.close()
})
