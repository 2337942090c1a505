import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { actingPoc } from '../components/acting.ts'
import { ReceiptLink } from '../components/receipts.tsx'
import { AnswerFrame } from './answer-frame.tsx'
import { AroundAnswer } from './around-answer.tsx'
import { HandedNotice } from './hand-over.tsx'
import { draftOf } from './use-answer-draft.ts'
import { useWork } from './use-work.ts'
import { forgetAnswer, keyOf, useKeptAnswer } from './kept-answers.ts'
import { earlierAnswers, RoundTabs } from './round-tabs.tsx'
import { AnswerToRead } from '../../../company/sent-answer.tsx'

/** A request whose answer this person reads: it was sent, or they may only view, or the draft is restricted. */
export function ReadAnswer({ record, round, justSent }: { record: ReceivedRequestRecord; round: number; justSent: boolean }): ReactNode {
  const { timeZone, user } = useSession()
  const earlier = earlierAnswers(record).find((response) => response.round === round)
  const shown = earlier ?? record.responses.find((response) => response.round === record.round)
  const work = useWork(record.id).data
  const version = draftOf(record)?.version
  return (
    <AnswerFrame record={record} writing={false} notice={justSent ? <SentNotice record={record} /> : work && version !== undefined ? <HandedNotice record={record} work={work} version={version} /> : undefined}>
      <RoundTabs record={record} />
      <h2 id="answer" tabIndex={-1}>
        {earlier ? `Answer of round ${String(earlier.round)}` : 'The answer'}
      </h2>
      <Unsaved id={keyOf(user.id, record.id, record.round)} />
      {shown ? <AnswerToRead response={shown} zone={timeZone} /> : <NoAnswer record={record} />}
      {shown?.status === 'sent' ? <ReceiptLink complaintId={record.complaintId} requestId={record.id} round={shown.round} /> : null}
      <AroundAnswer record={record} />
    </AnswerFrame>
  )
}

function SentNotice({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  // The dialog has gone with its opener: the focus goes to what happened.
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="success" title={`Sent to ${record.complaint.agency.name}`}>
        Below is what was sent.{' '}
        <Link to="/received/$id" params={{ id: record.complaintId }}>
          Go back to <span className="nowrap">{record.complaint.number}</span>
        </Link>
      </Notice>
    </div>
  )
}

function NoAnswer({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const poc = actingPoc(record.complaint)?.name
  if (record.hiddenDraft)
    return (
      <Notice tone="info" title={record.status === 'sent' ? 'The answer is restricted' : 'A colleague is writing a restricted answer'}>
        {record.status === 'sent' ? 'It was sent to the agency.' : 'You cannot read it or write another one.'} In your company only the Company POC{poc ? `, ${poc},` : ''} can read it. Ask them if you need to know more.
      </Notice>
    )
  if (record.status === 'canceled') return <p className="muted">No answer was sent.</p>
  return <p className="muted">No answer was written yet. Colleagues who manage complaints write it.</p>
}

/** What this person typed and could not be saved any more, because the request left their hands meanwhile. */
function Unsaved({ id }: { id: string }): ReactNode {
  const kept = useKeptAnswer(id)
  if (!kept?.content.text) return null
  return (
    <Notice
      tone="warning"
      title="Your last changes were not saved"
      actions={
        <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={() => forgetAnswer(id)}>
          I do not need this text
        </button>
      }
    >
      <p>The request could no longer be answered by you when they arrived. Here is the text, to copy if you need it:</p>
      <p className="conflict__text">{kept.content.text}</p>
    </Notice>
  )
}
