import { useEffect, useId, useRef, useState, useSyncExternalStore, type DragEvent, type ReactNode } from 'react'
import { announce } from '../live-region.tsx'
import { Icon } from '../icon.tsx'
import { Notice } from '../notice.tsx'
import { filesOf, pathOf } from './dropped-files.ts'
import { batchSize, sentName } from './file-rules.ts'
import { FileRow, QueueRow } from './file-row.tsx'
import { QueueBar } from './queue-bar.tsx'
import { countStates, duplicatesAmong, foldedRows, isPending, notUpYet, rowsShown } from './queue-words.ts'
import { queueOf } from './kept-queues.ts'
import type { UploadQueue } from './upload-queue.ts'

/*
 * Files with their uploads: drop, choose, paste, folders; resumable, three at a time.
 *   <FileQueue metadata={{ purpose: 'response', targetId: request.id }} onUploaded={() => refetchDocuments()}
 *     items={documents.map((document) => ({ id: document.id, name: document.name, size: document.size, sha256: document.sha256,
 *       state: <FileState document={document} />, href: apiPath(`/documents/${document.id}/content`),
 *       onRemove: document.canRemove ? () => remove(document.id) : undefined }))} />
 * A finished upload stays in the list until `items` holds a document of its ID.
 */
export type StoredFile = {
  id: string
  name: string
  size: number
  /** Shown in short, and files of the same content are pointed out by it. */
  sha256?: string | null
  state?: ReactNode
  href?: string
  icon?: 'check_circle' | 'file_present' | 'hourglass_empty' | 'error'
  onPreview?: () => void
  onRemove?: () => void
}
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
  /** A queue of whoever shows this part; without one there is one for each place, whose uploads go on when the page is left. */
  queue?: UploadQueue
}

export function FileQueue({ queue: given, endpoint = '/uploads', metadata, items, onUploaded, label = 'Files', hint, onPending, disabled = false, level = 3 }: FileQueueProps): ReactNode {
  const [queue] = useState(() => given ?? queueOf({ endpoint, metadata, onUploaded }))
  const uploads = useSyncExternalStore(queue.subscribe, () => queue.items)
  const [over, setOver] = useState(false)
  const [rows, setRows] = useState(rowsShown)
  const [there, setThere] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const Heading = level === 2 ? 'h2' : 'h3'

  useEffect(() => {
    queue.setOptions({
      endpoint,
      metadata,
      onUploaded: (documentId, name) => {
        if (queue.items.length < 4) announce(`${name} is uploaded`)
        onUploaded(documentId, name)
      },
    })
  })
  useEffect(() => void queue.findInterrupted(), [queue])

  const known = new Set(items.map((item) => item.id))
  const shown = uploads.filter((upload) => !upload.documentId || !known.has(upload.documentId))
  const pending = uploads.filter(isPending).length
  const counts = countStates(uploads)
  const sameAs = duplicatesAmong(items)
  useEffect(() => onPending?.(pending), [pending, onPending])
  usePaste(queue, disabled)

  function add(files: readonly File[]) {
    const wanted = counts.interrupted > 0 ? notUpYet(files, (file) => ({ name: sentName(pathOf(file)), size: file.size }), items) : files
    setThere(files.length - wanted.length)
    if (wanted.length === 0) return
    queue.add(wanted)
    announce(wanted.length === 1 ? `${wanted[0]?.name ?? 'File'} added` : `${String(wanted.length)} files added`)
  }
  async function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    add(await filesOf(event.dataTransfer))
  }

  const total = items.length + shown.length
  const active = foldedRows(shown, rows)
  const stored = total > rowsShown ? items.slice(0, Math.max(0, rows - active.length)) : items
  const more = total - active.length - stored.length
  return (
    <section className="file-queue" aria-labelledby={`${id}-title`}>
      <div className="section__head">
        <Heading id={`${id}-title`}>{label}</Heading>
        {total > 0 ? (
          <span className="section__side muted small num">
            {(items.length + shown.filter((upload) => upload.state === 'done').length).toLocaleString('en-US')} of {total.toLocaleString('en-US')} ready
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
            Drop files or folders here,{' '}
            <button type="button" className="link-button" onClick={() => input.current?.click()} aria-describedby={`${id}-hint`}>
              choose files
            </button>{' '}
            or{' '}
            <button type="button" className="link-button" onClick={() => chooseFolder(add)}>
              choose a folder
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
      {counts.interrupted > 0 ? (
        <Notice tone="warning" title={counts.interrupted === 1 ? '1 file was not finished: choose it again to go on' : `${counts.interrupted.toLocaleString('en-US')} files were not finished: choose them again to go on`}>
          What has arrived is kept for a week, and each goes on where it stopped.{' '}
          <button type="button" className="link-button" onClick={() => input.current?.click()}>
            Choose {counts.interrupted === 1 ? 'it' : 'them'} now
          </button>
        </Notice>
      ) : null}
      {there > 0 ? <p className="muted small">{there === 1 ? '1 file that was chosen again is' : `${there.toLocaleString('en-US')} files that were chosen again are`} up already.</p> : null}
      {queue.leftOut > 0 ? <p className="muted small">{queue.leftOut === 1 ? '1 hidden file of a folder was' : `${queue.leftOut.toLocaleString('en-US')} hidden files of folders were`} left out.</p> : null}
      <QueueBar queue={queue} items={shown.length > 0 ? uploads : []} />
      <ul className="file-list">
        {active.map((upload) => (
          <QueueRow key={upload.key} upload={upload} queue={queue} onChooseAgain={() => input.current?.click()} />
        ))}
        {stored.map((item) => (
          <FileRow key={item.id} item={item} sameAs={sameAs.get(item.id)} />
        ))}
      </ul>
      {more > 0 ? (
        <p>
          <button type="button" className="link-button" onClick={() => setRows((count) => count + 200)}>
            Show {Math.min(more, 200).toLocaleString('en-US')} more of {more.toLocaleString('en-US')}
          </button>
        </p>
      ) : null}
      {counts.waiting > batchSize ? <p className="muted small">{`${(counts.waiting - batchSize).toLocaleString('en-US')} more follow by themselves: ${String(batchSize)} files are taken at a time.`}</p> : null}
      {pending > counts.interrupted ? <p className="muted small">The uploads go on while you work elsewhere in this window.</p> : null}
    </section>
  )
}

const byName = new Intl.Collator('en', { numeric: true })

/** Made when it is wanted: a page has one field for files, to which its label leads. */
function chooseFolder(add: (files: readonly File[]) => void): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.webkitdirectory = true
  // Browsers give a folder's files in no order that anybody knows.
  field.addEventListener('change', () => add([...(field.files ?? [])].sort((one, other) => byName.compare(pathOf(one), pathOf(other)))))
  field.click()
}

/** Files in the clipboard (a screenshot) may be pasted anywhere on the page. */
function usePaste(queue: UploadQueue, disabled: boolean): void {
  useEffect(() => {
    if (disabled) return
    const paste = (event: ClipboardEvent) => {
      if (!event.clipboardData || event.clipboardData.files.length === 0) return
      event.preventDefault()
      void filesOf(event.clipboardData).then((files) => queue.add(files))
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [queue, disabled])
}
