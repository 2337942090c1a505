import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import type { z } from 'zod'
import type { UpdateResearch } from '#src/modules/research/contract.ts'
import { channels, parties, researchKinds } from '#src/modules/research/domain/research-words.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { RadioGroup, type Option } from '../../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../../ui/form/contract-form.ts'
import { FieldFrame, useField } from '../../../ui/form/field.tsx'
import { DateField, emptyAsUndefined, TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { channelWords, partyWords } from './research-words.ts'

type NoteForm = ContractForm<z.input<typeof UpdateResearch>, UpdateResearch>

/** What took place: of research neither channel nor party is asked. */
export function NoteFields({ form, today }: { form: NoteForm; today: string }): ReactNode {
  const kind = useWatch({ control: form.control, name: 'kind' })
  const isCommunication = kind === 'communication'
  return (
    <>
      <AudienceHint who="hidden">Agencies with access see this note. The company never does.</AudienceHint>
      <RadioGroup
        form={form}
        name="kind"
        label="What is it?"
        options={researchKinds.map((value) => (value === 'communication' ? { value, label: 'Communication', hint: 'A call, a letter, an e-mail, a visit outside of this system' } : { value, label: 'Research', hint: 'What you looked up or found out' }))}
      />
      <div className="field-grid">
        {isCommunication ? <ChoiceField form={form} name="channel" label="How" options={channels.map((value) => ({ value, label: channelWords[value] }))} /> : null}
        {isCommunication ? <ChoiceField form={form} name="party" label="With" options={parties.map((value) => ({ value, label: capital(partyWords[value]) }))} /> : null}
        <DateField form={form} name="happenedOn" label="Date" max={today} className="half" />
        <TimeField form={form} />
      </div>
      <TextField form={form} name="withWhom" label={isCommunication ? 'Name' : 'Where it was found'} hint={isCommunication ? 'Whom you spoke or wrote with' : 'Such as a portal, a register, a colleague'} optional />
      <TextArea form={form} name="text" label={isCommunication ? 'What was said or written' : 'What was found'} max={10_000} rows={7} />
    </>
  )
}

/** Required of a communication only, so an empty choice is an absent one. */
function ChoiceField({ form, name, label, options }: { form: NoteForm; name: 'channel' | 'party'; label: string; options: readonly Option[] }): ReactNode {
  const { error, described } = useField({ form, name, label })
  return (
    <FieldFrame id={described.id} label={label} error={error} className="half">
      <select {...described} {...form.register(name, { setValueAs: emptyAsUndefined(true) })} className="usa-select">
        <option value="">Choose…</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

function TimeField({ form }: { form: NoteForm }): ReactNode {
  const { error, described } = useField({ form, name: 'happenedAt', label: 'Time', optional: true })
  return (
    <FieldFrame id={described.id} label="Time" optional error={error} className="half">
      <input {...described} {...form.register('happenedAt', { setValueAs: emptyAsUndefined(true) })} type="time" className="usa-input" />
    </FieldFrame>
  )
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
