import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { announce } from '../../ui/live-region.tsx'

/** Removes a request that was never sent. */
export function RemoveDialog({ request, onClose }: { request: RequestRecord; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  async function remove() {
    await api.delete(`/information-requests/${request.id}`)
    announce(`${request.number} removed`)
    await navigate({ to: '/complaints/$id/information-requests', params: { id: request.complaintId } })
    queryClient.removeQueries({ queryKey: requestQuery(request.id).queryKey })
    await refreshComplaint(request.complaintId)
  }
  return (
    <ConfirmDialog title={`Remove ${request.number}?`} confirm="Remove the request" danger onConfirm={remove} onClose={onClose}>
      <p>It was not sent, so the company never knew of it. Its text and files are deleted; the history keeps that it was removed.</p>
    </ConfirmDialog>
  )
}
