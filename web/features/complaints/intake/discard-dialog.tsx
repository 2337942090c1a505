import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { announce } from '../../../ui/live-region.tsx'

export function DiscardDialog({ record, onClose }: { record: ComplaintRecord; onClose: () => void }): ReactNode {
  const navigate = useNavigate()
  async function discard() {
    await api.delete(`/complaints/${record.id}`)
    announce(`${record.number} discarded`)
    await navigate({ to: '/complaints', search: { view: 'drafts' } })
    queryClient.removeQueries({ queryKey: complaintQuery(record.id).queryKey })
    await queryClient.invalidateQueries({ queryKey: ['complaint-lists'] })
  }
  return (
    <ConfirmDialog title={`Discard ${record.number}?`} confirm="Discard the draft" danger onConfirm={discard} onClose={onClose}>
      <p>What was entered and its documents are deleted and cannot be brought back. The history of your agency keeps that the draft was discarded, and by whom.</p>
    </ConfirmDialog>
  )
}
