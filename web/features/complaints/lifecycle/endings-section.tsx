import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoment } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { ClosureList } from '../record/closure-list.tsx'
import { closuresQuery } from './lifecycle-queries.ts'

/** How the complaint ended, each time, and why it went on. */
export function EndingsSection({ record, timeZone }: { record: ComplaintRecord; timeZone: string }): ReactNode {
  const closures = record.detail?.closures ?? []
  const wanted = closures.length > 0 || record.status === 'canceled'
  const { data, error, refetch } = useQuery({ ...closuresQuery(record.id), enabled: wanted })
  if (!wanted) return null
  const hint = <AudienceHint who="hidden">Agencies with access. The company reads the comments and documents for it, and nothing else.</AudienceHint>
  return (
    <>
      {error && !data ? <ErrorState error={error} retry={refetch} title="How it ended could not be loaded" /> : null}
      {data?.cancellation ? (
        <Section title="Cancellation" hint={<AudienceHint who="hidden">Agencies with access, never the company.</AudienceHint>}>
          <Facts
            items={[
              { label: 'Reason', value: <span className="prose">{data.cancellation.reason}</span> },
              { label: 'Canceled', value: `${formatMoment(data.cancellation.canceledAt, timeZone)} by ${data.cancellation.canceledBy.name}` },
            ]}
          />
        </Section>
      ) : null}
      {closures.length > 0 && !error ? (
        <Section title={closures.length === 1 ? 'Closure' : 'All Closures'} count={closures.length > 1 ? closures.length : undefined} hint={hint}>
          {data ? <ClosureList closures={data.items} timeZone={timeZone} /> : <Skeleton lines={4} height={16} />}
        </Section>
      ) : null}
      {data && data.reopenings.length > 0 ? (
        <Section title="Reopened" hint={<AudienceHint who="hidden">Agencies with access, never the company.</AudienceHint>}>
          <div className="stack">
            {data.reopenings.map((reopening) => (
              <Facts
                key={reopening.id}
                items={[
                  { label: 'Reopened', value: `${formatMoment(reopening.reopenedAt, timeZone)} by ${reopening.reopenedBy.name}` },
                  { label: 'Reason', value: <span className="prose">{reopening.reason}</span> },
                ]}
              />
            ))}
          </div>
        </Section>
      ) : null}
    </>
  )
}
