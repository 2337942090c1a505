import { useMemo, type ReactNode } from 'react'
import { useSession } from '../../../app/session.tsx'
import { OpenedBy, useOpeningCounts } from '../../../documents/openings.tsx'
import { PreviewButton } from '../../../documents/preview-dialog.tsx'
import { useSelectedDocuments } from '../../../documents/selected-documents.tsx'
import { TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { sizeWords } from '../../../ui/files/file-rules.ts'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { notOpenWords } from '../../../ui/files/file-state.tsx'
import { TableView } from '../../../ui/table-view.tsx'
import { contentPath } from '../../../company/agency-documents.tsx'
import { sharedDocuments, type SharedDocument } from '../../../company/shared-documents.ts'
import { useContent } from '../components/use-received.ts'

export function DocumentsTab(): ReactNode {
  const { today, timeZone } = useSession()
  const loaded = useContent()
  const documents = useMemo(() => (loaded ? sharedDocuments(loaded.content) : []), [loaded])
  const opened = useOpeningCounts(documents.map((document) => document.id))
  const columns = useMemo(() => documentColumns(today, timeZone, opened), [today, timeZone, opened])
  const { selection, bar } = useSelectedDocuments(documents)
  if (!loaded) return null
  return (
    <Section title="Documents from the agency" lead="Files of a request and of its answer stand with the request">
      {bar}
      <TableView
        caption="Documents from the agency"
        rows={documents}
        columns={columns}
        rowId={(row) => row.id}
        selection={documents.length > 0 ? selection : undefined}
        instead={<EmptyState title={`${loaded.record.agency.shortName} shared no documents with this complaint.`}>Files that belong to one request stand on its page.</EmptyState>}
      />
    </Section>
  )
}

const column = columnsFor<SharedDocument>()
function documentColumns(today: string, zone: string, opened: ReadonlyMap<string, number> | undefined) {
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
    column.display({ id: 'opened', header: 'Readers', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <OpenedBy id={row.original.id} name={row.original.name} people={opened?.get(row.original.id) ?? 0} /> }),
    column.display({ id: 'preview', header: () => <span className="sr-only">Preview</span>, meta: { align: 'end', card: 'action', nowrap: true, name: 'Preview' }, cell: ({ row }) => (row.original.canOpen ? <PreviewButton document={row.original} /> : null) }),
  ])
}
