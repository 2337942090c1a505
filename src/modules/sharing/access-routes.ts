import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from '../documents/index.ts'
import { AccessPage, AccessPath, AskAccess, ComplaintSight, DecideAccess, ExportAccess, ListAccess, RevokeAccess, SharingCounts } from './access-contract.ts'
import { askAccess } from './commands/ask-access.ts'
import { decideAccess } from './commands/decide-access.ts'
import { revokeAccess, withdrawAccess } from './commands/end-access.ts'
import { exportAccess } from './queries/export-sharing.ts'
import { countSharing, listAccess } from './queries/list-access.ts'
import { readSight } from './queries/read-sight.ts'
import { packageRoutes } from './package-routes.ts'
import { sheetHeaders } from './sheet-headers.ts'

const tags = ['Access between agencies']

/** Requests for access to other agencies' complaints, their decisions, and who can see a complaint; packages for agencies outside. */
export function accessRoutes(app: App, deps: DocumentDeps, environment: { training: boolean }): void {
  packageRoutes(app, deps, environment)

  app.get('/access-requests', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Requests for access: to decide, decided, waiting, over', description: 'By tab, what changed last first.', querystring: ListAccess, response: { 200: AccessPage } },
  }, (request) => listAccess(deps, request.actor, request.query))

  app.get('/sharing/counts', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'How many requests for access and referrals wait', response: { 200: SharingCounts } },
  }, (request) => countSharing(deps, request.actor))

  app.post('/access-requests/exports', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'One tab of the report on access as CSV or Excel', description: 'Same filters and order as the list, all pages, streamed. Breaks off when reading fails or the right to read ends.', body: ExportAccess, produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  }, async (request, reply) => reply.headers(sheetHeaders('access-requests', request.body.format)).send(await exportAccess(deps, request.actor, request.body)))

  app.get('/complaints/:id/access', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Who can see this complaint, since when, and why', description: 'Whoever reads its detail learns of all; other agencies of the owner and of their own requests.', params: ById, response: { 200: ComplaintSight } },
  }, (request) => readSight(deps, request.actor, request.params.id))

  app.post('/complaints/:id/access-requests', {
    config: { permission: 'complaint.request-access' },
    schema: { tags, summary: "Ask for access to another agency's complaint", description: "For all complaints users of one's agency. Not while a referral waits.", params: ById, body: AskAccess, response: { 201: ComplaintSight } },
  }, async (request, reply) => {
    await askAccess(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readSight(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/access-requests/:accessId/decisions', {
    config: { permission: 'complaint.decide-access' },
    schema: { tags, summary: 'Accept or reject a request for access', description: 'Complaint Supervisors of the owner. Accepted, all complaints users of the other agency read the detail until the access is removed; a restricted complainant stays hidden.', params: AccessPath, body: DecideAccess, response: { 201: ComplaintSight } },
  }, async (request, reply) => {
    await decideAccess(deps, request.actor, request.params.id, request.params.accessId, request.body)
    return reply.code(201).send(await readSight(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/access-requests/:accessId/revocations', {
    config: { permission: 'complaint.decide-access' },
    schema: { tags, summary: 'Remove access that was given', description: 'From this moment on the detail is not found by the other agency; downloads and exports under way break off.', params: AccessPath, body: RevokeAccess, response: { 201: ComplaintSight } },
  }, async (request, reply) => {
    await revokeAccess(deps, request.actor, request.params.id, request.params.accessId, request.body)
    return reply.code(201).send(await readSight(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/access-requests/:accessId/withdrawals', {
    config: { permission: 'complaint.withdraw-access-request' },
    schema: { tags, summary: 'Withdraw an undecided request for access', params: AccessPath, response: { 201: ComplaintSight } },
  }, async (request, reply) => {
    await withdrawAccess(deps, request.actor, request.params.id, request.params.accessId)
    return reply.code(201).send(await readSight(deps, request.actor, request.params.id))
  })
}
