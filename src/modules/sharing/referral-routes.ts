import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { decideReferral } from './commands/decide-referral.ts'
import { referComplaint } from './commands/refer-complaint.ts'
import { withdrawReferral } from './commands/withdraw-referral.ts'
import { DecideReferral, ExportReferrals, ListReferrals, ReceiverList, ReferComplaint, ReferralList, ReferralPage, ReferralPath } from './contract.ts'
import { exportReferrals } from './queries/export-sharing.ts'
import { listReceivers, listReferrals, referralsOf } from './queries/list-referrals.ts'
import { sheetHeaders } from './sheet-headers.ts'

const tags = ['Referrals']

/** Referral of a complaint to another agency. */
export function referralRoutes(app: App, deps: Deps): void {
  app.get('/referrals', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Referrals that your agency received or sent', querystring: ListReferrals, response: { 200: ReferralPage } },
  }, (request) => listReferrals(deps, request.actor, request.query))

  app.post('/referrals/exports', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'One tab of the report on referrals as CSV or Excel', description: 'Same filters and order as the list, all pages, streamed. Breaks off when reading fails or the right to read ends.', body: ExportReferrals, produces: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  }, async (request, reply) => reply.headers(sheetHeaders('referrals', request.body.format)).send(await exportReferrals(deps, request.actor, request.body)))

  app.get('/referral-receivers', {
    config: { permission: 'complaint.refer' },
    schema: { tags, summary: 'Agencies to which a complaint can be referred', response: { 200: ReceiverList } },
  }, (request) => listReceivers(deps, request.actor))

  app.get('/complaints/:id/referrals', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Referrals of a complaint', description: 'Those that your agency sent or received.', params: ById, response: { 200: ReferralList } },
  }, async (request) => ({ items: await referralsOf(deps, request.actor, request.params.id) }))

  app.post('/complaints/:id/referrals', {
    config: { permission: 'complaint.refer' },
    schema: {
      tags,
      summary: 'Refer a complaint to another agency',
      description: 'Before any request was sent. Until the other agency decides, the complaint takes no change but withdrawing the referral or canceling the complaint.',
      params: ById,
      body: ReferComplaint,
      response: { 201: ReferralList },
    },
  }, async (request, reply) => {
    await referComplaint(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send({ items: await referralsOf(deps, request.actor, request.params.id) })
  })

  app.post('/complaints/:id/referrals/:referralId/decisions', {
    config: { permission: 'complaint.decide-referral' },
    schema: { tags, summary: 'Accept or reject a referral', description: "Accepted, the complaint with all of its details is the receiver's; the sender keeps its basic information.", params: ReferralPath, body: DecideReferral, response: { 201: ReferralList } },
  }, async (request, reply) => {
    await decideReferral(deps, request.actor, request.params.id, request.params.referralId, request.body)
    return reply.code(201).send({ items: await referralsOf(deps, request.actor, request.params.id) })
  })

  app.post('/complaints/:id/referrals/:referralId/withdrawals', {
    config: { permission: 'complaint.refer' },
    schema: { tags, summary: 'Withdraw a referral', params: ReferralPath, response: { 201: ReferralList } },
  }, async (request, reply) => {
    await withdrawReferral(deps, request.actor, request.params.id, request.params.referralId)
    return reply.code(201).send({ items: await referralsOf(deps, request.actor, request.params.id) })
  })
}
