import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { BeginForm } from './begin-form.tsx'
import { headOf, Rejections } from './enrollment-head.tsx'
import { Underway } from './underway.tsx'
import { Withdrawals } from './withdrawals.tsx'

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
        <Withdrawals status={status} />
      </div>
    </Page>
  )
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
