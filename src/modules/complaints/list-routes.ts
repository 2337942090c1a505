import { z } from 'zod'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { assignComplaints, previewAssignment } from './commands/assign-complaints.ts'
import { changeFilter, keepFilter, removeFilter } from './commands/keep-filter.ts'
import { AgencyChoices, AssignComplaints, BulkResults, ChangeFilter, ExportComplaints, KeepFilter, PreviewAssignment, SavedFilter, SavedFilterList } from './list-contract.ts'
import { exportComplaints } from './queries/export-complaints.ts'
import { listAgencyChoices } from './queries/list-choices.ts'
import { listSavedFilters, readSavedFilter } from './queries/list-saved-filters.ts'

const tags = ['Lists of complaints']

/** What lists can do besides showing: kept filters, bulk actions, Excel. */
export function listRoutes(app: App, deps: Deps): void {
  savedFilterRoutes(app, deps)

  app.get('/complaint-agencies', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Agencies by whose complaints a list can be filtered', response: { 200: AgencyChoices } },
  }, (request) => listAgencyChoices(deps, request.actor))

  app.post('/complaints/bulk-assignment-previews', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'What naming one Agency POC for several complaints would do', description: 'A sentence for each complaint. Changes nothing.', body: PreviewAssignment, response: { 200: BulkResults } },
  }, (request) => previewAssignment(deps, request.actor, request.body))

  app.post('/complaints/bulk-assignments', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Name one Agency POC for several complaints', description: 'At most 200, each with the version that was seen. What is refused for one complaint is said for it; the others go on.', body: AssignComplaints, response: { 200: BulkResults } },
  }, (request) => assignComplaints(deps, request.actor, request.body))

  app.post('/complaints/exports', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'A list as CSV or Excel', description: 'Same filters, words and order as the list, all pages, streamed. Cells that a spreadsheet would take for formulas are escaped. The answer breaks off when reading fails or the right to read ends.', body: ExportComplaints, produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  }, async (request, reply) => {
    const { format } = request.body
    return reply
      .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="complaints.${format}"`)
      .send(await exportComplaints(deps, request.actor, request.body))
  })
}

function savedFilterRoutes(app: App, deps: Deps): void {
  app.get('/saved-filters', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Own filter sets, and those that colleagues share', response: { 200: SavedFilterList } },
  }, (request) => listSavedFilters(deps, request.actor))

  app.post('/saved-filters', {
    config: { permission: 'filter.keep' },
    schema: { tags, summary: 'Keep a filter set', body: KeepFilter, response: { 201: SavedFilter } },
  }, async (request, reply) => {
    const id = await keepFilter(deps, request.actor, request.body)
    return reply.code(201).send(await readSavedFilter(deps, request.actor, id))
  })

  app.patch('/saved-filters/:id', {
    config: { permission: 'filter.keep' },
    schema: { tags, summary: 'Rename, share or update a filter set', params: ById, body: ChangeFilter, response: { 200: SavedFilter } },
  }, async (request) => {
    await changeFilter(deps, request.actor, request.params.id, request.body)
    return readSavedFilter(deps, request.actor, request.params.id)
  })

  app.delete('/saved-filters/:id', {
    config: { permission: 'filter.keep' },
    schema: { tags, summary: 'Remove a filter set', description: 'One’s own; a shared one also a Complaint Supervisor of the agency. At the version that was read.', params: ById, querystring: SeenVersion, response: { 204: z.null() } },
  }, async (request, reply) => {
    await removeFilter(deps, request.actor, request.params.id, request.query.version)
    return reply.code(204).send(null)
  })
}
