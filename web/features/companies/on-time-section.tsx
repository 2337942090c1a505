import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { OnTimeRecord } from '#src/modules/information-requests/on-time-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { OnTimeFacts } from '../../ui/on-time-facts.tsx'

const onTimeQuery = (companyId: string) =>
  queryOptions({ queryKey: ['companies', companyId, 'on-time'], queryFn: (context) => api.get(`/companies/${companyId}/on-time-record`, OnTimeRecord, inBackground(context)), staleTime: 60_000 })

/** How punctually the company answers: to one's own agency, and to all of them in numbers only. */
export function OnTimeSection({ companyId }: { companyId: string }): ReactNode {
  const { data, error, refetch } = useQuery(onTimeQuery(companyId))
  return (
    <section>
      <h2 className="aside-title">On-time record</h2>
      {data ? (
        <div className="stack">
          {data.ownAgency ? <OnTimeFacts title="Your agency’s requests" spans={data.ownAgency} /> : null}
          <OnTimeFacts title="All agencies’ requests" spans={data.allAgencies} />
          <AudienceHint who="shared">All agencies see the numbers of all together, and the company sees them too. Fewer than five answers are not told.</AudienceHint>
        </div>
      ) : error ? (
        <ErrorState error={error} retry={refetch} />
      ) : (
        <Skeleton lines={5} height={17} label="Loading the on-time record" />
      )}
    </section>
  )
}
