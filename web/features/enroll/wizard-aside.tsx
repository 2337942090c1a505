import type { ReactNode } from 'react'
import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { useSession } from '../../app/session.tsx'
import { daysUntil, dueWords, formatDate } from '../../ui/format-date.ts'
import { WaitedForPanel } from '../../ui/waited-for-panel.tsx'
import type { ChosenStep } from './enroll-steps.ts'
import { placeOf } from './enroll-steps.ts'
import { SupportLinks } from './support-links.tsx'

/** Why this is worth doing, what is still to come, and whom to call. */
export function WizardAside({ wizard, step }: { wizard: EnrollmentWizard; step: ChosenStep }): ReactNode {
  return (
    <>
      <Waiting waiting={wizard.waiting} />
      <WhatComesNext step={step} />
      <section>
        <h2 className="aside-title">Help</h2>
        <SupportLinks />
      </section>
    </>
  )
}

const comes: readonly { step: ChosenStep; title: string; words: string }[] = [
  { step: 'create_users', title: 'Create users.', words: 'Colleagues who will work here. Can wait.' },
  { step: 'assign_contacts', title: 'Assign contacts.', words: 'Who is told of complaints and of exams.' },
  { step: 'review', title: 'Review.', words: 'Then the requests open.' },
]

function WhatComesNext({ step }: { step: ChosenStep }): ReactNode {
  const left = comes.filter((one) => placeOf(one.step) > placeOf(step))
  return (
    <section>
      <h2 className="aside-title">{left.length > 0 ? 'What comes next' : 'The last step'}</h2>
      {left.length > 0 ? (
        <ol className="enroll-next">
          {left.map(({ title, words }) => (
            <li key={title}>
              <strong>{title}</strong> {words}
            </li>
          ))}
        </ol>
      ) : null}
      <p className="muted small">You do this once, for all state agencies. Most companies need 5 minutes.</p>
    </section>
  )
}

/** What the agencies sent already: how much, from whom, until when. What they ask opens with the end of the set-up. */
function Waiting({ waiting }: { waiting: EnrollmentWizard['waiting'] }): ReactNode {
  const { today } = useSession()
  const requests = waiting.reduce((sum, one) => sum + one.requests, 0)
  if (requests === 0)
    return (
      <section>
        <h2 className="aside-title">Waiting for your company</h2>
        <p>No request waits yet. When an agency sends one, we tell you by e-mail.</p>
      </section>
    )
  const agencies = [...new Set(waiting.map((one) => one.agency))]
  const first = waiting.flatMap((one) => (one.firstDueOn === null ? [] : [one.firstDueOn])).toSorted()[0]
  const days = first === undefined ? 0 : daysUntil(first, today)
  return (
    <WaitedForPanel
      who="Waiting for your company"
      act={
        <span className="enroll-waiting">
          {requests === 1 ? '1 request' : `${String(requests)} requests`} <span className="light">from {agencies.length === 1 ? agencies[0] : `${String(agencies.length)} agencies`}</span>
        </span>
      }
      facts={
        <>
          {first === undefined ? null : (
            <p>
              {requests === 1 ? 'Due' : days < 0 ? 'The first was due' : 'The first is due'} <strong>{formatDate(first, 'weekday', today)}</strong>, <span className={days < 0 ? 'late' : undefined}>{dueWords(days)}</span>.
            </p>
          )}
          <p className="muted small">You can open and answer {requests === 1 ? 'it' : 'them'} when the set-up is complete.</p>
        </>
      }
    />
  )
}
