import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import type { IconName } from '../icon-names.ts'
import { Meter } from '../meter.tsx'
import { progressWords, sizeWords } from './file-rules.ts'
import type { StoredFile } from './file-queue.tsx'
import type { QueueItem, QueueState, UploadQueue } from './upload-queue.ts'

/** A document that the server has. */
export function FileRow({ item }: { item: StoredFile }): ReactNode {
  return (
    <li className="file">
      <Icon name={item.icon ?? 'check_circle'} className={!item.icon || item.icon === 'check_circle' ? 'good' : undefined} />
      <FileName name={item.name} size={item.size} href={item.href} />
      <div className="file__actions">{item.onRemove ? <RowButton name={item.name} verb="Remove" onClick={item.onRemove} /> : null}</div>
      {item.state ? <div className="file__state">{item.state}</div> : null}
    </li>
  )
}

const icons = { waiting: 'hourglass_empty', uploading: 'file_upload', paused: 'schedule', failed: 'error', refused: 'error', done: 'check_circle', interrupted: 'undo' } satisfies Record<QueueState, IconName>

/** A file on its way, with what can be done about it. */
export function QueueRow({ upload, queue, onChooseAgain }: { upload: QueueItem; queue: UploadQueue; onChooseAgain: () => void }): ReactNode {
  const { key, name, size, state } = upload
  const bad = state === 'refused' || state === 'failed'
  return (
    <li className={bad ? 'file file--refused' : state === 'done' ? 'file file--done' : 'file'}>
      <Icon name={icons[state]} />
      <FileName name={name} size={size} />
      <div className="file__actions">
        {state === 'uploading' ? <RowButton name={name} verb="Pause" onClick={() => queue.pause(key)} /> : null}
        {state === 'paused' ? <RowButton name={name} verb="Resume" onClick={() => queue.resume(key)} /> : null}
        {state === 'failed' ? <RowButton name={name} verb="Retry" onClick={() => queue.resume(key)} /> : null}
        {state === 'interrupted' ? <RowButton name={name} verb="Choose it again" onClick={onChooseAgain} /> : null}
        {state === 'done' ? null : <RowButton name={name} verb={bad ? 'Remove' : 'Cancel'} onClick={() => queue.cancel(key)} />}
      </div>
      <div className="file__state" role={bad ? 'alert' : undefined}>
        {state === 'uploading' || state === 'paused' ? <Meter value={upload.sent} max={size} label={`${name} uploaded`} wide /> : null}
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
      return `${progressWords(upload.sent, upload.size, upload.bytesPerSecond)}. You may leave this page; come back to go on.`
    case 'paused':
      return `Paused at ${progressWords(upload.sent, upload.size, 0)}.`
    case 'done':
      return 'Uploaded'
    case 'interrupted':
      return 'Not finished. Choose the same file again: it goes on where it stopped.'
    case 'failed':
      return <strong>{upload.problem}</strong>
    case 'refused':
      return (
        <>
          <strong>{upload.refusal?.what}</strong> {upload.refusal?.advice}
        </>
      )
  }
}

function FileName({ name, size, href }: { name: string; size: number; href?: string }): ReactNode {
  return (
    <div className="file__name">
      {href ? (
        <a href={href} download>
          {name}
        </a>
      ) : (
        name
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
