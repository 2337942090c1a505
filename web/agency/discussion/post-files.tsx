import { useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { Post } from '#src/modules/discussion/contract.ts'
import { api } from '../../app/api.ts'
import { PreviewButton, usePreview } from '../../documents/preview-dialog.tsx'
import { sentenceOf } from '../../ui/error-state.tsx'
import { FileQueue } from '../../ui/files/file-queue.tsx'
import { FileState, notOpenWords } from '../../ui/files/file-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { contentOf } from '../document-table.tsx'
import { refreshBoard, type BoardOf } from './discussion-queries.ts'

/** The documents of a post, for all who read it. */
export function PostFiles({ documents }: { documents: readonly DocumentItem[] }): ReactNode {
  const stored = documents.filter((document) => document.state === 'stored')
  if (stored.length === 0) return null
  return (
    <ul className="entry__files" aria-label="Documents">
      {stored.map((document) => (
        <li key={document.id}>
          <Icon name="file_present" /> {document.canOpen ? <a href={contentOf(document)}>{document.name}</a> : <span>{document.name} <span className="muted small">{notOpenWords(document)}</span></span>}{' '}
          {document.canOpen ? <PreviewButton document={document} /> : null}
        </li>
      ))}
    </ul>
  )
}

/** The same for its author, who adds and removes them for a time. */
export function PostFileQueue({ board, post }: { board: BoardOf; post: Post }): ReactNode {
  const [problem, setProblem] = useState('')
  const preview = usePreview()
  const refresh = () => void refreshBoard(board)
  async function remove(document: DocumentItem) {
    setProblem('')
    try {
      await api.delete(`/documents/${document.id}`)
      announce(`${document.name} removed`)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    refresh()
  }
  return (
    <div className="stack stack--tight">
      {problem ? (
        <Notice tone="error" title="The file could not be removed">
          {problem}
        </Notice>
      ) : null}
      {preview.dialog}
      <FileQueue
        label="Documents of this post"
        metadata={{ purpose: 'discussion', targetId: post.id }}
        onUploaded={refresh}
        items={post.documents
          .filter((document) => document.state === 'stored')
          .map((document) => ({
            id: document.id,
            name: document.name,
            size: document.size,
            href: document.canOpen ? contentOf(document) : undefined,
            sha256: document.sha256,
            state: <FileState document={document} />,
            onPreview: document.canOpen ? () => preview.show(document) : undefined,
            onRemove: document.canRemove ? () => void remove(document) : undefined,
          }))}
      />
    </div>
  )
}
