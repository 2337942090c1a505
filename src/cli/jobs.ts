import type { Command } from 'commander'
import { z } from 'zod'
import { listFailedJobs, retryJob } from '../platform/jobs/failed-jobs.ts'
import { listUnsentMails, sendAgain } from '../platform/mail/unsent-mails.ts'
import { StartError } from '../platform/start-error.ts'
import type { CliContext, Ground } from './context.ts'

export function register(program: Command, context: CliContext): void {
  const jobs = program.command('jobs').description('list jobs that fail, and e-mails that could not be sent')
  jobs
    .option('--json', 'one JSON object a line, instead of sentences')
    .addHelpText('after', '\nExit code: 0 nothing waits for you, 1 something does.')
    .action((options: { json?: true }) => context.onGround((ground) => list(context, ground, options.json === true)))
  jobs
    .command('retry')
    .argument('<id>', 'number of a job, or ID of an e-mail, as listed')
    .description('run a failed job again, or send an e-mail that failed or is uncertain')
    .addHelpText('after', '\nAn uncertain e-mail may have arrived: sending it again may be the second time.')
    .action((id: string) => context.onGround((ground) => retry(context, ground, id)))
}

async function list(context: CliContext, ground: Ground, json: boolean): Promise<void> {
  const jobs = await listFailedJobs(ground.pool)
  const mails = await listUnsentMails(ground.deps)
  if (json) for (const item of [...jobs.map((job) => ({ kind: 'job', ...job })), ...mails.map((mail) => ({ kind: 'mail', ...mail }))]) context.say(JSON.stringify(item))
  else {
    for (const job of jobs) {
      const next = job.state === 'dead' ? 'gave up' : `next try ${job.nextAttemptAt.toISOString()}`
      context.say(`job ${job.id}  ${job.task}  failed ${String(job.attempts)} of ${String(job.maxAttempts)} times, ${next}\n    ${job.lastError ?? ''}\n    ${JSON.stringify(job.payload)}`)
    }
    for (const mail of mails) {
      context.say(`e-mail ${mail.id}  ${mail.state}  to ${mail.to}, "${mail.subject}", of ${mail.createdAt.toISOString()}\n    ${mail.lastError ?? ''}`)
    }
    context.say(jobs.length + mails.length === 0 ? 'No job fails, and every e-mail was sent or waits for its turn.' : `${String(jobs.length)} failing jobs, ${String(mails.length)} e-mails. Try one again: npm run ses -- jobs retry <id>`)
  }
  if (jobs.some((job) => job.state === 'dead') || mails.some((mail) => mail.state !== 'waiting')) process.exitCode = 1
}

const MailJob = z.object({ mailId: z.uuid() })

async function retry(context: CliContext, ground: Ground, id: string): Promise<void> {
  if (z.uuid().safeParse(id).success) return retryMail(context, ground, id)
  if (!/^\d{1,18}$/.test(id)) throw new StartError(`"${id}" is neither the number of a job nor the ID of an e-mail. List them: npm run ses -- jobs`)
  const job = await retryJob(ground.pool, id)
  if (job === null) throw new StartError(`There is no job ${id} that waits: it is done, or runs just now.`)
  const mail = MailJob.safeParse(job.payload)
  if (job.task === 'send-mail' && mail.success) await sendAgain(ground.deps, mail.data.mailId)
  context.say(`Job ${id} (${job.task}) runs again as soon as a worker is free.`)
}

async function retryMail(context: CliContext, ground: Ground, id: string): Promise<void> {
  if (!(await sendAgain(ground.deps, id))) throw new StartError(`There is no e-mail ${id} that is failed or uncertain.`)
  context.say(`E-mail ${id} is sent as soon as a worker is free.`)
}
