import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { BulkResults } from '#src/modules/complaints/list-contract.ts'
import { colleaguesQuery } from '../../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { BulkDialog } from './bulk-dialog.tsx'

type BulkProps = { ids: readonly string[]; onDone: () => void; onClose: () => void }

async function refreshLists(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['complaints'] }), queryClient.invalidateQueries({ queryKey: ['complaint-lists'] }), queryClient.invalidateQueries({ queryKey: colleaguesQuery.queryKey })])
}

/** One Agency POC for all that are selected, chosen by workload. */
export function AssignDialog({ ids, onDone, onClose }: BulkProps): ReactNode {
  const id = useId()
  const [key] = useState(newIdempotencyKey)
  const [userId, setUserId] = useState('')
  const candidates = (useQuery(colleaguesQuery).data?.items ?? []).filter((person) => person.complaintsRole !== 'viewer').toSorted((a, b) => a.openComplaints - b.openComplaints)
  const name = candidates.find((person) => person.id === userId)?.name ?? ''
  const preview = useQuery({
    queryKey: ['bulk-assignment', ids, userId],
    queryFn: ({ signal }) => api.post('/complaints/bulk-assignment-previews', { complaintIds: ids, userId }, BulkResults, { signal }),
    enabled: userId !== '',
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <BulkDialog
      title={`Change the Agency POC of ${countOf(ids)}`}
      submit={(count) => (userId === '' ? 'Choose who' : `Name ${name} for ${String(count)}`)}
      done={(count) => `${name} is now Agency POC of ${String(count)} ${count === 1 ? 'complaint' : 'complaints'}, and is told`}
      preview={userId === '' ? null : preview}
      run={async (planned) => {
        const complaints = planned.items.flatMap((item) => (item.version === null ? [] : [{ id: item.id, version: item.version }]))
        const results = await api.post('/complaints/bulk-assignments', { userId, complaints }, BulkResults, { idempotencyKey: `${key}-${userId}` })
        await refreshLists()
        return results
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <div className="field">
        <label className="field__label" htmlFor={id}>
          Agency POC
        </label>
        <span className="field__hint" id={`${id}-hint`}>
          Whoever has the fewest open complaints comes first.
        </span>
        <select id={id} className="usa-select" aria-describedby={`${id}-hint`} value={userId} onChange={(event) => setUserId(event.target.value)}>
          <option value="">Choose…</option>
          {candidates.map((person) => (
            <option key={person.id} value={person.id}>{`${person.name} · ${String(person.openComplaints)} open`}</option>
          ))}
        </select>
      </div>
    </BulkDialog>
  )
}

/** Reminds the companies of what they have not answered. */
export function RemindDialog({ ids, onDone, onClose }: BulkProps): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const preview = useQuery({
    queryKey: ['bulk-reminder', ids],
    queryFn: ({ signal }) => api.post('/complaints/bulk-reminder-previews', { complaintIds: ids }, BulkResults, { signal }),
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <BulkDialog
      title={`Remind the company of ${countOf(ids)}`}
      submit={(count) => (count === 0 ? 'Nobody to remind' : `Remind of ${String(count)} ${count === 1 ? 'complaint' : 'complaints'}`)}
      done={(count) => `The company was reminded of ${String(count)} ${count === 1 ? 'complaint' : 'complaints'}`}
      preview={preview}
      run={async () => {
        const results = await api.post('/complaints/bulk-reminders', { complaintIds: ids }, BulkResults, { idempotencyKey: key })
        await refreshLists()
        return results
      }}
      onDone={onDone}
      onClose={onClose}
    >
      <AudienceHint who="sent">Sent by e-mail to each complaint’s Company POC, else to the Complaints Contact, once a day at most.</AudienceHint>
    </BulkDialog>
  )
}

function countOf(ids: readonly string[]): string {
  return ids.length === 1 ? '1 complaint' : `${String(ids.length)} complaints`
}
