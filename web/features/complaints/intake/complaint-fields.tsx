import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { businessTypes, receivedVias } from '#src/modules/complaints/domain/intake.ts'
import { viaWords } from '../../../agency/complaint-words.ts'
import { stateOptions } from '../../../agency/states.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import { DateField, TextArea, TextField } from '../../../ui/form/text-fields.tsx'
import { CategoryFields } from './category-fields.tsx'
import { NarrativeField } from './narrative-field.tsx'
import type { Intake } from './use-intake-form.ts'

const vias = receivedVias.map((value) => ({ value, label: viaWords[value] }))
const types = businessTypes.map((value) => ({ value, label: value }))

/** What the complaint says: how it came, what about, the transaction, the consumer's own words. */
export function ComplaintParts({ intake, record, today, company }: { intake: Intake; record: ComplaintRecord; today: string; company: string }): ReactNode {
  const { form } = intake
  return (
    <div className="stack stack--wide">
      <Fieldset legend="How it came" hint={<AudienceHint who="hidden">Every agency sees the date received; agencies with access, how. Never the company.</AudienceHint>}>
        <div className="field-grid">
          <DateField form={form} name="receivedOn" label="Received on" max={today} className="third" />
          <SelectField form={form} name="receivedVia" label="Received via" options={vias} className="third" />
          <DateField form={form} name="dueOn" label="Complaint due" optional className="third" />
          <TextField form={form} name="cfpbId" label="CFPB ID" optional className="third" />
        </div>
      </Fieldset>
      <Fieldset legend="What it is about" hint={<AudienceHint who="hidden">Every agency. Never the company.</AudienceHint>}>
        <div className="stack">
          <CategoryFields intake={intake} record={record} />
          <div className="field-grid">
            <SelectField form={form} name="businessType" label="Business type" options={types} optional className="half" />
            <TextField form={form} name="businessActivities" label="Business activities" optional hint="Several: put commas between them." className="half" />
          </div>
        </div>
      </Fieldset>
      <Fieldset legend="Consumer’s description" hint={<AudienceHint who="shared">{`Agencies with access. ${company} too, if you share it when you send the first request.`}</AudienceHint>}>
        <NarrativeField intake={intake} />
      </Fieldset>
      <Fieldset legend="Desired outcome" optional hint={<AudienceHint who="hidden">Agencies with access. Never the company.</AudienceHint>}>
        <TextArea form={form} name="desiredOutcome" label="What the consumer asks for" optional max={10_000} rows={3} />
      </Fieldset>
      <Fieldset legend="Transaction" optional hint={<AudienceHint who="shared">{`Date and place: every agency, and ${company} once a request is sent. Amount: agencies with access.`}</AudienceHint>}>
        <div className="field-grid">
          <DateField form={form} name="transactionDate" label="Date" optional max={today} className="quarter" />
          <TextField form={form} name="transactionCity" label="City" optional className="quarter" />
          <SelectField form={form} name="transactionState" label="State" options={stateOptions} optional className="quarter" />
          <TextField form={form} name="transactionAmount" label="Amount in dollars" optional inputMode="decimal" placeholder="412.60" className="quarter" />
        </div>
      </Fieldset>
    </div>
  )
}
