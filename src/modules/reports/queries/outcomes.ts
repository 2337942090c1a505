import { sql } from 'kysely'
import type { outcomes } from '../domain/outcomes.ts'
import type { MeasuresOf } from './measures.ts'

export const outcomesMeasures: MeasuresOf<typeof outcomes> = () => ({
  all: sql`count(*)`,
  daysToClose: sql`percentile_cont(0.5) within group (order by b.days_taken)`,
  withRelief: sql`count(*) filter (where b.reason = 'closed_with_monetary_relief')`,
  relief: sql`sum(b.relief_amount)`,
})
