import { z } from 'zod'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { Deps } from '../../platform/ports.ts'
import { acknowledgeLetter } from './commands/acknowledge-letter.ts'
import { approveLetter, askApproval, returnLetter } from './commands/approve-letter.ts'
import { extendLetter, withdrawLetter } from './commands/follow-letter.ts'
import { issueLetter } from './commands/issue-letter.ts'
import { addTemplate, retireTemplate, updateTemplate } from './commands/manage-templates.ts'
import { discardLetter, updateLetter, writeLetter } from './commands/write-letter.ts'
import { AcknowledgeLetter, AddTemplate, ApproveLetter, ExtendLetter, IssueLetter, Letter, LetterList, LetterTemplate, LetterTemplateList, PreviewTemplate, ReceivedLetter, ReceivedLetterList, RetireTemplate, ReturnLetter, TemplatePreview, UpdateLetter, UpdateTemplate, WithdrawLetter, WriteLetter } from './contract.ts'
import { letterOnPaper } from './letter-paper.ts'
import { listTemplates, previewTemplate } from './queries/list-templates.ts'
import { letterForPaper, listLetters, readOneLetter } from './queries/read-letters.ts'
import { lettersAsCompany, listReceivedLetters, readReceivedLetter } from './queries/received-letters.ts'

const tags = ['Letters']

/** Letters to the complainant and to the company, and their templates. */
export function letterRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  templateRoutes(app, deps)
  companyLetterRoutes(app, deps)

  app.get('/complaints/:id/letters', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Letters of a complaint, to the complainant and to the company', params: ById, response: { 200: LetterList } },
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
    schema: { tags, summary: 'Issue a letter', description: 'It then stays as it is, and its PDF becomes a document of the complaint. To the complainant: noted as communication; the agency posts or e-mails it. To the company: only what a Supervisor approved; the company gets it with its PDF, and the complaint where nothing was sent before.', params: ById, body: IssueLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await issueLetter(deps, request.actor, request.params.id, request.body)))
}

/** From approval to acknowledgment, on both sides. */
function companyLetterRoutes(app: App, deps: Deps): void {
  app.post('/letters/:id/approval-requests', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Ask the Supervisors to approve a letter to the company', params: ById, body: ApproveLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await askApproval(deps, request.actor, request.params.id, request.body)))

  app.post('/letters/:id/approvals', {
    config: { permission: 'letter.approve' },
    schema: { tags, summary: 'Approve a letter to the company', description: 'A Complaint Supervisor only, own drafts too. What is changed afterwards needs approval anew.', params: ById, body: ApproveLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await approveLetter(deps, request.actor, request.params.id, request.body)))

  app.post('/letters/:id/returns', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Make a letter a draft again', description: 'Instead of approving it, or to change what was approved.', params: ById, body: ReturnLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await returnLetter(deps, request.actor, request.params.id, request.body)))

  app.post('/letters/:id/due-dates', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Give the company another date for its acknowledgment', params: ById, body: ExtendLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await extendLetter(deps, request.actor, request.params.id, request.body)))

  app.post('/letters/:id/withdrawals', {
    config: { permission: 'letter.write' },
    schema: { tags, summary: 'Withdraw a letter that the company has', description: 'It stays readable, marked as withdrawn. The company is told and reads the reason.', params: ById, body: WithdrawLetter, response: { 201: Letter } },
  }, async (request, reply) => reply.code(201).send(await withdrawLetter(deps, request.actor, request.params.id, request.body)))

  app.get('/complaints/:id/company-view/letters', {
    config: { permission: 'complaint.view-as-company' },
    schema: { tags: ['Complaints'], summary: 'The letters of a complaint as its company sees them', params: ById, response: { 200: ReceivedLetterList } },
  }, (request) => lettersAsCompany(deps, request.actor, request.params.id))

  const received = ['Received complaints']
  app.get('/received-complaints/:id/letters', {
    config: { permission: 'received.view' },
    schema: { tags: received, summary: 'Letters of the agency to the company', params: ById, response: { 200: ReceivedLetterList } },
  }, (request) => listReceivedLetters(deps, request.actor, request.params.id))

  app.get('/received-letters/:id', {
    config: { permission: 'received.view' },
    schema: { tags: received, summary: 'A letter of the agency', params: ById, response: { 200: ReceivedLetter } },
  }, (request) => readReceivedLetter(deps, request.actor, request.params.id))

  app.post('/received-letters/:id/acknowledgments', {
    config: { permission: 'received.acknowledge-letter' },
    schema: { tags: received, summary: 'Acknowledge receipt of a letter', description: 'Anybody with Manage.', params: ById, body: AcknowledgeLetter, response: { 201: ReceivedLetter } },
  }, async (request, reply) => reply.code(201).send(await acknowledgeLetter(deps, request.actor, request.params.id, request.body)))
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
