import { useState, type ReactNode } from 'react'
import { RemoveRequests, RequestList, type RequestItem } from '#src/modules/information-requests/contract.ts'
import { refreshComplaint, requestsQuery } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { CheckGroup } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { announce } from '../../../ui/live-region.tsx'

/** Removes several requests that were not sent, chosen in the dialog. */
export function RemoveSeveral({ complaintId, ready }: { complaintId: string; ready: readonly RequestItem[] }): ReactNode {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <button type="button" className="link-button link-button--danger" onClick={() => setAsking(true)}>
        Remove before sending
      </button>
      {asking ? <RemoveDialog complaintId={complaintId} ready={ready} onClose={() => setAsking(false)} /> : null}
    </>
  )
}

function RemoveDialog({ complaintId, ready, onClose }: { complaintId: string; ready: readonly RequestItem[]; onClose: () => void }): ReactNode {
  const form = useContractForm(RemoveRequests, { defaultValues: { requestIds: [] } })
  async function remove(input: { requestIds: string[] }) {
    const next = await api.post(`/complaints/${complaintId}/request-removals`, input, RequestList)
    queryClient.setQueryData(requestsQuery(complaintId).queryKey, next)
    announce(input.requestIds.length === 1 ? '1 request removed' : `${String(input.requestIds.length)} requests removed`)
    onClose()
    await refreshComplaint(complaintId)
  }
  return (
    <FormDialog title="Remove requests before sending" submit="Remove" keep="Keep them" form={form} onSubmit={remove} onClose={onClose}>
      <p>They were not sent, so the company never knew of them. Their texts and files are deleted; the history keeps that they were removed.</p>
      <CheckGroup form={form} name="requestIds" label="Requests" options={ready.map((request) => ({ value: request.id, label: `${request.number} ${request.title}` }))} />
    </FormDialog>
  )
}
