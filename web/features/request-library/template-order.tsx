import { useController } from 'react-hook-form'
import { useId, type ReactNode } from 'react'
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
  const id = useId()
  const chosen = field.value.flatMap((one) => templates.find((template) => template.id === one) ?? [])
  const rest = templates.filter((template) => !template.retired && !field.value.includes(template.id))
  const put = (ids: string[], said: string) => {
    field.onChange(ids)
    announce(said)
  }
  function move(from: number, to: number) {
    const ids = [...field.value]
    const [moved] = ids.splice(from, 1)
    if (moved === undefined) return
    put(ids.toSpliced(to, 0, moved), `Moved to place ${String(to + 1)}`)
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
                  {index > 0 ? (
                    <button type="button" className="link-button" onClick={() => move(index, index - 1)}>
                      Up<span className="sr-only">{`: ${template.name}`}</span>
                    </button>
                  ) : null}
                  {index < chosen.length - 1 ? (
                    <button type="button" className="link-button" onClick={() => move(index, index + 1)}>
                      Down<span className="sr-only">{`: ${template.name}`}</span>
                    </button>
                  ) : null}
                  <button type="button" className="link-button link-button--danger" onClick={() => put(field.value.filter((one) => one !== template.id), `${template.name} taken out`)}>
                    Take out<span className="sr-only">{`: ${template.name}`}</span>
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {readOnly || rest.length === 0 ? null : (
        <div className="field half">
          <label className="field__label" htmlFor={id}>
            Add a template to the set
          </label>
          <select
            id={id}
            className="usa-select"
            value=""
            onChange={(event) => {
              const name = rest.find((template) => template.id === event.target.value)?.name
              if (name !== undefined) put([...field.value, event.target.value], `${name} added`)
            }}
          >
            <option value="">Choose</option>
            {rest.map((template) => (
              <option key={template.id} value={template.id}>
                {template.name}
              </option>
            ))}
          </select>
        </div>
      )}
    </Fieldset>
  )
}
