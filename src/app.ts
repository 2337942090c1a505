import { join } from 'node:path'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { trainingPassword } from '#training/accounts.ts'
import packageJson from '../package.json' with { type: 'json' }
import type { Config } from './config.ts'
import type { Clock } from './kernel/clock.ts'
import { accountRoutes, resolveSession } from './modules/accounts/index.ts'
import { ownAccountRoutes } from './modules/accounts/own-account-routes.ts'
import { passkeyRoutes } from './modules/accounts/passkeys/routes.ts'
import { ssoRoutes } from './modules/accounts/sso/routes.ts'
import { agencyRoutes } from './modules/agencies/index.ts'
import { onboardingRoutes } from './modules/agencies/onboarding-routes.ts'
import { agencyProfileRoutes } from './modules/agencies/profile-routes.ts'
import { accountRequestRoutes } from './modules/companies/account-request-routes.ts'
import { companyProfileRoutes } from './modules/companies/profile-routes.ts'
import { companyRoutes } from './modules/companies/routes.ts'
import { duplicateRoutes } from './modules/complaints/duplicate-routes.ts'
import { lifecycleRoutes } from './modules/complaints/lifecycle-routes.ts'
import { listRoutes } from './modules/complaints/list-routes.ts'
import { recordViewRoutes } from './modules/complaints/record-routes.ts'
import { relatedRoutes } from './modules/complaints/related-routes.ts'
import { complaintRoutes } from './modules/complaints/routes.ts'
import { subjectRoutes } from './modules/complaints/subject-routes.ts'
import { directoryJob } from './modules/directory/jobs.ts'
import { directoryRoutes } from './modules/directory/routes.ts'
import { collectDocumentMetrics } from './modules/documents/document-metrics.ts'
import { documentJobs } from './modules/documents/jobs.ts'
import { previewRoutes } from './modules/documents/preview-routes.ts'
import { documentRoutes } from './modules/documents/routes.ts'
import { selectionRoutes } from './modules/documents/selection-routes.ts'
import type { DocumentDeps } from './modules/documents/store.ts'
import { mountUploads } from './modules/documents/uploads.ts'
import { enrollmentRoutes } from './modules/enrollment/routes.ts'
import { entityRoutes } from './modules/entities/routes.ts'
import { importJobs } from './modules/imports/jobs.ts'
import { importRoutes } from './modules/imports/routes.ts'
import { answerRoutes } from './modules/information-requests/answer-routes.ts'
import { receiptRoutes } from './modules/information-requests/receipt-routes.ts'
import { deputyRoutes } from './modules/information-requests/deputy-routes.ts'
import { exchangeJobs } from './modules/information-requests/jobs.ts'
import { libraryRoutes } from './modules/information-requests/library-routes.ts'
import { receivedRoutes } from './modules/information-requests/received-routes.ts'
import { reminderRoutes } from './modules/information-requests/reminder-routes.ts'
import { requestListRoutes } from './modules/information-requests/request-list-routes.ts'
import { roundRoutes } from './modules/information-requests/round-routes.ts'
import { requestRoutes } from './modules/information-requests/routes.ts'
import { letterJob, letterReminders } from './modules/letters/jobs.ts'
import { letterRoutes } from './modules/letters/routes.ts'
import { notifyJob } from './modules/notifications/jobs.ts'
import { notifyOrganisationJob } from './modules/notifications/organisation-job.ts'
import { notificationsRoutes } from './modules/notifications/routes.ts'
import { mountScim, provisioningRoutes } from './modules/provisioning/routes.ts'
import { researchRoutes } from './modules/research/routes.ts'
import { disposalJob } from './modules/retention/jobs.ts'
import { retentionRoutes } from './modules/retention/routes.ts'
import { searchRoutes } from './modules/search/routes.ts'
import { participationRoutes } from './modules/agencies/participation-routes.ts'
import { discussionRoutes } from './modules/discussion/routes.ts'
import { resolveToken } from './modules/integrations/index.ts'
import { integrationJobs } from './modules/integrations/jobs.ts'
import { tokenRoutes } from './modules/integrations/token-routes.ts'
import { describeWebhooks } from './modules/integrations/webhook-description.ts'
import { webhookRoutes } from './modules/integrations/webhook-routes.ts'
import { sendDigests } from './modules/notifications/commands/send-digests.ts'
import { liveRoutes } from './modules/notifications/live-routes.ts'
import { operatorRoutes } from './modules/notifications/operator-routes.ts'
import { reportJobs } from './modules/reports/jobs.ts'
import { marketRoutes } from './modules/reports/market-routes.ts'
import { reportRoutes } from './modules/reports/routes.ts'
import { accessRoutes } from './modules/sharing/access-routes.ts'
import { referralRoutes } from './modules/sharing/referral-routes.ts'
import { verificationJob } from './modules/users/jobs.ts'
import { userRoutes } from './modules/users/routes.ts'
import { verificationRoutes } from './modules/users/verification-routes.ts'
import { violationRoutes } from './modules/violations/routes.ts'
import { openDatabase, type Database } from './platform/database/database.ts'
import { pendingMigrations } from './platform/database/migrate.ts'
import { openDiskStore } from './platform/files/disk-store.ts'
import type { FileStore } from './platform/files/file-store.ts'
import { openUploadLocks, type UploadLocks } from './platform/files/upload-locks.ts'
import type { App } from './platform/http/app.ts'
import { buildApp } from './platform/http/build-app.ts'
import { createCursorCodec } from './platform/http/cursor.ts'
import { claimingTransactions } from './platform/http/idempotency.ts'
import { collectJobMetrics } from './platform/jobs/job-metrics.ts'
import { startWorker, type Worker } from './platform/jobs/worker.ts'
import { openLiveHub, type LiveHub } from './platform/live/live-hub.ts'
import type { BounceReceiver } from './platform/mail/bounce-receiver.ts'
import { returnPathOf } from './platform/mail/return-path.ts'
import { sendMailJob } from './platform/mail/send-mail.ts'
import { smtpSender } from './platform/mail/smtp.ts'
import { officeConverter } from './platform/office/office-converter.ts'
import { signedPoster } from './platform/outbound/post-signed.ts'
import { clamdScanner } from './platform/scan/clamd.ts'
import { createSecretBox } from './platform/secret-box.ts'

