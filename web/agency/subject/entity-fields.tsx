import type { ReactNode } from 'react'
import type { z } from 'zod'
import { businessTypes } from '#src/modules/complaints/domain/intake.ts'
import type { CreateEntity } from '#src/modules/entities/contract.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import type { ContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { TextArea, TextField } from '../../ui/form/text-fields.tsx'
import { stateOptions } from '../states.ts'

export type EntityValues = z.input<typeof CreateEntity>

/** The facts of a Non-NMLS entity, for a new one and for a change. */
export function EntityFields({ form }: { form: ContractForm<EntityValues, CreateEntity> }): ReactNode {
  return (
    <>
      <Fieldset legend="Firm" hint={<AudienceHint who="shared">Every agency’s complaints users see this. No company ever does.</AudienceHint>}>
        <div className="field-grid">
          <TextField form={form} name="name" label="Name that it uses" className="two-thirds" autoComplete="off" />
          <SelectField form={form} name="businessType" label="Business type" optional choose="Not known" className="third" options={businessTypes.map((value) => ({ value, label: value }))} />
        </div>
        <TextArea form={form} name="otherNames" label="Other names" hint="A line each." optional rows={2} />
      </Fieldset>
      <Fieldset legend="How it is reached" optional>
        <div className="field-grid">
          <TextField form={form} name="street" label="Street" optional className="two-thirds" autoComplete="off" />
          <TextField form={form} name="city" label="City" optional className="third" autoComplete="off" />
          <SelectField form={form} name="state" label="State" optional choose="Not known" className="third" options={stateOptions} />
          <TextField form={form} name="zip" label="ZIP" optional className="third" autoComplete="off" />
          <TextField form={form} name="phone" label="Phone" type="tel" optional className="third" autoComplete="off" />
          <TextField form={form} name="email" label="E-mail address" type="email" optional className="half" autoComplete="off" />
          <TextField form={form} name="website" label="Website" optional className="half" autoComplete="off" />
        </div>
      </Fieldset>
      <Fieldset legend="What is known" optional>
        <TextArea form={form} name="people" label="People who act for it" hint="A name each line." optional rows={2} />
        <TextArea form={form} name="description" label="What is known of it" hint="What it offers, how it works, under which licenses it claims to. Nothing about complainants." optional max={4_000} rows={4} />
      </Fieldset>
    </>
  )
}

export const blankEntity: EntityValues = { name: '', otherNames: '', businessType: '', street: '', city: '', state: '', zip: '', phone: '', email: '', website: '', people: '', description: '' }
