import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import type { LifecycleDialogKind } from './lifecycle-dialogs.tsx'
import { retentionQuery } from './lifecycle-queries.ts'

/** What the menu of a record offers of its lifecycle: exactly what the server would accept now. */
export function useLifecycleItems(record: ComplaintRecord, onDialog: (dialog: LifecycleDialogKind) => void): ReactNode[] {
  const retention = useQuery({ ...retentionQuery(record.id), enabled: record.isOwn && record.detail !== null })
  const may = (action: string) => record.can.includes(action)
  const hold = retention.data?.can[0]
  return [
    may('complaint.refer') ? (
      <button key="refer" type="button" onClick={() => onDialog('refer')}>
        Refer to another agency
      </button>
    ) : null,
    may('complaint.reopen') ? (
      <button key="reopen" type="button" onClick={() => onDialog('reopen')}>
        Reopen the complaint
      </button>
    ) : null,
    hold ? (
      <button key="hold" type="button" onClick={() => onDialog('hold')}>
        {hold === 'lift-hold' ? 'Lift the legal hold' : 'Set a legal hold'}
      </button>
    ) : null,
    may('complaint.cancel') && record.status !== 'draft' ? (
      <Link key="cancel" to="/complaints/$id/cancel" params={{ id: record.id }} className="danger">
        Cancel the complaint
      </Link>
    ) : null,
  ]
}
