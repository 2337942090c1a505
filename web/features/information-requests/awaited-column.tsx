import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'
import { useSession } from '../../app/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Section } from '../../ui/page.tsx'
import { Reminders } from './reminders.tsx'

/** The place of the answer while there is none. */
export function AwaitedColumn({ request, company }: { request: RequestRecord; company: string }): ReactNode {
  const { timeZone } = useSession()
  return (
    <div className="request-column">
      <Section title={`What ${company} answered`}>
        {request.status === 'ready_to_send' ? <EmptyState title="Not sent yet.">{`The answer stands here once ${company} has submitted it.`}</EmptyState> : null}
        {request.status === 'sent_to_company' ? <EmptyState title={`${company} has not answered yet.`}>You are told when it does. A draft of the answer is the company’s own.</EmptyState> : null}
        {request.status === 'sent_to_company' ? <Reminders requestId={request.id} /> : null}
        {request.status === 'canceled' ? <EmptyState title="Canceled.">{request.canceledAt ? `No longer needed since ${formatMoment(request.canceledAt, timeZone)}. ${company} was told, without the reason: ${request.cancelReason ?? 'none was kept'}` : null}</EmptyState> : null}
      </Section>
    </div>
  )
}
