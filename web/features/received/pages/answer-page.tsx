import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { requestQuery } from '../../../company/queries.ts'
import { ReadAnswer } from '../answer/read-answer.tsx'
import { WriteAnswer } from '../answer/write-answer.tsx'
import { Loaded } from '../components/loaded.tsx'
import '../received.scss'

const route = getRouteApi('/signed-in/received-requests/$id')

/** A request: to answer for those who may, to read for the others and afterwards. */
export function AnswerPage(): ReactNode {
  const { id } = route.useParams()
  const { round } = route.useSearch()
  const query = useQuery(requestQuery(id))
  const [sent, setSent] = useState('')
  return (
    <Loaded query={query} title="Request">
      {(record) => {
        const chosen = round ?? record.round
        if (record.status === 'to_answer' && record.can.includes('response.draft') && !record.hiddenDraft)
          // A new round is a new answer.
          return <WriteAnswer key={`${record.id}:${String(record.round)}`} record={record} round={chosen} onSent={() => setSent(record.id)} />
        return <ReadAnswer record={record} round={chosen} justSent={sent === record.id && record.status === 'sent'} />
      }}
    </Loaded>
  )
}
