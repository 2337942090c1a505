import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { BeginForm } from './begin-form.tsx'
import { Underway } from './underway.tsx'

const route = getRouteApi('/signed-in/companies/$id/enrollment')

/** Company User Enrollment: begins it, or shows how far it is. */
export function EnrollmentPage(): ReactNode {
  const { id } = route.useParams()
  const { data: status } = useSuspenseQuery(enrollmentQuery(id))
  if (status.can.includes('enroll')) return <BeginForm key={id} status={status} />
  return (
    <Page title={`Company User Enrollment, ${status.companyName}`} {...headOf(status)}>
      <div className="stack stack--wide">
        {status.state === 'complete' ? <Complete status={status} /> : null}
        {status.state === 'not_enrolled' ? (
          <EmptyState title={`${status.companyName} is not enrolled.`}>
            A Complaint Supervisor or Complaint Manager can enroll a company that stands in the directory. One that only an import has named must be confirmed first.
          </EmptyState>
        ) : null}
        {status.enrollment && status.state !== 'complete' ? <Underway key={status.enrollment.id} status={status} enrollment={status.enrollment} /> : null}
        <Rejections status={status} />
      </div>
    </Page>
  )
}

/** What the page says above its columns, whatever the state. */
export function headOf(status: EnrollmentStatus) {
  return {
    heading: 'Company User Enrollment',
    lead: status.companyName,
    focusKey: status.companyId,
    tags: <EnrollmentTag enrollment={status.state} />,
    breadcrumb: [
      <Link key="companies" to="/companies">
        Companies
      </Link>,
      <Link key="company" to="/companies/$id" params={{ id: status.companyId }}>
        {`${status.sesId} ${status.companyName}`}
      </Link>,
      'Enrollment',
    ],
  }
}

function Complete({ status }: { status: EnrollmentStatus }): ReactNode {
  const { timeZone } = useSession()
  const { enrollment } = status
  return (
    <Notice
      tone="success"
      title={`${status.companyName} is enrolled`}
      actions={
        <Link className="usa-button" to="/companies/$id" params={{ id: status.companyId }}>
          Company record
        </Link>
      }
    >
      {enrollment?.completedAt ? `Completed ${formatMoment(enrollment.completedAt, timeZone)}; ${enrollment.agency} began it. ` : ''}
      It is enrolled for all agencies: what you send reaches its Complaints Contact at once.
    </Notice>
  )
}

/** People who said that this is not their company, newest first. */
export function Rejections({ status }: { status: EnrollmentStatus }): ReactNode {
  const { timeZone } = useSession()
  if (status.rejected.length === 0) return null
  return (
    <Section title="Rejected associations" count={status.rejected.length} hint={<p className="muted">Whoever was invited said that this is not their company. Choose another person.</p>}>
      <ul className="plain-list stack">
        {status.rejected.map((rejection) => (
          <li key={rejection.at}>
            <p>
              <strong>{rejection.by}</strong> <span className="muted">{formatMoment(rejection.at, timeZone)}</span>
            </p>
            <p className="wrap-anywhere">{rejection.reason}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
