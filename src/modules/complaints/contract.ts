import { z } from 'zod'
import { CalendarDate, Id, Instant, Money, pageOf, Paging, Person, requiredText, SmallId, StateCode, text, Version } from '../../kernel/shapes.ts'
import { askedCloseReasons, closeReasons } from './domain/closing.ts'
import { businessTypes, receivedVias, representedBys, subjectKinds } from './domain/intake.ts'
import { statuses } from './domain/lifecycle.ts'
import { PreliminaryReview } from './review-contract.ts'

/** Complaints as the agencies' complaints users see them. The company's view is in the module `received`. */
export const Status = z.enum(statuses)
export const WaitingFor = z.enum(['agency', 'company'])
const AgencyRef = z.object({ id: Id, code: z.string(), name: z.string(), shortName: z.string() })

// ── Lists

export const listViews = ['open', 'all', 'all_agencies', 'mine', 'drafts', 'pending', 'awaiting_us', 'awaiting_company', 'overdue', 'shared', 'closed', 'canceled'] as const
export const sortKeys = ['due', 'number', 'agency', 'subject', 'status', 'kind', 'product', 'issue', 'waiting', 'requests', 'received', 'entered', 'closed', 'days', 'poc'] as const
/** Days open, in the groups by which ageing is watched. */
export const ageGroups = ['0-15', '16-30', '31-60', '61-90', '91+'] as const

export const ListComplaints = z.object({
  view: z.enum(listViews).default('open').describe('A quick filter. All but all_agencies and shared show the own agency only.'),
  status: z.array(Status).max(statuses.length).or(Status.transform((one) => [one])).optional(),
  waitingFor: WaitingFor.optional(),
  companyId: Id.optional(),
  entityId: Id.optional().describe('A Non-NMLS entity'),
  subjectKind: z.enum(subjectKinds).optional(),
  productId: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  issueId: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  pocId: Id.or(z.literal('nobody')).optional().describe('Agency POC'),
  agencyId: Id.optional().describe('With view all_agencies or shared: one agency only'),
  requests: z.enum(['none', 'sent', 'outstanding', 'answered']).optional().describe('None was sent, some were, some are with the company, or all were answered'),
  canceled: z.enum(['without']).optional().describe('Leaves canceled complaints out, as reports do'),
  ended: z.enum(['without']).optional().describe('Leaves closed and canceled complaints out'),
  without: z.enum(['product', 'issue', 'state']).optional().describe('Only where the product, the issue or the state of the transaction is not given'),
  closeReason: z.enum(askedCloseReasons).optional().describe('Of the latest closure of complaints that are closed; referred: any of the four referrals elsewhere; otherwise: duplicate, invalid, canceled or ceased; where its reader may read closures'),
  cfpbId: z.string().trim().overwrite((typed) => typed.toWellFormed()).min(1).max(40).optional(),
  transactionState: StateCode.optional(),
  businessType: z.enum(businessTypes).optional(),
  ageGroup: z.enum(ageGroups).optional().describe('Calendar days from receipt to closing, or to today; with all_agencies of open complaints only'),
  receivedFrom: CalendarDate.optional(),
  receivedTo: CalendarDate.optional(),
  enteredFrom: CalendarDate.optional().describe("In the agency's zone"),
  enteredTo: CalendarDate.optional(),
  closedFrom: CalendarDate.optional().describe("In the agency's zone"),
  closedTo: CalendarDate.optional(),
  dueFrom: CalendarDate.optional(),
  dueTo: CalendarDate.optional(),
  sort: z.enum(sortKeys).default('due').describe('Rows without a value come last in both directions. all_agencies is not sorted by due, waiting or requests: how the work stands elsewhere is not basic information.'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  ...Paging,
})
export type ListComplaints = z.infer<typeof ListComplaints>

/** Searched words come in the body, so that no log and no history of addresses holds them. */
export const SearchComplaints = ListComplaints.extend({ words: requiredText(200, 'Enter words to search for.') })
export type SearchComplaints = z.infer<typeof SearchComplaints>

export const ComplaintItem = z
  .object({
    id: Id,
    number: z.string().meta({ example: 'C-001234' }),
    status: Status,
    agency: AgencyRef,
    subjectName: z.string(),
    subjectKind: z.enum(subjectKinds).nullable(),
    companyId: Id.nullable(),
    etn: z.string().nullable().describe('Of a Non-NMLS entity').meta({ example: 'ETN-000012' }),
    product: z.string().nullable(),
    issue: z.string().nullable(),
    waitingFor: WaitingFor.nullable(),
    requestsSent: z.number().int().nullable().describe("null: another agency's"),
    requestsAnswered: z.number().int().nullable(),
    nextDue: CalendarDate.nullable(),
    receivedOn: CalendarDate.nullable(),
    createdAt: Instant,
    closedAt: Instant.nullable(),
    daysOpen: z.number().int().nullable().describe('Calendar days from receipt to closing, or to today'),
    agencyPoc: Person.nullable(),
    reviewer: Person.nullable().optional().describe('In lists: who was asked for the preliminary review that it waits for'),
    isOwn: z.boolean().describe("The actor's own agency owns it; else basic information only"),
  })
  .meta({ id: 'ComplaintItem' })
export type ComplaintItem = z.infer<typeof ComplaintItem>

export const ComplaintPage = pageOf(ComplaintItem).extend({
  shownAtMost: z.number().int().optional().describe('With words: how many complaints that hold them were looked at, the newest, when there are more'),
})

export const ViewCounts = z.object({
  counts: z.record(z.enum(listViews), z.number().int()).describe('Capped: 1000 means 1,000 or more'),
  cap: z.literal(1000),
})

// ── Entering

export const SubjectChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(subjectKinds).exclude(['entity']), companyId: Id, branchId: Id.optional(), individualId: Id.optional() }),
  z.object({ kind: z.literal('entity'), entityId: Id.describe('A Non-NMLS entity') }),
])

