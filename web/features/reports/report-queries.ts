import { queryOptions } from '@tanstack/react-query'
import type { Asked, ReportDefinition } from '#src/modules/reports/domain/report.ts'
import { Report } from '#src/modules/reports/report-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

/** Under the key of all lists of complaints: what changes one, changes both. */
export const reportQuery = (report: string, asked: Asked) =>
  queryOptions({ queryKey: ['complaint-lists', 'reports', report, asked], queryFn: (context) => api.get(`/reports/${report}`, Report, { ...inBackground(context), search: { ...asked } }) })

/** Of an address, what this report knows: filters stay while one goes from report to report. */
export function askedOf(report: ReportDefinition, { by, period, from, to, ...filters }: Asked): Asked {
  return {
    by: by !== undefined && report.groupings.includes(by) ? by : undefined,
    period,
    from,
    to,
    ...Object.fromEntries(Object.entries(filters).filter(([name]) => report.filters.some((filter) => filter === name))),
  }
}
