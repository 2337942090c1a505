import type { ReactNode } from 'react'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'

/** Invitations that an agency took back before they were used, newest first. */
export function Withdrawals({ status }: { status: EnrollmentStatus }): ReactNode {
  const { timeZone } = useSession()
  if (status.withdrawn.length === 0) return null
  return (
    <Section title="Withdrawn invitations" count={status.withdrawn.length}>
      <ul className="plain-list stack">
        {status.withdrawn.map((withdrawal) => (
          <li key={withdrawal.at}>
            <p>
              Withdrawn by <strong>{withdrawal.by}</strong>, {withdrawal.agency} <span className="muted">{formatMoment(withdrawal.at, timeZone)}</span>
            </p>
            {withdrawal.reason ? <p className="wrap-anywhere">{withdrawal.reason}</p> : null}
          </li>
        ))}
      </ul>
    </Section>
  )
}
