import { Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { AgencyRecord, OnboardAgency } from '#src/modules/agencies/onboarding-contract.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { SelectField } from '../../../ui/form/choice-fields.tsx'
import { forgetTyped, useContractForm } from '../../../ui/form/contract-form.ts'
import { Fieldset } from '../../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { TextField } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page } from '../../../ui/page.tsx'
import { StickyBar } from '../../../ui/sticky-bar.tsx'
import { stateOptions } from '../../../agency/states.ts'
import { agenciesQuery, agencyQuery } from '../platform-queries.ts'
import { AdministratorFields } from './administrator-fields.tsx'
import { AgencyFields } from './agency-fields.tsx'

const formId = 'onboard-agency'
const memoryKey = 'onboard-agency'

/** An agency of the whole country has no state. */
const places = [...stateOptions, { value: 'US', label: 'Whole country (federal)' }]

export function OnboardAgencyPage(): ReactNode {
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  const form = useContractForm(OnboardAgency, {
    defaultValues: { code: '', name: '', shortName: '', state: '', timeZone: 'America/New_York', components: ['complaints'], participatesSince: null, administrator: { name: '', email: '', title: '', phone: '' } },
    memoryKey,
  })

  async function save(input: OnboardAgency) {
    const record = await api.post('/agencies', { ...input, participatesSince: input.participatesSince ?? null }, AgencyRecord, { idempotencyKey: key })
    forgetTyped(memoryKey)
    queryClient.setQueryData(agencyQuery(record.id).queryKey, record)
    await queryClient.invalidateQueries({ queryKey: agenciesQuery.queryKey })
    announce(`${record.name} was added; its administrator is invited`)
    await navigate({ to: '/agencies/$id', params: { id: record.id } })
  }

  return (
    <Page
      title="Onboard an agency"
      breadcrumb={[
        <Link key="agencies" to="/agencies">
          Agencies
        </Link>,
        'Onboard an agency',
      ]}
      foot={
        <StickyBar note="The administrator gets an e-mail with a link that works for 14 days, and then makes the agency’s other users.">
          <SubmitButton form={form} formId={formId}>
            Add and invite
          </SubmitButton>
          <Link className="usa-button usa-button--outline" to="/agencies">
            Leave
          </Link>
        </StickyBar>
      }
    >
      <Form form={form} id={formId} label="Onboard an agency" onSubmit={save}>
        <Fieldset legend="The agency" hint={<AudienceHint who="shared">Everybody sees name, state and components on the participation map.</AudienceHint>}>
          <div className="field-grid">
            <SelectField form={form} name="state" label="State" options={places} className="half" />
            <TextField form={form} name="code" label="Code" hint="Such as OH-FRD; it stays." className="half" autoComplete="off" />
          </div>
          <AgencyFields form={form} names={{ name: 'name', shortName: 'shortName', timeZone: 'timeZone', components: 'components', participatesSince: 'participatesSince' }} />
        </Fieldset>
        <Fieldset legend="Its first Account Administrator" hint={<AudienceHint who="sent">Invited by e-mail at once.</AudienceHint>}>
          <AdministratorFields form={form} names={{ name: 'administrator.name', email: 'administrator.email', title: 'administrator.title', phone: 'administrator.phone' }} />
        </Fieldset>
      </Form>
    </Page>
  )
}
