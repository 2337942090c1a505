import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { ById, Id } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { Deps } from '../../platform/ports.ts'
import { SubmissionList } from './answer-contract.ts'
import { listSubmissions, readReceipt, type Receipt } from './queries/submissions.ts'
import { receiptOnPaper } from './receipt-paper.ts'

const ByReceipt = z.object({ id: Id, submissionId: Id })
const description = 'PDF: what was submitted, when, by whom, with the SHA-256 of texts and files. Holds the answers that its reader may read, and is recorded.'

/** Receipts, for both sides. */
export function receiptRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  const send = (reply: FastifyReply, receipt: Receipt) =>
    reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="${receipt.complaint}-receipt-${receipt.submittedAt.toISOString().slice(0, 10)}.pdf"`)
      .header('cache-control', 'no-store')
      .send(renderPdf(receiptOnPaper(receipt, environment)))

  app.get('/received-complaints/:id/receipts/:submissionId.pdf', {
    config: { permission: 'received.view' },
    schema: { tags: ['Received complaints'], summary: 'The receipt of a submission', description, params: ByReceipt, produces: ['application/pdf'] },
  }, async (request, reply) => send(reply, await readReceipt(deps, request.actor, request.params.id, request.params.submissionId)))

  app.get('/complaints/:id/receipts/:submissionId.pdf', {
    config: { permission: 'complaint.view' },
    schema: { tags: ['Information requests'], summary: 'The receipt that the company got', description, params: ByReceipt, produces: ['application/pdf'] },
  }, async (request, reply) => send(reply, await readReceipt(deps, request.actor, request.params.id, request.params.submissionId)))

  app.get('/complaints/:id/submissions', {
    config: { permission: 'complaint.view' },
    schema: { tags: ['Information requests'], summary: 'What the company submitted, each with its receipt', params: ById, response: { 200: SubmissionList } },
  }, (request) => listSubmissions(deps, request.actor, request.params.id))
}
