import { useState, type ReactNode } from 'react'
import type { FieldPath, FieldValues } from 'react-hook-form'
import { citationLevels } from '#src/modules/violations/domain/violation-words.ts'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { ComboField } from '../../../ui/form/combo-field.tsx'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { TextField } from '../../../ui/form/text-fields.tsx'
import { findCitations } from './violation-queries.ts'
import { levelWords } from './violation-words.ts'

type Names<Input extends FieldValues> = { citationId: FieldPath<Input>; citation: FieldPath<Input>; level: FieldPath<Input> }

/** A citation of the list, found while one types; or, where none fits, as text. */
export function CitationFields<Input extends FieldValues, Output>({ form, names, chosen = '', typed = false }: { form: ContractForm<Input, Output>; names: Names<Input>; chosen?: string; typed?: boolean }): ReactNode {
  const [hasChosen, setHasChosen] = useState(chosen !== '')
  const [asText, setAsText] = useState(typed)
  return (
    <>
      <ComboField
        form={form}
        name={names.citationId}
        label="Federal or state citation"
        hint="Type a number, a subject or a law, such as 1026.19, loan estimate or RESPA."
        optional
        from={2}
        initialLabel={chosen}
        search={findCitations}
        none="Nothing in the list fits. Write the citation as text."
        onChoose={(option) => setHasChosen(option !== null)}
      />
      {hasChosen ? null : asText ? (
        <div className="field-grid">
          <TextField form={form} name={names.citation} label="Citation as text" optional className="two-thirds" />
          <SelectField form={form} name={names.level} label="Level" optional className="third" choose="Not said" options={citationLevels.map((value) => ({ value, label: levelWords[value] }))} />
        </div>
      ) : (
        <p>
          <button type="button" className="link-button" onClick={() => setAsText(true)}>
            No citation fits: write it as text
          </button>
        </p>
      )}
    </>
  )
}
