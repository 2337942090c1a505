import { sql } from 'kysely'
import { closeReasonGroups } from '../../complaints/domain/closing.ts'
import type { outcomes } from '../domain/outcomes.ts'
import type { MeasuresOf } from './measures.ts'

export const outcomesMeasures: MeasuresOf<typeof outcomes> = () => ({
  all: sql`count(*)`,
  daysToClose: sql`percentile_cont(0.5) within group (order by b.days_taken)`,
  explained: sql`count(*) filter (where b.reason = 'closed_with_explanation')`,
  otherRelief: sql`count(*) filter (where b.reason = 'closed_with_non_monetary_relief')`,
  referred: sql`count(*) filter (where b.reason = any(${closeReasonGroups.referred}::text[]))`,
  otherwise: sql`count(*) filter (where b.reason = any(${closeReasonGroups.otherwise}::text[]))`,
  withRelief: sql`count(*) filter (where b.reason = 'closed_with_monetary_relief')`,
  relief: sql`sum(b.relief_amount)`,
})
