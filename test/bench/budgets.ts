/** What is promised (ARCHITECTURE.md, docs/performance.md). Times are milliseconds at the 95th percentile with 8 connections. */
export type Budget = {
  p95?: number
  /** Of what the same statements reach from a bare client. */
  share?: number
  /** At a larger size at most this many times, or this much more than, its time at the smallest size. */
  growth?: { times: number; plus: number }
  /** For single figures: at most, or at least. */
  most?: number
  least?: number
}

const half = 0.5

export const budgets = {
  list: { p95: 25, share: half, growth: { times: 1.3, plus: 5 } },
  search: { p95: 60, share: half },
  duplicates: { p95: 60 },
  record: { p95: 20, share: half },
  counts: {},
  market: { p95: 1_000 },
  report: { p95: 1_000 },
  enter: { p95: 40, share: half },
  submit: { p95: 40, share: half },
  'import rate': { least: 1_000 },
  'import memory growth': { most: 64 },
  'first page': { most: 250 },
  start: { most: 3 },
  recovery: {},
  'first start': { most: 20 },
  'upload ratio': { most: 3 },
  'upload memory': { most: 200 },
  'bucket ratio': {},
} as const satisfies Record<string, Budget>

export type Work = keyof typeof budgets

export function budgetOf(work: Work): Budget {
  return budgets[work]
}
