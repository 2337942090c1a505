import { useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { ResearchEntry } from '#src/modules/research/contract.ts'
import { contentOf } from '../../../agency/document-table.tsx'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { FileQueue } from '../../../ui/files/file-queue.tsx'
import { FileState } from '../../../ui/files/file-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'

/** The documents of a note, and the uploading of more. */
export function NoteFiles({ note, label = 'Documents of this note' }: { note: Pick<ResearchEntry, 'id' | 'complaintId' | 'documents'>; label?: string }): ReactNode {
  const [problem, setProblem] = useState('')
  const refresh = () => void refreshComplaint(note.complaintId)
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
      <FileQueue
        label={label}
        metadata={{ purpose: 'research', targetId: note.id }}
        onUploaded={refresh}
        items={note.documents
          .filter((document) => document.state === 'stored')
          .map((document) => ({
            id: document.id,
            name: document.name,
            size: document.size,
            href: document.canOpen ? contentOf(document) : undefined,
            sha256: document.sha256,
            state: <FileState document={document} />,
            onRemove: document.canRemove ? () => void remove(document) : undefined,
          }))}
      />
    </div>
  )
}
