import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ReceivedRequestRecord, ResponseDraft } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { TabCount, Tabs } from '../../../ui/tabs.tsx'

/** Answers of earlier rounds that the reader may see, the newest first. */
export function earlierAnswers(record: ReceivedRequestRecord): ResponseDraft[] {
  return record.responses.filter((response) => response.round !== record.round)
}

/** Every round stays readable, under its own address. */
export function RoundTabs({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const { today, timeZone } = useSession()
  const earlier = earlierAnswers(record)
  if (earlier.length === 0) return null
  return (
    <Tabs label="Rounds of this request">
      <Link to="/received-requests/$id" params={{ id: record.id }} search={{}} activeOptions={{ exact: true, includeSearch: true }} resetScroll={false}>
        Round {record.round} <TabCount>{record.status === 'to_answer' ? 'to answer' : 'now'}</TabCount>
      </Link>
      {earlier.map((response) => (
        <Link key={response.round} to="/received-requests/$id" params={{ id: record.id }} search={{ round: response.round }} activeOptions={{ exact: true, includeSearch: true }} resetScroll={false}>
          Round {response.round} <TabCount>{response.sentAt ? `sent ${formatDate(todayIn(timeZone, response.sentAt), 'short', today)}` : ''}</TabCount>
        </Link>
      ))}
    </Tabs>
  )
}
