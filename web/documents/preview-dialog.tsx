import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { DocumentPreview } from '#src/modules/documents/preview-contract.ts'
import { apiPath } from '../app/api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { Checksum } from '../ui/files/file-row.tsx'
import { remarkWords } from '../ui/files/file-state.tsx'
import { Skeleton } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { openingsKey, previewQuery } from './queries.ts'
import './documents.scss'

const PdfView = lazy(() => import('./pdf-view.tsx').then(({ PdfView: view }) => ({ default: view })))

export type Previewed = Pick<DocumentItem, 'id' | 'name' | 'size' | 'sha256' | 'remark'>

/**
 * What a document looks like, over the page:
 *   const preview = usePreview()
 *   <button onClick={() => preview.show(document)}>Preview</button> … {preview.dialog}
 */
export function usePreview(): { show: (document: Previewed) => void; dialog: ReactNode } {
  const [shown, setShown] = useState<Previewed | null>(null)
  const client = useQueryClient()
  function close() {
    setShown(null)
    void client.invalidateQueries({ queryKey: openingsKey })
  }
  // Beside the page, not inside the table or the line that asked for it.
  return { show: setShown, dialog: shown ? createPortal(<PreviewDialog key={shown.id} document={shown} onClose={close} />, document.body) : null }
}

/** Opens the preview of one document. */
export function PreviewButton({ document }: { document: Previewed }): ReactNode {
  const preview = usePreview()
  return (
    <>
      <button type="button" className="link-button" aria-label={`Preview ${document.name}`} onClick={() => preview.show(document)}>
        Preview
      </button>
      {preview.dialog}
    </>
  )
}

function PreviewDialog({ document, onClose }: { document: Previewed; onClose: () => void }): ReactNode {
  const { data, error, refetch } = useQuery(previewQuery(document.id))
  return (
    <Dialog
      title={document.name}
      onClose={onClose}
      wide
      actions={
        <>
          <a className="usa-button" href={apiPath(`/documents/${document.id}/content`)} download={document.name}>
            Download
          </a>
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      <div className="preview">
        <p className="preview__facts small muted">
          <span className="num">{sizeWords(document.size)}</span>
          {document.sha256 ? <Checksum sha256={document.sha256} name={document.name} /> : null}
        </p>
        {document.remark ? <Notice tone="warning">{remarkWords[document.remark]}.</Notice> : null}
        {error ? <ErrorState error={error} retry={refetch} title="The preview could not be loaded" /> : null}
        {!data && !error ? <Skeleton lines={8} height={16} /> : null}
        {data ? <Shown document={document} preview={data} /> : null}
      </div>
    </Dialog>
  )
}

function Shown({ document, preview }: { document: Previewed; preview: DocumentPreview }): ReactNode {
  const address = apiPath(`/documents/${document.id}/preview/content`)
  switch (preview.kind) {
    case 'pdf':
      return (
        <Suspense fallback={<Skeleton lines={8} height={16} />}>
          <PdfView address={address} name={document.name} />
        </Suspense>
      )
    case 'image':
      return <Picture address={address} name={document.name} />
    case 'text':
      return (
        <>
          {preview.truncated ? <Notice tone="info">The first megabyte of this file. Download it to read the rest.</Notice> : null}
          <pre className="preview__text" tabIndex={0} aria-label={`Text of ${document.name}`}>
            {preview.text}
          </pre>
        </>
      )
    case 'table':
      return <Rows name={document.name} rows={preview.rows} truncated={preview.truncated} />
    case 'making':
      return (
        <div role="status">
          <p>The preview of this Office file is being made. This takes some seconds.</p>
          <Skeleton lines={6} height={16} />
        </div>
      )
    case 'none':
      return <Notice tone="info">{preview.why}</Notice>
  }
}

function Picture({ address, name }: { address: string; name: string }): ReactNode {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <Notice tone="info">This picture cannot be shown: it may be damaged. Download it to open it.</Notice>
  return (
    <div className="preview__picture" tabIndex={0} role="group" aria-label={`Picture ${name}`}>
      <img src={address} alt={name} onError={() => setBroken(true)} />
    </div>
  )
}

function Rows({ name, rows, truncated }: { name: string; rows: readonly (readonly string[])[]; truncated: boolean }): ReactNode {
  const [head = [], ...body] = rows
  const width = Math.max(...rows.map((row) => row.length), 1)
  const cells = (row: readonly string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '')
  return (
    <>
      {truncated ? <Notice tone="info">The beginning of this table: at most 500 rows, 60 columns and 500 characters of a cell. Download it for the rest.</Notice> : null}
      <div className="preview__table" tabIndex={0} role="group" aria-label={`Table of ${name}`}>
        <table>
          <caption className="sr-only">{name}</caption>
          <thead>
            <tr>
              {cells(head).map((cell, index) => (
                <th key={index} scope="col">
                  {cell || <span className="sr-only">Column {index + 1}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, at) => (
              <tr key={at}>
                {cells(row).map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
