import { useMemo, type ReactNode } from 'react'
import { useSession } from '../../../app/session.tsx'
import { StaticTable, TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { sizeWords } from '../../../ui/files/file-rules.ts'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { contentPath, notOpenWords } from '../../../company/agency-documents.tsx'
import { sharedDocuments, type SharedDocument } from '../../../company/shared-documents.ts'
import { useContent } from '../components/use-received.ts'

export function DocumentsTab(): ReactNode {
  const { today, timeZone } = useSession()
  const columns = useMemo(() => documentColumns(today, timeZone), [today, timeZone])
  const loaded = useContent()
  if (!loaded) return null
  return (
    <Section title="Documents from the agency" lead="Files of a request and of its answer stand with the request">
      <StaticTable
        caption="Documents from the agency"
        rows={sharedDocuments(loaded.content)}
        columns={columns}
        rowId={(row) => row.id}
        empty={<EmptyState title={`${loaded.record.agency.shortName} shared no documents with this complaint.`}>Files that belong to one request stand on its page.</EmptyState>}
      />
    </Section>
  )
}

const column = columnsFor<SharedDocument>()
function documentColumns(today: string, zone: string) {
  return column.columns([
    column.accessor('name', {
      header: 'Name',
      meta: { card: 'title' },
      cell: ({ row: { original } }) =>
        original.canOpen ? (
          <a data-row-link className="document-name" href={contentPath(original.id)} download>
            {original.name}
          </a>
        ) : (
          <TwoLines main={original.name} under={notOpenWords(original)} />
        ),
    }),
    column.accessor('about', { header: 'Shared with', meta: { card: 'lead' } }),
    column.accessor('size', { header: 'Size', meta: { align: 'end', card: 'more', nowrap: true }, cell: ({ row }) => sizeWords(row.original.size) }),
    column.accessor('uploadedBy', { header: 'By', cell: ({ row }) => row.original.uploadedBy.name }),
    column.accessor('createdAt', { header: 'Date', meta: { card: 'due', nowrap: true }, cell: ({ row }) => formatDate(todayIn(zone, row.original.createdAt), 'short', today) }),
  ])
}
