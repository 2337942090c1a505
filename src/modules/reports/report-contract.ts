import { z } from 'zod'
import { CalendarDate, Id, Instant, SmallId, StateCode } from '../../kernel/shapes.ts'
import { closeReasons } from '../complaints/domain/closing.ts'
import { requestStandings } from '../information-requests/domain/request-standing.ts'
import { groupings, periods, reportKeys } from './domain/report.ts'

/** An agency's own reports. */
export const ByReport = z.object({ report: z.string().max(40).describe(reportKeys.join(', ')) })

export const reportStatuses = ['open', 'pending', 'in_progress', 'referral_in_progress', 'reopened', 'closed'] as const
const SmallIdOfQuery = z.coerce.number().pipe(SmallId)
const filters = {
  by: z.enum(groupings).optional().describe('What a row stands for; left out: the usual one of the report'),
  period: z.enum(periods).optional().describe('Left out: the usual one of the report. from and to go before it'),
  from: CalendarDate.optional().describe("First day: received, closed or first sent, by the report, in the agency's zone"),
  to: CalendarDate.optional(),
  status: z.enum(reportStatuses).optional(),
  standing: z.enum(requestStandings).optional().describe('Of reports on requests'),
  closeReason: z.enum(closeReasons).optional().describe('Of reports on closed complaints'),
  pocId: Id.or(z.literal('nobody')).optional().describe('Agency POC'),
  companyId: Id.optional(),
  productId: SmallIdOfQuery.optional(),
  issueId: SmallIdOfQuery.optional(),
  state: StateCode.optional().describe('Of the transaction'),
}
export const AskReport = z.object(filters)
export type AskReport = z.infer<typeof AskReport>

export const reportFormats = ['csv', 'xlsx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]
export const ExportReport = z.strictObject({ ...filters, format: z.enum(reportFormats) })
export type ExportReport = z.infer<typeof ExportReport>

const Values = z.array(z.number().nullable()).describe('In the order of `columns`; null: there is nothing to say')
export const ReportRow = z.object({
  key: z.string().nullable().describe('An ID, a month (2026-11), a state, a reason; null: not given'),
  label: z.string(),
  detail: z.string().nullable().describe('What tells rows of the same name apart'),
  values: Values,
})
export type ReportRow = z.infer<typeof ReportRow>
export const Report = z
  .object({
    key: z.enum(reportKeys),
    title: z.string(),
    by: z.enum(groupings),
    countedAt: Instant.describe('The numbers are those of this moment: nothing is kept'),
    today: CalendarDate.describe("In the agency's zone; the report counts as things stand at this moment"),
    from: CalendarDate.nullable(),
    to: CalendarDate.nullable(),
    columns: z.array(z.object({ key: z.string(), head: z.string(), unit: z.enum(['count', 'days', 'dollars', 'share']) })),
    rows: z.array(ReportRow).describe('Months and ages in their order, else the largest first'),
    total: Values.describe('Over all rows, those included that are not shown'),
    groups: z.number().int().describe('How many rows there are; `rows` has at most 200'),
    sentence: z.string().describe('What the numbers say, in words'),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>