export const version = packageJson.version

/** What the web server and the job worker share in one process. */
export type Parts = {
  config: Config
  databaseUrl: string
  database: Database
  deps: DocumentDeps
  uploadLocks: UploadLocks
  live: LiveHub
  log: Logger
  metrics: Registry
}

export type Ground = {
  config: Config
  /** The program's own login. */
  databaseUrl: string
  clock: Clock
  log: Logger
  connections?: number
}

/** Opens the database and puts the adapters together. Nothing listens or works yet. */
export async function composeParts({ config, databaseUrl, clock, log, connections = 20 }: Ground): Promise<Parts> {
  const onError = (error: Error) => log.warn({ message: error.message }, 'a connection to the database was lost')
  const database = openDatabase(databaseUrl, clock, { connections, onError })
  const uploadLocks = openUploadLocks(databaseUrl, onError)
  const live = openLiveHub(databaseUrl, onError)
  const secrets = createSecretBox(config.secretsKey, config.secretsKeyOld)
  const deps: DocumentDeps = {
    clock,
    secrets,
    cursors: createCursorCodec(secrets),
    transaction: claimingTransactions(database.transaction),
    files: config.s3 === undefined ? await openDiskStore(join(config.dataDir, 'files')) : await openBucket(config.s3, config.dataDir),
    scanner: config.clamd === undefined ? null : clamdScanner(config.clamd),
    converter: config.officeConverter === undefined ? undefined : officeConverter({ program: config.officeConverter }),
  }
  const close = async () => {
    await live.close()
    await uploadLocks.close()
    await database.close()
  }
  return { config, databaseUrl, database: { ...database, close }, deps, uploadLocks, live, log, metrics: new Registry() }
}

/** Loaded where it is used: the S3 client takes memory that most installations need not spend. */
async function openBucket(settings: NonNullable<Config['s3']>, dataDir: string): Promise<FileStore> {
  const { openS3Store } = await import('./platform/files/s3-store.ts')
  return openS3Store(settings, join(dataDir, 'upload-parts'))
}

