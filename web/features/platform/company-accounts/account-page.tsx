import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AccountRequest } from '#src/modules/companies/account-requests-contract.ts'
import { useSession } from '../../../app/session.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { accountRequestQuery } from '../platform-queries.ts'
import { Decision } from './decision.tsx'
import { RequestStatusTag } from './status-tag.tsx'

const route = getRouteApi('/signed-in/company-accounts/$id')

export function CompanyAccountPage(): ReactNode {
  const { id } = route.useParams()
  const query = useQuery(accountRequestQuery(id))
  const request = query.data
  return (
    <Page
      title={request?.name ?? 'Request for a company account'}
      tags={request ? <RequestStatusTag status={request.status} /> : undefined}
      focusKey={id}
      breadcrumb={[
        <Link key="list" to="/company-accounts">
          Company accounts
        </Link>,
        request?.name ?? 'Request',
      ]}
      aside={request ? <Similar request={request} /> : undefined}
    >
      {query.error && !request ? <ErrorState error={query.error} retry={query.refetch} title="The request could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={8} height={32} /> : null}
      {request ? (
        <div className="stack stack--wide">
          <Asked request={request} />
          {request.can.length > 0 ? <Decision key={request.version} request={request} /> : <Decided request={request} />}
        </div>
      ) : null}
    </Page>
  )
}

function Asked({ request }: { request: AccountRequest }): ReactNode {
  const { timeZone } = useSession()
  const { contact } = request
  const address = [request.street, request.city, [request.state, request.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return (
    <Section title="What the agency asks for">
      <Facts
        columns={2}
        items={[
          { label: 'Asked by', value: `${request.requestedBy.name}, ${request.agency.name}` },
          { label: 'Asked on', value: formatMoment(request.requestedAt, timeZone) },
          { label: 'Kind', value: request.kind === 'depository' ? 'Depository' : 'Non-depository' },
          { label: 'Business types', value: request.businessTypes.join(', ') || 'None named' },
          { label: 'Address', value: address || 'None given' },
          { label: 'Telephone', value: request.phone ?? 'None given' },
          { label: 'Website', value: request.website ?? 'None given' },
          { label: 'Known person', value: [contact.name, contact.title, contact.email, contact.phone].filter(Boolean).join(' · ') || 'None given' },
        ]}
      />
      <h3>Reason</h3>
      <p className="prose">{request.reason}</p>
    </Section>
  )
}

function Similar({ request }: { request: AccountRequest }): ReactNode {
  return (
    <Section title="Companies with such a name" level={3}>
      {request.similar.length === 0 ? (
        <p className="muted">None is like it.</p>
      ) : (
        <ul className="plain-list stack">
          {request.similar.map((company) => (
            <li key={company.id}>
              <strong>{company.name}</strong>
              <br />
              <span className="muted small num">{[company.sesId, company.nmlsId === null ? null : `NMLS ${company.nmlsId}`, company.place].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Decided({ request }: { request: AccountRequest }): ReactNode {
  const { timeZone } = useSession()
  const when = request.decidedAt === null ? '' : formatMoment(request.decidedAt, timeZone)
  const by = request.decidedBy?.name ?? ''
  return request.status === 'approved' ? (
    <Notice tone="success" title={`${request.company?.sesId ?? ''} was given on ${when}`}>
      Approved by {by}. The agency was told. {request.decisionNote ?? ''}
    </Notice>
  ) : (
    <Notice tone="info" title={`Rejected on ${when}`}>
      By {by}. The agency was told: {request.decisionNote ?? ''}
    </Notice>
  )
}
