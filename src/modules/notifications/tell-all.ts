import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import type { Telling } from './domain/once-each.ts'
import { composeMail, sentenceOf } from './mails/compose.ts'
import type { AnyMessage, MailEnvironment } from './mails/compose.ts'

/** Notifications and e-mails, one of each per event and person or address, however often this runs. */
export async function tellAll(tx: Tx, eventId: string, tellings: readonly Telling<AnyMessage>[], environment: MailEnvironment): Promise<void> {
  const notifications = tellings.flatMap(({ userId, message }) =>
    userId === null
      ? []
      : [{ id: newId(), event_id: eventId, user_id: userId, event: message.event, complaint_id: message.complaintId, request_id: message.requestId, sentence: sentenceOf(message, environment), link: message.link, created_at: tx.now }],
  )
  if (notifications.length > 0) {
    const told = await tx.db.insertInto('notification').values(notifications).onConflict((conflict) => conflict.doNothing()).returning('user_id').execute()
    for (const { user_id: userId } of told) await tx.announce(`user:${userId}`, 'notifications')
  }
  const mails = tellings.flatMap(({ userId, mail, message }) => {
    if (mail === null) return []
    const composed = composeMail(message, mail.name, environment)
    return [{ id: newId(), event_id: eventId, to_address: mail.address, to_name: mail.name, user_id: userId, subject: composed.subject, text_body: composed.text, html_body: composed.html, created_at: tx.now }]
  })
  if (mails.length === 0) return
  const added = await tx.db.insertInto('mail').values(mails).onConflict((conflict) => conflict.doNothing()).returning('id').execute()
  for (const { id } of added) await tx.enqueue('send-mail', { mailId: id }, { key: `mail:${id}` })
}
