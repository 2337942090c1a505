import type { ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { apiPath } from '../app/api.ts'
import { PreviewButton } from '../documents/preview-dialog.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { notOpenWords } from '../ui/files/file-state.tsx'
import { Icon } from '../ui/icon.tsx'
import './company.scss'

export function contentPath(id: string): string {
  return apiPath(`/documents/${id}/content`)
}

/** Documents in a plain list: name to open, size; one that is still checked has no link. */
export function DocumentLinks({ documents }: { documents: readonly DocumentItem[] }): ReactNode {
  return (
    <ul className="plain-list document-links">
      {documents.map((document) => (
        <li key={document.id}>
          <Icon name="file_present" size={1.125} />
          <span>
            {document.canOpen ? (
              <a href={contentPath(document.id)} download>
                {document.name}
              </a>
            ) : (
              document.name
            )}{' '}
            <span className="muted small num nowrap">{sizeWords(document.size)}</span>
            {document.canOpen ? <span className="small"> <PreviewButton document={document} /></span> : <span className="muted small"> {notOpenWords(document)}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
