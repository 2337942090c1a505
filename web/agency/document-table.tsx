import { useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { apiPath } from '../app/api.ts'
import { OpenedBy } from '../documents/openings.tsx'
import { PreviewButton } from '../documents/preview-dialog.tsx'
import { useSelectedDocuments } from '../documents/selected-documents.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { Checksum } from '../ui/files/file-row.tsx'
import { remarkWords } from '../ui/files/file-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { columnsFor } from '../ui/table-columns.ts'
import { TableView } from '../ui/table-view.tsx'
import { Tag } from '../ui/tag.tsx'

const column = columnsFor<DocumentItem>()

const columns = column.columns([
  column.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row }) => <DocumentName document={row.original} /> }),
  column.display({ id: 'sha', header: 'SHA-256', meta: { card: 'more', nowrap: true }, cell: ({ row }) => (row.original.sha256 ? <Checksum sha256={row.original.sha256} name={row.original.name} bare /> : <span className="muted">After the upload</span>) }),
  column.display({ id: 'scan', header: 'Scan', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => <ScanTag document={row.original} /> }),
  column.display({ id: 'open', header: () => <span className="sr-only">Preview or save</span>, meta: { align: 'end', card: 'action', nowrap: true, name: 'Preview' }, cell: ({ row }) => <OpenLinks document={row.original} /> }),
])

const firstShown = 100

/**
 * Files that can be read here: name and size, checksum, scan, Preview and Save. `selectable` puts a ZIP of chosen ones above
 * it; `opened` a column of who opened each.
 */
export function DocumentTable({ caption, documents, empty, extra, selectable = false, opened }: { caption: string; documents: readonly DocumentItem[]; empty: ReactNode; extra?: { header: string; cell: (document: DocumentItem) => ReactNode }; selectable?: boolean; opened?: ReadonlyMap<string, number> }): ReactNode {
  const { selection, bar } = useSelectedDocuments(documents)
  const [isWhole, setWhole] = useState(false)
  const own = extra ? [column.display({ id: 'extra', header: extra.header, meta: { card: 'more' }, cell: ({ row }) => extra.cell(row.original) })] : []
  const by = opened ? [column.display({ id: 'opened', header: 'Readers', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <OpenedBy id={row.original.id} name={row.original.name} people={opened.get(row.original.id) ?? 0} /> })] : []
  const rows = isWhole ? documents : documents.slice(0, firstShown)
  const instead = typeof empty === 'string' ? <EmptyState title={empty} /> : empty
  return (
    <>
      {selectable ? bar : null}
      <TableView caption={caption} columns={[...columns.slice(0, 1), ...own, ...columns.slice(1, -1), ...by, ...columns.slice(-1)]} rows={rows} rowId={(document) => document.id} instead={instead} selection={selectable && documents.length > 0 ? selection : undefined} />
      {documents.length > rows.length ? (
        <p>
          <button type="button" className="link-button" onClick={() => setWhole(true)}>
            Show all {documents.length.toLocaleString('en-US')} documents
          </button>
        </p>
      ) : null}
    </>
  )
}

function DocumentName({ document }: { document: DocumentItem }): ReactNode {
  return (
    <span className="two-lines">
      <Icon name="file_present" /> {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : document.name}
      <small>
        {kindWords(document)}, {sizeWords(document.size)}
        {document.remark ? `. ${remarkWords[document.remark]}` : ''}
        {document.sameAs ? `. The same content as ${document.sameAs}` : ''}
      </small>
    </span>
  )
}

export function ScanTag({ document }: { document: Pick<DocumentItem, 'scan' | 'state'> }): ReactNode {
  if (document.state === 'uploading') return <Tag tone="yellow">Uploading</Tag>
  switch (document.scan) {
    case 'clean':
      return (
        <Tag tone="green" icon="verified_user">
          Clean
        </Tag>
      )
    case 'pending':
      return <Tag tone="yellow">Scanning</Tag>
    case 'infected':
      return <Tag tone="red">Malware found</Tag>
    case 'not_scanned':
      return <span className="muted">Not scanned</span>
  }
}

function OpenLinks({ document }: { document: DocumentItem }): ReactNode {
  if (!document.canOpen) return <span className="muted">{document.scan === 'infected' ? 'Quarantined: nobody can open it' : document.state === 'uploading' ? 'Not uploaded yet' : 'Opens after the scan'}</span>
  return (
    <span className="row row--end">
      <PreviewButton document={document} />
      <a href={contentOf(document)} download={document.name} aria-label={`Save ${document.name}`}>
        Save
      </a>
    </span>
  )
}

export function contentOf(document: Pick<DocumentItem, 'id'>): string {
  return apiPath(`/documents/${document.id}/content`)
}

const kinds: Readonly<Record<string, string>> = { pdf: 'PDF', doc: 'Word', docx: 'Word', xls: 'Excel', xlsx: 'Excel', csv: 'CSV', zip: 'ZIP', txt: 'Text', png: 'Picture', jpg: 'Picture', jpeg: 'Picture' }
function kindWords({ name }: DocumentItem): string {
  const extension = name.includes('.') ? (name.split('.').at(-1)?.toLowerCase() ?? '') : ''
  return kinds[extension] ?? (extension.length > 0 && extension.length < 6 ? extension.toUpperCase() : 'File')
}
