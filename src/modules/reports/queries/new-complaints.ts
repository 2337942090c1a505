import { sql } from 'kysely'
import type { newComplaints } from '../domain/new-complaints.ts'
import type { MeasuresOf } from './measures.ts'

export const newComplaintsMeasures: MeasuresOf<typeof newComplaints> = ({ timeZone }) => ({
  all: sql`count(*)`,
  review: sql`count(*) filter (where b.status = 'pending')`,
  referral: sql`count(*) filter (where b.status = 'referral_in_progress')`,
  unsent: sql`count(*) filter (where b.status = 'in_progress' and b.requests_sent = 0)`,
  company: sql`count(*) filter (where b.status = 'in_progress' and b.requests_sent > 0 and b.waiting_for = 'company')`,
  agency: sql`count(*) filter (where b.status = 'in_progress' and b.requests_sent > 0 and b.waiting_for = 'agency')`,
  reopened: sql`count(*) filter (where b.status = 'reopened')`,
  closed: sql`count(*) filter (where b.status = 'closed')`,
  daysToSending: sql`percentile_cont(0.5) within group (order by (b.first_sent_at at time zone ${timeZone})::date - b.received_on) filter (where b.first_sent_at is not null)`,
})
