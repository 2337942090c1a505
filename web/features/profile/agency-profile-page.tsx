import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { AgencyProfile, UpdateAgencyProfile } from '#src/modules/agencies/profile-contract.ts'
import { timeZoneNames, timeZones } from '#src/kernel/time-zones.ts'
import { api } from '../../app/api.ts'
import { queryClient } from '../../app/query-client.ts'
import { sessionQuery } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { CheckField, SelectField } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Fieldset } from '../../ui/form/field.tsx'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { LinesField } from '../../ui/form/lines-field.tsx'
import { TextField } from '../../ui/form/text-fields.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { StickyBar } from '../../ui/sticky-bar.tsx'
import { HolidayList } from './holiday-list.tsx'
import { agencyProfileQuery } from './profile-queries.ts'
import { Provisioning } from './provisioning.tsx'
import { StaleNotice, useVersion } from './stale.tsx'
import { WorkingDays } from './working-days.tsx'

const formId = 'agency-profile'
const zones = timeZones.map((value) => ({ value, label: `${timeZoneNames[value]} (${value.replace('_', ' ')})` }))

export function AgencyProfilePage({ profile }: { profile: AgencyProfile }): ReactNode {
  const { id: _id, code: _code, name: _name, shortName: _shortName, state: _state, proposedDueOn: _due, outsideDomains: _outside, timeZone, ...values } = profile
  const form = useContractForm(UpdateAgencyProfile, {
    defaultValues: { ...values, phone: values.phone ?? '', email: values.email ?? '', timeZone: timeZones.find((zone) => zone === timeZone) },
  })
  const { stale, keep } = useVersion(AgencyProfile, profile.version)
  const [saved, setSaved] = useState(false)
  const days = useWatch({ control: form.control, name: 'requestDueDays' })

  async function save(input: UpdateAgencyProfile) {
    const next = await keep((version) => api.patch('/agency-profile', { ...input, version }, AgencyProfile))
    setSaved(true)
    announce('Agency profile saved')
    queryClient.setQueryData(agencyProfileQuery.queryKey, next)
    await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }

  return (
    <Page
      title="Agency profile"
      heading={
        <>
          {profile.name} <span className="light num">{profile.code}</span>
        </>
      }
      lead="Name, code and components are kept by whoever runs the system."
      focusKey="profile"
      foot={
        <StickyBar note="Changes hold for what is proposed from now on. No due date that was set is changed.">
          <SubmitButton form={form} formId={formId}>
            Save the profile
          </SubmitButton>
          {saved ? <span role="status">Saved</span> : null}
        </StickyBar>
      }
      aside={
        <Section title="At a glance" level={3}>
          <Facts
            items={[
              { label: 'State', value: profile.state },
              { label: 'A request sent today would be due', value: formatDate(profile.proposedDueOn) },
              { label: 'Users outside the domains', value: profile.outsideDomains === 0 ? 'None' : `${String(profile.outsideDomains)}; they keep their access` },
            ]}
          />
        </Section>
      }
    >
      {stale ? <StaleNotice /> : null}
      <Form form={form} id={formId} label="Agency profile" onSubmit={save}>
        <Fieldset legend="How to reach your agency" hint={<AudienceHint who="shared">Companies see it beside every complaint that you send them.</AudienceHint>}>
          <div className="field-grid">
            <TextField form={form} name="phone" label="Telephone" type="tel" optional className="half" />
            <TextField form={form} name="email" label="E-mail" type="email" optional className="half" />
          </div>
        </Fieldset>
        <Fieldset legend="Due dates and working calendar" hint={<AudienceHint who="own">Decides which due date is proposed when your agency sends a request.</AudienceHint>}>
          <div className="field-grid">
            <DaysField form={form} days={days} />
            <SelectField form={form} name="timeZone" label="Time zone" hint="For dates, times and due dates." options={zones} className="half" />
          </div>
          <WorkingDays form={form} />
          <CheckField form={form} name="keepsFederalHolidays" label="Nobody works on the federal holidays" hint="New Year's Day, Martin Luther King Jr. Day, Presidents' Day, Memorial Day, Juneteenth, Independence Day, Labor Day, Thanksgiving and Christmas." />
          <HolidayList form={form} />
        </Fieldset>
        <Fieldset legend="Who else is written to" hint={<AudienceHint who="sent">Get a copy of every e-mail to your Complaint Supervisors. A group mailbox is a good choice.</AudienceHint>}>
          <LinesField form={form} name="extraAddresses" label="Extra addresses" hint="One a line, at most 10." optional placeholder="complaints@agency.gov" />
        </Fieldset>
        <Fieldset legend="Retention" hint={<AudienceHint who="own">Of complaints that were closed or canceled. Complaints that ended before keep the date that they have.</AudienceHint>}>
          <TextField form={form} name="retentionYears" label="Years that a complaint is kept" hint="From its latest closure, or from its canceling. For complaints that end from now on." inputMode="numeric" className="half" numeric />
          <CheckField form={form} name="disposesAutomatically" label="Dispose of what is due" hint="Each day the system deletes closed and canceled complaints whose date is past, with their documents, for good. Those on legal hold stay. Each leaves a certificate." />
        </Fieldset>
        <Fieldset legend="Users’ e-mail addresses" hint={<AudienceHint who="own">New users must have an address in one of these domains. Leave it empty to allow any.</AudienceHint>}>
          <LinesField form={form} name="emailDomains" label="Allowed domains" hint="One a line, such as agency.gov." optional placeholder="agency.gov" />
        </Fieldset>
      </Form>
      <Provisioning />
      <Section title="Integrations" hint={<p className="muted">Your own systems can be told what happens, and can follow and answer requests.</p>}>
        <Link to="/integrations">Webhooks and API tokens</Link>
      </Section>
    </Page>
  )
}

function DaysField({ form, days }: { form: Parameters<typeof WorkingDays>[0]['form']; days: unknown }): ReactNode {
  const words = typeof days === 'number' && Number.isFinite(days) ? `${String(days)} calendar days, then moved to your next working day.` : 'Calendar days, moved to your next working day.'
  return (
    <>
      <TextField form={form} name="requestDueDays" label="Days for an answer" hint={words} inputMode="numeric" className="half" numeric />
      <p>
        <Link to="/request-library">Request library</Link>
        <span className="muted">: templates and sets of what your agency asks again and again, each with its own number of days.</span>
      </p>
    </>
  )
}
