import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { Deps } from '../../platform/ports.ts'
import { stillReadsDetail, watchedRead } from '../documents/index.ts'
import { recordOnPaper } from './print/record-blocks.ts'
import { ChooseParts, PrintView } from './print-contract.ts'
import { readForPrint } from './queries/read-for-print.ts'

const tags = ['Complaints']

/** The record for paper: what the print view shows, and the same as PDF. */
export function printRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  app.get('/complaints/:id/print-view', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'The chosen parts of a complaint, to be shown for printing', params: ById, querystring: ChooseParts, response: { 200: PrintView } },
  }, async (request) => {
    const { parts } = request.query
    return recordOnPaper(await readForPrint(deps, request.actor, request.params.id, { parts, export: false }), parts, environment)
  })

  app.get('/complaints/:id/record.pdf', {
    config: { permission: 'complaint.export' },
    schema: {
      tags,
      summary: 'The chosen parts of a complaint as PDF',
      description: 'Streamed. Holds what this actor may see, says who took it out and when, and is recorded in the history.',
      params: ById,
      querystring: ChooseParts,
      produces: ['application/pdf'],
    },
  }, async (request, reply) => {
    const { parts } = request.query
    const view = recordOnPaper(await readForPrint(deps, request.actor, request.params.id, { parts, export: true }), parts, environment)
    return reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `attachment; filename="${view.number}.pdf"`)
      .header('cache-control', 'no-store')
      .send(watchedRead(deps, () => renderPdf({
        title: view.title,
        author: 'State Examination System',
        language: 'en-US',
        createdAt: new Date(view.exportedAt),
        header: view.title,
        footer: view.exported,
        ...(view.warning === null ? {} : { warning: view.warning }),
        blocks: view.blocks,
      }), stillReadsDetail(deps, request.actor, request.params.id)))
  })
}
