import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { timeZones } from '#src/kernel/time-zones.ts'
import { components } from '#src/modules/agencies/domain/components.ts'
import { AgencyRecord, UpdateAgency } from '#src/modules/agencies/onboarding-contract.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Fieldset } from '../../../ui/form/field.tsx'
import { DateField } from '../../../ui/form/text-fields.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../../ui/form/form.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { componentWords } from '../component-words.ts'
import { agenciesQuery, agencyQuery } from '../platform-queries.ts'
import { AgencyFields } from './agency-fields.tsx'
import { Administrators } from './administrators.tsx'

const route = getRouteApi('/signed-in/agencies/$id')

export function AgencyPage(): ReactNode {
  const { id } = route.useParams()
  const query = useQuery(agencyQuery(id))
  const record = query.data
  return (
    <Page
      title={record?.name ?? 'Agency'}
      heading={
        record ? (
          <>
            {record.name} <span className="light num">{record.code}</span>
          </>
        ) : undefined
      }
      lead={record ? `${String(record.users)} active ${record.users === 1 ? 'user' : 'users'}` : undefined}
      focusKey={id}
      breadcrumb={[
        <Link key="agencies" to="/agencies">
          Agencies
        </Link>,
        record?.name ?? 'Agency',
      ]}
    >
      {query.error && !record ? <ErrorState error={query.error} retry={query.refetch} title="The agency could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={8} height={32} /> : null}
      {record ? (
        <div className="stack stack--wide">
          <Section title="Account Administrators" hint="They make the agency’s users and keep its profile. At most five.">
            <Administrators agency={record} />
          </Section>
          <Section title="What the platform keeps">
            <Change key={record.version} agency={record} />
          </Section>
        </div>
      ) : null}
    </Page>
  )
}

/** Of components that did not begin with the agency. */
function ownDays({ componentsSince, participatesSince }: AgencyRecord): AgencyRecord['componentsSince'] {
  return Object.fromEntries(components.map((component) => [component, componentsSince[component] === participatesSince ? null : (componentsSince[component] ?? null)]))
}

function Change({ agency }: { agency: AgencyRecord }): ReactNode {
  const [stale, setStale] = useState<number | null>(null)
  const form = useContractForm(UpdateAgency, {
    defaultValues: { version: agency.version, name: agency.name, shortName: agency.shortName, timeZone: timeZones.find((zone) => zone === agency.timeZone), components: agency.components, participatesSince: agency.participatesSince, componentsSince: ownDays(agency) },
  })
  const ticked = useWatch({ control: form.control, name: 'components' })
  const chosen = components.filter((component) => ticked.includes(component))

  async function save(input: UpdateAgency) {
    try {
      const next = await api.patch(`/agencies/${agency.id}`, { ...input, participatesSince: input.participatesSince ?? null, version: stale ?? agency.version }, AgencyRecord)
      queryClient.setQueryData(agencyQuery(agency.id).queryKey, next)
      announce('Agency saved')
      await queryClient.invalidateQueries({ queryKey: agenciesQuery.queryKey, exact: true })
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'stale_version') setStale(AgencyRecord.parse(error.current).version)
      throw error
    }
  }

  return (
    <>
      {stale === null ? null : (
        <Notice tone="warning" title="Somebody else changed this agency meanwhile">
          Load the page again to see it. If you save now, what stands in this form holds.
        </Notice>
      )}
      <Form form={form} label="Change the agency" onSubmit={save}>
        <AgencyFields form={form} names={{ name: 'name', shortName: 'shortName', timeZone: 'timeZone', components: 'components', participatesSince: 'participatesSince' }} />
        <Fieldset legend="Components that began on another day than the agency" hint="Leave empty where the agency’s own day holds. One that is added now and left empty begins today. The participation map shows each from its day on.">
          <div className="field-grid">
            {chosen.map((component) => (
              <DateField key={component} form={form} name={`componentsSince.${component}`} label={`${componentWords[component]} since`} optional className="half" />
            ))}
          </div>
        </Fieldset>
        <div className="row">
          <SubmitButton form={form}>Save</SubmitButton>
        </div>
      </Form>
    </>
  )
}
