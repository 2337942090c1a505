import { useEffect, useId, useRef, useState, useSyncExternalStore, type DragEvent, type ReactNode } from 'react'
import { announce } from '../live-region.tsx'
import { Icon } from '../icon.tsx'
import { filesOf } from './dropped-files.ts'
import { batchSize } from './file-rules.ts'
import { FileRow, QueueRow } from './file-row.tsx'
import { UploadQueue } from './upload-queue.ts'

/*
 * Files with their uploads: drop, choose, paste, folders; resumable, three at a time.
 *   <FileQueue metadata={{ purpose: 'response', targetId: request.id }} onUploaded={() => refetchDocuments()}
 *     items={documents.map((document) => ({ id: document.id, name: document.name, size: document.size,
 *       state: <span className="good">Uploaded and scanned</span>, href: apiPath(`/documents/${document.id}/content`),
 *       onRemove: document.canRemove ? () => remove(document.id) : undefined }))} />
 * A finished upload stays in the list until `items` holds a document of its ID.
 */
export type StoredFile = { id: string; name: string; size: number; state?: ReactNode; href?: string; icon?: 'check_circle' | 'file_present' | 'hourglass_empty' | 'error'; onRemove?: () => void }
export type FileQueueProps = {
  endpoint?: string
  metadata: Readonly<Record<string, string>>
  items: readonly StoredFile[]
  onUploaded: (documentId: string, name: string) => void
  label?: string
  hint?: ReactNode
  /** How many files are not up yet: for a sentence beside the submit button. */
  onPending?: (count: number) => void
  disabled?: boolean
  /** Of its heading: 2 where it stands under the page's title, 3 inside a section. */
  level?: 2 | 3
  /** A queue that lives longer than this part of the page: its uploads go on when the part is left. */
  queue?: UploadQueue
}

export function FileQueue({ queue: lasting, endpoint = '/uploads', metadata, items, onUploaded, label = 'Files', hint, onPending, disabled = false, level = 3 }: FileQueueProps): ReactNode {
  const [queue] = useState(() => lasting ?? new UploadQueue({ endpoint, metadata, onUploaded }))
  const uploads = useSyncExternalStore(queue.subscribe, () => queue.items)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'

  useEffect(() => {
    queue.setOptions({
      endpoint,
      metadata,
      onUploaded: (documentId, name) => {
        announce(`${name} is uploaded`)
        onUploaded(documentId, name)
      },
    })
  })
  const isOwn = lasting === undefined
  useEffect(() => {
    void queue.findInterrupted()
    return () => {
      if (isOwn) queue.stop()
    }
  }, [queue, isOwn])

  const known = new Set(items.map((item) => item.id))
  const shown = uploads.filter((upload) => !upload.documentId || !known.has(upload.documentId))
  const pending = uploads.filter((upload) => ['waiting', 'uploading', 'paused', 'failed', 'interrupted'].includes(upload.state)).length
  const later = uploads.filter((upload) => upload.state === 'waiting').slice(batchSize).length
  useEffect(() => onPending?.(pending), [pending, onPending])
  useWarning(uploads.some((upload) => upload.state === 'uploading'))
  usePaste(queue, disabled)

  function add(files: readonly File[]) {
    if (files.length === 0) return
    queue.add(files)
    announce(files.length === 1 ? `${files[0]?.name ?? 'File'} added` : `${String(files.length)} files added`)
  }
  async function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    add(await filesOf(event.dataTransfer))
  }

  const total = items.length + shown.length
  return (
    <section className="file-queue" aria-labelledby={`${id}-title`}>
      <div className="section__head">
        <Heading id={`${id}-title`}>{label}</Heading>
        {total > 0 ? (
          <span className="section__side muted small num" role="status">
            {items.length + shown.filter((upload) => upload.state === 'done').length} of {total} ready
          </span>
        ) : null}
      </div>
      {disabled ? null : (
        <div
          className={over ? 'drop drop--over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => void onDrop(event)}
        >
          <Icon name="upload_file" />
          <p>
            Drop files here or{' '}
            <button type="button" className="link-button" onClick={() => input.current?.click()} aria-describedby={`${id}-hint`}>
              choose files
            </button>
          </p>
          <p id={`${id}-hint`} className="drop__hint">
            {hint ?? 'Up to 1 GB each. Any type; PDF, Word, Excel, CSV or ZIP is best.'}
          </p>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={label}
            onChange={(event) => {
              add([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
        </div>
      )}
      <ul className="file-list">
        {items.map((item) => (
          <FileRow key={item.id} item={item} />
        ))}
        {shown.map((upload) => (
          <QueueRow key={upload.key} upload={upload} queue={queue} onChooseAgain={() => input.current?.click()} />
        ))}
      </ul>
      {later > 0 ? <p className="muted small">{`${String(later)} more follow by themselves: ${String(batchSize)} files are taken at a time.`}</p> : null}
    </section>
  )
}

/** The browser asks before the page is closed while something is on its way. */
function useWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [on])
}

/** Files in the clipboard (a screenshot) may be pasted anywhere on the page. */
function usePaste(queue: UploadQueue, disabled: boolean): void {
  useEffect(() => {
    if (disabled) return
    const paste = (event: ClipboardEvent) => {
      if (!event.clipboardData || event.clipboardData.files.length === 0) return
      event.preventDefault()
      queue.add([...event.clipboardData.files])
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [queue, disabled])
}