const complainantFields = {
  restricted: z.boolean().describe("Only the owning agency sees who complained, and the description is not shared with the company"),
  firstName: text(100),
  lastName: text(100),
  street: text(200),
  city: text(100),
  state: StateCode.nullable(),
  zip: text(10),
  email: z.literal('').or(z.email('Enter an e-mail address such as name@mail.example.').max(254)),
  phone: text(40),
  language: text(60),
  servicemember: z.boolean(),
  olderAmerican: z.boolean(),
  representedBy: z.enum(representedBys),
  representativeName: text(200),
}

/** What a complaint says. Every field may be left out: only those given are changed (autosave of a draft, update of a record). */
export const ComplaintFields = z
  .strictObject({
    subject: SubjectChoice.describe('Only while open and before any request was sent'),
    receivedOn: CalendarDate.nullable(),
    receivedVia: z.enum(receivedVias).nullable(),
    dueOn: CalendarDate.nullable().describe('When the complaint itself is due'),
    cfpbId: text(40).nullable(),
    businessType: z.enum(businessTypes).nullable(),
    businessActivities: z.array(text(100)).max(20),
    productId: SmallId.nullable(),
    subProductId: SmallId.nullable(),
    issueId: SmallId.nullable(),
    subIssueId: SmallId.nullable(),
    transactionDate: CalendarDate.nullable(),
    transactionCity: text(100).nullable(),
    transactionState: StateCode.nullable(),
    transactionAmount: Money.nullable(),
    narrative: text(50_000),
    desiredOutcome: text(10_000),
    complainant: z.strictObject(complainantFields).partial(),
  })
  .partial()
export type ComplaintFields = z.infer<typeof ComplaintFields>

export const StartComplaint = ComplaintFields.describe('Starts a draft, visible to its agency only')
export const UpdateComplaint = z.strictObject({ version: Version, fields: ComplaintFields })
export type UpdateComplaint = z.infer<typeof UpdateComplaint>
export const ChangeAgencyPoc = z.strictObject({ version: Version, userId: z.uuid({ error: 'Choose who will work on it.' }).describe('UUIDv7') })
export type ChangeAgencyPoc = z.infer<typeof ChangeAgencyPoc>

// ── The record

export const Complainant = z.object(complainantFields).meta({ id: 'Complainant' })

