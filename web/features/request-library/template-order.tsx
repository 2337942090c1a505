import { useController } from 'react-hook-form'
import { useId, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { AddRequestSet, RequestTemplate } from '#src/modules/information-requests/library-contract.ts'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { fieldId } from '../../ui/form/form.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Tag } from '../../ui/tag.tsx'
import './request-library.scss'

type Props = { form: ContractForm<{ name: string; templateIds: string[] }, AddRequestSet>; templates: readonly RequestTemplate[]; readOnly: boolean }

/** The templates of a set in the order in which their requests are written. */
export function TemplateOrder({ form, templates, readOnly }: Props): ReactNode {
  const { field, fieldState } = useController({ control: form.control, name: 'templateIds' })
  const list = useRef<HTMLSelectElement>(null)
  const chosen = field.value.flatMap((one) => templates.find((template) => template.id === one) ?? [])
  const rest = templates.filter((template) => !template.retired && !field.value.includes(template.id))
  const put = (ids: string[], said: string) => {
    field.onChange(ids)
    announce(said)
  }
  function move(from: number, to: number) {
    const ids = [...field.value]
    const [moved] = ids.splice(from, 1)
    if (moved === undefined || to < 0 || to > ids.length) { announce('It stands at the end already'); return; }
    put(ids.toSpliced(to, 0, moved), `Moved to place ${String(to + 1)}`)
  }
  function takeOut({ id, name }: RequestTemplate) {
    put(field.value.filter((one) => one !== id), `${name} taken out`)
    // The button goes with its line; from here the template can be added again.
    list.current?.focus()
  }
  return (
    <Fieldset legend="Requests of the set" hint="Written in this order. Of a retired template none is written.">
      {fieldState.error ? (
        <span className="field__error" id={`${fieldId('templateIds')}-error`}>
          {fieldState.error.message}
        </span>
      ) : null}
      <ol className="stack stack--tight template-order">
        {chosen.map((template, index) => (
          <li key={template.id}>
            <span className="row">
              <strong>{template.name}</strong> <span className="muted">{template.title}</span> {template.retired ? <Tag tone="gray">Retired</Tag> : null}
              {readOnly ? null : (
                <>
                  <button type="button" className="link-button" aria-disabled={index === 0} onClick={() => move(index, index - 1)}>
                    Up<span className="sr-only">{`: ${template.name}`}</span>
                  </button>
                  <button type="button" className="link-button" aria-disabled={index === chosen.length - 1} onClick={() => move(index, index + 1)}>
                    Down<span className="sr-only">{`: ${template.name}`}</span>
                  </button>
                  <button type="button" className="link-button link-button--danger" onClick={() => takeOut(template)}>
                    Take out<span className="sr-only">{`: ${template.name}`}</span>
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {readOnly ? null : <AddTemplate list={list} rest={rest} onAdd={({ id, name }) => put([...field.value, id], `${name} added`)} />}
    </Fieldset>
  )
}

/** Taken by a button: who goes through the list with the arrow keys would else add one with each step. */
function AddTemplate({ list, rest, onAdd }: { list: RefObject<HTMLSelectElement | null>; rest: readonly RequestTemplate[]; onAdd: (template: RequestTemplate) => void }): ReactNode {
  const id = useId()
  const [picked, setPicked] = useState('')
  function add() {
    const template = rest.find((one) => one.id === picked)
    if (template === undefined) { announce('Choose a template first.'); return; }
    onAdd(template)
    setPicked('')
  }
  return (
    <div className="field half">
      <label className="field__label" htmlFor={id}>
        Add a template to the set
      </label>
      <span className="template-choice">
        <select ref={list} id={id} className="usa-select" value={picked} onChange={(event) => setPicked(event.target.value)}>
          <option value="">{rest.length === 0 ? 'Every template is in the set' : 'Choose'}</option>
          {rest.map((template) => (
            <option key={template.id} value={template.id}>
              {template.name}
            </option>
          ))}
        </select>
        <button type="button" className="usa-button usa-button--outline" aria-disabled={picked === ''} onClick={add}>
          Add
        </button>
      </span>
    </div>
  )
}
