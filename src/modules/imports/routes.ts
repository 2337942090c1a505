import { Readable } from 'node:stream'
import { z } from 'zod'
import { invalid } from '../../kernel/errors.ts'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { attachment } from '../documents/domain/attachment.ts'
import type { ImportDeps } from './deps.ts'
import { beginCheck, beginRun, cancelRun, discardFile } from './commands/begin-run.ts'
import { chooseColumns, chooseSheet } from './commands/choose-columns.ts'
import { giveFile } from './commands/give-file.ts'
import { AtVersion, ChooseColumns, ChooseSheet, ImportDetail, ImportPreview, ImportRunPage, ListImports, maxImportBytes } from './contract.ts'
import { listImports, readImport } from './queries/list-imports.ts'
import { openRejected } from './queries/open-rejected.ts'
import { previewImport } from './queries/preview-import.ts'

const tags = ['Imports']
const config = { permission: 'complaint.import' as const }

/** Imports in the web: upload, columns, preview, progress, rejected rows (docs/imports.md). */
export function importRoutes(app: App, deps: ImportDeps): void {
  app.get('/imports', { config, schema: { tags, summary: 'Imports of your agency', description: 'Newest first, those from the command line included.', querystring: ListImports, response: { 200: ImportRunPage } } }, (request) =>
    listImports(deps, request.actor, request.query),
  )

  app.get('/imports/:id', { config, schema: { tags, summary: 'An import, its file and how far it is', params: ById, response: { 200: ImportDetail } } }, (request) => readImport(deps, request.actor, request.params.id))

  uploadRoute(app, deps)

  app.put('/imports/:id/sheet', { config, schema: { tags, summary: 'Choose another sheet of the workbook', description: 'Its columns are looked at anew.', params: ById, body: ChooseSheet, response: { 200: ImportDetail } } }, async (request) => {
    await chooseSheet(deps, request.actor, request.params.id, request.body)
    return readImport(deps, request.actor, request.params.id)
  })

  app.put(
    '/imports/:id/mapping',
    { config, schema: { tags, summary: 'Say which column is which field', description: 'Each field at most once. A received date, a product, and a company by name, NMLS ID or SES ID are needed.', params: ById, body: ChooseColumns, response: { 200: ImportDetail } } },
    async (request) => {
      await chooseColumns(deps, request.actor, request.params.id, request.body)
      return readImport(deps, request.actor, request.params.id)
    },
  )

  app.get('/imports/:id/preview', { config, schema: { tags, summary: 'What an import of the first 2,000 rows would do', description: 'Stores nothing.', params: ById, response: { 200: ImportPreview } } }, (request) =>
    previewImport(deps, request.actor, request.params.id),
  )

  app.post('/imports/:id/checks', { config, schema: { tags, summary: 'Look through the whole file', description: 'By a job, storing nothing. What it found so far stands in `check` of the import.', params: ById, body: AtVersion, response: { 202: ImportDetail } } }, async (request, reply) => {
    await beginCheck(deps, request.actor, request.params.id, request.body.version)
    return reply.code(202).send(await readImport(deps, request.actor, request.params.id))
  })

  app.post('/imports/:id/starts', { config, schema: { tags, summary: 'Begin the import', description: 'By a job, in your name.', params: ById, body: AtVersion, response: { 202: ImportDetail } } }, async (request, reply) => {
    await beginRun(deps, request.actor, request.params.id, request.body.version)
    return reply.code(202).send(await readImport(deps, request.actor, request.params.id))
  })

  app.post('/imports/:id/cancellations', { config, schema: { tags, summary: 'Cancel a running import', description: 'Between two batches of rows. What is imported stays.', params: ById, response: { 200: ImportDetail } } }, async (request) => {
    await cancelRun(deps, request.actor, request.params.id)
    return readImport(deps, request.actor, request.params.id)
  })

  app.delete('/imports/:id', { config, schema: { tags, summary: 'Discard a file that was not imported', params: ById, response: { 204: z.undefined() } } }, async (request, reply) => {
    await discardFile(deps, request.actor, request.params.id)
    return reply.code(204).send(undefined)
  })

  app.get('/imports/:id/rejected-rows', { config, schema: { tags, summary: 'The rejected rows as CSV', description: 'Reasons in the first column; mended, the file can be imported as it is. For 30 days.', params: ById, produces: ['text/csv'] } }, async (request, reply) => {
    const { name, content } = await openRejected(deps, request.actor, request.params.id)
    return reply.headers({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': attachment(name), 'x-content-type-options': 'nosniff' }).send(content)
  })
}

/** The bytes as they come, and not in JSON, which the rest of the API takes. */
function uploadRoute(app: App, deps: ImportDeps): void {
  void app.register(async (scope: App) => {
    // The stream itself is handed on: it goes to the store piece by piece. One byte more than allowed comes through, so that the refusal is our own.
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    scope.post(
      '/imports',
      {
        config,
        bodyLimit: maxImportBytes * 2,
        schema: {
          tags,
          summary: 'Give a file to import',
          description: 'The body is the file itself (application/octet-stream; CSV or .xlsx, at most 200 MB); the header X-File-Name has its name, percent-encoded UTF-8. Nothing is imported yet.',
          consumes: ['application/octet-stream'],
          response: { 201: ImportDetail },
        },
      },
      async (request, reply) => {
        const { body }: { body: unknown } = request
        if (!(body instanceof Readable)) throw invalid({ file: 'Send the file as application/octet-stream.' })
        const id = await giveFile(deps, request.actor, { name: nameIn(request.headers['x-file-name']), bytes: body })
        return reply.code(201).send(await readImport(deps, request.actor, id))
      },
    )
  })
}

function nameIn(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''))
  } catch {
    throw invalid({ file: 'The name of the file cannot be read.' })
  }
}
