import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { daysUntil, dueWords, formatDate, formatMoment } from '../../../ui/format-date.ts'
import { actingPoc } from '../components/acting.ts'
import { WaitedForPanel } from '../../../ui/waited-for-panel.tsx'

/** Calms a newcomer: when it is due, and that the agency sees nothing until somebody submits. */
export function AnswerPanel({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const { user, today, timeZone } = useSession()
  const { agency, deputy } = record.complaint
  const companyPoc = actingPoc(record.complaint)
  const absent = deputy ? record.complaint.companyPoc : null
  switch (record.status) {
    case 'to_answer': {
      const days = daysUntil(record.dueOn, today)
      const isPoc = companyPoc?.id === user.id
      const mayWrite = record.can.includes('response.draft') && !record.hiddenDraft
      const moved = record.originalDueOn !== null && record.originalDueOn !== record.dueOn
      return (
        <WaitedForPanel
          who={`${isPoc ? 'Waiting for you' : companyPoc ? `Waiting for ${companyPoc.name}, ${deputy ? 'deputy of your Company POC' : 'your Company POC'}` : 'Waiting for your company'}${record.round > 1 ? `: the agency sent it back, round ${String(record.round)}` : ''}`}
          act={
            <>
              Due {formatDate(record.dueOn, 'full')} <span className={days < 0 ? 'late' : 'light'}>{dueWords(days)}</span>
            </>
          }
          facts={
            <>
              <p>
                {agency.name} asks. It sees nothing on this page until {isPoc ? 'you submit' : companyPoc ? `${companyPoc.name} submits` : 'your Point of Contact submits'}.
                {isPoc ? '' : mayWrite ? ` You may write the answer and add files${companyPoc ? `; ${companyPoc.name} reads it and submits` : ''}.` : ' You may read the request and the answer.'}
                {moved && record.originalDueOn ? ` It was due ${formatDate(record.originalDueOn, 'short', today)}.` : ''}
              </p>
              {deputy && absent ? (
                <p>
                  {absent.id === user.id ? `You have a deputy: until ${formatDate(deputy.until, 'weekday', today)} only ${deputy.name} submits, and not you.` : `${isPoc ? 'You act' : `${deputy.name} acts`} for ${absent.name} until ${formatDate(deputy.until, 'weekday', today)}.`}
                </p>
              ) : null}
              {companyPoc ? null : (
                <p>
                  Your company has not yet named a Point of Contact.{' '}
                  <Link to="/received/$id" params={{ id: record.complaintId }}>
                    See the complaint
                  </Link>
                </p>
              )}
            </>
          }
        />
      )
    }
    case 'sent':
      return (
        <WaitedForPanel
          who="Nothing to do now"
          act={`Answered${record.answeredAt ? ` ${formatMoment(record.answeredAt, timeZone)}` : ''}`}
          facts="The answer can no longer be changed. If the agency needs more, it sends the request back with a new due date, and we tell you."
        />
      )
    case 'canceled':
      return <WaitedForPanel who="Nothing more to do" act={`${agency.shortName} canceled this request`} facts="You need not answer it." />
  }
}
