import { sql } from 'kysely'
import { addDays } from '../../../kernel/calendar.ts'
import type { ageing } from '../domain/ageing.ts'
import type { MeasuresOf } from './measures.ts'

export const ageingMeasures: MeasuresOf<typeof ageing> = ({ today }) => ({
  all: sql`count(*)`,
  agency: sql`count(*) filter (where b.waiting_for = 'agency')`,
  company: sql`count(*) filter (where b.waiting_for = 'company')`,
  overdue: sql`count(*) filter (where b.next_due < ${today}::date)`,
  soon: sql`count(*) filter (where b.next_due between ${today}::date and ${addDays(today, 7)}::date)`,
  days: sql`percentile_cont(0.5) within group (order by ${today}::date - b.received_on)`,
})
