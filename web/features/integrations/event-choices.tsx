import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { WebhookList } from '#src/modules/integrations/webhook-contract.ts'
import { useField, type FieldProps } from '../../ui/form/field.tsx'

type Events = WebhookList['events']
const groups = [['complaints', 'Complaints and requests'], ['organization', 'Your organization']] as const

/** What an address is told of, side by side: there are dozens. */
export function EventChoices<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { events: Events; onChoose: (names: string[]) => void }): ReactNode {
  const { form, name, label, events, onChoose } = props
  const { error, described } = useField(props)
  const { id } = described
  return (
    <fieldset className={error ? 'field field--error' : 'field'} aria-describedby={described['aria-describedby']}>
      <legend className="field__label">{label}</legend>
      {error ? (
        <span className="field__error" id={`${id}-error`}>
          {error}
        </span>
      ) : null}
      <div className="row">
        <button type="button" className="link-button" onClick={() => onChoose(events.map((event) => event.name))}>
          Choose all {events.length}
        </button>
        <button type="button" className="link-button" onClick={() => onChoose([])}>
          Choose none
        </button>
      </div>
      {groups.map(([about, title]) => (
        <div role="group" aria-labelledby={`${id}-${about}`} key={about}>
          <span className="field__hint" id={`${id}-${about}`}>
            {title}
          </span>
          <div className="choices">
            {events
              .filter((event) => event.about === about)
              .map((event) => (
                <div className="check" key={event.name}>
                  <input id={`${id}-${event.name}`} type="checkbox" value={event.name} {...form.register(name)} />
                  <label htmlFor={`${id}-${event.name}`}>{event.label}</label>
                </div>
              ))}
          </div>
        </div>
      ))}
    </fieldset>
  )
}
