import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { OnTimeRecord } from '#src/modules/information-requests/on-time-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useMay } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { OnTimeFacts } from '../../ui/on-time-facts.tsx'

const onTimeQuery = queryOptions({ queryKey: ['on-time'], queryFn: (context) => api.get('/on-time-record', OnTimeRecord, inBackground(context)), staleTime: 60_000 })

/** How punctually one's own company answers. */
export function OnTime(): ReactNode {
  const mayRead = useMay('received.view')
  const { data, error, refetch } = useQuery({ ...onTimeQuery, enabled: mayRead })
  if (!mayRead) return null
  return (
    <section>
      <h2 className="aside-title">Your on-time record</h2>
      {data ? (
        <div className="stack">
          <OnTimeFacts spans={data.allAgencies} />
          <AudienceHint who="shared">Agencies see these numbers too. An answer is on time when it is submitted by its due date; more time that an agency gave counts.</AudienceHint>
        </div>
      ) : error ? (
        <ErrorState error={error} retry={refetch} />
      ) : (
        <Skeleton lines={4} height={17} label="Loading your on-time record" />
      )}
    </section>
  )
}
