import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { EnrollmentTag } from '../../agency/enrollment-tag.tsx'
import { useSession } from '../../app/session.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'

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
