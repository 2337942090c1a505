import { useQuery } from '@tanstack/react-query'
import { useRef, useState, type ComponentProps, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { api } from '../app/api.ts'
import { queryClient } from '../app/query-client.ts'
import { PreviewButton, usePreview } from '../documents/preview-dialog.tsx'
import { sentenceOf } from '../ui/error-state.tsx'
import { FileQueue } from '../ui/files/file-queue.tsx'
import { FileState, notOpenWords } from '../ui/files/file-state.tsx'
import type { UploadQueue } from '../ui/files/upload-queue.ts'
import { Icon } from '../ui/icon.tsx'
import { announce } from '../ui/live-region.tsx'
import { Notice } from '../ui/notice.tsx'
import { contentOf } from './document-table.tsx'
import { documentsQuery } from './queries.ts'

type QueueProps = Omit<ComponentProps<typeof FileQueue>, 'items' | 'metadata'>

/** The documents that a post, a note or a place of a complaint has, to be opened, previewed and removed, and the uploading of more. */
function StoredFiles({ documents, metadata, onChanged, ...queue }: { documents: readonly DocumentItem[]; metadata: { purpose: string; targetId: string }; onChanged: () => void } & QueueProps): ReactNode {
  const [problem, setProblem] = useState('')
  const preview = usePreview()

  async function remove(document: DocumentItem) {
    setProblem('')
    try {
      await api.delete(`/documents/${document.id}`)
      announce(`${document.name} removed`)
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    onChanged()
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
        {...queue}
        metadata={metadata}
        items={documents.map((document) => ({
          id: document.id,
          name: document.name,
          size: document.size,
          href: document.canOpen ? contentOf(document) : undefined,
          sha256: document.sha256,
          // Whoever gave it is there now, and can give the right one.
          icon: document.remark || document.scan === 'infected' ? 'error' : document.canOpen ? undefined : 'hourglass_empty',
          state: <FileState document={document} />,
          onPreview: document.canOpen ? () => preview.show(document) : undefined,
          onRemove: document.canRemove ? () => void remove(document) : undefined,
        }))}
      />
    </div>
  )
}

/** The documents of a post or a note, for all who read it. */
export function EntryFiles({ documents }: { documents: readonly DocumentItem[] }): ReactNode {
  const stored = storedOf(documents)
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

/** The same for whoever may change them. */
export function EntryFileQueue({ label, documents, metadata, onChanged }: { label: string; documents: readonly DocumentItem[]; metadata: { purpose: 'discussion' | 'research'; targetId: string }; onChanged: () => void }): ReactNode {
  return <StoredFiles label={label} documents={storedOf(documents)} metadata={metadata} onChanged={onChanged} onUploaded={onChanged} />
}

const storedOf = (documents: readonly DocumentItem[]) => documents.filter((document) => document.state === 'stored')

export type ComplaintPurpose = 'complaint' | 'introduction' | 'closure' | 'cancellation' | 'agent_location'

/** The documents of one purpose that a complaint has, and the uploading of more. */
export function ComplaintFiles({ complaintId, purpose, label, hint, onPending, among, level = 3, queue }: { complaintId: string; purpose: ComplaintPurpose; label?: string; hint?: ReactNode; onPending?: (count: number) => void; among?: (document: DocumentItem) => boolean; level?: 2 | 3; queue?: UploadQueue }): ReactNode {
  const { data } = useQuery(documentsQuery(complaintId))
  const [pending, setPending] = useState(0)
  const fromHere = useRef(new Set<string>())
  const refresh = () => void queryClient.invalidateQueries({ queryKey: documentsQuery(complaintId).queryKey })

  // Those on their way in this tab stand in the queue; what is left was begun elsewhere, and holds up whoever ends or sends.
  const isElsewhere = (document: DocumentItem) => document.state === 'uploading' && pending === 0 && !fromHere.current.has(document.id)
  const shown = data?.items.filter((document) => document.purpose === purpose && (document.state === 'stored' || isElsewhere(document)) && (among?.(document) ?? true)) ?? []
  return (
    <StoredFiles
      label={label}
      hint={hint}
      level={level}
      queue={queue}
      documents={shown}
      metadata={{ purpose, targetId: complaintId }}
      onChanged={refresh}
      onUploaded={(id) => {
        fromHere.current.add(id)
        refresh()
      }}
      onPending={(count) => {
        setPending(count)
        onPending?.(count)
      }}
    />
  )
}
