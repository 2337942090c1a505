import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'

export function DiscardDialog({ record, onClose }: { record: ComplaintRecord; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  const [problem, setProblem] = useState('')
  async function discard() {
    try {
      await api.delete(`/complaints/${record.id}`)
      announce(`${record.number} discarded`)
      await navigate({ to: '/complaints', search: { view: 'drafts' } })
      queryClient.removeQueries({ queryKey: complaintQuery(record.id).queryKey })
      await queryClient.invalidateQueries({ queryKey: ['complaint-lists'] })
    } catch (error) {
      setProblem(sentenceOf(error))
    }
  }
  return (
    <Dialog
      title={`Discard ${record.number}?`}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button usa-button--secondary" onClick={() => void discard()}>
            Discard the draft
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Keep it
          </button>
        </>
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        <p>What was entered and its documents are deleted and cannot be brought back. The history of your agency keeps that the draft was discarded, and by whom.</p>
      </div>
    </Dialog>
  )
}
