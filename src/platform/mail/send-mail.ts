import { sql } from 'kysely'
import type { Logger } from 'pino'
import { JobFailed } from '../job-failed.ts'
import type { JobHandler } from '../jobs/handlers.ts'
import { withLinks } from '../one-time-links.ts'
import type { Deps, Tx } from '../ports.ts'
import { isDigestStillTold } from './digest-still-told.ts'
import { addressRefused, addressTookIt } from './refused-addresses.ts'
import type { OutgoingMail, Outcome, Sender } from './smtp.ts'

/**
 * Sends one e-mail, once. That it is being sent is committed before the server is spoken to; whoever finds it so later
 * knows that an attempt was cut off and cannot know how it ended: 'uncertain', which only an operator may send again.
 * Without a sender (training) the e-mail is sent by lying in the built-in mailbox.
 */
export function sendMailJob(deps: Pick<Deps, 'transaction' | 'secrets'>, sender: Sender | null, log: Logger): JobHandler<'send-mail'> {
  return async ({ mailId }, run) => {
    const mail = await take(deps, mailId, sender !== null, log)
    if (mail === null || sender === null) return
    // Only here do one-time links get their tokens: nothing that opens an account is ever stored.
    const outcome = await sender.send({ ...mail, text: withLinks(deps.secrets, mail.text), html: withLinks(deps.secrets, mail.html) }, run.signal)
    await settle(deps, mailId, outcome, run.lastAttempt)
    if (outcome.kind === 'unknown') log.error({ mail: mailId }, 'It is uncertain whether an e-mail was sent; it is not sent again by itself')
    // An address that was refused for good is no failure of ours: its organization is told to mend it.
    if (outcome.kind === 'refused' && !isForGood(outcome)) throw new JobFailed(`The mail server did not take e-mail ${mailId}; its answer is shown by "npm run ses -- jobs".`)
  }
}

async function take(deps: Pick<Deps, 'transaction'>, mailId: string, bySmtp: boolean, log: Logger): Promise<OutgoingMail | null> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const mail = await tx.db
      .selectFrom('mail')
      .select(['id', 'to_address', 'to_name', 'subject', 'text_body', 'html_body', 'state', 'created_at', 'user_id', 'complaint_id', 'of_detail', 'kind'])
      .where('id', '=', mailId)
      .forUpdate()
      .executeTakeFirst()
    if (mail === undefined) return null
    if (mail.state === 'sending') {
      await tx.db
        .updateTable('mail')
        .set({ state: 'uncertain', last_error: 'The program was stopped while it sent this e-mail. It may have arrived.' })
        .where('id', '=', mailId)
        .execute()
      log.error({ mail: mailId }, 'Sending an e-mail was cut off; it is uncertain whether it arrived, and it is not sent again by itself')
      return null
    }
    if (mail.state !== 'waiting') return null
    if (mail.user_id !== null && !(await isTold(tx, { ...mail, user_id: mail.user_id }))) {
      await tx.db.updateTable('mail').set({ state: 'withheld', tried_at: tx.now }).where('id', '=', mailId).execute()
      return null
    }
    await tx.db
      .updateTable('mail')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), tried_at: tx.now, ...(bySmtp ? { state: 'sending' } : { state: 'sent', sent_at: tx.now }) }))
      .where('id', '=', mailId)
      .execute()
    return { id: mail.id, to: mail.to_address, toName: mail.to_name, subject: mail.subject, text: mail.text_body, html: mail.html_body, date: mail.created_at }
  })
}

/** Whoever wrote it looked as well; e-mails may wait for hours. */
async function isTold(tx: Tx, mail: { id: string; user_id: string; complaint_id: string | null; of_detail: boolean; kind: string | null }): Promise<boolean> {
  if (mail.kind === 'daily_digest') return isDigestStillTold(tx, mail.id, mail.user_id)
  if (mail.complaint_id === null) return true
  const { rows } = await sql<{ told: boolean }>`select complaint_is_told(${mail.user_id}, ${mail.complaint_id}, ${mail.of_detail}) as told`.execute(tx.db)
  return rows[0]?.told === true
}

async function settle(deps: Pick<Deps, 'transaction'>, mailId: string, outcome: Outcome, lastAttempt: boolean): Promise<void> {
  await deps.transaction({ kind: 'job' }, async (tx) => {
    const set =
      outcome.kind === 'accepted'
        ? { state: 'sent', sent_at: tx.now, last_error: null, smtp_code: 250, bounce_status: null, bounced_at: null }
        : { state: outcome.kind === 'unknown' ? 'uncertain' : lastAttempt || isForGood(outcome) ? 'failed' : 'waiting', last_error: outcome.reason.slice(0, 1000), smtp_code: outcome.kind === 'refused' ? outcome.code : null }
    // Another worker that took us for dead may meanwhile have called it uncertain; we know better.
    const mail = await tx.db.updateTable('mail').set(set).where('id', '=', mailId).where('state', 'in', ['sending', 'uncertain']).returning(['to_address', 'user_id']).executeTakeFirst()
    if (mail === undefined) return
    if (outcome.kind === 'accepted') await addressTookIt(tx, mail.to_address)
    else if (outcome.kind === 'refused' && outcome.addressRefused && outcome.code !== null) await addressRefused(tx, { address: mail.to_address, userId: mail.user_id, code: outcome.code })
  })
}

/** No attempt will change it. */
function isForGood(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && outcome.addressRefused
}
