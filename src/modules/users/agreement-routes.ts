import { invalid, notFound } from '../../kernel/errors.ts'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { attachment } from '../documents/domain/attachment.ts'
import { addAgreement, type UserDeps } from './commands/add-agreement.ts'
import { Agreement, AgreementById, AgreementList } from './contract.ts'
import { maxAgreementBytes } from './domain/agreement-file.ts'
import { listAgreements, openAgreement } from './queries/agreements.ts'

const tags = ['Users']
const config = { permission: 'users.manage' as const }
const path = '/users/:id/confidentiality-agreements'

/** Confidentiality agreements of third-party users: small files, each with its hash. */
export function agreementRoutes(app: App, deps: UserDeps): void {
  app.get(path, { config, schema: { tags, summary: 'Confidentiality agreements of a third-party user', params: ById, response: { 200: AgreementList } } }, async (request) => ({
    items: await listAgreements(deps, request.actor, request.params.id),
  }))

  app.get(`${path}/:agreementId/content`, {
    config,
    schema: { tags, summary: 'The bytes of a confidentiality agreement', description: 'Always a download. The reading is recorded.', params: AgreementById, produces: ['application/octet-stream'] },
  }, async (request, reply) => {
    const { name, content } = await openAgreement(deps, request.actor, request.params.id, request.params.agreementId)
    return reply
      .headers({ 'content-type': 'application/octet-stream', 'content-disposition': attachment(name), 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'" })
      .send(content)
  })

  // The bytes as they are, and not in JSON, which the rest of the API takes.
  void app.register(async (scope: App) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: maxAgreementBytes }, (_request, body, done) => done(null, body))
    scope.post(path, {
      config,
      bodyLimit: maxAgreementBytes,
      schema: {
        tags,
        summary: 'Add a confidentiality agreement',
        description: 'The body is the file itself (application/octet-stream, at most 10 MB); the header X-File-Name has its name, percent-encoded UTF-8.',
        consumes: ['application/octet-stream'],
        params: ById,
        response: { 201: Agreement },
      },
    }, async (request, reply) => {
      const { body }: { body: unknown } = request
      if (!Buffer.isBuffer(body)) throw invalid({ file: 'Send the file as application/octet-stream.' })
      const id = await addAgreement(deps, request.actor, request.params.id, { name: nameIn(request.headers['x-file-name']), bytes: body })
      const added = (await listAgreements(deps, request.actor, request.params.id)).find((agreement) => agreement.id === id)
      if (added === undefined) throw notFound('agreement')
      return reply.code(201).send(added)
    })
  })
}

function nameIn(header: string | string[] | undefined): string {
  try {
    return decodeURIComponent(String(header ?? ''))
  } catch {
    throw invalid({ file: 'The name of the file cannot be read.' })
  }
}
