import type { CompanyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { readEnrollmentStatus } from '#src/modules/enrollment/queries/read-status.ts'
import { readWizard } from '#src/modules/enrollment/queries/read-wizard.ts'
import type { BeginEnrollment } from '#src/modules/enrollment/contract.ts'
import { newId } from '#src/platform/new-id.ts'
import { activated, invited, newcomer, wizardAt } from '#test/world/enrollment.ts'
import { entered } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type TestCompany, type World } from '#test/world/test-world.ts'
import { listRequests } from '../queries/read-requests.ts'
import { readReceived } from '../queries/read-received.ts'
import { sendRequests } from './send-requests.ts'
import { addRequest } from './write-request.ts'

const saying = async (work: Promise<unknown>): Promise<string> => work.then(() => '', (error: unknown) => (error instanceof Error ? error.message : String(error)))
const fieldsOf = async (work: Promise<unknown>): Promise<string[]> => work.then(() => [], (error: unknown) => (error instanceof AppError ? Object.keys(error.extras.fields ?? {}) : [String(error)]))

async function agencyWithRequest(world: World, company?: TestCompany) {
  const agency = await world.agency()
  const supervisor = await world.agencyUser(agency, 'supervisor')
  const firm = company ?? (await world.company({ enrolled: false }))
  const complaintId = await entered(world, supervisor, firm)
  const requestId = await addRequest(world.deps, supervisor, complaintId, { title: 'Payment history', description: 'Send it.', dueOn: '2026-12-08' })
  const send = (options: { enroll?: BeginEnrollment; remind?: boolean } = {}) =>
    sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: requestId }], commentary: 'Please answer.', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [], ...options })
  const statusOf = async () => (await listRequests(world.deps, supervisor, complaintId)).items[0]?.status
  return { agency, supervisor, company: firm, complaintId, requestId, send, statusOf }
}

/** As resolve-session makes the actor of a company that is not enrolled. */
const enrolling = (user: CompanyActor): CompanyActor => ({ ...user, complaintsAccess: null, isComplaintsContact: false, enrolled: false })

test('nothing is sent to a company that nobody has invited, unless its first user is invited with it', async ({ world }) => {
  const { supervisor, company, send, statusOf } = await agencyWithRequest(world)
  expect(await saying(send())).toMatch(/Nobody at this company has been invited yet/)
  expect(await statusOf()).toBe('ready_to_send')
  await send({ enroll: newcomer() })
  expect(await statusOf()).toBe('sent_to_company')
  expect((await readEnrollmentStatus(world.deps, supervisor, company.id)).state).toBe('invited')
})

