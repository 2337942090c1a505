import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { historyKinds } from '../complaints/domain/history-kinds.ts'
import { HistoryPage, ListHistory, readHistory } from '../complaints/index.ts'
import { assignCompanyPoc } from './commands/assign-company-poc.ts'
import { saveDraft } from './commands/save-draft.ts'
import { submitResponse } from './commands/submit-response.ts'
import { AssignPoc, ListReceived, PocCandidates, ReceivedChoices, ReceivedPage, ReceivedRecord, ReceivedRequestRecord, ResponseDraft, SaveDraft, SubmitResponse } from './contract.ts'
import { ReceivedDocuments } from './received-documents-contract.ts'
import { listPocCandidates } from './queries/list-poc-candidates.ts'
import { listReceivedDocuments } from './queries/list-received-documents.ts'
import { listReceived, readReceivedChoices } from './queries/list-received.ts'
import { readReceived } from './queries/read-received.ts'
import { readLatestResponse, readReceivedRequest } from './queries/received-requests.ts'

const tags = ['Received complaints']

/** The company's side of the exchange. */
export function receivedRoutes(app: App, deps: Deps): void {
  app.get('/received-complaints', {
    config: { permission: 'received.view-arrival' },
    schema: { tags, summary: 'Complaints that agencies sent to the company', querystring: ListReceived, response: { 200: ReceivedPage } },
  }, (request) => listReceived(deps, request.actor, request.query))

  app.get('/received-choices', {
    config: { permission: 'received.view-arrival' },
    schema: { tags, summary: 'Agencies and Company POCs by which the list can be filtered', response: { 200: ReceivedChoices } },
  }, (request) => readReceivedChoices(deps, request.actor))

  app.get('/received-complaints/:id', {
    config: { permission: 'received.view-arrival' },
    schema: { tags, summary: "A complaint in the company's view", params: ById, response: { 200: ReceivedRecord } },
  }, (request) => readReceived(deps, request.actor, request.params.id))

  app.get('/received-complaints/:id/documents', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'All documents of a complaint that the company may see, its own with them', params: ById, response: { 200: ReceivedDocuments } },
  }, (request) => listReceivedDocuments(deps, request.actor, request.params.id))

  app.get('/received-complaints/:id/history', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'What the company did, and what it was sent', params: ById, querystring: ListHistory, response: { 200: HistoryPage } },
  }, (request) => readHistory(deps, request.actor, request.params.id, { ...request.query, kind: request.query.kind ?? [...historyKinds] }))

  app.get('/received-complaints/:id/poc-candidates', {
    config: { permission: 'received.assign-poc' },
    schema: { tags, summary: 'Who may become Company POC', params: ById, response: { 200: PocCandidates } },
  }, (request) => listPocCandidates(deps, request.actor, request.params.id))

  app.post('/received-complaints/:id/points-of-contact', {
    config: { permission: 'received.assign-poc' },
    schema: { tags, summary: 'Assign the Company POC', params: ById, body: AssignPoc, response: { 201: ReceivedRecord } },
  }, async (request, reply) => {
    await assignCompanyPoc(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readReceived(deps, request.actor, request.params.id))
  })

  app.get('/received-requests/:id', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'A request to answer', params: ById, response: { 200: ReceivedRequestRecord } },
  }, (request) => readReceivedRequest(deps, request.actor, request.params.id))

  app.put('/received-requests/:id/draft', {
    config: { permission: 'response.draft' },
    schema: { tags, summary: 'Save the answer that is being written', description: 'version 0 begins a draft. A version that was overtaken is refused with the text that is there in `current`.', params: ById, body: SaveDraft, response: { 200: ResponseDraft } },
  }, async (request) => {
    await saveDraft(deps, request.actor, request.params.id, request.body)
    return readLatestResponse(deps, request.actor, request.params.id)
  })

  app.post('/received-requests/:id/submissions', {
    config: { permission: 'response.submit' },
    schema: { tags, summary: 'Submit the answer', description: 'The Company POC only. An answer cannot be changed after it was submitted.', params: ById, body: SubmitResponse, response: { 201: ResponseDraft } },
  }, async (request, reply) => {
    await submitResponse(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readLatestResponse(deps, request.actor, request.params.id))
  })
}
