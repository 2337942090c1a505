import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { exportReport } from './queries/export-report.ts'
import { readReport } from './queries/read-report.ts'
import { AskReport, ByReport, ExportReport, Report } from './report-contract.ts'
import { reportTypes } from './report-file.ts'

const tags = ['Reports']

/** An agency's own reports. */
export function reportRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  app.get('/reports/:report', {
    config: { permission: 'report.view' },
    schema: {
      tags,
      summary: 'A report on the own complaints or their requests',
      description: 'new-complaints, request-responses, complaints, workload, ageing, outcomes. Counts the complaints that the agency has now, as they stand now; drafts and canceled ones are left out. Behind each count stands a list of complaints or requests with the same filters.',
      params: ByReport,
      querystring: AskReport,
      response: { 200: Report },
    },
  }, (request) => readReport(deps, request.actor, request.params.report, request.query))

  app.post('/reports/:report/exports', {
    config: { permission: 'report.view' },
    schema: {
      tags,
      summary: 'A report as CSV, Excel or PDF',
      description: 'The table with all of its rows, at most 10,000. It is recorded. Cells that a spreadsheet would take for formulas are escaped.',
      params: ByReport,
      body: ExportReport,
      produces: Object.values(reportTypes),
    },
  }, async (request, reply) => {
    const { format } = request.body
    const file = await exportReport(deps, request.actor, request.params.report, request.body, environment)
    return reply
      .header('content-type', reportTypes[format])
      .header('content-disposition', `attachment; filename="${request.params.report}.${format}"`)
      .header('cache-control', 'no-store')
      .send(file)
  })
}
