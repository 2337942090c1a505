import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState, type ReactNode } from 'react'
import { RequestList, type AddRequest } from '#src/modules/information-requests/contract.ts'
import type { RequestSet } from '#src/modules/information-requests/library-contract.ts'
import { refreshComplaint } from '../../agency/queries.ts'
import { requestLibraryQuery } from '../../agency/request-library.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { announce } from '../../ui/live-region.tsx'
import './information-requests.scss'

/** Writes from the library: a template fills the form, a set writes all of its requests at once. */
export function FromLibrary({ complaintId, form, mayManage }: { complaintId: string; form: ContractForm<AddRequest, AddRequest>; mayManage: boolean }): ReactNode {
  const id = useId()
  const { data } = useQuery(requestLibraryQuery)
  const [set, setSet] = useState<RequestSet | null>(null)
  // Taken by a button: who goes through the list with the arrow keys would else write over the fields with each step.
  const [chosen, setChosen] = useState('')
  const templates = data?.templates.filter((template) => !template.retired) ?? []
  const sets = data?.sets.filter((one) => !one.retired && one.templates.some((template) => !template.retired)) ?? []
  const library = <Link to="/request-library">{mayManage ? 'Open the library' : 'Look at the library'}</Link>
  if (!data) return null
  if (templates.length === 0 && sets.length === 0) return <p className="muted">What your agency asks again and again can stand in its library. {library}</p>

  function use() {
    const [kind, key] = chosen.split(':')
    setChosen('')
    if (kind === 'set') {
      setSet(sets.find((one) => one.id === key) ?? null)
      return
    }
    const template = templates.find((one) => one.id === key)
    if (!template) return
    const put = { shouldDirty: true, shouldValidate: form.formState.isSubmitted } as const
    form.setValue('title', template.title, put)
    form.setValue('description', template.description, put)
    form.setValue('dueOn', template.dueOn ?? undefined, put)
    form.setValue('acknowledgeOnly', template.acknowledgeOnly, put)
    form.setValue('templateId', template.id, put)
    announce(`${template.name} is filled in. Change what this complaint needs.`)
  }

  return (
    <div className="field half">
      <label className="field__label" htmlFor={id}>
        Start from the library <span className="optional">(optional)</span>
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        A template fills the fields below; a set writes all of its requests. {library}
      </span>
      <span className="library-choice">
        <select id={id} className="usa-select" value={chosen} aria-describedby={`${id}-hint`} onChange={(event) => setChosen(event.target.value)}>
          <option value="">Choose a template or a set</option>
          {templates.length > 0 ? (
            <optgroup label="Templates">
              {templates.map((template) => (
                <option key={template.id} value={`template:${template.id}`}>
                  {template.name}
                </option>
              ))}
            </optgroup>
          ) : null}
          {sets.length > 0 ? (
            <optgroup label="Sets">
              {sets.map((one) => (
                <option key={one.id} value={`set:${one.id}`}>
                  {`${one.name} (${String(one.templates.filter((template) => !template.retired).length)})`}
                </option>
              ))}
            </optgroup>
          ) : null}
        </select>
        <button type="button" className="usa-button usa-button--outline" aria-disabled={chosen === ''} onClick={() => (chosen === '' ? announce('Choose a template or a set first.') : use())}>
          Use it
        </button>
      </span>
      {set ? <UseSet complaintId={complaintId} set={set} onClose={() => setSet(null)} /> : null}
    </div>
  )
}

function UseSet({ complaintId, set, onClose }: { complaintId: string; set: RequestSet; onClose: () => void }): ReactNode {
  const [key] = useState(newIdempotencyKey)
  const used = set.templates.filter((template) => !template.retired)
  const count = used.length === 1 ? '1 request' : `${String(used.length)} requests`
  async function write() {
    await api.post(`/complaints/${complaintId}/request-sets`, { setId: set.id }, RequestList, { idempotencyKey: key })
    announce(`${count} written`)
    onClose()
    await refreshComplaint(complaintId)
  }
  return (
    <ConfirmDialog title={`Write the requests of “${set.name}”?`} confirm={`Write ${count}`} keep="Not now" onConfirm={write} onClose={onClose}>
      <ol className="bullets">
        {used.map((template) => (
          <li key={template.id}>{template.title}</li>
        ))}
      </ol>
      <p>They stand under “Ready to send”, where each can be changed or removed. Nothing is sent yet.</p>
    </ConfirmDialog>
  )
}
