import { sql } from 'kysely'
import type { complaints } from '../domain/complaints.ts'
import type { MeasuresOf } from './measures.ts'

export const complaintsMeasures: MeasuresOf<typeof complaints> = () => ({
  all: sql`count(*)`,
  open: sql`count(*) filter (where b.is_open)`,
  closed: sql`count(*) filter (where b.status = 'closed')`,
  daysToClose: sql`percentile_cont(0.5) within group (order by b.days_taken) filter (where b.status = 'closed')`,
})
