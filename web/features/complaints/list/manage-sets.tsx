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

/** One's own sets: renamed, shared, made to hold what the list shows now, or removed. A Supervisor also removes what others share. */
export function ManageSets({ search, onClose }: { search: ComplaintSearch; onClose: () => void }): ReactNode {
  const all = useQuery(savedFiltersQuery).data?.items ?? []
  const own = all.filter((set) => set.can.includes('filter.keep'))
  const ofColleagues = all.filter((set) => !set.can.includes('filter.keep') && set.can.includes('filter.remove'))
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
        {ofColleagues.length > 0 ? <h3>Shared by colleagues</h3> : null}
        {ofColleagues.map((set) => (
          <fieldset key={set.id} className="saved-set">
            <legend>{set.name}</legend>
            <p className="muted">{`Kept by ${set.owner.name}`}</p>
            <div className="row">
              <RemoveSet set={set} act={act} />
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  )
}

type Act = (work: () => Promise<unknown>, said: string) => Promise<void>

function OneSet({ set, search, act }: { set: SavedFilter; search: ComplaintSearch; act: Act }): ReactNode {
  const id = useId()
  const { today } = useSession()
  const [name, setName] = useState(set.name)
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
      <div className="row">
        <button type="button" className="link-button" onClick={() => void change({ filters: keptFrom(search, today) }, `${set.name} holds the list shown now`)}>
          <span>Hold the list shown now</span>
          <span className="sr-only">{` in ${set.name}`}</span>
        </button>
        <RemoveSet set={set} act={act} />
      </div>
    </fieldset>
  )
}

/** Asks once more: nobody has it any more afterwards. */
function RemoveSet({ set, act }: { set: SavedFilter; act: Act }): ReactNode {
  const [removing, setRemoving] = useState(false)
  if (!removing) {
    return (
      <button type="button" className="link-button link-button--danger" onClick={() => setRemoving(true)}>
        <span>Remove</span>
        <span className="sr-only">{` ${set.name}`}</span>
      </button>
    )
  }
  return (
    <>
      <span>{set.shared ? 'Nobody in the agency has it any more.' : 'It cannot be brought back.'}</span>
      <button type="button" className="usa-button usa-button--secondary" onClick={() => void act(() => api.delete(`/saved-filters/${set.id}?version=${String(set.version)}`), `${set.name} is removed`)}>
        {`Remove ${set.name}`}
      </button>
      <button type="button" className="usa-button usa-button--outline" onClick={() => setRemoving(false)}>
        Keep it
      </button>
    </>
  )
}
