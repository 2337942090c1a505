import { z } from 'zod'
import { linkProblem, sharingLinkLimit } from '../../kernel/sharing-link.ts'
import { CalendarDate, Id, Instant, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { DocumentItem } from '../documents/contract.ts'
import { BeginEnrollment } from '../enrollment/contract.ts'
import { AskItem, askKinds, RoundItem } from './round-contract.ts'
import { requestStatuses, responseStatuses, responseTextLimit } from './domain/request-lifecycle.ts'

/** Information requests as the agency sees them. */
export const RequestStatus = z.enum(requestStatuses)

/** One rule for both sides: kernel/sharing-link.ts. */
function sharingLink({ mayBeEmpty = false } = {}) {
  return z
    .string()
    .trim()
    .check(({ value, issues }) => {
      const problem = mayBeEmpty && value === '' ? null : linkProblem(value)
      if (problem !== null) issues.push({ code: 'custom', message: problem, input: value })
    })
    .meta({ maxLength: sharingLinkLimit })
}

export const AddRequest = z.strictObject({
  title: requiredText(200, 'Enter a title.'),
  description: requiredText(10_000, 'Write what the company shall answer.'),
  acknowledgeOnly: z.boolean().optional().describe('Asks only to acknowledge receipt'),
  templateId: Id.nullable().optional().describe("From which template of the agency's library it was written"),
  dueOn: CalendarDate.nullable().optional().describe('In the future. Left out: asked for when sending, with the agency\'s own number of days proposed'),
})
export type AddRequest = z.infer<typeof AddRequest>
export const UpdateRequest = AddRequest.partial().extend({ version: Version })
export type UpdateRequest = z.infer<typeof UpdateRequest>

export const SendRequests = z.strictObject({
  requests: z.array(z.strictObject({ id: Id, dueOn: CalendarDate.nullable().optional() })).min(1, 'Choose at least one request.').max(100),
  bulkDueOn: CalendarDate.optional().describe('Fills due dates that are blank; never changes one that is set'),
  commentary: text(4_000).default('').describe('Shown to the company with the complaint'),
  link: sharingLink({ mayBeEmpty: true }).optional().describe('A file-sharing link for the company, https only'),
  shareNarrative: z.boolean().default(true).describe("Share the consumer's description; always no where complainant details are restricted"),
  introductionDocumentIds: z.array(Id).max(100).default([]),
  notifyUserIds: z.array(Id).max(50).default([]).describe('Colleagues to tell of the answers, besides the Agency POC'),
  enroll: BeginEnrollment.optional().describe('The first user of a company that nobody has enrolled yet: invited together with the sending, or nothing happens'),
  remind: z.boolean().optional().describe('Also reminds a company whose enrollment is underway'),
})
export type SendRequests = z.infer<typeof SendRequests>
export const RemoveRequests = z.strictObject({ requestIds: z.array(Id).min(1, 'Choose at least one request.').max(100) })
export const CancelRequest = z.strictObject({ version: Version, reason: requiredText(1_000, 'Say why the request is no longer needed.') })
export type CancelRequest = z.infer<typeof CancelRequest>
export const MarkQuickLook = z.strictObject({ version: Version })

export const SentResponse = z
  .object({
    id: Id,
    round: z.number().int(),
    text: z.string(),
    links: z.array(z.string()),
    restricted: z.boolean(),
    sentBy: Person,
    sentAt: Instant,
    documents: z.array(DocumentItem),
  })
  .meta({ id: 'SentResponse' })

export const RequestItem = z
  .object({
    id: Id,
    number: z.string().meta({ example: 'IR-000456' }),
    complaintId: Id,
    title: z.string(),
    description: z.string(),
    status: RequestStatus,
    round: z.number().int(),
    dueOn: CalendarDate.nullable(),
    originalDueOn: CalendarDate.nullable().describe('With which the present round began; another than dueOn where it was extended'),
    acknowledgeOnly: z.boolean().describe('Asks only to acknowledge receipt'),
    asked: z.array(z.enum(askKinds)).describe('What the company asked and waits for'),
    createdBy: Person,
    createdAt: Instant,
    sentBy: Person.nullable(),
    sentAt: Instant.nullable(),
    answeredAt: Instant.nullable(),
    canceledAt: Instant.nullable(),
    cancelReason: z.string().nullable().describe('Agencies only'),
    quickLook: z.object({ by: Person, at: Instant }).nullable(),
    version: Version,
    can: z.array(z.string()),
  })
  .meta({ id: 'InformationRequest' })
export type RequestItem = z.infer<typeof RequestItem>
export const RequestList = z.object({ items: z.array(RequestItem) })
export const RequestRecord = RequestItem.extend({
  complaint: z.object({ id: Id, number: z.string(), subjectName: z.string(), companyName: z.string().describe('Who is asked; the subject may be its branch or an individual'), narrative: z.string().nullable() }),
  documents: z.array(DocumentItem).describe('That the agency sent with it'),
  responses: z.array(SentResponse).describe('Newest round first'),
  rounds: z.array(RoundItem).describe('What went back to the company with each sending back, newest first'),
  asks: z.array(AskItem).describe('What the company asked, newest first'),
  waitingDocuments: z.array(DocumentItem).describe('Uploaded to go back with the next round'),
}).meta({ id: 'InformationRequestRecord' })
export type RequestRecord = z.infer<typeof RequestRecord>
export const SendingDefaults = z.object({ dueOn: CalendarDate.describe("The agency's own number of days from today, moved to a working day"), today: CalendarDate })

// ── The company's side: complaints that it received, requests to answer

export const ReceivedItem = z
  .object({
    id: Id,
    number: z.string(),
    status: z.enum(['open', 'closed']).nullable().describe('null: not visible to an Account Administrator without complaints access'),
    canceledAt: Instant.nullable().describe('Closed because the agency canceled it; why is never told'),
    agency: z.object({ id: Id, name: z.string(), shortName: z.string() }),
    subjectName: z.string(),
    deliveredAt: Instant,
    companyPoc: Person.nullable(),
    deputy: Person.nullable().describe('Who acts for the Company POC now'),
    requestsOpen: z.number().int(),
    requestsAnswered: z.number().int(),
    nextDue: CalendarDate.nullable(),
  })
  .meta({ id: 'ReceivedComplaintItem' })
export type ReceivedItem = z.infer<typeof ReceivedItem>
export const ReceivedPage = z.object({ items: z.array(ReceivedItem), next: z.string().nullable() })
export const receivedViews = ['open', 'mine', 'review', 'overdue', 'unassigned', 'all'] as const
export const ListReceived = z.object({
  view: z.enum(receivedViews).default('open').describe('mine: I act as Company POC, or was asked to draft; review: an answer was handed to me; overdue: by the agency\'s day'),
  agencyId: Id.optional(),
  pocId: Id.optional().describe('Who is Company POC'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListReceived = z.infer<typeof ListReceived>
export const ReceivedChoices = z.object({ agencies: z.array(z.object({ id: Id, name: z.string() })), pocs: z.array(Person) }).describe('By which the list can be filtered')

export const ReceivedRequestItem = z
  .object({
    id: Id,
    number: z.string(),
    complaintId: Id,
    title: z.string(),
    acknowledgeOnly: z.boolean().describe('Asks only to acknowledge receipt'),
    status: z.enum(['to_answer', 'sent', 'canceled']).describe('sent: answered'),
    round: z.number().int(),
    dueOn: CalendarDate,
    originalDueOn: CalendarDate.nullable(),
    sentAt: Instant,
    answeredAt: Instant.nullable(),
    response: z.object({ status: z.enum(responseStatuses), savedAt: Instant, savedBy: Person.nullable() }).nullable(),
    can: z.array(z.string()),
  })
  .meta({ id: 'ReceivedRequestItem' })
export type ReceivedRequestItem = z.infer<typeof ReceivedRequestItem>

/** Who acts for the Company POC, and until which day (in the company's zone). */
export const ActingDeputy = Person.extend({ until: CalendarDate })

/** Field for field what docs/rules.md 2 lets the company see, and no more. */
export const ReceivedRecord = z
  .object({
    id: Id,
    number: z.string(),
    status: z.enum(['open', 'closed']).nullable().describe('null: not visible to an Account Administrator without complaints access'),
    canceledAt: Instant.nullable().describe('Closed because the agency canceled it; why is never told'),
    version: Version,
    can: z.array(z.string()),
    agency: z.object({ id: Id, name: z.string(), shortName: z.string(), phone: z.string().nullable() }),
    agencyPoc: Person.extend({ phone: z.string().nullable() }).nullable(),
    createdOn: CalendarDate.nullable(),
    deliveredAt: Instant,
    companyPoc: Person.nullable(),
    deputy: ActingDeputy.nullable(),
    content: z
      .object({
        subject: z.object({ name: z.string(), sesId: z.string(), nmlsId: z.string().nullable(), address: z.string(), branch: z.string().nullable(), individual: z.string().nullable() }),
        transactionDate: CalendarDate.nullable(),
        transactionCity: z.string().nullable(),
        transactionState: z.string().nullable(),
        complainant: z.object({ firstName: z.string(), lastName: z.string(), street: z.string(), city: z.string(), state: z.string().nullable(), zip: z.string() }).nullable(),
        narrative: z.string().nullable().describe('null: not shared'),
        sendings: z.array(z.object({ at: Instant, by: Person, commentary: z.string(), link: z.string().describe('A file-sharing link of the agency, or empty') })).describe('Newest first; what the agency wrote with each sending'),
        documents: z.array(DocumentItem),
        requests: z.array(ReceivedRequestItem),
        closures: z.array(z.object({ closedAt: Instant, comments: z.string(), documents: z.array(DocumentItem) })),
      })
      .nullable()
      .describe('null: an Account Administrator without complaints access sees ID, agency and date only'),
  })
  .meta({ id: 'ReceivedComplaint' })
export type ReceivedRecord = z.infer<typeof ReceivedRecord>

export const AssignPoc = z.strictObject({ version: Version, userId: Id })
export type AssignPoc = z.infer<typeof AssignPoc>
export const PocCandidates = z.object({ items: z.array(Person.extend({ title: z.string().nullable(), openComplaints: z.number().int() })) })

export const SaveDraft = z.strictObject({
  version: z.number().int().min(0).describe('0: no draft was there yet'),
  text: text(responseTextLimit),
  links: z.array(sharingLink()).max(20).default([]),
  restricted: z.boolean().default(false),
})
export type SaveDraft = z.infer<typeof SaveDraft>
export const SubmitResponse = z.strictObject({ version: Version })
export type SubmitResponse = z.infer<typeof SubmitResponse>

export const ResponseDraft = z
  .object({
    id: Id,
    status: z.enum(responseStatuses),
    round: z.number().int(),
    text: z.string(),
    links: z.array(z.string()),
    restricted: z.boolean(),
    author: Person,
    savedBy: Person,
    savedAt: Instant,
    sentBy: Person.nullable(),
    sentAt: Instant.nullable(),
    version: Version,
    documents: z.array(DocumentItem),
  })
  .meta({ id: 'ResponseDraft' })
export type ResponseDraft = z.infer<typeof ResponseDraft>

export const ReceivedRequestRecord = ReceivedRequestItem.extend({
  description: z.string(),
  sentBy: Person.nullable(),
  documents: z.array(DocumentItem).describe('From the agency'),
  rounds: z.array(RoundItem).describe('Why it was sent back, newest first'),
  responses: z.array(ResponseDraft).describe('Newest round first; the first may still be a draft. A restricted one is missing for those who may not read it.'),
  hiddenDraft: z.boolean().describe('There is a restricted draft that this user may not read'),
  complaint: z.object({
    id: Id,
    number: z.string(),
    agency: z.object({ name: z.string(), shortName: z.string() }),
    agencyPoc: Person.extend({ phone: z.string().nullable() }).nullable(),
    companyPoc: Person.nullable(),
    deputy: ActingDeputy.nullable(),
    status: z.enum(['open', 'closed']),
    complainantName: z.string().nullable(),
    complainantPlace: z.string().nullable(),
    narrative: z.string().nullable(),
  }),
}).meta({ id: 'ReceivedRequest' })
export type ReceivedRequestRecord = z.infer<typeof ReceivedRequestRecord>
