import { useQuery } from '@tanstack/react-query'
import { useId, useState, type ReactNode } from 'react'
import { SavedFilter } from '#src/modules/complaints/list-contract.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useSession } from '../../../app/session.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import type { ComplaintSearch } from '../routes.ts'
import { keptFrom } from './list-state.ts'
import { savedFiltersQuery } from './saved-filters.ts'

/** One's own sets: renamed, shared, made to hold what the list shows now, or removed. */
export function ManageSets({ search, onClose }: { search: ComplaintSearch; onClose: () => void }): ReactNode {
  const own = useQuery(savedFiltersQuery).data?.items.filter((set) => set.can.includes('filter.keep')) ?? []
  const [problem, setProblem] = useState('')
  async function act(work: () => Promise<unknown>, said: string) {
    setProblem('')
    try {
      await work()
      announce(said)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    await queryClient.invalidateQueries({ queryKey: savedFiltersQuery.queryKey })
  }
  return (
    <Dialog
      title="Saved sets"
      wide
      onClose={onClose}
      actions={
        <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
          Done
        </button>
      }
    >
      <div className="stack">
        {problem ? <Notice tone="error">{problem}</Notice> : null}
        {own.length === 0 ? <p>You keep no set.</p> : null}
        {own.map((set) => (
          <OneSet key={set.id} set={set} search={search} act={act} />
        ))}
      </div>
    </Dialog>
  )
}

function OneSet({ set, search, act }: { set: SavedFilter; search: ComplaintSearch; act: (work: () => Promise<unknown>, said: string) => Promise<void> }): ReactNode {
  const id = useId()
  const { today } = useSession()
  const [name, setName] = useState(set.name)
  const [removing, setRemoving] = useState(false)
  const change = (fields: object, said: string) => act(() => api.patch(`/saved-filters/${set.id}`, { version: set.version, ...fields }, SavedFilter), said)
  return (
    <fieldset className="saved-set">
      <legend className="sr-only">{set.name}</legend>
      <div className="field">
        <label className="field__label" htmlFor={id}>
          Name
        </label>
        <div className="row">
          <input id={id} className="usa-input" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          <button type="button" className="usa-button usa-button--quiet" disabled={name.trim() === '' || name === set.name} onClick={() => void change({ name }, `Renamed to ${name}`)}>
            Rename
          </button>
        </div>
      </div>
      <div className="check">
        <input id={`${id}-shared`} type="checkbox" checked={set.shared} onChange={(event) => void change({ shared: event.target.checked }, event.target.checked ? `${set.name} is shared` : `${set.name} is yours alone`)} />
        <label htmlFor={`${id}-shared`}>Shared in the agency</label>
      </div>
      {removing ? (
        <div className="row">
          <span>{set.shared ? 'Nobody in the agency has it any more.' : 'It cannot be brought back.'}</span>
          <button type="button" className="usa-button usa-button--secondary" onClick={() => void act(() => api.delete(`/saved-filters/${set.id}`), `${set.name} is removed`)}>
            {`Remove ${set.name}`}
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={() => setRemoving(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <div className="row">
          <button type="button" className="link-button" onClick={() => void change({ filters: keptFrom(search, today) }, `${set.name} holds the list shown now`)}>
            <span>Hold the list shown now</span>
            <span className="sr-only">{` in ${set.name}`}</span>
          </button>
          <button type="button" className="link-button link-button--danger" onClick={() => setRemoving(true)}>
            <span>Remove</span>
            <span className="sr-only">{` ${set.name}`}</span>
          </button>
        </div>
      )}
    </fieldset>
  )
}
