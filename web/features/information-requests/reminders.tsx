import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { ReminderList, type reminderKinds } from '#src/modules/information-requests/reminder-contract.ts'
import { refreshComplaint } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { inBackground, queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { formatMoment, todayIn } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'

const remindersQuery = (requestId: string) =>
  queryOptions({ queryKey: ['information-requests', requestId, 'reminders'], queryFn: (context) => api.get(`/information-requests/${requestId}/reminders`, ReminderList, inBackground(context)) })

/** Reminds the company, at most once a day. */
export function RemindButton({ request, company }: { request: RequestRecord; company: string }): ReactNode {
  const { today, timeZone } = useSession()
  const [asking, setAsking] = useState(false)
  const [key, setKey] = useState(newIdempotencyKey)
  const latest = useQuery(remindersQuery(request.id)).data?.items[0]
  if (latest && todayIn(timeZone, latest.sentAt) === today) return <span className="muted">{`Reminded today, ${formatMoment(latest.sentAt, timeZone)}`}</span>
  async function remind() {
    const list = await api.post(`/information-requests/${request.id}/reminders`, {}, ReminderList, { idempotencyKey: key })
    queryClient.setQueryData(remindersQuery(request.id).queryKey, list)
    announce(`${company} is reminded of ${request.number}`)
    setKey(newIdempotencyKey())
    setAsking(false)
    await refreshComplaint(request.complaintId)
  }
  return (
    <>
      <button type="button" className="usa-button" onClick={() => setAsking(true)}>
        Remind the company
      </button>
      {asking ? (
        <ConfirmDialog title={`Remind ${company} of ${request.number}?`} confirm="Send the reminder" keep="Not now" onConfirm={remind} onClose={() => setAsking(false)}>
          <p>It names the complaint, the request and the due date. Once a day at most.</p>
          <AudienceHint who="sent">Sent by e-mail to the Company POC, else to the Complaints Contact. The reminder stands in the history.</AudienceHint>
        </ConfirmDialog>
      ) : null}
    </>
  )
}

/** Every reminder that was sent of a request. */
export function Reminders({ requestId }: { requestId: string }): ReactNode {
  const { timeZone } = useSession()
  const items = useQuery(remindersQuery(requestId)).data?.items ?? []
  if (items.length === 0) return null
  return (
    <>
      <h3 className="aside-title">Reminders</h3>
      <ul className="plain-list">
        {items.map((reminder) => (
          <li key={reminder.id}>{`${formatMoment(reminder.sentAt, timeZone)}, ${reminder.sentBy ? `by ${reminder.sentBy.name}` : systemWords[reminder.kind]}`}</li>
        ))}
      </ul>
    </>
  )
}

const systemWords: Record<(typeof reminderKinds)[number], string> = {
  by_hand: 'by the system',
  due_soon: 'by the system: soon due',
  overdue: 'by the system: overdue',
}
