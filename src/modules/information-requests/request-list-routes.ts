import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { exportAgencyRequests } from './queries/export-agency-requests.ts'
import { countRequestViews, listAgencyRequests, searchAgencyRequests } from './queries/list-agency-requests.ts'
import { AgencyRequestPage, ExportAgencyRequests, ListAgencyRequests, RequestViewCounts, SearchAgencyRequests } from './request-list-contract.ts'

const tags = ['Information requests']

/** Requests over all complaints of an agency, searched and exported. */
export function requestListRoutes(app: App, deps: Deps): void {
  app.get('/information-requests', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: "The agency's requests over all of its complaints", querystring: ListAgencyRequests, response: { 200: AgencyRequestPage } },
  }, (request) => listAgencyRequests(deps, request.actor, request.query))

  app.get('/information-requests/counts', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'How many requests each view has', description: 'Counted up to `cap`; one more means that there are more.', response: { 200: RequestViewCounts } },
  }, (request) => countRequestViews(deps, request.actor))

  app.post('/information-requests/searches', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Requests in whose text or answers words stand', description: 'Words travel in the body, never in an address.', body: SearchAgencyRequests, response: { 200: AgencyRequestPage } },
  }, (request) => searchAgencyRequests(deps, request.actor, request.body))

  app.post('/information-requests/exports', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'The list of requests as CSV or Excel', description: 'Same filters, words and order as the list, all pages, streamed. Cells that a spreadsheet would take for formulas are escaped. The answer breaks off when reading fails or the right to read ends.', body: ExportAgencyRequests, produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  }, async (request, reply) => {
    const { format } = request.body
    return reply
      .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="information-requests.${format}"`)
      .send(await exportAgencyRequests(deps, request.actor, request.body))
  })
}
