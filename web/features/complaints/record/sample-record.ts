import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { RequestItem } from '#src/modules/information-requests/contract.ts'

/** Records for tests: a complaint in progress that this person may work on, and a request that the company has. */
const id = '0199a1b2-0000-7000-8000-000000000001'
const person = { id, name: 'Dana Whitfield' }

export const reader = { today: '2026-11-23', timeZone: 'America/New_York' }

export function sampleRecord(changes: Partial<ComplaintRecord> = {}): ComplaintRecord {
  return {
    id, number: 'C-001234', status: 'in_progress', agency: { id, code: 'OH-FRD', name: 'Ohio Financial Regulation Division', shortName: 'Ohio FRD' },
    subjectName: 'Brightwater Home Loans, LLC', subjectKind: 'company', companyId: id, etn: null, product: 'Mortgage', issue: 'Escrow', waitingFor: 'agency',
    requestsSent: 0, requestsAnswered: 0, nextDue: null, receivedOn: '2026-10-05', createdAt: '2026-10-06T15:00:00.000Z', closedAt: null, daysOpen: 49,
    agencyPoc: person, isOwn: true, version: 3, can: ['complaint.update', 'complaint.close', 'request.add', 'request.send'], dueOn: null, canChangeSubject: true, accessAsked: false, firstSentAt: null,
    cfpbId: null, businessType: null, businessActivities: [], categories: { product: null, subProduct: null, issue: null, subIssue: null },
    transactionDate: null, transactionCity: null, transactionState: null, enteredBy: person, imported: false,
    subject: {
      companyId: id, entity: null, sesId: 'SES-001187', nmlsId: '1904412', name: 'Brightwater Home Loans, LLC', enrollment: 'complete', standing: 'confirmed', address: '',
      complaintsContact: null, openComplaints: 5, branch: null, individual: null,
    },
    detail: {
      receivedVia: 'mail', transactionAmount: null, narrative: 'They did not pay my taxes.', narrativeShared: false, desiredOutcome: '', companyPoc: null, deputy: null, closures: [], review: null, relatedCount: 0, noteCount: 0, violationCount: 0, letterCount: 0, postCount: 0,
      complainant: {
        restricted: false, firstName: 'Yolanda', lastName: 'Pruitt', street: '', city: '', state: null, zip: '', email: '', phone: '', language: '',
        servicemember: false, olderAmerican: false, representedBy: 'nobody', representativeName: '',
      },
    },
    ...changes,
  }
}

export function sampleRequest(changes: Partial<RequestItem> = {}): RequestItem {
  return {
    id, number: 'IR-002312', complaintId: id, title: 'Proof of payments', description: 'Send proof.', status: 'sent_to_company', round: 1, dueOn: '2026-11-30',
    originalDueOn: '2026-11-30', acknowledgeOnly: false, asked: [], createdBy: person, createdAt: '2026-10-08T15:00:00.000Z', sentBy: person, sentAt: '2026-10-09T15:00:00.000Z', answeredAt: null,
    canceledAt: null, cancelReason: null, quickLook: null, version: 2, can: ['request.quick-look'],
    ...changes,
  }
}
