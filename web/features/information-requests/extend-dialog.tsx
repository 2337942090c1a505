import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { addDays } from '#src/kernel/calendar.ts'
import { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { ExtendRequest, type AskItem } from '#src/modules/information-requests/round-contract.ts'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { DateField, TextArea } from '../../ui/form/text-fields.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Another due date for a request that the company has; the wanted one is preset where the company asked for more time. */
export function ExtendDialog({ request, company, ask, onClose }: { request: RequestRecord; company: string; ask?: AskItem; onClose: () => void }): ReactNode {
  const { today } = useSession()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(ExtendRequest, { defaultValues: { version: request.version, dueOn: ask?.wantedOn && ask.wantedOn > today ? ask.wantedOn : '', answer: '' } })
  const dueOn = useWatch({ control: form.control, name: 'dueOn' })
  const isEarlier = dueOn !== '' && request.dueOn !== null && dueOn < request.dueOn
  async function extend(input: ExtendRequest) {
    const next = await api.post(`/information-requests/${request.id}/extensions`, input, RequestRecord, { idempotencyKey: key })
    queryClient.setQueryData(requestQuery(request.id).queryKey, next)
    announce(`${request.number} is due ${formatDate(input.dueOn, 'weekday', today)}`)
    onClose()
    await refreshComplaint(request.complaintId, request.id)
  }
  return (
    <FormDialog title={ask ? `More time for ${request.number}` : `Extend the due date of ${request.number}`} submit="Set the due date" keep="Not now" form={form} onSubmit={extend} onClose={onClose}>
      <p>{request.dueOn ? `Due now: ${formatDate(request.dueOn, 'weekday', today)}. The original date stays on the record.` : null}</p>
      <DateField form={form} name="dueOn" label="New due date" min={addDays(today, 1)} />
      {isEarlier ? <Notice tone="warning">This is earlier than the present date: the company gets less time.</Notice> : null}
      {ask ? <TextArea form={form} name="answer" label={`A word to ${company}`} optional max={4_000} rows={3} /> : null}
      <AudienceHint who="sent">{`${company} is told of the new date.`}</AudienceHint>
    </FormDialog>
  )
}
