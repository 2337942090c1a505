import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { Page } from '../../../ui/page.tsx'
import { AnswerPanel } from './answer-panel.tsx'
import { RequestColumn } from './request-column.tsx'

/** The page around an answer: the request at the left, the answer at the right, on phones one under the other. */
export function AnswerFrame({ record, writing, notice, foot, children }: { record: ReceivedRequestRecord; writing: boolean; notice?: ReactNode; foot?: ReactNode; children: ReactNode }): ReactNode {
  const { complaint } = record
  const title = writing ? `Answer the request: ${record.title}` : `Request: ${record.title}`
  return (
    <Page
      title={`${record.number} ${title}`}
      heading={title}
      breadcrumb={[
        <Link to="/home">Home</Link>,
        <Link to="/received/$id" params={{ id: record.complaintId }}>
          {complaint.number}
        </Link>,
        record.number,
      ]}
      focusKey={record.id}
      layout="lead"
      top={
        <div className="answer-top stack">
          {notice}
          <AnswerPanel record={record} />
          <p className="answer-jump">
            <a
              href="#answer"
              onClick={(event) => {
                // The fragment belongs to searches; only the focus moves.
                event.preventDefault()
                const heading = document.getElementById('answer')
                heading?.focus({ preventScroll: true })
                heading?.scrollIntoView({ block: 'start' })
              }}
            >
              {writing ? 'Go to your answer' : 'Go to the answer'}
            </a>
          </p>
        </div>
      }
      foot={foot}
      roomy
    >
      <RequestColumn record={record} />
      <div className="answer-column">{children}</div>
    </Page>
  )
}
