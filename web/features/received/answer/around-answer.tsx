import type { ReactNode } from 'react'
import type { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Asks } from './asks.tsx'
import { Comments } from './comments.tsx'
import { Drafters } from './drafters.tsx'
import { useWork } from './use-work.ts'

/** Under an answer: who writes it, what colleagues say about it, what was asked of the agency. */
export function AroundAnswer({ record }: { record: ReceivedRequestRecord }): ReactNode {
  const work = useWork(record.id)
  if (work.error && !work.data) return <ErrorState error={work.error} retry={work.refetch} title="Comments could not be loaded" />
  if (!work.data) return null
  return (
    <div className="around-answer stack">
      <Drafters record={record} work={work.data} />
      <Comments record={record} work={work.data} />
      <Asks record={record} work={work.data} />
    </div>
  )
}
