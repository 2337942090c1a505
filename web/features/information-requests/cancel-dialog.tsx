import { useState, type ReactNode } from 'react'
import { CancelRequest, RequestRecord } from '#src/modules/information-requests/contract.ts'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { FormDialog } from '../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { TextArea } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'

/** Takes a request back that the company still has, with the reason. */
export function CancelDialog({ request, company, onClose }: { request: RequestRecord; company: string; onClose: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(CancelRequest, { defaultValues: { version: request.version, reason: '' } })
  async function cancel(input: CancelRequest) {
    const next = await api.post(`/information-requests/${request.id}/cancellations`, input, RequestRecord, { idempotencyKey: key })
    queryClient.setQueryData(requestQuery(request.id).queryKey, next)
    announce(`${request.number} is canceled`)
    onClose()
    await refreshComplaint(request.complaintId, request.id)
  }
  return (
    <FormDialog title={`Cancel ${request.number}?`} submit="Cancel the request" form={form} onSubmit={cancel} onClose={onClose}>
      <p>{`${company} is told and need not answer any more. This cannot be undone; you can add a new request.`}</p>
      <TextArea form={form} name="reason" label="Why is it no longer needed?" max={1_000} rows={3} hint={<AudienceHint who="own">Kept in the history.</AudienceHint>} />
    </FormDialog>
  )
}
