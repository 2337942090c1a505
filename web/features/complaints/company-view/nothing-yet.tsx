import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { complaintQuery } from '../../../agency/queries.ts'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Section } from '../../../ui/page.tsx'

/** Before the first sending: what the company will see then, and what it never will. */
export function NothingYet({ id, company }: { id: string; company: string }): ReactNode {
  const restricted = useQuery(complaintQuery(id)).data?.detail?.complainant?.restricted ?? false
  return (
    <>
      <EmptyState title={`${company} sees nothing of this complaint yet.`}>It learns of it with the first information request or letter that you send.</EmptyState>
      <Section title="What it will see then" hint={<AudienceHint who="shared">{`${company}, from the first sending on`}</AudienceHint>}>
        <ul className="company-view-list">
          <li>The complaint’s ID, whether it is open or closed, and when it was created</li>
          <li>Your agency and its POC; the company’s own details and POC</li>
          <li>The transaction’s date, city and state</li>
          {restricted ? <li>Not who complained, nor the description: you restricted the complainant’s details</li> : <li>The complainant’s name and address</li>}
          {restricted ? null : <li>The consumer’s description, if you leave “Share the consumer’s description” ticked when sending</li>}
          <li>The requests and letters that you send, what you write with them, and documents that you share</li>
        </ul>
      </Section>
      <Section title="What it never sees" hint={<AudienceHint who="hidden">{`Never ${company}`}</AudienceHint>}>
        <p>The complainant’s phone and e-mail, the desired outcome, categories, dates received and sent, research and communication, alleged violations, internal notes, letters to the complainant, drafts of letters, and the reason and notes of a closing.</p>
      </Section>
    </>
  )
}
