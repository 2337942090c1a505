import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { DocumentItem } from '../documents/contract.ts'
import { changeAgencyPoc } from './commands/change-agency-poc.ts'
import { closeComplaint } from './commands/close-complaint.ts'
import { completeReview } from './commands/complete-review.ts'
import { discardDraft } from './commands/discard-draft.ts'
import { replaceReviewer } from './commands/replace-reviewer.ts'
import { startComplaint } from './commands/start-complaint.ts'
import { submitComplaint } from './commands/submit-complaint.ts'
import { updateComplaint } from './commands/update-complaint.ts'
import { CategoryList, ColleagueList } from './choices-contract.ts'
import { ChangeAgencyPoc, CloseComplaint, ComplaintPage, ComplaintRecord, ListComplaints, SearchComplaints, StartComplaint, UpdateComplaint, ViewCounts } from './contract.ts'
import { countCap, countViews } from './queries/count-views.ts'
import { exportComplaints } from './queries/export-complaints.ts'
import { listCategories, listColleagues } from './queries/list-choices.ts'
import { listComplaintDocuments } from './queries/list-documents.ts'
import { listComplaints, searchComplaints } from './queries/list-complaints.ts'
import { readComplaint } from './queries/read-complaint.ts'
import { CompleteReview, ReplaceReviewer, SubmitComplaint } from './review-contract.ts'

const tags = ['Complaints']

/** What an agency's complaints users do with complaints. */
export function complaintRoutes(app: App, deps: Deps): void {
  listRoutes(app, deps)
  recordRoutes(app, deps)

  app.get('/categories', { config: { permission: 'complaint.view' }, schema: { tags, summary: 'The code set of products and issues', response: { 200: CategoryList } } }, (request) =>
    listCategories(deps, request.actor))
  app.get('/colleagues', { config: { permission: 'complaint.view' }, schema: { tags, summary: "The agency's complaints users and their workload", response: { 200: ColleagueList } } }, (request) =>
    listColleagues(deps, request.actor))
}

function listRoutes(app: App, deps: Deps): void {
  app.get('/complaints', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'List complaints', description: 'By quick filter and filters, a page at a time. Carries no total; quick filters have counts of their own.', querystring: ListComplaints, response: { 200: ComplaintPage } },
  }, (request) => listComplaints(deps, request.actor, request.query))

  app.post('/complaints/searches', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'List complaints in which words stand', description: 'Words come in the body, so that no log holds them. Quoted phrases and -exclusions work; IDs (C-…, IR-…, SES-…) are found as such.', body: SearchComplaints, response: { 200: ComplaintPage } },
  }, (request) => searchComplaints(deps, request.actor, request.body))

  app.get('/complaints/counts', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'How many complaints each quick filter shows, counted to 1,000', response: { 200: ViewCounts } },
  }, async (request) => ({ counts: await countViews(deps, request.actor), cap: countCap }))

  app.get('/complaints/export', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'The list as CSV', description: 'Same filters and order as the list, all pages, streamed. Cells that a spreadsheet would take for formulas are escaped.', querystring: ListComplaints.omit({ cursor: true, limit: true }), produces: ['text/csv'] },
  }, async (request, reply) =>
    reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="complaints.csv"')
      .send(await exportComplaints(deps, request.actor, request.query)))
}

function recordRoutes(app: App, deps: Deps): void {
  app.post('/complaints', {
    config: { permission: 'complaint.enter' },
    schema: { tags, summary: 'Start a draft', body: StartComplaint, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    const id = await startComplaint(deps, request.actor, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, id))
  })

  app.get('/complaints/:id', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'A complaint', description: "Detail of the own agency's complaints and of those that it was given access to; basic information of all others.", params: ById, response: { 200: ComplaintRecord } },
  }, (request) => readComplaint(deps, request.actor, request.params.id))

  app.patch('/complaints/:id', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Change what was entered', description: 'Only the fields given are changed. Drafts save themselves through this.', params: ById, body: UpdateComplaint, response: { 200: ComplaintRecord } },
  }, async (request) => {
    await updateComplaint(deps, request.actor, request.params.id, request.body)
    return readComplaint(deps, request.actor, request.params.id)
  })

  app.delete('/complaints/:id', {
    config: { permission: 'complaint.discard' },
    schema: { tags, summary: 'Discard a draft', params: ById, response: { 204: z.null() } },
  }, async (request, reply) => {
    await discardDraft(deps, request.actor, request.params.id)
    return reply.code(204).send(null)
  })

  app.post('/complaints/:id/submissions', {
    config: { permission: 'complaint.submit' },
    schema: { tags, summary: 'Submit a draft', description: 'Bypassing preliminary review, or for preliminary review to a chosen colleague, who is told.', params: ById, body: SubmitComplaint, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await submitComplaint(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/reviews', {
    config: { permission: 'complaint.review' },
    schema: { tags, summary: 'Complete the preliminary review', description: 'The complaint proceeds to processing; the reviewer names its Agency POC. The other outcome is to close it.', params: ById, body: CompleteReview, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await completeReview(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/reviewers', {
    config: { permission: 'complaint.replace-reviewer' },
    schema: { tags, summary: 'Choose another preliminary reviewer', description: 'While the review waits: whoever asked for it, or a Complaint Supervisor. The task leaves the former reviewer; the new one is told.', params: ById, body: ReplaceReviewer, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await replaceReviewer(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/agency-pocs', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Name another Agency POC', params: ById, body: ChangeAgencyPoc, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await changeAgencyPoc(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/closures', {
    config: { permission: 'complaint.close' },
    schema: { tags, summary: 'Close a complaint', description: 'Requests that are with the company must be answered or canceled first; unsent ones are removed.', params: ById, body: CloseComplaint, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await closeComplaint(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.get('/complaints/:id/documents', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'All documents of a complaint that the actor may see', params: ById, response: { 200: z.object({ items: z.array(DocumentItem) }) } },
  }, (request) => listComplaintDocuments(deps, request.actor, request.params.id))
}
