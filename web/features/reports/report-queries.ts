import { queryOptions } from '@tanstack/react-query'
import { useState } from 'react'
import type { Asked, ReportDefinition } from '#src/modules/reports/domain/report.ts'
import { Report, type ReportFormat } from '#src/modules/reports/report-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'

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

/** Fetches the report as a file and hands it to the browser. A file that broke off is never handed over. */
export function useReportExport(report: string) {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: ReportFormat, asked: Asked) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const file = await api.download(`/reports/${report}/exports`, { ...asked, format })
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = `${report}.${format}`
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
      setState({ working: false, problem: '' })
      announce('The file was saved')
    } catch (error) {
      setState({ working: false, problem: error instanceof TypeError ? 'The file could not be made in full, so it was thrown away. Try again.' : sentenceOf(error) })
    }
  }
  return { ...state, save }
}
