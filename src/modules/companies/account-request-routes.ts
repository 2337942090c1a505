import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { AccountRequest, AccountRequestPage, DecideAccountRequest, ListAccountRequests, RequestCompanyAccount } from './account-requests-contract.ts'
import { decideCompanyAccount } from './commands/decide-company-account.ts'
import { requestCompanyAccount } from './commands/request-company-account.ts'
import { listAccountRequests } from './queries/list-account-requests.ts'
import { readAccountRequest } from './queries/read-account-request.ts'

const tags = ['Companies']

/** Accounts for companies that NMLS does not know: the agency's asking and the platform's deciding. */
export function accountRequestRoutes(app: App, deps: Deps): void {
  app.get('/company-account-requests', {
    config: { permission: 'signed-in' },
    schema: { tags, summary: 'Requests for company accounts', description: "An agency's own, newest first; for a platform administrator all, those to decide first.", querystring: ListAccountRequests, response: { 200: AccountRequestPage } },
  }, (request) => listAccountRequests(deps, request.actor, request.query))

  app.post('/company-account-requests', {
    config: { permission: 'company.request-account' },
    schema: { tags, summary: 'Ask for a company account', description: 'For a company that is not in NMLS. A platform administrator decides; the agency is told.', body: RequestCompanyAccount, response: { 201: AccountRequest } },
  }, async (request, reply) => {
    const id = await requestCompanyAccount(deps, request.actor, request.body)
    return reply.code(201).send(await readAccountRequest(deps, request.actor, id))
  })

  app.get('/company-account-requests/:id', {
    config: { permission: 'signed-in' },
    schema: { tags, summary: 'A request for a company account', description: 'With companies that are there already under a similar name.', params: ById, response: { 200: AccountRequest } },
  }, (request) => readAccountRequest(deps, request.actor, request.params.id))

  app.post('/company-account-requests/:id/decisions', {
    config: { permission: 'platform.decide-company-accounts' },
    schema: { tags, summary: 'Approve or reject a company account', description: 'Approval makes the company with its SES ID. A rejection needs a note, which the agency reads.', params: ById, body: DecideAccountRequest, response: { 201: AccountRequest } },
  }, async (request, reply) => {
    await decideCompanyAccount(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAccountRequest(deps, request.actor, request.params.id))
  })
}
