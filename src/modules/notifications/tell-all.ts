import { sql } from 'kysely'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import type { Telling } from './domain/once-each.ts'
import { isOfDetail, mayWait } from './domain/when-told.ts'
import { composeMail, sentenceOf } from './mails/compose.ts'
import type { AnyMessage, MailEnvironment } from './mails/compose.ts'

/**
 * Notifications and e-mails, one of each per event and person or address, however often this runs. Whoever may not see the
 * complaint by now is told nothing of it; whoever wants one e-mail a day gets this one with it.
 */
export async function tellAll(tx: Tx, eventId: string, tellings: readonly Telling<AnyMessage>[], environment: MailEnvironment): Promise<void> {
  const { told, daily } = await whoIsTold(tx, tellings)
  const waits = ({ userId, mail, message }: Telling<AnyMessage>) => userId !== null && mail !== null && daily.has(userId) && mayWait(message)
  const notifications = told.flatMap((telling) => {
    const { userId, message } = telling
    if (userId === null) return []
    return [
      {
        id: newId(),
        event_id: eventId,
        user_id: userId,
        event: message.event,
        complaint_id: message.complaintId,
        request_id: message.requestId,
        sentence: sentenceOf(message, environment),
        link: message.link,
        of_detail: isOfDetail(message),
        for_digest: waits(telling),
        created_at: tx.now,
      },
    ]
  })
  if (notifications.length > 0) {
    const added = await tx.db.insertInto('notification').values(notifications).onConflict((conflict) => conflict.doNothing()).returning('user_id').execute()
    for (const { user_id: userId } of added) await tx.announce(`user:${userId}`, 'notifications')
  }
  const mails = told.flatMap((telling) => {
    const { userId, mail, message } = telling
    if (mail === null || waits(telling)) return []
    const composed = composeMail(message, mail.name, environment)
    return [
      {
        id: newId(),
        event_id: eventId,
        to_address: mail.address,
        to_name: mail.name,
        user_id: userId,
        subject: composed.subject,
        text_body: composed.text,
        html_body: composed.html,
        kind: message.kind,
        complaint_id: message.complaintId,
        of_detail: isOfDetail(message),
        created_at: tx.now,
      },
    ]
  })
  if (mails.length === 0) return
  const added = await tx.db.insertInto('mail').values(mails).onConflict((conflict) => conflict.doNothing()).returning('id').execute()
  for (const { id } of added) await tx.enqueue('send-mail', { mailId: id }, { key: `mail:${id}` })
}

/** Those who may see what they would be told of now, and those who want one e-mail a day. Addresses without an account are the organisation's own. */
async function whoIsTold(tx: Tx, tellings: readonly Telling<AnyMessage>[]): Promise<{ told: Telling<AnyMessage>[]; daily: Set<string> }> {
  const people = [...new Set(tellings.flatMap(({ userId }) => userId ?? []))]
  if (people.length === 0) return { told: [...tellings], daily: new Set() }
  const about = tellings.flatMap(({ userId, message }) => (userId === null || message.complaintId === null ? [] : [{ userId, complaintId: message.complaintId, ofDetail: isOfDetail(message) }]))
  const { rows: hidden } = await sql<{ user_id: string; complaint_id: string }>`
    select user_id, complaint_id from unnest(${about.map((one) => one.userId)}::uuid[], ${about.map((one) => one.complaintId)}::uuid[], ${about.map((one) => one.ofDetail)}::boolean[]) as about (user_id, complaint_id, of_detail)
    where not complaint_is_told(user_id, complaint_id, of_detail)`.execute(tx.db)
  const unseen = new Set(hidden.map((row) => `${row.user_id} ${row.complaint_id}`))
  const daily = await tx.db.selectFrom('account').select('user_id').where('user_id', 'in', people).where('mails', '=', 'daily').execute()
  return {
    told: tellings.filter(({ userId, message }) => userId === null || message.complaintId === null || !unseen.has(`${userId} ${message.complaintId}`)),
    daily: new Set(daily.map((row) => row.user_id)),
  }
}
