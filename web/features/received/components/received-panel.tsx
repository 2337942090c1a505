import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedLetter } from '#src/modules/letters/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { daysUntil, dueWords, formatDate, todayIn } from '../../../ui/format-date.ts'
import { receivedLettersQuery } from '../../../company/queries.ts'
import { Notice } from '../../../ui/notice.tsx'
import { WaitedForPanel } from '../../../ui/waited-for-panel.tsx'
import { actingPoc } from './acting.ts'
import { nextRequest, openRequests } from './next-request.ts'
import type { Received, ReceivedContent } from './use-received.ts'

/** What is waited for, by whom, until when; with the one thing that this person may do. */
export function ReceivedPanel({ record }: { record: Received }): ReactNode {
  const assigned = useRouterState({ select: ({ location }) => location.state.pocAssigned === true })
  return (
    <div className="stack">
      {assigned && record.companyPoc ? <AssignedNotice poc={record.companyPoc} /> : null}
      <PresentPanel record={record} />
      {record.content ? <LettersWaiting id={record.id} /> : null}
    </div>
  )
}

function useLettersWaiting(id: string): readonly ReceivedLetter[] {
  return useQuery(receivedLettersQuery(id)).data?.items.filter(({ status }) => status === 'issued') ?? []
}

/** Letters wait to be acknowledged beside the requests, and after closing too. */
function LettersWaiting({ id }: { id: string }): ReactNode {
  const { today } = useSession()
  const waiting = useLettersWaiting(id)
  return waiting.map((letter) => (
    <Notice
      key={letter.id}
      tone={letter.overdue ? 'warning' : 'info'}
      title={`${letter.agency.shortName} issued a letter; acknowledge receipt by ${formatDate(letter.dueOn, 'weekday', today)}`}
      actions={
        <Link className="usa-button usa-button--outline" to="/received/$id/letters/$letterId" params={{ id, letterId: letter.id }}>
          Read the letter
        </Link>
      }
    >
      {letter.subject}
    </Notice>
  ))
}

function AssignedNotice({ poc }: { poc: NonNullable<Received['companyPoc']> }): ReactNode {
  const { user } = useSession()
  return <Notice tone="success" title={poc.id === user.id ? 'You are the Company POC' : `${poc.name} is the Company POC and was told`} />
}

function PresentPanel({ record }: { record: Received }): ReactNode {
  const { content } = record
  if (!content) return <ArrivalPanel record={record} />
  if (record.canceledAt !== null) return <CanceledPanel record={record} canceledAt={record.canceledAt} />
  if (record.status === 'closed') return <ClosedPanel record={record} content={content} />
  if (!record.companyPoc) return <AssignPanel record={record} content={content} />
  if (nextRequest(content.requests)) return <AnswerPanel record={record} content={content} />
  return <NothingOpenPanel record={record} content={content} />
}

/** No request waits. A letter may: then there is something to do, and its notice stands below. */
function NothingOpenPanel({ record, content }: { record: Received; content: ReceivedContent }): ReactNode {
  const waiting = useLettersWaiting(record.id)
  if (waiting.length > 0 && !content.requests.some((request) => request.status === 'sent')) return null
  return (
    <WaitedForPanel
      who={`Waiting for ${record.agency.shortName}`}
      act={content.requests.some((request) => request.status === 'sent') ? 'The agency reads your answers' : 'No request is open'}
      facts={`${waiting.length > 0 ? 'You have no request to answer now.' : 'You have nothing to do now.'} We tell you by e-mail if the agency needs more, or when it closes the complaint.`}
    />
  )
}

/** An Account Administrator without complaints access. */
function ArrivalPanel({ record }: { record: Received }): ReactNode {
  return (
    <WaitedForPanel
      who={record.companyPoc ? 'Assigned' : 'Waiting for your company'}
      act={record.companyPoc ? `${record.companyPoc.name} is the Point of Contact` : 'Assign a Point of Contact'}
      facts="You see the ID, the agency and the date only, because your account has no complaints access. You may still say who answers this complaint."
      action={<AssignLink record={record} primary={!record.companyPoc} />}
    />
  )
}