export const Closure = z
  .object({
    id: Id,
    reason: z.enum(closeReasons),
    reliefAmount: Money.nullable(),
    reliefPaidOn: CalendarDate.nullable(),
    reference: z.string().nullable(),
    notes: z.string(),
    commentsToCompany: z.string(),
    sharedWithCompany: z.boolean(),
    daysOpen: z.number().int(),
    closedBy: Person,
    closedAt: Instant,
  })
  .meta({ id: 'Closure' })

const Category = z.object({
  id: z.number().int(),
  name: z.string(),
  retired: z
    .object({ version: z.string().nullable(), until: CalendarDate.nullable() })
    .optional()
    .describe('No longer in use: the newest version of the code set in which it stands, and until when; nulls: it came with an import'),
})

export const ComplaintRecord = ComplaintItem.extend({
  version: Version,
  can: z.array(z.string()).describe('Actions that this actor may take on it now'),
  canChangeSubject: z.boolean().describe('Open, and no request was sent yet'),
  accessAsked: z.boolean().describe("Of another agency's complaint: the actor's agency asked for its detail, and nobody has decided"),
  dueOn: CalendarDate.nullable(),
  firstSentAt: Instant.nullable(),
  cfpbId: z.string().nullable(),
  businessType: z.string().nullable(),
  businessActivities: z.array(z.string()),
  categories: z.object({ product: Category.nullable(), subProduct: Category.nullable(), issue: Category.nullable(), subIssue: Category.nullable() }),
  transactionDate: CalendarDate.nullable(),
  transactionCity: z.string().nullable(),
  transactionState: z.string().nullable(),
  enteredBy: Person.nullable(),
  imported: z.boolean(),
  subject: z
    .object({
      companyId: Id.nullable(),
      entity: z.object({ id: Id, etn: z.string().meta({ example: 'ETN-000012' }) }).nullable().describe('A Non-NMLS entity'),
      sesId: z.string().nullable(),
      nmlsId: z.string().nullable(),
      name: z.string(),
      enrollment: z.string().nullable(),
      standing: z.string().nullable(),
      address: z.string(),
      complaintsContact: Person.extend({ email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
      openComplaints: z.number().int().describe('Of all agencies, capped at 1000'),
      branch: z.string().nullable(),
      individual: z.string().nullable(),
    })
    .nullable(),
  detail: z
    .object({
      receivedVia: z.enum(receivedVias).nullable(),
      transactionAmount: Money.nullable(),
      narrative: z.string(),
      narrativeShared: z.boolean(),
      desiredOutcome: z.string(),
      complainant: Complainant.nullable().describe('null: restricted to the owning agency'),
      companyPoc: Person.extend({ title: z.string().nullable(), phone: z.string().nullable() }).nullable(),
      deputy: Person.extend({ title: z.string().nullable(), phone: z.string().nullable(), until: CalendarDate.nullable() }).nullable().describe('Who acts for the Company POC now, and until which day of the company'),
      closures: z.array(Closure),
      review: PreliminaryReview.nullable().describe('The latest preliminary review; null: it was bypassed'),
      relatedCount: z.number().int().describe('Related records, those added on other complaints included as far as visible'),
      noteCount: z.number().int().describe('Notes of research and communication'),
      violationCount: z.number().int(),
      letterCount: z.number().int().describe('Letters that the reader may see, drafts included'),
      postCount: z.number().int().describe('Posts on the discussion board'),
    })
    .nullable()
    .describe('null: basic information of another agency\'s complaint'),
}).meta({ id: 'ComplaintRecord' })
export type ComplaintRecord = z.infer<typeof ComplaintRecord>

// ── Closing

export const CloseComplaint = z.strictObject({
  version: Version,
  reason: z.enum(closeReasons),
  reliefAmount: Money.optional().describe('Required for monetary relief'),
  reliefPaidOn: CalendarDate.optional().describe('Required for monetary relief; not in the future'),
  reference: text(300).optional().describe('Required for a duplicate (its complaint ID) and a referral to another state agency (its name)'),
  notes: text(10_000).default('').describe('Seen by agencies only'),
  commentsToCompany: text(4_000).default('').describe('Shown to the company, if the complaint was ever sent to it'),
  documentIds: z.array(Id).max(100).default([]).describe('Documents of this complaint to share with the company'),
})
export type CloseComplaint = z.infer<typeof CloseComplaint>
