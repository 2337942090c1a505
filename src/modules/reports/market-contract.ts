import { z } from 'zod'
import { CalendarDate, Id, Instant, SmallId, StateCode } from '../../kernel/shapes.ts'
import { monthsBetween, mostMonths } from './domain/market-period.ts'

/** The market as every agency's complaints users see it: numbers of basic information, never a complaint's detail. */

export const marketBy = ['company', 'product', 'issue', 'state', 'agency', 'month'] as const
export type MarketBy = (typeof marketBy)[number]

const Month = z
  .string()
  .regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, 'Enter a month such as 2026-10.')
  .meta({ example: '2026-10' })
const Category = z.coerce.number().pipe(SmallId)

const filters = {
  agencyId: Id.optional(),
  companyId: Id.optional(),
  entityId: Id.optional().describe('A Non-NMLS entity'),
  productId: Category.optional(),
  issueId: Category.optional(),
  state: StateCode.optional().describe('Of the transaction'),
  status: z.enum(['open', 'closed']).optional().describe('As it is now'),
}
export const MarketFilters = z.object(filters)
export type MarketFilters = z.infer<typeof MarketFilters>

const asked = z.object({
  ...filters,
  from: Month.optional().describe('First month of receipt; left out: a year before the last one'),
  to: Month.optional().describe('Last month of receipt; left out: the running one'),
  by: z.enum(marketBy).default('company'),
})
const inOrder = { error: 'The last month lies before the first. Choose a later one.', path: ['to'] }
const notTooLong = { error: `Choose at most ${String(mostMonths)} months.`, path: ['from'] }
type Asked = { from?: string | undefined; to?: string | undefined }
const ordered = ({ from, to }: Asked) => from === undefined || to === undefined || from <= to
const short = ({ from, to }: Asked) => from === undefined || to === undefined || monthsBetween({ from, to }) <= mostMonths

export const AskMarket = asked.refine(ordered, inOrder).refine(short, notTooLong)
export type AskMarket = z.infer<typeof AskMarket>
export const ExportMarket = z.strictObject(asked.shape).extend({ format: z.enum(['csv', 'xlsx', 'pdf']).default('csv') }).refine(ordered, inOrder).refine(short, notTooLong)
export type ExportMarket = z.infer<typeof ExportMarket>

const count = z.number().int()
/** What a number counts, for the list behind it. All null: not stated in these complaints. */
const Counted = z.object({
  companyId: Id.nullable(),
  entityId: Id.nullable(),
  productId: SmallId.nullable(),
  issueId: SmallId.nullable(),
  state: z.string().nullable(),
  agencyId: Id.nullable(),
  month: Month.nullable(),
})

export const MarketRow = Counted.extend({
  name: z.string().nullable().describe('null: not stated'),
  under: z.string().nullable().describe("An issue's product, a Non-NMLS entity's ETN"),
  count,
  open: count,
  before: count.describe('Received in as long a time just before'),
})
export type MarketRow = z.infer<typeof MarketRow>

const Choice = z.object({ id: z.string(), name: z.string() })

export const MarketView = z
  .object({
    countedAt: Instant.describe('The numbers are those of this moment'),
    period: z.object({ from: Month, to: Month, firstDay: CalendarDate, lastDay: CalendarDate, isRunning: z.boolean().describe('The last month is not over') }),
    before: z.object({ from: Month, to: Month, firstDay: CalendarDate, lastDay: CalendarDate }),
    by: z.enum(marketBy),
    total: count,
    open: count,
    totalBefore: count,
    chosen: z.object({ company: z.string().nullable(), product: z.string().nullable(), issue: z.string().nullable(), agency: z.string().nullable() }).describe('What the filters name'),
    products: z.array(Choice).describe('At most five, the largest first; all others are counted as other'),
    months: z.array(z.object({ month: Month, count, products: z.array(count).describe('In the order of products'), other: count })),
    rows: z.array(MarketRow).describe('The largest first; months in their order'),
    rest: z.object({ rows: count, count }).describe('Rows that are not listed here; a file has them all'),
  })
  .meta({ id: 'MarketView' })
export type MarketView = z.infer<typeof MarketView>

export const MarketRise = Counted.omit({ state: true, agencyId: true, month: true }).extend({
  name: z.string(),
  under: z.string().nullable(),
  count,
  usual: z.number().describe('A month, on average of the twelve before'),
  expected: z.number().describe('What the month should have brought, given what the others had'),
  chance: z.string().describe('That a rise so large comes by chance').meta({ example: 'less than 1 in 10,000' }),
  months: z.array(count).describe('The twelve months before, and the one that is judged'),
})
export type MarketRise = z.infer<typeof MarketRise>
const Rises = z.object({ lookedAt: count, rises: z.array(MarketRise) })
export const MarketRises = z
  .object({
    month: Month.describe('The last full one'),
    firstDay: CalendarDate,
    lastDay: CalendarDate,
    before: z.object({ from: Month, to: Month }),
    everybody: z.object({ count, usual: z.number() }).describe('All complaints that the filters leave'),
    companies: Rises,
    issues: Rises,
  })
  .meta({ id: 'MarketRises' })
export type MarketRises = z.infer<typeof MarketRises>

export const MarketChoices = z.object({ agencies: z.array(Choice), products: z.array(Choice), issues: z.array(Choice.extend({ productId: z.string().nullable() })) })
export type MarketChoices = z.infer<typeof MarketChoices>
