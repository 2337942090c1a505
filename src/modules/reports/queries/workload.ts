import { sql } from 'kysely'
import { addDays } from '../../../kernel/calendar.ts'
import type { workload } from '../domain/workload.ts'
import type { MeasuresOf } from './measures.ts'

export const workloadMeasures: MeasuresOf<typeof workload> = ({ today }) => ({
  all: sql`count(*)`,
  agency: sql`count(*) filter (where b.waiting_for = 'agency')`,
  company: sql`count(*) filter (where b.waiting_for = 'company')`,
  overdue: sql`count(*) filter (where b.next_due < ${today}::date)`,
  old: sql`count(*) filter (where b.received_on <= ${addDays(today, -91)}::date)`,
  days: sql`percentile_cont(0.5) within group (order by ${today}::date - b.received_on)`,
})
