import { useState, type ReactNode } from 'react'
import type { LetterSide } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { mergeFieldNamesOf, mergeFields, type LetterKind, type MergeFieldName } from '#src/modules/letters/domain/merge-fields.ts'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { fieldId } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import './letters.scss'

type Texts = { side?: LetterSide | undefined; kind: LetterKind; name: string; subject: string; body: string }

/** Every field that can be filled in; pressing one puts it where the text was last edited. */
export function MergeFieldList<Output>({ form, side }: { form: ContractForm<Texts, Output>; side: LetterSide }): ReactNode {
  const [open, setOpen] = useState(false)
  function insert(name: MergeFieldName) {
    const area = document.getElementById(fieldId('body'))
    const body = form.getValues('body')
    const [from, to] = area instanceof HTMLTextAreaElement ? [area.selectionStart, area.selectionEnd] : [body.length, body.length]
    const field = `{{ ${name} }}`
    form.setValue('body', `${body.slice(0, from)}${field}${body.slice(to)}`, { shouldDirty: true })
    announce(`${mergeFields[name].label} put in`)
    if (!(area instanceof HTMLTextAreaElement)) return
    area.focus()
    area.setSelectionRange(from + field.length, from + field.length)
  }
  return (
    <section>
      <button type="button" className="usa-button usa-button--outline" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Hide the fields' : 'Insert a field'}
      </button>
      {open ? (
        <ul className="merge-fields" aria-label="Fields that can be filled in">
          {mergeFieldNamesOf(side).map((name) => (
            <li key={name}>
              <button type="button" className="link-button" onClick={() => insert(name)}>
                {mergeFields[name].label}
              </button>
              <small>
                <code>{`{{ ${name} }}`}</code>
              </small>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
