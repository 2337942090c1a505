import { z } from 'zod'
import { ById, Id } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { CompanyView } from './company-view-contract.ts'
import { ReceivedRequestRecord } from './contract.ts'
import { readCompanyView, readCompanyViewRequest } from './queries/company-view.ts'

const tags = ['Complaints']

/** "See it as the company does", for the owning agency. */
export function companyViewRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/company-view', {
    config: { permission: 'complaint.view-as-company' },
    schema: { tags, summary: 'A complaint as its company sees it', description: 'As the Company POC would, without what the company has not sent. Documents open under their own addresses.', params: ById, response: { 200: CompanyView } },
  }, (request) => readCompanyView(deps, request.actor, request.params.id))

  app.get('/complaints/:id/company-view/requests/:requestId', {
    config: { permission: 'complaint.view-as-company' },
    schema: { tags, summary: 'A request as its company sees it, with the answers sent', params: z.object({ id: Id, requestId: Id }), response: { 200: ReceivedRequestRecord } },
  }, (request) => readCompanyViewRequest(deps, request.actor, request.params.id, request.params.requestId))
}
