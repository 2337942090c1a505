import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { timeZoneNames, timeZones } from '#src/kernel/time-zones.ts'
import { CompanyProfile, UpdateCompanyProfile } from '#src/modules/companies/profile-contract.ts'
import { addresses } from '../../app/addresses.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { Facts } from '../../ui/facts.tsx'
import { SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { LinesField } from '../../ui/form/lines-field.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { companyProfileQuery } from './profile-queries.ts'
import { Provisioning } from './provisioning.tsx'
import { StaleNotice, useVersion } from './stale.tsx'

const formId = 'company-profile'
const zones = timeZones.map((value) => ({ value, label: timeZoneNames[value] }))

export function CompanyProfilePage({ profile }: { profile: CompanyProfile }): ReactNode {
  const form = useContractForm(UpdateCompanyProfile, {
    defaultValues: {
      version: profile.version,
      complaintsContactId: profile.complaintsContactId ?? '',
      saContactId: profile.saContactId ?? '',
      extraAddresses: profile.extraAddresses,
      emailDomains: profile.emailDomains,
      timeZone: timeZones.find((zone) => zone === profile.timeZone),
    },
  })
  const { stale, keep } = useVersion(CompanyProfile, profile.version)
  const [saved, setSaved] = useState(false)
  const optionOf = ({ id, name, roles }: CompanyProfile['colleagues'][number]) => ({ value: id, label: roles.length > 0 ? `${name} (${roles.join(', ')})` : name })

  async function save(input: UpdateCompanyProfile) {
    const next = await keep((version) => api.patch('/company-profile', { ...input, version }, CompanyProfile))
    setSaved(true)
    announce('Company profile saved')
    queryClient.setQueryData(companyProfileQuery.queryKey, next)
  }

  return (
    <Page
      title="Company profile"
      heading={
        <>
          {profile.name} <span className="light num">{profile.sesId}</span>
        </>
      }
      lead="Who hears from agencies first"
      roomy
      focusKey="profile"
      foot={
        <StickyBar note="Agencies see your contacts at once.">
          <SubmitButton form={form} formId={formId}>
            Save the profile
          </SubmitButton>
          {saved ? <span role="status">Saved</span> : null}
        </StickyBar>
      }
      aside={
        <Section title="From NMLS" level={3}>
          <Facts
            items={[
              { label: 'NMLS ID', value: profile.nmlsId ?? 'None' },
              { label: 'Address', value: profile.address || 'None' },
              { label: 'Telephone', value: profile.phone ?? 'None' },
            ]}
          />
          <p className="muted small">Name and addresses come from NMLS. Change them there; they follow here within a day.</p>
        </Section>
      }
    >
      {stale ? <StaleNotice /> : null}
      <Form form={form} id={formId} label="Company profile" onSubmit={save}>
        <Fieldset legend="Contacts" hint={<AudienceHint who="shared">Agencies see who they are.</AudienceHint>}>
          <SelectField
            form={form}
            name="complaintsContactId"
            label="Complaints Contact"
            hint="Is told of each new complaint, and names who answers it. Must be able to manage complaints."
            options={profile.colleagues.filter(({ mayBeComplaintsContact }) => mayBeComplaintsContact).map(optionOf)}
          />
          <SelectField
            form={form}
            name="saContactId"
            label="Supervisory Activities Contact"
            hint="Is told of exams and investigations."
            options={profile.colleagues.filter(({ mayBeSaContact }) => mayBeSaContact).map(optionOf)}
          />
          <p>
            Nobody fits? <Link to={addresses.users}>Change users and their roles</Link>
          </p>
        </Fieldset>
        <Fieldset legend="Who else is written to" hint={<AudienceHint who="sent">Get the e-mails about complaints that have no Point of Contact yet. A group mailbox is a good choice: somebody reads it when people are away.</AudienceHint>}>
          <LinesField form={form} name="extraAddresses" label="Extra addresses" hint="One a line, at most 10." optional placeholder="complaints@company.com" />
        </Fieldset>
        <Fieldset legend="Users" hint={<AudienceHint who="own">Agencies do not see this.</AudienceHint>}>
          <LinesField form={form} name="emailDomains" label="Allowed e-mail domains" hint="New users must have an address in one of them, third-party users excepted. One a line. Leave it empty to allow any." optional placeholder="company.com" />
          <SelectField form={form} name="timeZone" label="Time zone" hint="In which dates and times are shown to you." options={zones} />
        </Fieldset>
      </Form>
      <Provisioning />
      <Section title="Integrations" hint={<p className="muted">Your own systems can be told what happens, and can follow and answer requests.</p>}>
        <Link to="/integrations">Webhooks and API tokens</Link>
      </Section>
    </Page>
  )
}
