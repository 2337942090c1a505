import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { refreshComplaint, requestQuery } from '../../agency/queries.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'

/** Removes a request that was never sent. */
export function RemoveDialog({ request, onClose }: { request: RequestRecord; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const [problem, setProblem] = useState('')
  async function remove() {
    try {
      await api.delete(`/information-requests/${request.id}`)
      announce(`${request.number} removed`)
      await navigate({ to: '/complaints/$id/information-requests', params: { id: request.complaintId } })
      queryClient.removeQueries({ queryKey: requestQuery(request.id).queryKey })
      await refreshComplaint(request.complaintId)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }
  return (
    <Dialog
      title={`Remove ${request.number}?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button usa-button--secondary" onClick={() => void remove()}>
            Remove the request
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Keep it
          </button>
        </>
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        <p>It was not sent, so the company never knew of it. Its text and files are deleted; the history keeps that it was removed.</p>
      </div>
    </Dialog>
  )
}
