import type { ReportKey } from '../domain/report.ts'
import { ageingMeasures } from './ageing.ts'
import { complaintsMeasures } from './complaints.ts'
import type { AnyMeasures } from './measures.ts'
import { newComplaintsMeasures } from './new-complaints.ts'
import { outcomesMeasures } from './outcomes.ts'
import { requestResponsesMeasures } from './request-responses.ts'
import { workloadMeasures } from './workload.ts'

export const reportMeasures: Readonly<Record<ReportKey, AnyMeasures>> = {
  'new-complaints': newComplaintsMeasures,
  'request-responses': requestResponsesMeasures,
  complaints: complaintsMeasures,
  workload: workloadMeasures,
  ageing: ageingMeasures,
  outcomes: outcomesMeasures,
}
