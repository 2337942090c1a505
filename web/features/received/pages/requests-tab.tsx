import type { ReactNode } from 'react'
import { Section } from '../../../ui/page.tsx'
import { ReceivedRequestsTable } from '../../../company/received-requests-table.tsx'
import { useContent } from '../components/use-received.ts'

export function RequestsTab(): ReactNode {
  const loaded = useContent()
  if (!loaded) return null
  return (
    <Section title="Information requests" lead="The earliest due date first">
      <ReceivedRequestsTable requests={loaded.content.requests} />
    </Section>
  )
}
