import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { expect, test } from '#test/world/test-world.ts'
import { startWorker } from '../jobs/worker.ts'
import { newId } from '../new-id.ts'
import { sendMailJob } from './send-mail.ts'
import { smtpSender } from './smtp.ts'

/** The program as a process of its own, working off e-mails until it is killed. */
const program = `
  const [databaseUrl, smtpUrl] = process.argv.slice(1)
  const { openDatabase } = await import('./src/platform/database/database.ts')
  const { startWorker } = await import('./src/platform/jobs/worker.ts')
  const { sendMailJob } = await import('./src/platform/mail/send-mail.ts')
  const { smtpSender } = await import('./src/platform/mail/smtp.ts')
  const clock = { now: () => new Date() }
  const log = { info() {}, warn() {}, error() {}, debug() {} }
  const deps = { clock, transaction: openDatabase(databaseUrl, clock, { connections: 3, onError() {} }).transaction }
  const no = async () => undefined
  await startWorker({ databaseUrl, deps, log, concurrency: 1, handlers: { notify: no, 'scan-document': no, 'expire-uploads': no, 'notify-organisation': no, 'open-verifications': no, 'import-directory': no, 'issue-letter': no, 'dispose-complaints': no, 'run-import': no, 'expire-imports': no, 'remind-due': no, 'follow-deputies': no, 'preview-document': no, 'collect-files': no, 'rescan-documents': no, 'send-digests': no, 'deliver-webhook': no, 'roll-up-reports': no, 'send-mail': sendMailJob(deps, smtpSender(smtpUrl, 'ses@agency.example'), log) } })`

test('an e-mail whose program is killed while the server has it arrives once and is then uncertain', async ({ world }) => {
  const arrived: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      stream.resume()
      // Taken, but the answer comes too late for a program that is dead by then.
      stream.on('end', () => {
        arrived.push(session.envelope.rcptTo[0]?.address ?? '')
        setTimeout(done, 3_000)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const smtpUrl = `smtp://127.0.0.1:${String(port)}`
  const id = newId()
  await world.rows(`insert into mail (id, event_id, to_address, subject, text_body, html_body, created_at) values ($1, $2, 'one@company.example', 'S', 'T', 'H', now())`, [id, newId()])
  await world.deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('send-mail', { mailId: id }, { key: `mail:${id}` }))

  const child = spawn(process.execPath, ['--input-type=module', '-e', program, world.db.appUrl, smtpUrl], { stdio: 'ignore' })
  while (arrived.length === 0) await sleep(20)
  child.kill('SIGKILL')
  expect(await world.rows('select state from mail')).toEqual([{ state: 'sending' }])

  const log = pino({ level: 'silent' })
  const no = async () => undefined
  const worker = await startWorker({
    databaseUrl: world.db.appUrl,
    deps: world.deps,
    log,
    concurrency: 1,
    handlers: { notify: no, 'scan-document': no, 'expire-uploads': no, 'notify-organisation': no, 'open-verifications': no, 'import-directory': no, 'issue-letter': no, 'dispose-complaints': no, 'run-import': no, 'expire-imports': no, 'remind-due': no, 'follow-deputies': no, 'preview-document': no, 'collect-files': no, 'rescan-documents': no, 'send-digests': no, 'deliver-webhook': no, 'roll-up-reports': no, 'send-mail': sendMailJob(world.deps, smtpSender(smtpUrl, 'ses@agency.example'), log) },
  })
  const done = async () => (await world.rows('select 1 from graphile_worker._private_jobs')).length === 0
  while (!(await done())) await sleep(100)
  await worker.stop()
  await new Promise<void>((resolve) => server.close(() => resolve()))
  expect(await world.rows('select state from mail')).toEqual([{ state: 'uncertain' }])
  expect(arrived).toHaveLength(1)
})
