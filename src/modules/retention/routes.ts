import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { liftHold, setHold } from './commands/change-hold.ts'
import { CertificatePage, ChangeHold, DuePage, ListCertificates, ListDue, Retention } from './contract.ts'
import { listCertificates } from './queries/list-certificates.ts'
import { listDue } from './queries/list-due.ts'
import { readRetention } from './queries/read-retention.ts'

const tags = ['Retention']

/** How long closed complaints are kept, legal holds, and what was disposed of. */
export function retentionRoutes(app: App, deps: Deps): void {
  app.get('/complaints/:id/retention', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Until when a complaint is kept', description: "Of the own agency's complaints only.", params: ById, response: { 200: Retention } },
  }, (request) => readRetention(deps, request.actor, request.params.id))

  app.post('/complaints/:id/legal-holds', {
    config: { permission: 'complaint.hold' },
    schema: { tags, summary: 'Set a legal hold', description: 'For Complaint Supervisors. The complaint is not disposed of while it is on hold, whatever its retention date.', params: ById, body: ChangeHold, response: { 201: Retention } },
  }, async (request, reply) => {
    await setHold(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRetention(deps, request.actor, request.params.id))
  })

  app.post('/complaints/:id/legal-hold-releases', {
    config: { permission: 'complaint.hold' },
    schema: { tags, summary: 'Lift a legal hold', params: ById, body: ChangeHold, response: { 201: Retention } },
  }, async (request, reply) => {
    await liftHold(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readRetention(deps, request.actor, request.params.id))
  })

  app.get('/retention/due', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Complaints whose retention date comes soon', querystring: ListDue, response: { 200: DuePage } },
  }, (request) => listDue(deps, request.actor, request.query))

  app.get('/retention/certificates', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Certificates of disposal', description: 'What was destroyed, when, and the SHA-256 of its documents. No personal data.', querystring: ListCertificates, response: { 200: CertificatePage } },
  }, (request) => listCertificates(deps, request.actor, request.query))
}