/** The application with all its routes, ready to listen. Tests use the same. */
export async function composeApp(parts: Parts): Promise<App> {
  const { config, database, deps, log, metrics } = parts
  const { env: environment, support } = config
  const training = environment === 'training'
  const account = { environment, support, trainingPassword, publicUrl: config.publicUrl, secureCookie: config.publicUrl.startsWith('https:') }
  collectJobMetrics(database.pool, metrics)
  collectDocumentMetrics(deps, metrics)
  return buildApp({
    version,
    log,
    metrics,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    requestsPerMinute: 6_000,
    requestsPerMinuteOfToken: 600,
    limitsLoopback: !training,
    transaction: database.transaction,
    resolveSession: (token, options) => resolveSession(deps, token, options),
    resolveToken: (token, address) => resolveToken(deps, token, address),
    pool: database.pool,
    readiness: () => readiness(database, log),
    webhooks: describeWebhooks(),
    webRoot: join(import.meta.dirname, '../dist/web'),
    api: (api) => {
      accountRoutes(api, deps, account)
      ownAccountRoutes(api, deps, account)
      passkeyRoutes(api, deps, account)
      ssoRoutes(api, deps, { ...account, sso: config.sso })
      agencyRoutes(api, deps, { environment, support, otherEnvironmentUrl: config.otherEnvironmentUrl ?? null })
      complaintRoutes(api, deps)
      subjectRoutes(api, deps)
      duplicateRoutes(api, deps)
      searchRoutes(api, deps)
      relatedRoutes(api, deps)
      lifecycleRoutes(api, deps)
      listRoutes(api, deps)
      recordViewRoutes(api, deps, { training })
      entityRoutes(api, deps)
      researchRoutes(api, deps)
      violationRoutes(api, deps)
      letterRoutes(api, deps, { training })
      referralRoutes(api, deps)
      accessRoutes(api, deps, { training })
      discussionRoutes(api, deps)
      retentionRoutes(api, deps)
      importRoutes(api, deps)
      reminderRoutes(api, deps)
      requestRoutes(api, deps)
      libraryRoutes(api, deps)
      roundRoutes(api, deps)
      requestListRoutes(api, deps)
      receivedRoutes(api, deps)
      answerRoutes(api, deps)
      receiptRoutes(api, deps, { training })
      deputyRoutes(api, deps)
      agencyProfileRoutes(api, deps)
      onboardingRoutes(api, deps)
      companyRoutes(api, deps)
      companyProfileRoutes(api, deps)
      accountRequestRoutes(api, deps)
      enrollmentRoutes(api, deps)
      userRoutes(api, deps)
      verificationRoutes(api, deps)
      provisioningRoutes(api, deps, { publicUrl: config.publicUrl })
      directoryRoutes(api, deps, config.directory)
      documentRoutes(api, deps)
      previewRoutes(api, deps)
      selectionRoutes(api, deps)
      notificationsRoutes(api, deps, { training })
      liveRoutes(api, deps, { live: parts.live, resolveSession: (token, options) => resolveSession(deps, token, options) })
      operatorRoutes(api, deps)
      tokenRoutes(api, deps)
      webhookRoutes(api, deps, { training, publicUrl: config.publicUrl })
      reportRoutes(api, deps, { training })
      marketRoutes(api, deps, { training })
      participationRoutes(api, deps)
    },
    others: (others) => {
      mountUploads(others, deps, parts.uploadLocks)
      mountScim(others, deps, { publicUrl: config.publicUrl })
    },
  })
}

/** Works off the jobs: mails, scans, tasks and notifications, seals. */
export function composeWorker({ config, databaseUrl, deps, log }: Parts): Promise<Worker> {
  const returnPath = config.mailBounces === undefined ? undefined : returnPathOf(deps.secrets, config.mailBounces.address)
  const sender = config.smtpUrl === undefined ? null : smtpSender(config.smtpUrl, config.mailFrom, returnPath)
  const mails = { publicUrl: config.publicUrl, training: config.env === 'training', support: config.support }
  const exchange = exchangeJobs(deps)
  return startWorker({
    databaseUrl,
    deps,
    log,
    concurrency: 4,
    auditHeadsFile: join(config.dataDir, 'audit-heads.jsonl'),
    handlers: {
      notify: notifyJob(deps, mails),
      'notify-organisation': notifyOrganisationJob(deps, mails),
      'open-verifications': verificationJob(deps),
      'import-directory': directoryJob(deps, config.directory),
      'issue-letter': letterJob(deps, mails),
      'dispose-complaints': disposalJob(deps),
      ...importJobs(deps),
      'send-mail': sendMailJob(deps, sender, log),
      ...documentJobs(deps, log),
      ...exchange,
      'remind-due': async (payload) => {
        await exchange['remind-due'](payload)
        await letterReminders(deps)()
      },
      ...integrationJobs(deps, { post: signedPoster({ thisMachine: config.env === 'training' }), publicUrl: config.publicUrl }),
      ...reportJobs(deps),
      'send-digests': () => sendDigests(deps, mails),
    },
  })
}

/** Takes reports on e-mails that came back, in a process for which a port is set. */
export async function composeBounceReceiver({ config, deps, log }: Parts): Promise<BounceReceiver | null> {
  const { mailBounces } = config
  if (mailBounces?.port === undefined) return null
  // Loaded where it is used, as most processes take none.
  const { openBounceReceiver } = await import('./platform/mail/bounce-receiver.ts')
  return openBounceReceiver(deps, { ...mailBounces, port: mailBounces.port }, log)
}

async function readiness(database: Database, log: Logger): Promise<{ ready: boolean; why: string }> {
  try {
    const pending = await database.transaction({ kind: 'nobody' }, (tx) =>
      pendingMigrations(async (statement) => (await sql.raw<{ name: string }>(statement).execute(tx.db)).rows),
    )
    return pending.length === 0 ? { ready: true, why: 'The database answers and is up to date.' } : { ready: false, why: `Migrations have not run: ${pending.join(', ')}.` }
  } catch (error) {
    log.warn({ message: error instanceof Error ? error.message : 'unknown' }, 'not ready')
    return { ready: false, why: 'The database does not answer.' }
  }
}
