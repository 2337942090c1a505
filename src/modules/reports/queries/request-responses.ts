import { sql } from 'kysely'
import type { requestResponses } from '../domain/request-responses.ts'
import type { MeasuresOf } from './measures.ts'

export const requestResponsesMeasures: MeasuresOf<typeof requestResponses> = () => ({
  all: sql`count(*)`,
  on_time: sql`count(*) filter (where b.standing = 'on_time')`,
  late: sql`count(*) filter (where b.standing = 'late')`,
  due: sql`count(*) filter (where b.standing = 'due')`,
  overdue: sql`count(*) filter (where b.standing = 'overdue')`,
  canceled: sql`count(*) filter (where b.standing = 'canceled')`,
  days: sql`percentile_cont(0.5) within group (order by extract(epoch from b.answered_at - b.sent_at)::double precision / 86400) filter (where b.status = 'sent_to_agency')`,
})
