import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { DocumentTable } from '../../../agency/document-table.tsx'
import { complaintQuery, documentsQuery } from '../../../agency/queries.ts'
import { ComplaintFiles } from '../../../agency/stored-files.tsx'
import { apiPath } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { useOpeningCounts } from '../../../documents/openings.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'

const route = getRouteApi('/signed-in/complaints/$id')

const from: Record<DocumentItem['purpose'], string> = {
  complaint: 'With the complaint',
  introduction: 'Sent to introduce requests',
  request: 'Sent with a request',
  send_back: 'Sent when a request was sent back',
  response: 'The company’s answer',
  closure: 'Shared at closing',
  cancellation: 'With the cancellation',
  research: 'With research or communication',
  agent_location: 'On an agent location',
  letter: 'Letter to the complainant',
  discussion: 'On the discussion board',
}

export function DocumentsTab(): ReactNode {
  const { id } = route.useParams()
  const { timeZone } = useSession()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const documents = useQuery(documentsQuery(id))
  const opened = useOpeningCounts(documents.data?.items.map((document) => document.id) ?? [])
  return (
    <div className="stack stack--wide">
      <Section title="Documents" count={documents.data?.items.length} side={documents.data?.items.some((document) => document.canOpen) ? <a href={apiPath(`/complaints/${id}/documents.zip`)} download>Download all as ZIP</a> : undefined} hint={<AudienceHint who="shared">Agencies with access. The company: what it sent, and what was shared with it.</AudienceHint>}>
        {documents.error ? <ErrorState error={documents.error} retry={documents.refetch} /> : null}
        {documents.isPending ? <Skeleton lines={6} height={14} /> : null}
        {documents.data ? (
          <DocumentTable
            caption="Documents of the complaint"
            documents={documents.data.items}
            empty="No document yet."
            selectable
            opened={opened}
            extra={{ header: 'From', cell: (document) => <span className="two-lines">{from[document.purpose]}<small>{`${document.uploadedBy.name}, ${formatDate(todayIn(timeZone, document.createdAt))}`}</small></span> }}
          />
        ) : null}
      </Section>
      {record.can.includes('document.add') ? (
        <Section title="Add documents" hint={<AudienceHint who="hidden">Agencies with access. Never the company, unless you share one when sending or closing.</AudienceHint>}>
          <ComplaintFiles complaintId={id} purpose="complaint" label="Of the complaint" />
        </Section>
      ) : null}
    </div>
  )
}
