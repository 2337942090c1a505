import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import type { ReceivedDocument } from '#src/modules/information-requests/received-documents-contract.ts'
import { useSession } from '../../../app/session.tsx'
import { contentPath } from '../../../company/agency-documents.tsx'
import { receivedDocumentsQuery } from '../../../company/queries.ts'
import { OpenedBy, useOpeningCounts } from '../../../documents/openings.tsx'
import { PreviewButton } from '../../../documents/preview-dialog.tsx'
import { useSelectedDocuments } from '../../../documents/selected-documents.tsx'
import { TwoLines } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { sizeWords } from '../../../ui/files/file-rules.ts'
import { notOpenWords, remarkWords } from '../../../ui/files/file-state.tsx'
import { formatDate, todayIn } from '../../../ui/format-date.ts'
import { Skeleton } from '../../../ui/loading.tsx'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { TableView } from '../../../ui/table-view.tsx'
import { useContent } from '../components/use-received.ts'

/** Everything of the complaint that the company may open: what the agency shared, and its own files. */
export function DocumentsTab(): ReactNode {
  const loaded = useContent()
  if (!loaded) return null
  return <Documents id={loaded.record.id} agency={loaded.record.agency.shortName} />
}

const firstShown = 100

function Documents({ id, agency }: { id: string; agency: string }): ReactNode {
  const { today, timeZone } = useSession()
  const query = useQuery(receivedDocumentsQuery(id))
  const [isWhole, setWhole] = useState(false)
  const documents = useMemo(() => query.data?.items.toReversed() ?? [], [query.data])
  const opened = useOpeningCounts(documents.map((document) => document.id))
  const columns = useMemo(() => documentColumns({ today, zone: timeZone, agency, opened }), [today, timeZone, agency, opened])
  const { selection, bar } = useSelectedDocuments(documents)
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} title="The documents could not be loaded" />
  if (!query.data) return <Skeleton lines={6} height={32} label="Loading the documents" />
  const rows = isWhole ? documents : documents.slice(0, firstShown)
  return (
    <Section title="Documents" lead={`From ${agency}, and your company’s own. The newest first`}>
      {bar}
      <TableView
        caption="Documents of the complaint"
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        selection={documents.length > 0 ? selection : undefined}
        instead={<EmptyState title="No documents yet.">What {agency} shares stands here, and every file of your company’s answers.</EmptyState>}
      />
      {documents.length > rows.length ? (
        <p>
          <button type="button" className="link-button" onClick={() => setWhole(true)}>
            Show all {documents.length.toLocaleString('en-US')} documents
          </button>
        </p>
      ) : null}
    </Section>
  )
}

type Reader = { today: string; zone: string; agency: string; opened: ReadonlyMap<string, number> | undefined }

const column = columnsFor<ReceivedDocument>()
function documentColumns({ today, zone, agency, opened }: Reader) {
  return column.columns([
    column.accessor('name', {
      header: 'Name',
      meta: { card: 'title' },
      cell: ({ row: { original } }) =>
        original.canOpen ? (
          <TwoLines
            main={
              <a data-row-link className="document-name" href={contentPath(original.id)} download>
                {original.name}
              </a>
            }
            under={[original.remark ? remarkWords[original.remark] : '', original.sameAs ? `The same content as ${original.sameAs}` : ''].filter(Boolean).join('. ')}
          />
        ) : (
          <TwoLines main={original.name} under={notOpenWords(original)} />
        ),
    }),
    column.display({ id: 'place', header: 'Belongs to', meta: { card: 'lead' }, cell: ({ row }) => <Place document={row.original} agency={agency} /> }),
    column.accessor('size', { header: 'Size', meta: { align: 'end', card: 'more', nowrap: true }, cell: ({ row }) => sizeWords(row.original.size) }),
    column.accessor('createdAt', { header: 'Added', meta: { card: 'due' }, cell: ({ row: { original } }) => <TwoLines main={formatDate(todayIn(zone, original.createdAt), 'short', today)} under={original.uploadedBy.name} /> }),
    column.display({ id: 'opened', header: 'Readers', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <OpenedBy id={row.original.id} name={row.original.name} people={opened?.get(row.original.id) ?? 0} /> }),
    column.display({ id: 'preview', header: () => <span className="sr-only">Preview</span>, meta: { align: 'end', card: 'action', nowrap: true, name: 'Preview' }, cell: ({ row }) => (row.original.canOpen ? <PreviewButton document={row.original} /> : null) }),
  ])
}

const answerStates = { draft: 'Not sent yet', in_review: 'Not sent yet', sent: 'Sent' } as const

/** Whose it is, and with what it came or goes. */
function Place({ document: { purpose, request, round, answer }, agency }: { document: ReceivedDocument; agency: string }): ReactNode {
  if (request === null) return <TwoLines main={agency} under={purpose === 'closure' ? 'At the closing' : purpose === 'letter' ? 'Letter' : purpose === 'introduction' ? 'Introduction' : 'With the complaint'} />
  const link = (
    <Link to="/received-requests/$id" params={{ id: request.id }} {...(answer === 'sent' && round !== null ? { search: { round } } : {})}>
      {request.number}
    </Link>
  )
  if (answer !== null) return <TwoLines main={<span>Your answer to {link}</span>} under={`${answerStates[answer]}${round !== null && round > 1 ? `, round ${String(round)}` : ''}`} />
  return <TwoLines main={<span>{agency}, {link}</span>} under={purpose === 'send_back' ? `Sent back, round ${String(round ?? 1)}` : 'With the request'} />
}
