import type { ReactNode } from 'react'
import { ConsumerWords } from '../../../company/consumer-words.tsx'
import { Closures, ComplaintFacts, Sendings } from '../../../company/received-parts.tsx'
import { ReceivedRequestsTable } from '../../../company/received-requests-table.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Section } from '../../../ui/page.tsx'
import { ReceivedPanel } from '../components/received-panel.tsx'
import { Receipts } from '../components/receipts.tsx'
import { useContent } from '../components/use-received.ts'

/** What is waited for, the requests, and all that the agency told. */
export function SummaryTab(): ReactNode {
  const loaded = useContent()
  if (!loaded) return null
  const { record, content } = loaded
  const answered = content.requests.filter((request) => request.status === 'sent').length
  const counted = content.requests.filter((request) => request.status !== 'canceled').length
  return (
    <>
      <ReceivedPanel record={record} />
      {content.closures.length > 0 ? <Closures closures={content.closures} agency={record.agency.name} open={record.status === 'open'} /> : null}
      <Section title="Information requests" lead={counted > 0 ? `${String(answered)} of ${String(counted)} answered` : undefined}>
        <ReceivedRequestsTable requests={content.requests} />
      </Section>
      <Receipts complaintId={record.id} />
      <Sendings sendings={content.sendings} agency={record.agency.shortName} />
      <section className="section">
        <ConsumerWords narrative={content.narrative} />
      </section>
      <Section title="The complaint" hint={<AudienceHint who="shared">{record.agency.name} shares this with your company.</AudienceHint>}>
        <ComplaintFacts content={content} />
      </Section>
    </>
  )
}
