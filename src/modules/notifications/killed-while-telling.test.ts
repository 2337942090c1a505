import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, test } from '#test/world/test-world.ts'
import { startWorker } from '../../platform/jobs/worker.ts'
import { payloads, type JobHandlers } from '../../platform/jobs/handlers.ts'
import { openLiveHub } from '../../platform/live/live-hub.ts'
import { newId } from '../../platform/new-id.ts'
import { notifyJob } from './jobs.ts'

const environment = { publicUrl: 'https://ses.example', training: true, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }

/** The program as a process of its own. It tells, says so, and goes no further: before its commit, or after it and before the job is ticked off. */
const program = `
  const [databaseUrl, when] = process.argv.slice(1)
  const { openDatabase } = await import('./src/platform/database/database.ts')
  const { startWorker } = await import('./src/platform/jobs/worker.ts')
  const { notifyJob } = await import('./src/modules/notifications/jobs.ts')
  const clock = { now: () => new Date() }
  const log = { info() {}, warn() {}, error() {}, debug() {} }
  const { transaction } = openDatabase(databaseUrl, clock, { connections: 3, onError() {} })
  const stay = () => { process.stdout.write('told'); return new Promise(() => {}) }
  const slow = (actor, work) => when === 'before'
    ? transaction(actor, async (tx) => { await work(tx); await stay() })
    : transaction(actor, work).then(stay)
  const no = async () => undefined
  const handlers = Object.fromEntries(${JSON.stringify(Object.keys(payloads))}.map((name) => [name, no]))
  await startWorker({ databaseUrl, deps: { clock, transaction }, log, concurrency: 1, handlers: { ...handlers, notify: notifyJob({ clock, transaction: slow }, ${JSON.stringify(environment)}) } })`

for (const when of ['before', 'after'] as const) {
  test(`a process that is killed while it tells people, ${when} its commit: the other tells each of them once`, async ({ world }) => {
    const agency = await world.agency()
    const [poc, supervisor] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'supervisor')]
    const company = await world.company()
    const complaintId = newId()
    await world.rows(
      `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, agency_poc_id, entered_by, created_at, received_on) values ($1, $2, 'reopened', 'company', $3, $4, $5, $5, now(), '2026-11-20')`,
      [complaintId, agency.id, company.id, company.name, poc.userId],
    )
    const eventId = newId()
    const hub = openLiveHub(world.db.appUrl, () => undefined)
    await hub.ready()
    const heard: string[] = []
    hub.follow([`user:${poc.userId}`, `user:${supervisor.userId}`], { hear: ({ topic, what }) => heard.push(`${topic} ${what}`), missed: () => heard.push('missed') })
    await world.deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('notify', { eventId, event: 'complaint_reopened', complaintId, by: null }))

    const child = spawn(process.execPath, ['--input-type=module', '-e', program, world.db.appUrl, when], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const no = () => Promise.resolve()
    const handlers: JobHandlers = {
      notify: notifyJob(world.deps, environment), 'notify-organisation': no, 'send-mail': no, 'scan-document': no, 'expire-uploads': no, 'open-verifications': no, 'import-directory': no, 'issue-letter': no,
      'dispose-complaints': no, 'run-import': no, 'expire-imports': no, 'remind-due': no, 'follow-deputies': no, 'preview-document': no, 'collect-files': no, 'rescan-documents': no, 'send-digests': no, 'deliver-webhook': no, 'roll-up-reports': no,
    }
    const worker = await startWorker({ databaseUrl: world.db.appUrl, deps: world.deps, log: pino({ level: 'silent' }), concurrency: 1, handlers })
    while ((await world.rows('select 1 from graphile_worker._private_jobs')).length > 0) await sleep(100)
    await worker.stop()

    const counts = await world.rows('select (select count(*) from notification where event_id = $1)::int as notifications, (select count(*) from mail where event_id = $1)::int as mails', [eventId])
    expect(counts).toEqual([{ notifications: 2, mails: 2 }])
    await expect.poll(() => [...heard].sort()).toEqual([`user:${poc.userId} notifications`, `user:${supervisor.userId} notifications`].sort())
    await hub.close()
  })
}
