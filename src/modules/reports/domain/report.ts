/*
 * A report counts an agency's own complaints, or the requests of them, and says so in one definition: what is counted, how
 * it is grouped, in which columns, and which list stands behind each column. Its query (queries/, by the same name) says
 * the same in SQL. Page, files and addresses follow from the two.
 */
export const reportKeys = ['new-complaints', 'request-responses', 'complaints', 'workload', 'ageing', 'outcomes'] as const
export type ReportKey = (typeof reportKeys)[number]

export const groupings = ['month', 'product', 'issue', 'company', 'state', 'poc', 'age', 'reason'] as const
export type Grouping = (typeof groupings)[number]

export const filterNames = ['status', 'standing', 'closeReason', 'pocId', 'companyId', 'productId', 'issueId', 'state'] as const
export type FilterName = (typeof filterNames)[number]

export const periods = ['12_months', 'this_month', 'last_month', 'this_year', 'last_year', 'all'] as const
export type PeriodName = (typeof periods)[number]

/** What stands in the address of a list. */
export type ListSearch = Readonly<Record<string, string>>

export type Measure<Key extends string> = {
  key: Key
  head: string
  /** days: a median, with one decimal at most; dollars: a sum */
  unit: 'count' | 'days' | 'dollars'
  /** Of a count: what the list behind it is asked for beside the filters. `today` is the agency's. */
  list?: (today: string) => ListSearch
}

export type ReportDefinition<Key extends string = string> = {
  key: ReportKey
  title: string
  /** What it answers. */
  lead: string
  of: 'complaints' | 'requests'
  /** open, closed: only complaints that are so now. */
  scope: 'all' | 'open' | 'closed'
  /** The date that the period is about. */
  dates: 'received' | 'closed' | 'sent'
  usualPeriod: PeriodName
  /** The first is the usual one. */
  groupings: readonly Grouping[]
  filters: readonly FilterName[]
  /** The first is the total of its row; parts of it that exclude one another are stacked in the chart. */
  measures: readonly [Measure<Key>, ...Measure<Key>[]]
  stacked: readonly Key[]
  /** A column with each row's part of the total. */
  share?: true
  /** What counts, in sentences for the page and its files. */
  rules: readonly string[]
}

/** Keeps the keys of the columns, so that the query has to have each. */
export function defineReport<const Key extends string>(definition: ReportDefinition<Key>): ReportDefinition<Key> {
  return definition
}

/** What is asked of a report beside its key. */
export type Asked = {
  by?: Grouping | undefined
  period?: PeriodName | undefined
  from?: string | undefined
  to?: string | undefined
  status?: string | undefined
  standing?: string | undefined
  closeReason?: string | undefined
  pocId?: string | undefined
  companyId?: string | undefined
  productId?: number | undefined
  issueId?: number | undefined
  state?: string | undefined
}

export const groupingWords: Record<Grouping, string> = {
  month: 'Month', product: 'Product', issue: 'Issue', company: 'Company', state: 'Transaction state', poc: 'Agency POC', age: 'Days open', reason: 'Closing reason',
}
/** Amid a sentence. */
export const groupingAmid = (by: Grouping): string => (by === 'poc' ? groupingWords.poc : groupingWords[by].toLowerCase())
export const dateWords: Record<ReportDefinition['dates'], string> = { received: 'Received', closed: 'Closed', sent: 'Sent' }

/** Complaints as they stand now: the same in every report. */
export const sameRules = [
  'Your agency’s complaints: those that it has now, those that it accepted by referral included. Complaints that it handed over count at the agency that has them, and those that others share are left out.',
  'Canceled complaints and drafts are left out.',
]
