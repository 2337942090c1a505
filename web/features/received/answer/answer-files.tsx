import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { api } from '../../../app/api.ts'
import { requestQuery } from '../../../company/queries.ts'
import { usePreview } from '../../../documents/preview-dialog.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { FileQueue, type StoredFile } from '../../../ui/files/file-queue.tsx'
import { FileRow } from '../../../ui/files/file-row.tsx'
import { FileState } from '../../../ui/files/file-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { contentPath } from '../../../company/agency-documents.tsx'

/** The files of the answer: those that the server has, and the uploading of more. */
export function AnswerFiles({ requestId, documents, pending, onPending, disabled }: { requestId: string; documents: readonly DocumentItem[]; pending: number; onPending: (count: number) => void; disabled: boolean }): ReactNode {
  const client = useQueryClient()
  const [problem, setProblem] = useState('')
  const preview = usePreview()
  const fromHere = useRef(new Set<string>())
  const refresh = () => client.invalidateQueries({ queryKey: requestQuery(requestId).queryKey })

  async function remove(document: DocumentItem) {
    setProblem('')
    try {
      await api.delete(`/documents/${document.id}`)
      announce(`${document.name} removed`)
    } catch (error) {
      setProblem(`${document.name} could not be removed. ${sentenceOf(error)}`)
    }
    await refresh()
  }

  // Those on their way in this tab stand in the queue; what is left is a colleague's, or another tab's.
  const elsewhere = pending > 0 ? [] : documents.filter((document) => document.state === 'uploading' && !fromHere.current.has(document.id))
  const stored = documents.filter((document) => document.state === 'stored')
  return (
    <div className="stack stack--tight">
      {problem ? <Notice tone="error">{problem}</Notice> : null}
      <FileQueue
        metadata={{ purpose: 'response', targetId: requestId }}
        items={stored.map((document) => ({ ...fileOf(document, () => void remove(document)), onPreview: document.canOpen ? () => preview.show(document) : undefined }))}
        onUploaded={(id) => {
          fromHere.current.add(id)
          void refresh()
        }}
        onPending={onPending}
        disabled={disabled}
      />
      {preview.dialog}
      {elsewhere.length > 0 ? (
        <ul className="file-list" aria-label="Files that others are uploading">
          {elsewhere.map((document) => (
            <FileRow key={document.id} item={fileOf(document, () => void remove(document))} />
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function fileOf(document: DocumentItem, remove: () => void): StoredFile {
  const { id, name, size, canOpen, canRemove } = document
  return { id, name, size, sha256: document.sha256, href: canOpen ? contentPath(id) : undefined, onRemove: canRemove ? remove : undefined, ...stateOf(document) }
}

function stateOf(document: DocumentItem): Pick<StoredFile, 'state' | 'icon'> {
  if (document.state === 'uploading') return { icon: 'hourglass_empty', state: `Not up yet. ${document.uploadedBy.name} began this upload, here or in another window.` }
  const icon = document.remark || document.scan === 'infected' ? 'error' : document.canOpen ? undefined : 'hourglass_empty'
  return { icon, state: <FileState document={document} /> }
}
