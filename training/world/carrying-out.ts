import type { Plan } from '#src/modules/notifications/domain/planned.ts'
import type { Telling } from '#src/modules/notifications/domain/once-each.ts'
import { isOfDetail } from '#src/modules/notifications/domain/when-told.ts'
import { sentenceOf, type AnyMessage } from '#src/modules/notifications/mails/compose.ts'
import type { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import { instant, type Rows } from './rows.ts'

const recentDays = 21
/** Sentences of complaints name neither; the training world is made before anybody sets them. */
const environment = { publicUrl: '', training: true, support: { phone: '', email: '' } }

export type Setting = { dice: Dice; rows: Rows; now: number }
type Of = { eventId: string; at: number; complaintId: string; agencyId: string; companyId: string | null }

/** Tasks as the notify job would have opened them. */
export function openTasks({ dice, rows }: Setting, open: Plan['open'], { eventId, at, complaintId, agencyId, companyId }: Of): void {
  for (const tasks of open) {
    for (const item of tasks.items) {
      const id = dice.id(at)
      rows.add('task', {
        id, event_id: eventId, kind: tasks.kind, agency_id: tasks.side === 'agency' ? (tasks.agencyId ?? agencyId) : null, company_id: tasks.side === 'company' ? companyId : null,
        complaint_id: complaintId, request_id: item.requestId, due_on: item.dueOn, created_at: instant(at),
      })
      rows.add('task_holder', ...tasks.holders.map((holder) => ({ task_id: id, user_id: holder })))
    }
  }
}

/** What was told in the last weeks. What is older than two days has mostly been read. */
export function notify({ dice, rows, now }: Setting, tell: readonly Telling<AnyMessage>[], { eventId, at }: Pick<Of, 'eventId' | 'at'>): void {
  if (now - at > recentDays * dayMs) return
  for (const { userId, message } of tell) {
    if (userId === null) continue
    const isRead = now - at > 2 * dayMs && dice.chance(0.85)
    rows.add('notification', {
      id: dice.id(at), event_id: eventId, user_id: userId, event: message.event, complaint_id: message.complaintId, request_id: message.requestId, of_detail: isOfDetail(message),
      sentence: sentenceOf(message, environment), link: message.link, created_at: instant(at), read_at: isRead ? instant(at + (now - at) * dice.between(0.1, 0.9)) : null,
    })
  }
}
