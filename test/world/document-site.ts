import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { Actor, AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { previewRoutes } from '#src/modules/documents/preview-routes.ts'
import { documentRoutes } from '#src/modules/documents/routes.ts'
import { selectionRoutes } from '#src/modules/documents/selection-routes.ts'
import type { DocumentDeps } from '#src/modules/documents/store.ts'
import { mountUploads } from '#src/modules/documents/uploads.ts'
import { openDiskStore } from '#src/platform/files/disk-store.ts'
import { openS3Store, type S3Settings } from '#src/platform/files/s3-store.ts'
import { openUploadLocks, type UploadLocks } from '#src/platform/files/upload-locks.ts'
import type { App } from '#src/platform/http/app.ts'
import { buildApp } from '#src/platform/http/build-app.ts'
import { newId } from '#src/platform/new-id.ts'
import type { Scanner } from '#src/platform/scan/scanner.ts'
import type { World } from './test-world.ts'

/** The program's own HTTP server, listening, with documents and uploads alone; files on disk or in a bucket. Sessions are users' IDs. */
export class DocumentSite {
  readonly world: World
  readonly deps: DocumentDeps
  readonly folder: string
  readonly #locks: UploadLocks
  readonly #actors = new Map<string, Actor>()
  #app: App | null = null
  #port = 0

  constructor(world: World, folder: string, deps: DocumentDeps) {
    this.world = world
    this.folder = folder
    this.deps = deps
    this.#locks = openUploadLocks(world.db.appUrl, () => undefined)
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`
  }

  /** Headers with which this actor is signed in. */
  signedIn(actor: Actor): { cookie: string } {
    this.#actors.set(actor.userId, actor)
    return { cookie: `ses_session=${actor.userId}` }
  }

  async listen(): Promise<void> {
    const app = await buildApp({
      version: 'test', publicUrl: 'http://ses.example', trustProxy: false, log: pino({ level: 'silent' }), requestsPerMinute: 1_000_000, limitsLoopback: false,
      transaction: (actor, work) => this.deps.transaction(actor, work),
      resolveToken: () => Promise.reject(new AppError('unauthenticated', 'No token works here.')),
      requestsPerMinuteOfToken: 600,
      resolveSession: async (token) => {
        const actor = this.#actors.get(token ?? '')
        if (actor === undefined) throw new AppError('unauthenticated', 'Sign in to go on.')
        return { actor, sessionId: newId(), name: '', email: '', organisation: null, termsAccepted: true, enrollment: null, method: 'password', confirmedAt: new Date(), idleEndsAt: new Date(), endsAt: new Date() }
      },
      pool: this.world.db.database.pool,
      readiness: async () => ({ ready: true, why: '' }),
      webRoot: join(this.folder, 'no-web'),
      api: (api) => {
        documentRoutes(api, this.deps)
        previewRoutes(api, this.deps)
        selectionRoutes(api, this.deps)
      },
      others: (others) => mountUploads(others, this.deps, this.#locks),
    })
    await app.listen({ host: '127.0.0.1', port: this.#port })
    const address = app.server.address()
    this.#port = isPort(address) ? address.port : 0
    this.#app = app
  }

  /** Stops the server as a restart would: open uploads are cut off. */
  async stop(): Promise<void> {
    this.#app?.server.closeAllConnections()
    await this.#app?.close()
    this.#app = null
  }

  async close(): Promise<void> {
    await this.stop()
    await this.#locks.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function isPort(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address === 'object'
}

export async function openDocumentSite(world: World, scanner: Scanner | null = null, bucket: S3Settings | null = null): Promise<DocumentSite> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-documents-'))
  const files = bucket === null ? await openDiskStore(join(folder, 'files')) : await openS3Store(bucket, join(folder, 'upload-parts'))
  const site = new DocumentSite(world, folder, { ...world.deps, files, scanner })
  await site.listen()
  return site
}

export type Exchange = { complaintId: string; requestId: string; supervisor: AgencyActor; colleague: AgencyActor; drafter: CompanyActor; poc: CompanyActor }

/** A complaint in progress with a request: written, or already with the company, whose POC is `poc`. */
export async function exchange(world: World, request: 'ready_to_send' | 'sent_to_company' = 'sent_to_company'): Promise<Exchange> {
  const agency = await world.agency()
  const company = await world.company()
  const supervisor = await world.agencyUser(agency)
  const colleague = await world.agencyUser(agency, 'manager')
  const drafter = await world.companyUser(company)
  const poc = await world.companyUser(company)
  const [complaintId, requestId] = [newId(), newId()]
  const sentAt = request === 'sent_to_company' ? world.clock.now() : null
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on, first_sent_at)
     values ($1, $2, 'in_progress', 'company', $3, $4, $5, $5, $6, '2026-11-20', $7)`,
    [complaintId, agency.id, company.id, company.name, supervisor.userId, world.clock.now(), sentAt])
  await world.rows('insert into complaint_detail (complaint_id, agency_id) values ($1, $2)', [complaintId, agency.id])
  await world.rows('insert into complainant (complaint_id, agency_id) values ($1, $2)', [complaintId, agency.id])
  await world.rows(
    `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, created_by, created_at, sent_by, sent_at)
     values ($1, $2, $3, $4, 'Payment history', 'Send it.', $5, '2026-12-08', $6, $7, $6, $8)`,
    [requestId, complaintId, agency.id, company.id, request, supervisor.userId, world.clock.now(), sentAt])
  if (sentAt !== null) {
    await world.rows('insert into complaint_delivery (complaint_id, agency_id, company_id, number, delivered_at, company_poc_id) select id, agency_id, company_id, number, $2, $3 from complaint where id = $1', [
      complaintId, sentAt, poc.userId,
    ])
  }
  return { complaintId, requestId, supervisor, colleague, drafter, poc }
}
