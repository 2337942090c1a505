import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person, requiredText, SmallId, StateCode } from '../../kernel/shapes.ts'
import { RequestStatus } from './contract.ts'
import { askedStandings } from './domain/request-standing.ts'
import { askKinds } from './round-contract.ts'

/** An agency's requests over all of its complaints. */
export const requestViews = ['with_company', 'to_review', 'overdue', 'asked', 'ready', 'all'] as const
export type RequestView = (typeof requestViews)[number]

const SmallIdOfQuery = z.coerce.number().pipe(SmallId)

const filters = {
  view: z.enum(requestViews).default('with_company').describe('overdue: with the company, due before today; asked: the company asked for more time or to have it sent back'),
  sort: z.enum(['due', 'number']).default('due'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  companyId: Id.optional(),
  pocId: Id.or(z.literal('nobody')).optional().describe('Agency POC of the complaint'),
  standing: z.enum(askedStandings).optional().describe('Of requests that were sent, in the agency’s zone. on_time and late go by the due date as it stood at the answer'),
  sentFrom: CalendarDate.optional().describe("First sent, in the agency's zone"),
  sentTo: CalendarDate.optional(),
  productId: SmallIdOfQuery.optional().describe('Of the complaint'),
  issueId: SmallIdOfQuery.optional(),
  transactionState: StateCode.optional(),
  without: z.enum(['product', 'issue', 'state']).optional().describe('Only where the complaint has none'),
  canceled: z.enum(['without']).optional().describe('Leaves requests of canceled complaints out, as reports do'),
  dueFrom: CalendarDate.optional(),
  dueTo: CalendarDate.optional(),
}
export const ListAgencyRequests = z.object({ ...filters, ...Paging })
export type ListAgencyRequests = z.infer<typeof ListAgencyRequests>
const Words = requiredText(200, 'Enter words to search for.')
export const SearchAgencyRequests = z.strictObject({ ...filters, words: Words.describe('In title, text or answers; or an ID such as IR-000456 or C-000123'), cursor: Paging.cursor, limit: Paging.limit })
export type SearchAgencyRequests = z.infer<typeof SearchAgencyRequests>
export const ExportAgencyRequests = z.strictObject({ ...filters, words: Words.optional(), format: z.enum(['csv', 'xlsx']).default('csv') })
export type ExportAgencyRequests = z.infer<typeof ExportAgencyRequests>

export const AgencyRequestItem = z
  .object({
    id: Id,
    number: z.string(),
    title: z.string(),
    status: RequestStatus,
    round: z.number().int(),
    dueOn: CalendarDate.nullable(),
    originalDueOn: CalendarDate.nullable(),
    asked: z.array(z.enum(askKinds)),
    quickLook: z.boolean(),
    sentAt: Instant.nullable(),
    answeredAt: Instant.nullable(),
    companyName: z.string(),
    complaint: z
      .object({
        id: Id, number: z.string(), subjectName: z.string(), agencyPoc: Person.nullable(),
        sent: z.number().int().describe('Requests that were sent and not canceled'), answered: z.number().int(), nextDue: CalendarDate.nullable(),
      })
      .describe('"3 of 5 answered, next due Friday"'),
  })
  .meta({ id: 'AgencyRequestItem' })
export type AgencyRequestItem = z.infer<typeof AgencyRequestItem>
export const AgencyRequestPage = pageOf(AgencyRequestItem).extend({ shownAtMost: z.number().int().optional().describe('The words stand in more than so many complaints; the newest were looked at') })
export const RequestViewCounts = z.object({ counts: z.record(z.enum(requestViews), z.number().int()), cap: z.number().int() })
