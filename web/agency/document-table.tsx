import type { ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { apiPath } from '../app/api.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { StaticTable } from '../ui/data-table.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { Icon } from '../ui/icon.tsx'
import { columnsFor } from '../ui/table-columns.ts'
import { Tag } from '../ui/tag.tsx'

const column = columnsFor<DocumentItem>()

const columns = column.columns([
  column.display({ id: 'name', header: 'Name', meta: { card: 'title' }, cell: ({ row }) => <DocumentName document={row.original} /> }),
  column.display({ id: 'sha', header: 'SHA-256', meta: { card: 'more', nowrap: true }, cell: ({ row }) => <Checksum document={row.original} /> }),
  column.display({ id: 'scan', header: 'Scan', meta: { card: 'tag', nowrap: true }, cell: ({ row }) => <ScanTag document={row.original} /> }),
  column.display({ id: 'open', header: () => <span className="sr-only">Open or save</span>, meta: { align: 'end', card: 'action', nowrap: true, name: 'Open' }, cell: ({ row }) => <OpenLinks document={row.original} /> }),
])

/** Files that can be read here: name and size, checksum, scan, Open and Save. */
export function DocumentTable({ caption, documents, empty, extra }: { caption: string; documents: readonly DocumentItem[]; empty: ReactNode; extra?: { header: string; cell: (document: DocumentItem) => ReactNode } }): ReactNode {
  const own = extra ? column.display({ id: 'extra', header: extra.header, meta: { card: 'more' }, cell: ({ row }) => extra.cell(row.original) }) : null
  return <StaticTable caption={caption} columns={own ? [...columns.slice(0, 1), own, ...columns.slice(1)] : columns} rows={documents} rowId={(document) => document.id} empty={empty} />
}

/** What is told of a file that was stored and yet may not be what somebody meant to give. */
export const remarkWords: Record<NonNullable<DocumentItem['remark']>, string> = { empty: 'The file is empty', type_differs: 'Its content is not what its name says' }

function DocumentName({ document }: { document: DocumentItem }): ReactNode {
  return (
    <span className="two-lines">
      <Icon name="file_present" /> {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : document.name}
      <small>
        {kindWords(document)}, {sizeWords(document.size)}
        {document.remark ? `. ${remarkWords[document.remark]}` : ''}
      </small>
    </span>
  )
}

function Checksum({ document }: { document: DocumentItem }): ReactNode {
  const { sha256 } = document
  if (!sha256) return <span className="muted">After the upload</span>
  return (
    <span className="copy">
      <code className="mono" title={sha256}>
        {sha256.slice(0, 4)} {sha256.slice(4, 8)} … {sha256.slice(-4)}
      </code>
      <CopyButton text={sha256} what={`the checksum of ${document.name}`} />
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
  if (!document.canOpen) return <span className="muted">{document.scan === 'infected' ? 'Cannot be opened' : 'Opens after the scan'}</span>
  return (
    <span className="row row--end">
      <a href={contentOf(document)} target="_blank" rel="noreferrer" aria-label={`Open ${document.name}`}>
        Open
      </a>
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