function AssignPanel({ record, content }: { record: Received; content: ReceivedContent }): ReactNode {
  const { today, timeZone } = useSession()
  const next = nextRequest(content.requests)
  const mayAssign = record.can.includes('received.assign-poc')
  const mayDraft = next?.can.includes('response.draft') ?? false
  return (
    <WaitedForPanel
      who={`Waiting for your company since ${formatDate(todayIn(timeZone, record.deliveredAt), 'weekday', today)}`}
      act="Assign a Point of Contact"
      facts={
        <>
          <p>The Point of Contact sends your company’s answers to {record.agency.shortName}.{next ? ` The first answer is due ${formatDate(next.dueOn, 'weekday', today)}.` : ''}</p>
          {mayAssign ? null : <p>Your Complaints Contact or an Account Administrator assigns one.{mayDraft ? ' You may already write an answer.' : ''}</p>}
        </>
      }
      action={
        mayAssign ? (
          <AssignLink record={record} primary />
        ) : next && mayDraft ? (
          <Link className="usa-button usa-button--outline" to="/received-requests/$id" params={{ id: next.id }}>
            Write an answer
          </Link>
        ) : null
      }
    />
  )
}

function AnswerPanel({ record, content }: { record: Received; content: ReceivedContent }): ReactNode {
  const { user, today } = useSession()
  const open = openRequests(content.requests)
  const next = open[0]
  if (!next) return null
  const others = open.length - 1
  const days = daysUntil(next.dueOn, today)
  const mayWrite = next.can.includes('response.draft')
  const poc = actingPoc(record)
  const isPoc = poc?.id === user.id
  const inReview = open.filter((request) => request.response?.status === 'in_review').length
  return (
    <WaitedForPanel
      who={isPoc ? 'Waiting for you' : poc ? `${poc.name} answers${record.deputy && record.companyPoc ? ` for ${record.companyPoc.name}` : ''}` : 'Waiting for your company'}
      act={
        <>
          Answer {next.number} by {formatDate(next.dueOn, 'weekday', today)} <span className={days < 0 ? 'late' : 'light'}>{dueWords(days)}</span>
        </>
      }
      facts={
        <>
          {next.title}
          {others > 0 ? `, and ${String(others)} more ${others === 1 ? 'request' : 'requests'}` : ''}
          {isPoc && inReview > 0 ? `. ${inReview === 1 ? 'One answer was' : `${String(inReview)} answers were`} handed to you for review` : null}
          {mayWrite ? null : '. You may read the request; colleagues who manage complaints answer it.'}
        </>
      }
      action={
        <>
          <Link className={isPoc && mayWrite ? 'usa-button' : undefined} to="/received-requests/$id" params={{ id: next.id }}>
            {mayWrite ? 'Answer the request' : 'Read the request'}
          </Link>
          {isPoc && open.length > 1 ? (
            <Link className="usa-button usa-button--outline" to="/received/$id/submit" params={{ id: record.id }}>
              Submit answers
            </Link>
          ) : null}
        </>
      }
    />
  )
}

/** That it was canceled is told, never why. */
function CanceledPanel({ record, canceledAt }: { record: Received; canceledAt: string }): ReactNode {
  const { timeZone } = useSession()
  return <WaitedForPanel who="Nothing more to do" act={`${record.agency.shortName} canceled this complaint on ${formatDate(todayIn(timeZone, canceledAt), 'year')}`} facts="Nothing more is asked of your company. What you sent stays here." />
}

function ClosedPanel({ record, content }: { record: Received; content: ReceivedContent }): ReactNode {
  const { timeZone } = useSession()
  const latest = content.closures[0]
  return (
    <WaitedForPanel
      who="Nothing more to do"
      act={`${record.agency.shortName} closed this complaint${latest ? ` on ${formatDate(todayIn(timeZone, latest.closedAt), 'year')}` : ''}`}
      facts={latest?.comments ? <blockquote className="prose quoted">{latest.comments}</blockquote> : 'The agency wrote no comments for your company.'}
    />
  )
}

export function AssignLink({ record, primary = false }: { record: Received; primary?: boolean }): ReactNode {
  if (!record.can.includes('received.assign-poc')) return null
  return (
    <Link className={primary ? 'usa-button' : 'usa-button usa-button--quiet'} to="/received/$id/point-of-contact" params={{ id: record.id }}>
      {record.companyPoc ? 'Reassign' : 'Assign Point of Contact'}
    </Link>
  )
}
