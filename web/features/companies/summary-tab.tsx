import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CompanyRecord } from '#src/modules/companies/contract.ts'
import { companyQuery } from '../../agency/queries.ts'
import { stateName } from '../../agency/states.ts'
import { useSession } from '../../app/session.tsx'
import { StaticTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatDate, todayIn } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { columnsFor } from '../../ui/table-columns.ts'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { webAddress } from './company-words.ts'
import { EnrollmentLink } from './enrollment-link.tsx'

const route = getRouteApi('/signed-in/companies/$id')

export function SummaryTab(): ReactNode {
  const { id } = route.useParams()
  const { data: company } = useSuspenseQuery(companyQuery(id))
  return (
    <>
      <Panel company={company} />
      <Standing company={company} />
      <Section title="Details" lead={sourceWords[company.source]}>
        <Facts
          columns={2}
          items={[
            { label: 'SES ID', value: <span className="num">{company.sesId}</span> },
            { label: 'NMLS ID', value: company.nmlsId ? <span className="num">{company.nmlsId}</span> : <span className="muted">None</span> },
            { label: 'Kind', value: company.kind === 'depository' ? 'Depository' : 'Non-depository' },
            { label: 'Business types', value: company.businessTypes.join(', ') },
            { label: 'Address', value: company.address },
            { label: 'Phone', value: company.phone ? <span className="num">{company.phone}</span> : null },
            { label: 'Website', value: company.website ? <Website text={company.website} /> : null },
          ]}
        />
      </Section>
      <Section title="Licenses" count={company.licences.length}>
        <StaticTable caption="Licenses" columns={licenceColumns} rows={company.licences} rowId={(licence) => licence.id} empty="NMLS lists no license." />
      </Section>
    </>
  )
}

const sourceWords: Record<CompanyRecord['source'], string> = {
  directory: 'From the NMLS directory',
  request: 'From an agency’s request for a company account',
  import: 'Named by an import of complaints',
}

/** What is waited for is the enrollment; once it is complete, nothing is. */
function Panel({ company }: { company: CompanyRecord }): ReactNode {
  const words = enrollmentPanel(company)
  return words === null ? null : <WaitedForPanel who={words.who} act={words.act} facts={words.facts} action={<EnrollmentLink company={company} />} />
}

function enrollmentPanel(company: CompanyRecord): { who: string; act: string; facts: string } | null {
  if (company.standing === 'to_be_confirmed') return null
  const goesOn = 'Requests may be sent meanwhile; the company opens them once its enrollment is complete.'
  switch (company.enrollment) {
    case 'complete':
      return null
    case 'not_enrolled':
      return company.can.includes('enroll')
        ? { who: 'Waiting for any agency', act: 'Enroll the company’s first user', facts: 'A company cannot enroll itself. The first user becomes its Account Administrator; once done, it is done for all agencies.' }
        : { who: 'Waiting for an agency', act: 'The company is not enrolled', facts: 'A Complaint Supervisor or Manager enrolls its first user.' }
    case 'invited':
      return { who: 'Waiting for the company', act: 'Its first user has not opened the invitation', facts: goesOn }
    default:
      return { who: 'Waiting for the company', act: 'Its enrollment is under way', facts: goesOn }
  }
}

function Standing({ company }: { company: CompanyRecord }): ReactNode {
  const { timeZone } = useSession()
  if (company.standing === 'to_be_confirmed')
    return (
      <Notice tone="warning" title="This company is to be confirmed">
        An import of complaints named it, and the NMLS directory has no company that is certainly the same. It cannot be enrolled until the directory confirms it.
      </Notice>
    )
  if (company.missingSince)
    return (
      <Notice tone="info" title="NMLS no longer lists this company">
        {`Not in the directory since ${formatDate(todayIn(timeZone, company.missingSince), 'year')}. What is shown here is what NMLS said last.`}
      </Notice>
    )
  return null
}

function Website({ text }: { text: string }): ReactNode {
  const address = webAddress(text)
  return address === null ? (
    text
  ) : (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  )
}

const licence = columnsFor<CompanyRecord['licences'][number]>()
const licenceColumns = licence.columns([
  licence.display({ id: 'state', header: 'State', meta: { card: 'lead', nowrap: true }, cell: ({ row }) => stateName(row.original.state) }),
  licence.display({ id: 'number', header: 'Number', meta: { card: 'title', nowrap: true }, cell: ({ row }) => <span className="num">{row.original.number}</span> }),
  licence.accessor('kind', { header: 'License', meta: { card: 'more' } }),
  licence.accessor('status', { header: 'Status', meta: { card: 'tag', nowrap: true } }),
])
