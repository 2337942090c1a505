import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { stateOptions } from '../../../agency/states.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { CheckField, RadioGroup, SelectField } from '../../../ui/form/choice-fields.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import { TextField } from '../../../ui/form/text-fields.tsx'
import type { Intake } from './use-intake-form.ts'

const languages = ['English', 'Spanish', 'Chinese', 'Vietnamese', 'Tagalog', 'Korean', 'Russian', 'Arabic', 'Haitian Creole', 'Other']
const actsFor = [
  { value: 'nobody', label: 'Nobody' },
  { value: 'representative', label: 'A representative' },
  { value: 'attorney', label: 'An attorney' },
]

/** The person who complains, and who may see that it is they. */
export function ComplainantParts({ intake: { form }, company }: { intake: Intake; company: string }): ReactNode {
  const [restricted, representedBy, language] = useWatch({ control: form.control, name: ['complainant.restricted', 'complainant.representedBy', 'complainant.language'] })
  const known = !language || languages.includes(language) ? languages : [language, ...languages]
  return (
    <div className="stack stack--wide">
      <Fieldset
        legend="Name and address"
        hint={restricted ? <AudienceHint who="own">Only your agency: restricted below.</AudienceHint> : <AudienceHint who="shared">{`Agencies with access. ${company} too, once a request is sent, unless restricted below.`}</AudienceHint>}
      >
        <div className="field-grid">
          <TextField form={form} name="complainant.firstName" label="First name" autoComplete="off" className="half" />
          <TextField form={form} name="complainant.lastName" label="Last name" autoComplete="off" className="half" />
          <TextField form={form} name="complainant.street" label="Street address" optional autoComplete="off" />
          <TextField form={form} name="complainant.city" label="City" optional autoComplete="off" className="half" />
          <SelectField form={form} name="complainant.state" label="State" options={stateOptions} optional className="quarter" />
          <TextField form={form} name="complainant.zip" label="ZIP Code" optional autoComplete="off" inputMode="numeric" className="quarter" />
        </div>
      </Fieldset>
      <Fieldset legend="Phone, e-mail and language" hint={<AudienceHint who="hidden">{restricted ? 'Only your agency.' : 'Agencies with access. Never the company.'}</AudienceHint>}>
        <div className="field-grid">
          <TextField form={form} name="complainant.phone" label="Phone" type="tel" optional autoComplete="off" className="third" />
          <TextField form={form} name="complainant.email" label="E-mail" type="email" optional autoComplete="off" className="third" />
          <SelectField form={form} name="complainant.language" label="Preferred language" options={known.map((value) => ({ value, label: value }))} optional className="third" />
        </div>
      </Fieldset>
      <CheckField
        form={form}
        name="complainant.restricted"
        label="Restrict complainant details"
        panel
        hint="On: only your agency sees who complained. The company and other agencies with access do not, and the description is not shared with the company. If you refer the complaint, the receiving agency sees the details once it accepts."
      />
      <div className="columns">
        <Fieldset legend="Tags" optional>
          <CheckField form={form} name="complainant.olderAmerican" label="Older American" />
          <CheckField form={form} name="complainant.servicemember" label="Servicemember" />
        </Fieldset>
        <Fieldset legend="Someone acts for the consumer" optional>
          <RadioGroup form={form} name="complainant.representedBy" label={<span className="sr-only">Who acts for the consumer</span>} options={actsFor} />
          {!representedBy || representedBy === 'nobody' ? null : <TextField form={form} name="complainant.representativeName" label="Their name" optional autoComplete="off" />}
        </Fieldset>
      </div>
    </div>
  )
}
