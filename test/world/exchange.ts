import type { AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { addDays } from '#src/kernel/calendar.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { submitComplaint } from '#src/modules/complaints/commands/submit-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import type { ComplaintFields } from '#src/modules/complaints/contract.ts'
import { assignCompanyPoc } from '#src/modules/information-requests/commands/assign-company-poc.ts'
import { saveDraft } from '#src/modules/information-requests/commands/save-draft.ts'
import { sendRequests } from '#src/modules/information-requests/commands/send-requests.ts'
import { submitResponse } from '#src/modules/information-requests/commands/submit-response.ts'
import { addRequest } from '#src/modules/information-requests/commands/write-request.ts'
import { readLatestResponse } from '#src/modules/information-requests/queries/received-requests.ts'
import { readReceived } from '#src/modules/information-requests/queries/read-received.ts'
import type { TestAgency, TestCompany, World } from './test-world.ts'

/** Builders that go the way people go: through the commands. Each step builds on the one before. */
export type Cast = { agency: TestAgency; company: TestCompany; supervisor: AgencyActor; administrator: CompanyActor; poc: CompanyActor }

/** An agency with a Supervisor, and an enrolled company with a Complaints Contact who administers, and a user with Manage. */
export async function cast(world: World): Promise<Cast> {
  const agency = await world.agency()
  const company = await world.company()
  const supervisor = await world.agencyUser(agency, 'supervisor')
  const administrator = await world.companyUser(company, 'manage', ['account_administrator'], true)
  const poc = await world.companyUser(company, 'manage')
  return { agency, company, supervisor, administrator, poc }
}

/** All that an intake needs; every field can be said otherwise. */
export async function completeFields(world: World, company: TestCompany, fields: ComplaintFields = {}): Promise<ComplaintFields> {
  const productId = await world.category('product')
  return {
    subject: { kind: 'company', companyId: company.id },
    receivedOn: '2026-11-02',
    receivedVia: 'mail',
    productId,
    issueId: await world.category('issue', 'Test issue', productId),
    narrative: 'The servicer did not credit my payment of October and raised my escrow.',
    desiredOutcome: 'Credit the payment.',
    transactionDate: '2026-10-05',
    transactionCity: 'Toledo',
    transactionState: 'OH',
    complainant: { firstName: 'Yolanda', lastName: 'Pruitt', street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612', phone: '(419) 555-0147', email: 'y.pruitt@mail.example' },
    ...fields,
  }
}

/** A complaint in progress. */
export async function entered(world: World, by: AgencyActor, company: TestCompany, fields: ComplaintFields = {}): Promise<string> {
  const id = await startComplaint(world.deps, by, await completeFields(world, company, fields))
  const { version } = await readComplaint(world.deps, by, id)
  await submitComplaint(world.deps, by, id, { version, review: 'bypass' })
  return id
}

/** Some tests run by the machine's own clock, on any day. */
function usualDueDate(world: World): string {
  const [today, usual] = [world.clock.now().toISOString().slice(0, 10), '2026-12-08']
  return today < '2026-12-07' ? usual : addDays(today, 15)
}

/** A request that is with the company. */
export async function sent(world: World, by: AgencyActor, complaintId: string, options: { shareNarrative?: boolean; dueOn?: string; title?: string } = {}): Promise<string> {
  const id = await addRequest(world.deps, by, complaintId, { title: options.title ?? 'Payment history', description: 'Send the payment history.', dueOn: options.dueOn ?? usualDueDate(world) })
  await sendRequests(world.deps, by, complaintId, { requests: [{ id }], commentary: 'Please answer.', shareNarrative: options.shareNarrative ?? true, introductionDocumentIds: [], notifyUserIds: [] })
  return id
}

/** Names the Company POC. */
export async function assigned(world: World, by: CompanyActor, complaintId: string, poc: CompanyActor): Promise<void> {
  const { version } = await readReceived(world.deps, by, complaintId)
  await assignCompanyPoc(world.deps, by, complaintId, { version, userId: poc.userId })
}

/** An answer that the POC submitted. */
export async function answered(world: World, by: CompanyActor, requestId: string, text = 'The payment was credited on October 27.', options: { restricted?: boolean } = {}): Promise<void> {
  await saveDraft(world.deps, by, requestId, { version: 0, text, links: [], restricted: options.restricted ?? false })
  const { version } = await readLatestResponse(world.deps, by, requestId)
  await submitResponse(world.deps, by, requestId, { version })
}
