import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import { zipStream } from '../../platform/zip/zip-stream.ts'
import type { DocumentDeps } from '../documents/index.ts'
import { makePackage } from './commands/make-package.ts'
import { MakePackage, PackageList, PackagePath } from './package-contract.ts'
import { listPackages } from './queries/read-packages.ts'
import { takePackage } from './queries/take-package.ts'

const tags = ['Referrals']

/** Referral packages for agencies outside the system. */
export function packageRoutes(app: App, deps: DocumentDeps, environment: { training: boolean }): void {
  app.get('/complaints/:id/referral-packages', {
    config: { permission: 'complaint.view-detail' },
    schema: { tags, summary: 'Packages that were made for agencies outside the system', description: "The owning agency's alone.", params: ById, response: { 200: PackageList } },
  }, (request) => listPackages(deps, request.actor, request.params.id))

  app.post('/complaints/:id/referral-packages', {
    config: { permission: 'complaint.refer' },
    schema: { tags, summary: 'Make a package for an agency outside the system', description: 'Says for whom it is and what goes in. Nothing is sent: the agency downloads it and sends it by other means.', params: ById, body: MakePackage, response: { 201: PackageList } },
  }, async (request, reply) => {
    await makePackage(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await listPackages(deps, request.actor, request.params.id))
  })

  app.get('/complaints/:id/referral-packages/:packageId/package.zip', {
    config: { permission: 'complaint.refer' },
    schema: { tags, summary: 'The package as ZIP', description: 'The record as PDF, its documents with their manifest, and SHA256SUMS.txt over all of them, as the complaint stands now. Streamed; recorded in the history with the hash of the sums.', params: PackagePath, produces: ['application/zip'] },
  }, async (request, reply) => {
    const { name, entries } = await takePackage(deps, request.actor, request.params.id, request.params.packageId, { environment, render: renderPdf })
    return reply.headers({ 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' }).send(zipStream(entries))
  })
}
