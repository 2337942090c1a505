import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { enrollmentQuery } from '../../agency/enrollment.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Steps } from '../../ui/steps.tsx'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

type Enrollment = NonNullable<EnrollmentStatus['enrollment']>

const labels = ['Invited', 'Account activated', 'Company verified', 'Users added', 'Contacts assigned', 'Complete']
const states = ['invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete'] as const
/** What the company does next, as the agency may say it on the telephone. */
const acts: Readonly<Record<string, string>> = {
  invited: 'Open the link in the invitation and activate the account',
  activated: 'Verify the company',
  verified: 'Create additional users, or choose to create them later',
  users_added: 'Assign the company’s contacts',
  contacts_assigned: 'Review and complete the enrollment',
}

/** How far an enrollment is that has begun, and what the agency can do about it. */
export function Underway({ status, enrollment }: { status: EnrollmentStatus; enrollment: Enrollment }): ReactNode {
  const { timeZone } = useSession()
  const { firstUser } = enrollment
  const at = (instant: string) => formatMoment(instant, timeZone)
  return (
    <>
      <Steps labels={labels} current={states.findIndex((state) => state === status.state)} />
      <WaitedForPanel
        who={`Waiting for ${firstUser.name} since ${at(enrollment.activatedAt ?? enrollment.invitedAt)}`}
        act={acts[status.state] ?? 'Go on with the enrollment'}
        facts={factsOf(enrollment, status.state, at)}
        action={<Reminding status={status} enrollment={enrollment} />}
      />
      <Section title="First user">
        <Facts
          columns={2}
          items={[
            { label: 'Name', value: firstUser.title ? `${firstUser.name}, ${firstUser.title}` : firstUser.name },
            { label: 'E-mail address', value: <span className="wrap-anywhere">{firstUser.email}</span> },
            { label: 'Begun by', value: `${enrollment.begunBy.name}, ${enrollment.agency}` },
            { label: 'Begun', value: at(enrollment.begunAt) },
            { label: 'Account activated', value: enrollment.activatedAt ? at(enrollment.activatedAt) : <span className="muted">Not yet</span> },
          ]}
        />
      </Section>
      <Section title="Reminders" count={enrollment.reminders.length}>
        {enrollment.reminders.length === 0 ? (
          <p className="muted">None was sent yet.</p>
        ) : (
          <ul className="plain-list stack stack--tight">
            {enrollment.reminders.map((reminder) => (
              <li key={reminder.sentAt}>
                {at(reminder.sentAt)} <span className="muted">{`by ${reminder.by}, ${reminder.agency}${reminder.newLink ? '; with a new link' : ''}`}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function factsOf(enrollment: Enrollment, state: string, at: (instant: string) => string): ReactNode {
  if (state !== 'invited') return 'The company reads your requests once the enrollment is complete.'
  if (enrollment.activatedAt === null && enrollment.invitationEnded) return <span className="late">{`The link ended ${at(enrollment.invitationEndsAt)}. A reminder brings a new one.`}</span>
  return `The link was sent ${at(enrollment.invitedAt)} and works until ${at(enrollment.invitationEndsAt)}.`
}

function Reminding({ status, enrollment }: { status: EnrollmentStatus; enrollment: Enrollment }): ReactNode {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const [withdrawing, setWithdrawing] = useState(false)

  async function remind(newLink: boolean) {
    if (busy) return
    setBusy(true)
    setProblem('')
    try {
      const next = await api.post(`/enrollments/${enrollment.id}/reminders`, { newLink }, EnrollmentStatus, { idempotencyKey: newIdempotencyKey() })
      client.setQueryData(enrollmentQuery(status.companyId).queryKey, next)
      announce(newLink ? 'A new link was sent' : 'The reminder was sent')
    } catch (error) {
      setProblem(sentenceOf(error))
      await client.invalidateQueries({ queryKey: enrollmentQuery(status.companyId).queryKey })
    }
    setBusy(false)
  }

  const button = (label: string, newLink: boolean, main: boolean) => (
    <button type="button" className={main ? 'usa-button' : 'usa-button usa-button--outline'} aria-disabled={busy} onClick={() => void remind(newLink)}>
      {label}
    </button>
  )
  const last = enrollment.reminders[0]
  return (
    <div className="stack stack--tight">
      <div className="row">
        {status.can.includes('remind') ? button('Send Reminder', false, true) : null}
        {status.can.includes('resend') && !enrollment.invitationEnded ? button('Send a new link', true, false) : null}
        {status.can.includes('withdraw') ? (
          <button type="button" className="link-button" onClick={() => setWithdrawing(true)}>
            Withdraw the invitation
          </button>
        ) : null}
      </div>
      {withdrawing ? <WithdrawDialog companyId={status.companyId} enrollment={enrollment} onClose={() => setWithdrawing(false)} /> : null}
      {!status.can.includes('remind') && last ? <p className="muted">A reminder was sent just now; the next one can be sent an hour later.</p> : null}
      {problem ? <Notice tone="error">{problem}</Notice> : null}
    </div>
  )
}
