import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccountRequest } from '#src/modules/companies/account-requests-contract.ts'
import { useSession } from '../../app/session.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { accountRequestQuery } from './account-requests.ts'
import { AccountStatusTag } from './account-status-tag.tsx'

const route = getRouteApi('/signed-in/company-account-requests/$id')

export function AccountRequestPage(): ReactNode {
  const { id } = route.useParams()
  const { timeZone } = useSession()
  const { data: request } = useSuspenseQuery(accountRequestQuery(id))
  const { contact } = request
  return (
    <Page
      title={request.name}
      tags={<AccountStatusTag status={request.status} />}
      lead="Company account request"
      focusKey={id}
      breadcrumb={[
        <Link key="companies" to="/companies">
          Companies
        </Link>,
        <Link key="list" to="/company-account-requests">
          Account requests
        </Link>,
        request.name,
      ]}
    >
      <div className="stack stack--wide">
        <Outcome request={request} />
        <Section title="What was asked">
          <Facts
            columns={2}
            items={[
              { label: 'Asked by', value: request.requestedBy.name },
              { label: 'Asked', value: formatMoment(request.requestedAt, timeZone) },
              { label: 'Kind', value: request.kind === 'depository' ? 'Depository' : 'Non-depository' },
              { label: 'Business types', value: request.businessTypes.join(', ') },
              { label: 'Address', value: [request.street, request.city, [request.state, request.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ') },
              { label: 'Phone', value: request.phone },
              { label: 'Website', value: request.website },
              { label: 'Contact', value: [contact.name, contact.title, contact.email, contact.phone].filter(Boolean).join(' · ') },
              { label: 'Reason', value: request.reason },
            ]}
          />
        </Section>
      </div>
    </Page>
  )
}

function Outcome({ request }: { request: AccountRequest }): ReactNode {
  const { timeZone } = useSession()
  const when = request.decidedAt ? ` ${formatMoment(request.decidedAt, timeZone)}` : ''
  if (request.status === 'approved' && request.company) {
    const { id, sesId } = request.company
    return (
      <Notice
        tone="success"
        title={`Approved${when}: the company is ${sesId}`}
        actions={
          <>
            <Link className="usa-button" to="/companies/$id/enrollment" params={{ id }}>
              Company User Enrollment
            </Link>
            <Link className="usa-button usa-button--outline" to="/companies/$id" params={{ id }}>
              Company record
            </Link>
          </>
        }
      >
        {request.decisionNote}
      </Notice>
    )
  }
  if (request.status === 'rejected') {
    return (
      <Notice tone="warning" title={`Rejected${when}`}>
        {request.decisionNote}
      </Notice>
    )
  }
  return <Notice tone="info" title="Waits for a decision">An administrator of the system decides. You are told by e-mail and here.</Notice>
}
