import type { ReactNode } from 'react'
import { CopyButton } from '../copy-button.tsx'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-names.ts'
import { Meter } from '../meter.tsx'
import { progressWords, sizeWords } from './file-rules.ts'
import type { StoredFile } from './file-queue.tsx'
import type { QueueItem, QueueState } from './queue-items.ts'
import type { UploadQueue } from './upload-queue.ts'

/** A document that the server has. */
export function FileRow({ item, sameAs }: { item: StoredFile; sameAs?: string }): ReactNode {
  const { id, name, size, href, icon, sha256, state, onPreview, onRemove } = item
  return (
    <li className="file">
      <Icon name={icon ?? 'check_circle'} className={!icon || icon === 'check_circle' ? 'good' : undefined} />
      <FileName name={name} size={size} href={href} />
      <div className="file__actions">
        {onPreview ? <RowButton name={name} verb="Preview" onClick={onPreview} /> : null}
        {onRemove ? <RowButton name={name} verb="Remove" onClick={onRemove} /> : null}
      </div>
      {state || sameAs || sha256 ? (
        <div className="file__state" data-document={id}>
          {state}
          {sameAs ? (
            <strong className="file__mark">
              <Icon name="content_copy" size={1} /> The same content as {sameAs}.
            </strong>
          ) : null}
          {sha256 ? <Checksum sha256={sha256} name={name} /> : null}
        </div>
      ) : null}
    </li>
  )
}

/** The checksum in short, whole when copied. */
export function Checksum({ sha256, name, bare = false }: { sha256: string; name: string; bare?: boolean }): ReactNode {
  return (
    <span className="copy">
      {bare ? null : <span className="muted small">SHA-256</span>}
      <code className="mono" title={sha256}>
        {sha256.slice(0, 4)} {sha256.slice(4, 8)} … {sha256.slice(-4)}
      </code>
      <CopyButton text={sha256} what={`the checksum of ${name}`} />
    </span>
  )
}

const icons = { waiting: 'hourglass_empty', uploading: 'file_upload', paused: 'schedule', retrying: 'autorenew', failed: 'error', refused: 'error', done: 'check_circle', interrupted: 'undo' } satisfies Record<QueueState, IconName>

/** A file on its way, with what can be done about it. */
export function QueueRow({ upload, queue, onChooseAgain }: { upload: QueueItem; queue: UploadQueue; onChooseAgain: () => void }): ReactNode {
  const { key, name, size, state } = upload
  const bad = state === 'refused' || state === 'failed'
  return (
    <li className={bad ? 'file file--refused' : state === 'done' ? 'file file--done' : 'file'}>
      <Icon name={icons[state]} />
      <FileName name={name} size={size} />
      <div className="file__actions">
        {state === 'uploading' || state === 'waiting' ? <RowButton name={name} verb="Pause" onClick={() => queue.pause(key)} /> : null}
        {state === 'paused' ? <RowButton name={name} verb="Resume" onClick={() => queue.resume(key)} /> : null}
        {state === 'retrying' ? <RowButton name={name} verb="Try now" onClick={() => queue.resume(key)} /> : null}
        {state === 'failed' ? <RowButton name={name} verb="Retry" onClick={() => queue.resume(key)} /> : null}
        {state === 'interrupted' ? <RowButton name={name} verb="Choose it again" onClick={onChooseAgain} /> : null}
        {state === 'done' ? null : <RowButton name={name} verb={bad ? 'Remove' : 'Cancel'} onClick={() => queue.cancel(key)} />}
      </div>
      <div className="file__state" role={bad ? 'alert' : undefined}>
        {state === 'uploading' || ((state === 'paused' || state === 'retrying') && upload.sent > 0) ? <Meter value={upload.sent} max={size} label={`${name} uploaded`} wide /> : null}
        <StateWords upload={upload} />
      </div>
    </li>
  )
}

function StateWords({ upload }: { upload: QueueItem }): ReactNode {
  switch (upload.state) {
    case 'waiting':
      return 'Waiting for its turn'
    case 'uploading':
      return upload.sent >= upload.size ? 'All bytes are there. The server checks them.' : `${progressWords(upload.sent, upload.size, upload.bytesPerSecond)}.`
    case 'paused':
      return upload.sent > 0 ? `Paused at ${progressWords(upload.sent, upload.size, 0)}.` : 'Paused'
    case 'retrying':
      return <strong>{upload.problem}</strong>
    case 'done':
      return 'Uploaded'
    case 'interrupted':
      return 'Not finished. Choose the same file again: it goes on where it stopped.'
    case 'failed':
    case 'refused':
      return <strong>{upload.problem}</strong>
  }
}

function FileName({ name, size, href }: { name: string; size: number; href?: string }): ReactNode {
  const cut = name.lastIndexOf('/') + 1
  const shown = (
    <>
      {cut > 0 ? <span className="file__folder">{name.slice(0, cut)}</span> : null}
      {name.slice(cut)}
    </>
  )
  return (
    <div className="file__name">
      {href ? (
        <a href={href} download>
          {shown}
        </a>
      ) : (
        shown
      )}
      <small className="num">{sizeWords(size)}</small>
    </div>
  )
}

function RowButton({ name, verb, onClick }: { name: string; verb: string; onClick: () => void }): ReactNode {
  return (
    <button type="button" className="link-button" aria-label={`${verb} ${name}`} onClick={onClick}>
      {verb}
    </button>
  )
}
