import { z } from 'zod'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { Deps } from '../../platform/ports.ts'
import { issueLetter } from './commands/issue-letter.ts'
import { addTemplate, retireTemplate, updateTemplate } from './commands/manage-templates.ts'
import { discardLetter, updateLetter, writeLetter } from './commands/write-letter.ts'
import { AddTemplate, IssueLetter, Letter, LetterList, LetterTemplate, LetterTemplateList, PreviewTemplate, RetireTemplate, TemplatePreview, UpdateLetter, UpdateTemplate, WriteLetter } from './contract.ts'
import { letterOnPaper } from './letter-paper.ts'
import { listTemplates, previewTemplate } from './queries/list-templates.ts'
import { letterForPaper, listLetters, readOneLetter } from './queries/read-letters.ts'

const tags = ['Letters']

/** Letters to the complainant, and their templates. */
export function letterRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  templateRoutes(app, deps)

  app.get('/complaints/:id/letters', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Letters to the complainant', params: ById, response: { 200: LetterList } },
  }, (request) => listLetters(deps, request.actor, request.params.id))

  app.post('/complaints/:id/letters', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Begin a letter', description: 'From a template, its fields filled from the complaint; what the complaint lacks is marked in the text and must be mended before the letter is issued.', params: ById, body: WriteLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await writeLetter(deps, request.actor, request.params.id, request.body)))

  app.get('/letters/:id', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'A letter', params: ById, response: { 200: Letter } },
  }, (request) => readOneLetter(deps, request.actor, request.params.id))

  app.patch('/letters/:id', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Save a draft', params: ById, body: UpdateLetter, response: { 200: Letter } },
  }, (request) => updateLetter(deps, request.actor, request.params.id, request.body))

  app.delete('/letters/:id', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Discard a draft', params: ById, querystring: SeenVersion, response: { 204: z.null() } },
  }, async (request, reply) => {
    await discardLetter(deps, request.actor, request.params.id, request.query.version)
    return reply.code(204).send(null)
  })

  app.get('/letters/:id/preview.pdf', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'A letter as its PDF will look', description: 'As it was saved last. The PDF of an issued letter is a document of the complaint.', params: ById, produces: ['application/pdf'] },
  }, async (request, reply) => {
    await readOneLetter(deps, request.actor, request.params.id)
    const letter = await letterForPaper(deps, request.actor, request.params.id)
    return reply
      .header('content-type', 'application/pdf')
      .header('content-disposition', `inline; filename="${letter.number}-draft.pdf"`)
      .header('cache-control', 'no-store')
      .send(renderPdf(letterOnPaper(letter, environment)))
  })

  app.post('/letters/:id/issues', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Issue a letter', description: 'It then stays as it is, is noted as communication, and its PDF becomes a document of the complaint. The agency posts or e-mails it.', params: ById, body: IssueLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await issueLetter(deps, request.actor, request.params.id, request.body)))
}

function templateRoutes(app: App, deps: Deps): void {
  app.get('/letter-templates', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Templates of letters', description: "The agency's own, and the shipped ones that it has not replaced.", response: { 200: LetterTemplateList } },
  }, (request) => listTemplates(deps, request.actor))

  app.post('/letter-templates', {
    config: { permission: 'letter-template.manage' },
    schema: { tags, summary: 'Add a template, or the agency’s own text of a shipped one', body: AddTemplate, response: { 201: LetterTemplate } },
  }, async (request, reply) => reply.code(201).send(await addTemplate(deps, request.actor, request.body)))

  app.put('/letter-templates/:id', {
    config: { permission: 'letter-template.manage' },
    schema: { tags, summary: 'Change a template of the agency', params: ById, body: UpdateTemplate, response: { 200: LetterTemplate } },
  }, (request) => updateTemplate(deps, request.actor, request.params.id, request.body))

  app.post('/letter-templates/:id/retirements', {
    config: { permission: 'letter-template.manage' },
    schema: { tags, summary: 'Retire a template, take it back, or restore the shipped text', params: ById, body: RetireTemplate, response: { 201: LetterTemplate } },
  }, async (request, reply) => reply.code(201).send(await retireTemplate(deps, request.actor, request.params.id, request.body)))

  app.post('/letter-templates/previews', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'How a letter from this template would read', description: 'A template that cannot be read is refused with the line.', body: PreviewTemplate, response: { 200: TemplatePreview } },
  }, (request) => previewTemplate(deps, request.actor, request.body))
}
