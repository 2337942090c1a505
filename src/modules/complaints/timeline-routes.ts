import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { ExportHistory, HistoryPage, HistoryPeople, ListHistory } from './history-contract.ts'
import { exportHistory } from './queries/export-history.ts'
import { listHistoryPeople } from './queries/list-history-people.ts'
import { readHistory } from './queries/read-history.ts'

const tags = ['Complaints']

/** Everything that happened to a complaint, and who read what. */
export function timelineRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/history', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'What happened to a complaint', description: 'From the audit, newest first. Who read what is the kind "reading", left out unless asked for.', params: ById, querystring: ListHistory, response: { 200: HistoryPage } },
  }, (request) => readHistory(deps, request.actor, request.params.id, request.query))

  app.get('/complaints/:id/history/people', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Everybody who stands in the history', params: ById, response: { 200: HistoryPeople } },
  }, (request) => listHistoryPeople(deps, request.actor, request.params.id))

  app.get('/complaints/:id/history/export', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'The history as CSV', description: 'Same filters and order, all pages, streamed. The download is itself an entry.', params: ById, querystring: ExportHistory, produces: ['text/csv'] },
  }, async (request, reply) => {
    const { name, sheet } = await exportHistory(deps, request.actor, request.params.id, request.query)
    return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).send(sheet)
  })
}
