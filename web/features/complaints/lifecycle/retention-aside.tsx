import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatMoment } from '../../../ui/format-date.ts'
import { Tag } from '../../../ui/tag.tsx'
import { retentionQuery } from './lifecycle-queries.ts'

/** Until when the complaint is kept, and what keeps it longer: the owner's alone. */
export function RetentionAside({ record, timeZone }: { record: ComplaintRecord; timeZone: string }): ReactNode {
  const { data } = useQuery({ ...retentionQuery(record.id), enabled: record.isOwn && record.status !== 'draft' })
  if (!data || (data.retainUntil === null && data.hold === null)) return null
  return (
    <section>
      <h2 className="aside-title">Retention</h2>
      <Facts
        items={[
          { label: 'Kept until', value: data.retainUntil ? formatDate(data.retainUntil, 'year') : 'Set when it is closed' },
          {
            label: 'After that',
            value: data.hold ? <Tag tone="lock">Legal hold</Tag> : data.disposesAutomatically ? 'Disposed of by the system, with a certificate' : 'Kept: your agency does not dispose automatically',
          },
          { label: 'Reason', value: data.hold ? <span className="prose">{data.hold.reason}</span> : null },
          { label: 'Set', value: data.hold ? `${formatMoment(data.hold.setAt, timeZone)} by ${data.hold.setBy.name}` : null },
        ]}
      />
    </section>
  )
}