test('sending and enrolling happen together: an address that is taken sends nothing, a refused request invites nobody', async ({ world }) => {
  const { supervisor, company, complaintId, send, statusOf } = await agencyWithRequest(world)
  expect(await fieldsOf(send({ enroll: { ...newcomer(), email: await world.emailOf(supervisor.userId) } }))).toEqual(['enroll.email'])
  expect(await statusOf()).toBe('ready_to_send')
  const undated = await addRequest(world.deps, supervisor, complaintId, { title: 'No date', description: 'x' })
  const refused = sendRequests(world.deps, supervisor, complaintId, { requests: [{ id: undated }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [], enroll: newcomer() })
  expect(await fieldsOf(refused)).toEqual(['requests.0.dueOn'])
  expect((await readEnrollmentStatus(world.deps, supervisor, company.id)).state).toBe('not_enrolled')
  expect(await world.rows(`select 1 from audit_entry where action in ('enrollment.begun', 'information_request.sent') and company_id = $1`, [company.id])).toEqual([])
})

test('a company whose enrollment is underway gets requests, and a reminder with them where asked for', async ({ world }) => {
  const company = await world.company({ enrolled: false })
  await invited(world, await world.agencyUser(await world.agency(), 'manager'), company)
  const first = await agencyWithRequest(world, company)
  await first.send({ remind: true })
  expect((await readEnrollmentStatus(world.deps, first.supervisor, company.id)).enrollment?.reminders).toHaveLength(1)
  const second = await agencyWithRequest(world, company)
  expect(await saying(second.send({ enroll: newcomer() }))).toMatch(/began the enrollment/)
  expect(await saying(second.send({ remind: true }))).toMatch(/less than an hour ago/)
  expect(await second.statusOf()).toBe('ready_to_send')
  await second.send()
  expect(await second.statusOf()).toBe('sent_to_company')
})

test('until the enrollment is complete the database shows nobody at the company what was sent', async ({ world }) => {
  const { company, complaintId, send } = await agencyWithRequest(world)
  await send({ enroll: newcomer() })
  const colleagues = [await world.companyUser(company, 'manage'), await world.companyUser(company, 'view'), await world.companyUser(company, 'manage', ['leader'], true)].map(enrolling)
  for (const user of colleagues) {
    for (const table of ['information_request', 'request_sending', 'complaint_detail', 'complainant', 'document', 'response'] as const) {
      const rows = await world.deps.transaction(user, (tx) => tx.db.selectFrom(table).select('complaint_id').where('complaint_id', '=', complaintId).execute())
      expect({ table, rows }).toEqual({ table, rows: [] })
    }
    await expect(readReceived(world.deps, user, complaintId)).rejects.toBeInstanceOf(AppError)
  }
})

test('an Account Administrator who enrolls reads how many wait, from whom and until when, and nothing else', async ({ world }) => {
  const { supervisor, company, send } = await agencyWithRequest(world)
  const first = await activated(world, supervisor, company)
  await send()
  const { waiting } = await readWizard(world.deps, first)
  expect(waiting).toMatchObject([{ requests: 1, firstDueOn: '2026-12-08', deliveredAt: '2026-11-23T15:00:00.000Z' }])
  const words = JSON.stringify(waiting)
  for (const secret of ['Payment history', 'Pruitt', 'Toledo']) expect(words).not.toContain(secret)
  const clerk = enrolling(await world.companyUser(company, 'manage'))
  const rows = await world.deps.transaction(clerk, async (tx) => tx.db.selectFrom('complaint_delivery').select('complaint_id').execute())
  expect(rows).toEqual([])
})

test('through the API nothing of a complaint opens before the completion, and everything right after it, in the same session', async ({ world }) => {
  const { supervisor, company, complaintId, requestId, send } = await agencyWithRequest(world)
  const first = await activated(world, supervisor, company)
  await send()
  const site = await openSite(world)
  try {
    const colleague = await world.companyUser(company, 'manage')
    const sessions = [await site.signIn(await site.credentials(first)), await site.signIn(await site.credentials(colleague))]
    const introduction = newId()
    await world.rows(
      `insert into document (id, complaint_id, agency_id, company_id, request_id, side, purpose, name, original_name, content_type, size, uploaded_by, created_at, shared, state, sha256, stored_at, scan)
       values ($1, $2, $3, $4, null, 'agency', 'introduction', 'a.txt', 'a.txt', 'text/plain', 5, $5, now(), true, 'stored', repeat('0', 64), now(), 'clean')`,
      [introduction, complaintId, supervisor.agencyId, company.id, supervisor.userId],
    )
    const closed = ['/received-complaints?view=open', `/received-complaints/${complaintId}`, `/received-complaints/${complaintId}/history`, `/received-complaints/${complaintId}/poc-candidates`, `/received-requests/${requestId}`]
    const upload = async (session: { cookie: string }) => {
      const metadata = Object.entries({ purpose: 'response', targetId: requestId, filename: 'a.txt' }).map(([name, value]) => `${name} ${btoa(value)}`).join(',')
      return (await site.app.inject({ method: 'POST', url: '/uploads', headers: { ...session, 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': metadata } })).statusCode
    }
    for (const session of sessions) {
      for (const address of closed) expect({ address, status: (await site.get(address, session)).statusCode }).toEqual({ address, status: 403 })
      expect((await site.get(`/documents/${introduction}`, session)).statusCode).toBe(404)
      expect((await site.get(`/documents/${introduction}/content`, session)).statusCode).toBe(404)
      expect(await upload(session)).toBe(403)
      expect((await site.post(`/received-requests/${requestId}/submissions`, { version: 1 }, session)).statusCode).toBe(403)
      expect((await site.post(`/received-complaints/${complaintId}/points-of-contact`, { version: 1, userId: first.userId }, session)).statusCode).toBe(403)
      expect((await site.get('/notifications', session)).json<{ items: unknown[] }>().items).toEqual([])
    }
    await wizardAt(world, first, 'done')
    for (const session of sessions) {
      const list = await site.get('/received-complaints?view=open', session)
      expect(list.json<{ items: { id: string }[] }>().items.map((item) => item.id)).toEqual([complaintId])
      for (const address of [...closed.slice(1), `/documents/${introduction}`]) {
        if (!address.endsWith('poc-candidates')) expect({ address, status: (await site.get(address, session)).statusCode }).toEqual({ address, status: 200 })
      }
      expect(await upload(session)).toBe(201)
    }
  } finally {
    await site.close()
  }
})

test('who of an agency may send may enroll with it: a Viewer neither', async ({ world }) => {
  const { agency, complaintId, requestId } = await agencyWithRequest(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  await expect(sendRequests(world.deps, viewer, complaintId, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [], enroll: newcomer() })).rejects.toMatchObject({ code: 'forbidden' })
})
