import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { KeepFilter, SavedFilter } from '#src/modules/complaints/list-contract.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { FormDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { CheckField } from '../../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import type { ComplaintSearch } from '../routes.ts'
import { isSameList, keptFrom, searchFrom } from './list-state.ts'
import { savedFiltersQuery } from './saved-filters.ts'

/** Kept filter sets, above the quick filters; each leads to its list. */
export function SavedSets({ search, onManage }: { search: ComplaintSearch; onManage: () => void }): ReactNode {
  const { data } = useQuery(savedFiltersQuery)
  const { today } = useSession()
  if (!data || data.items.length === 0) return null
  return (
    <div>
      <h2>Saved sets</h2>
      <ul>
        {data.items.map((set) => {
          const leadsTo = searchFrom(set.filters, today)
          return (
            <li key={set.id}>
              <Link to="/complaints" search={leadsTo} aria-current={isSameList(leadsTo, search) ? 'page' : undefined} activeProps={{}} activeOptions={{ exact: true, includeSearch: true }}>
                <span>
                  {set.name}
                  {set.can.includes('filter.keep') ? null : <span className="block muted small">{`by ${set.owner.name}`}</span>}
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
      {data.items.some((set) => set.can.length > 0) ? (
        <button type="button" className="link-button saved-sets__manage" onClick={onManage}>
          Manage saved sets
        </button>
      ) : null}
    </div>
  )
}

export function SaveSetDialog({ search, hasWords, onClose }: { search: ComplaintSearch; hasWords: boolean; onClose: () => void }): ReactNode {
  const { today } = useSession()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(KeepFilter, { defaultValues: { name: '', shared: false, filters: keptFrom(search, today) } })
  async function keep(input: KeepFilter) {
    const set = await api.post('/saved-filters', input, SavedFilter, { idempotencyKey: key })
    announce(`${set.name} is kept`)
    onClose()
    await queryClient.invalidateQueries({ queryKey: savedFiltersQuery.queryKey })
  }
  return (
    <FormDialog title="Save this set" submit="Save the set" keep="Leave it" form={form} onSubmit={keep} onClose={onClose}>
      <p>View, filters, order and columns are kept and stand above the quick filters. Due dates such as “In 7 days” count from the day on which you use the set.{hasWords ? ' Searched words are not kept: they may name people.' : ''}</p>
      <TextField form={form} name="name" label="Name" hint="Such as “Servicing, due this week”." />
      <CheckField form={form} name="shared" panel label="Share it in the agency" hint={<AudienceHint who="own">Everybody in your agency who reads complaints can use it. Only you change it; a Complaint Supervisor may remove it.</AudienceHint>} />
    </FormDialog>
  )
}
