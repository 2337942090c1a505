import { ageing } from './ageing.ts'
import { complaints } from './complaints.ts'
import { newComplaints } from './new-complaints.ts'
import { outcomes } from './outcomes.ts'
import type { ReportDefinition, ReportKey } from './report.ts'
import { requestResponses } from './request-responses.ts'
import { workload } from './workload.ts'

/** Every report, in the order in which people are offered them. A new one is its definition, its query, and a line in each list. */
export const reports: Readonly<Record<ReportKey, ReportDefinition>> = {
  'new-complaints': newComplaints,
  'request-responses': requestResponses,
  complaints,
  workload,
  ageing,
  outcomes,
}
